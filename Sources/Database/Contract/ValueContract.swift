extension DatabaseContract {
    static let values = [
        DatabaseContract("whole numbers to their extremes") { subject in
            try await roundTrip(
                subject, "BIGINT", [.int(.min), .int(.max), 0, -1, 1, nil, 4_294_967_296, .int(.min + 1)])
        },
        DatabaseContract("floating-point numbers to the last bit") { subject in
            try await roundTrip(
                subject, "DOUBLE PRECISION",
                [
                    .double(0.1), .double(1 / 3), .double(.greatestFiniteMagnitude), .double(.leastNonzeroMagnitude),
                    .double(-1e-300), .double(.infinity), .double(-.infinity), nil, .double(5), .double(1e15),
                ])
            // A whole number in such a column comes back as floating-point.
            let row = try await subject.database.write { connection in
                try connection.execute("INSERT INTO t (id, v) VALUES ($1, $2)", [100, 7])
                return try connection.row("SELECT v FROM t WHERE id = 100")
            }
            try same(row?[0], .double(7), "a whole number")
        },
        DatabaseContract("texts of every script") { subject in
            let texts = [
                "", " ", "邻里", "e\u{301}", "é", "👨‍👩‍👧‍👦", "\u{FEFF}x", "\u{10FFFF}", "a\\b'c\"d", "\n\r\t\u{1}",
                "NULL", "{}", "\\x00", String(repeating: "长", count: 400_000),
            ]
            try await roundTrip(subject, "TEXT", texts.map { .text($0) } + [nil])
            // Equal to Swift, but not the same characters.
            let found = try await subject.database.read { connection in
                try connection.query("SELECT id FROM t WHERE v = $1", ["é"]).count
            }
            try same(found, 2, "rows with the composed letter, each value stored twice")
        },
        DatabaseContract("bytes of every value") { subject in
            let all = [UInt8](0...255)
            let long = [UInt8]((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            try await roundTrip(
                subject, "BYTES", [.blob([]), .blob([0]), .blob([92, 120]), .blob(all), .blob(long), nil])
        },
        DatabaseContract("text with NUL and NaN are refused") { subject in
            try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY, v TEXT, d DOUBLE PRECISION)")
            for value: [SQLValue] in [[1, "a\0b", nil], [1, "\0", nil], [1, "a", .double(.nan)]] {
                let sql = "INSERT INTO t (id, v, d) VALUES ($1, $2, $3)"
                try await fails(.other, "\(value)") { try await subject.database.write { try $0.execute(sql, value) } }
                try await fails(.other, "\(value) among many") {
                    try await subject.database.write { try $0.executeMany(sql, [[2, "b", nil], value]) }
                }
            }
            try same(try await subject.count("t"), 0, "rows")
        },
        DatabaseContract("a value of the wrong type is refused") { subject in
            try await subject.schema(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT, d DOUBLE PRECISION)")
            for (column, value) in [("n", "x"), ("n", .double(1.5)), ("d", "x")] as [(String, SQLValue)] {
                try await fails(.constraint, "\(value) in \(column)") {
                    try await subject.database.write {
                        try $0.execute("INSERT INTO t (id, \(column)) VALUES (1, $1)", [value])
                    }
                }
            }
            try same(try await subject.count("t"), 0, "rows")
        },
    ]

    /// Each value comes back from a table as it went in, by `execute` and by `executeMany`.
    private static func roundTrip(_ subject: Subject, _ type: String, _ values: [SQLValue]) async throws {
        try await subject.schema("CREATE TABLE t (id BIGINT PRIMARY KEY, v \(type))")
        try await subject.database.write { connection in
            let sql = "INSERT INTO t (id, v) VALUES ($1, $2)"
            for (id, value) in values.enumerated() { try connection.execute(sql, [.int(Int64(id)), value]) }
            try connection.executeMany(sql, values.enumerated().map { [.int(Int64($0 + values.count)), $1] })
        }
        let rows = try await subject.database.read { try $0.query("SELECT v FROM t ORDER BY id") }
        try same(rows.count, values.count * 2, "rows")
        for (row, value) in zip(rows, values + values) {
            guard row[0] == value, row[0].text.map({ Array($0.utf8) }) == value.text.map({ Array($0.utf8) }) else {
                throw ContractBreach(description: "\("\(value)".prefix(80)) came back as \("\(row[0])".prefix(80))")
            }
        }
    }
}
