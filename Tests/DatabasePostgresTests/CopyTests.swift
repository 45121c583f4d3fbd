import Database
import DatabasePostgres
import Testing

/// Many rows of one INSERT go by COPY where that stores the same.
@Suite struct CopyTests {
    private static let numbers: [SQLValue] = [
        nil, 0, 1, -1, .int(.max), .int(.min), 9_007_199_254_740_993, -9_007_199_254_740_993,
    ]
    private static let doubles: [SQLValue] = [
        .double(-0.0), .double(0), .double(0.1), .double(1.5), .double(7), .double(1e15), .double(-1e300),
        .double(.infinity), .double(-.infinity), .double(.greatestFiniteMagnitude), .double(.leastNonzeroMagnitude),
        .double(.leastNormalMagnitude), .double(.nan),
    ]
    private static let texts: [SQLValue] = [
        "", " ", "12", "-0", "1.5", "x", "邻里", "e\u{301}", "👨‍👩‍👧‍👦",
        "\u{10FFFF}", "\n\r\t\u{1}", "\\N", "\\.", "\\x00",
        "NULL", "a\0b", "\0",
    ]
    private static let blobs: [SQLValue] = [
        .blob([]), .blob([0]), .blob([92, 120]), .blob([UInt8](0...255)), .blob([65, 0]),
        .blob([64, 9, 33, 251, 84, 68, 45, 24]),
    ]

    /// What a table holds after a value was to be stored, to the last bit; or how it was refused.
    private enum Outcome: Equatable {
        case stored([[SQLValue]])
        case refused(DatabaseError.Kind)
    }

    @Test(arguments: ["BIGINT", "DOUBLE PRECISION", "TEXT", "BYTEA"], [numbers, doubles, texts, blobs])
    func storesOrRefusesWhatInsertDoes(_ type: String, _ values: [SQLValue]) async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT, v \(type)")
            // Sent as the server keeps it, for -0.0 and 0.0 are the same to Swift.
            let send = ["BIGINT": "int8send", "DOUBLE PRECISION": "float8send", "TEXT": "textsend"][type] ?? ""
            let sql = "INSERT INTO t (id, v) VALUES ($1, $2)"
            func outcome(_ body: @escaping @Sendable (any Connection) throws -> Void) async throws -> Outcome {
                do {
                    return .stored(
                        try await scene.database.write { connection in
                            try connection.execute("DELETE FROM t")
                            try body(connection)
                            return try connection.query("SELECT id, \(send)(v) FROM t ORDER BY id").map(\.values)
                        })
                } catch let error as DatabaseError {
                    return .refused(error.kind)
                }
            }
            for value in values {
                // Beside so many that fit, first or late.
                for place in [1, CopyScene.many / 2 + 1] {
                    let rows: [[SQLValue]] = (1...CopyScene.many).map { [.int($0), $0 == place ? value : nil] }
                    let one = try await outcome { for row in rows { try $0.execute(sql, row) } }
                    let many = try await outcome { try $0.executeMany(sql, rows) }
                    #expect(one == many, "\(value) in \(type) at \(place)")
                }
            }
        }
    }

    @Test func valuesThatFitGoByCopy() async throws {
        try await CopyScene.with { scene in
            try await scene.table("n BIGINT, d DOUBLE PRECISION, t TEXT, b BYTEA")
            let rows: [[SQLValue]] = (0..<CopyScene.many).map { index in
                let number = Int(index)
                let double = Self.doubles.dropLast()[number % (Self.doubles.count - 1)]
                return [
                    Self.numbers[number % Self.numbers.count], number % 2 == 0 ? double : .int(index),
                    number % 3 == 0 ? nil : Self.texts[number % (Self.texts.count - 2)],
                    number % 5 == 0 ? nil : Self.blobs[number % Self.blobs.count],
                ]
            }
            try await scene.fill("INSERT INTO t (n, d, t, b) VALUES ($1, $2, $3, $4)", rows)
            #expect(try await scene.ways() == [.copy: CopyScene.many])
        }
    }

    @Test func oneThatDoesNotFitGoesByInsertWithThoseAfterIt() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT PRIMARY KEY, v TEXT")
            let rows: [[SQLValue]] = (1...CopyScene.many).map { [.int($0), $0 == 100 ? 100 : .text("\($0)")] }
            try await scene.fill("INSERT INTO t (id, v) VALUES ($1, $2)", rows)
            #expect(try await scene.ways() == [.copy: 99, .insert: CopyScene.many - 99])
            let texts = try await scene.database.read { try $0.query("SELECT v FROM t ORDER BY id").map { $0[0].text } }
            #expect(texts == (1...CopyScene.many).map { "\($0)" })
        }
    }

    @Test func fewRowsGoByInsert() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT PRIMARY KEY")
            try await scene.fill("INSERT INTO t (id) VALUES ($1)", (1...49).map { [.int($0)] })
            #expect(try await scene.ways() == [.insert: 49])
            try await scene.fill("INSERT INTO t (id) VALUES ($1)", (101...150).map { [.int($0)] })
            #expect(try await scene.ways() == [.insert: 49, .copy: 50])
        }
    }

    @Test func moreThanOneCopyTakes() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT PRIMARY KEY, b BYTEA")
            let sql = "INSERT INTO t (id, b) VALUES ($1, $2)"
            try await scene.fill(sql, (1...20_010).map { [.int($0), .blob([])] })
            // The last ten are too few for one more.
            #expect(try await scene.ways() == [.copy: 20_000, .insert: 10])
            let large = [UInt8](repeating: 7, count: 100_000)
            try await scene.fill(sql, (30_001...30_060).map { [.int($0), .blob(large)] })
            let row = try await scene.database.read {
                try $0.row("SELECT count(*), sum(length(b)), sum(id) FROM t WHERE id > 30000")
            }
            #expect(row?.values == [60, 6_000_000, 1_801_830])
        }
    }

    @Test(
        arguments: [
            ("INSERT INTO t (id, n) VALUES ($1, $2)", .copy), ("insert into t(id,n)values($1,$2)", .copy),
            ("INSERT INTO\n  t (id,\n    n)\nVALUES\t($1, $2) ", .copy),
            ("INSERT INTO t (n, id) VALUES ($1, $2)", .copy), ("INSERT INTO T (ID, N) VALUES ($1, $2)", .copy),
            ("INSERT INTO t (id, n) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", .insert),
            ("INSERT INTO t (id, n) VALUES ($1, $2) RETURNING id", .insert),
            ("INSERT INTO t (id, n) VALUES ($1, $2 + 0)", .insert), ("INSERT INTO t (n, id) VALUES ($2, $1)", .insert),
            ("INSERT INTO t (id, n) VALUES ($1, coalesce($2, 0))", .insert),
            ("INSERT INTO t (id, n, way) VALUES ($1, $2, DEFAULT)", .insert),
            ("INSERT INTO t AS x (id, n) VALUES ($1, $2)", .insert), ("INSERT INTO t VALUES ($1, $2)", .insert),
            ("INSERT INTO \"t\" (id, n) VALUES ($1, $2)", .insert),
            ("INSERT INTO t (id, n) VALUES ($1, $2) -- why", .insert),
            ("INSERT INTO t (id, n) VALUES ($1, $2);", .insert),
            ("INSERT INTO t (id, n) SELECT $1, $2", .insert),
        ] as [(String, CopyScene.Way)])
    func onlyPlainInsertsGoByCopy(_ sql: String, _ way: CopyScene.Way) async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT PRIMARY KEY, n BIGINT")
            let isSwapped = sql.contains("(n, id) VALUES ($1")
            try await scene.fill(
                sql, (1...CopyScene.many).map { isSwapped ? [.int(-$0), .int($0)] : [.int($0), .int(-$0)] })
            #expect(try await scene.ways() == [way: CopyScene.many])
            #expect(try await scene.database.read { try $0.row("SELECT min(id), max(n) FROM t")?.values } == [1, -1])
        }
    }

    @Test func aConflictThatIsForeseenGoesByInsert() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT PRIMARY KEY")
            try await scene.fill()
            try await scene.fill(
                "INSERT INTO t (id) VALUES ($1) ON CONFLICT (id) DO NOTHING",
                (101...100 + CopyScene.many).map { [.int($0)] })
            #expect(try await scene.ways() == [.copy: CopyScene.many, .insert: 100])
        }
    }
}
