extension DatabaseContract {
    static let migrations = [
        DatabaseContract("migrations go on from every earlier version, with data in it") { subject in
            for known in 0...steps.count {
                try await forget(subject)
                let earlier = Migrator(Array(steps.prefix(known)), now: { 1_700_000_000_000 })
                try same(try await earlier.migrate(subject.database), steps.prefix(known).map(\.name), "first run")
                if known > 0 {
                    try await subject.database.write { connection in
                        try connection.execute("INSERT INTO person (id, name) VALUES (1, 'BYTES 甲')")
                    }
                }
                let whole = Migrator(steps)
                let missing = steps.dropFirst(known).map(\.name)
                try same(try await whole.pending(in: subject.database), missing, "pending")
                try same(try await whole.migrate(subject.database), missing, "second run")
                try same(try await whole.migrate(subject.database), [], "third run")
                let rows = try await subject.database.read { connection in
                    try connection.query("SELECT name, share, picture FROM person ORDER BY id")
                        + connection.query("SELECT name FROM migration ORDER BY name")
                }
                let person: [[SQLValue]] = known > 0 ? [["BYTES 甲", .double(0.5), nil]] : []
                try same(rows.map(\.values), person + steps.map { [.text($0.name)] }, "from \(known) migrations")
            }
        },
        DatabaseContract("migrators that start at once") { subject in
            let databases = [subject.database, try await subject.open(), try await subject.open()]
            let applied = try await withThrowingTaskGroup(of: [String].self, returning: [String].self) { group in
                for database in databases { group.addTask { try await Migrator(steps).migrate(database) } }
                return try await group.reduce([], +)
            }
            for database in databases.dropFirst() { try await database.close() }
            try same(applied.sorted(), steps.map(\.name), "applied by all together")
            try same(try await subject.count("migration"), Int64(steps.count), "recorded")
        },
        DatabaseContract("lists that do not fit are refused") { subject in
            let database = subject.database
            try await Migrator(steps).migrate(database)
            let cases: [([Migration], MigrationError)] = [
                (Array(steps.dropLast()), .newerDatabase(unknown: ["003_picture"])),
                ([Migration("000_new", [])] + steps, .outOfOrder(missing: "000_new", applied: "001_person")),
                (steps + [steps[0]], .duplicateName("001_person")),
            ]
            for (list, expected) in cases {
                do {
                    try await Migrator(list).migrate(database)
                    throw ContractBreach(description: "not refused: \(expected)")
                } catch let error as MigrationError {
                    try same(error, expected, "refusal")
                }
            }
            try same(try await subject.count("migration"), 3, "recorded")
        },
        DatabaseContract("how things lie is for PostgreSQL alone") { subject in
            let step = Migration("001_place", steps[0].statements, postgresql: ["CREATE TABLE place (id BIGINT)"])
            try same(try await Migrator([step]).migrate(subject.database), ["001_place"], "applied")
            if subject.database.dialect == .postgresql {
                try same(try await subject.count("place"), 0, "rows")
            } else {
                try await fails(.other, "its table") { try await subject.count("place") }
            }
        },
        DatabaseContract("a migration that fails leaves nothing of it") { subject in
            let broken = Migration("002_broken", ["CREATE TABLE half (id BIGINT PRIMARY KEY)", "CREATE TABEL x"])
            try await fails(.other, "a broken migration") {
                try await Migrator([steps[0], broken]).migrate(subject.database)
            }
            try await fails(.other, "its table") { try await subject.count("half") }
            try same(try await subject.count("migration"), 1, "recorded")
            try same(try await Migrator(steps).pending(in: subject.database), ["002_share", "003_picture"], "pending")
        },
    ]

    private static let steps = [
        Migration("001_person", ["CREATE TABLE person (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)"]),
        Migration(
            "002_share",
            [
                "ALTER TABLE person ADD COLUMN share DOUBLE PRECISION NOT NULL DEFAULT 0.5",
                "CREATE INDEX person_name ON person (name)",
            ]),
        Migration("003_picture", ["ALTER TABLE person ADD COLUMN picture BYTES"]),
    ]

    private static func forget(_ subject: Subject) async throws {
        try await subject.schema("DROP TABLE IF EXISTS person", "DROP TABLE IF EXISTS migration")
    }
}
