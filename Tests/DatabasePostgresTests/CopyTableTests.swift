import Database
import DatabasePostgres
import Testing

/// Tables of every kind are filled by many rows as by one.
@Suite struct CopyTableTests {
    @Test(arguments: ["BY DEFAULT", "ALWAYS"])
    func numbersThatAreLeftOutAreGiven(_ kind: String) async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT GENERATED \(kind) AS IDENTITY PRIMARY KEY, v BIGINT")
            try await scene.schema("INSERT INTO t (v) VALUES (0)")
            try await scene.fill("INSERT INTO t (v) VALUES ($1)")
            try await scene.schema("INSERT INTO t (v) VALUES (\(CopyScene.many + 1))")
            #expect(try await scene.ways() == [.copy: CopyScene.many, .insert: 2])
            let others = try await scene.database.read { try $0.query("SELECT id FROM t WHERE id <> v + 1") }
            #expect(others.isEmpty)
        }
    }

    @Test func numbersThatOnlyTheDatabaseGivesAreRefused() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
            let error = await #expect(throws: DatabaseError.self) { try await scene.fill() }
            #expect(error?.kind == .other)
            #expect(try await scene.ways() == [:])
        }
    }

    @Test func columnsThatAreLeftOutHaveTheirDefaults() async throws {
        try await CopyScene.with { scene in
            try await scene.table(
                "id BIGINT, d BIGINT DEFAULT 7, g BIGINT GENERATED ALWAYS AS (id * 2) STORED, e TEXT")
            try await scene.fill()
            #expect(try await scene.ways() == [.copy: CopyScene.many])
            let row = try await scene.database.read { try $0.row("SELECT d, g, e FROM t WHERE id = 4") }
            #expect(row?.values == [7, 8, nil])
        }
    }

    @Test func partitionsAreFilled() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT", "PARTITION BY RANGE (id)")
            try await scene.schema(
                "CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (61)",
                "CREATE TABLE high PARTITION OF t FOR VALUES FROM (61) TO (121)")
            try await scene.fill()
            #expect(try await scene.ways(of: "low") == [.copy: 60])
            #expect(try await scene.ways(of: "high") == [.copy: 60])
            // No partition takes the last one.
            try await scene.refuses(.constraint, next: Array(CopyScene.numbers.prefix(60))) {
                try await scene.fill("INSERT INTO t (id) VALUES ($1)", (2...121).map { [.int($0)] })
            }
        }
    }

    @Test(arguments: ["t", "low"])
    func triggersRunAsForOneRowAfterTheOther(_ place: String) async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT", "PARTITION BY RANGE (id)")
            try await scene.schema(
                "CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (1000)",
                "CREATE TABLE seen (rows BIGINT)",
                """
                CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO seen (rows) SELECT count(*) FROM t; RETURN NULL; END $$
                """,
                "CREATE TRIGGER look AFTER INSERT ON \(place) FOR EACH ROW EXECUTE FUNCTION look()")
            try await scene.fill("INSERT INTO t (id) VALUES ($1)", (1...60).map { [.int($0)] })
            let seen = try await scene.database.read { try $0.query("SELECT rows FROM seen ORDER BY rows") }
            #expect(seen.map { $0[0].int } == (1...60).map { $0 })
            #expect(try await scene.ways() == [.insert: 60])
        }
    }

    @Test func rulesAreFollowed() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT")
            try await scene.schema(
                "CREATE TABLE other (id BIGINT)",
                "CREATE RULE elsewhere AS ON INSERT TO t DO INSTEAD INSERT INTO other (id) VALUES (new.id)")
            try await scene.fill()
            let count = try await scene.database.read { try $0.row("SELECT count(*) FROM other")?[0].int }
            #expect(count == CopyScene.many)
            #expect(try await scene.ways() == [:])
        }
    }

    @Test func viewsAreFilledThroughToTheirTable() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT")
            try await scene.schema("CREATE VIEW seen AS SELECT id FROM t")
            try await scene.fill("INSERT INTO seen (id) VALUES ($1)")
            #expect(try await scene.ways() == [.insert: CopyScene.many])
        }
    }

    @Test(arguments: [("INTEGER", 7), ("DATE", "2026-01-02"), ("VARCHAR(3)", "abc")] as [(String, SQLValue)])
    func typesBeyondTheSharedOnesGoByInsert(_ type: String, _ value: SQLValue) async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT, v \(type)")
            try await scene.fill("INSERT INTO t (id, v) VALUES ($1, $2)", CopyScene.numbers.map { $0 + [value] })
            #expect(try await scene.ways() == [.insert: CopyScene.many])
            let values = try await scene.database.read { try $0.query("SELECT DISTINCT v FROM t").map { $0[0] } }
            #expect(values == [value])
        }
    }

    @Test func domainsAreChecked() async throws {
        try await CopyScene.with { scene in
            try await scene.schema("CREATE DOMAIN small AS BIGINT CHECK (value < 5000)")
            try await scene.table("id small")
            try await scene.fill()
            #expect(try await scene.ways() == [.copy: CopyScene.many])
            try await scene.refuses(.constraint) {
                try await scene.fill("INSERT INTO t (id) VALUES ($1)", (4_900...5_000).map { [.int($0)] })
            }
        }
    }

    @Test func namesThatAreKeywordsElsewhere() async throws {
        try await CopyScene.with { scene in
            try await scene.table("values BIGINT, position BIGINT, at BIGINT, interval BIGINT, row BIGINT")
            try await scene.fill(
                "INSERT INTO t (values, position, at, interval, row) VALUES ($1, $2, $3, $4, $5)",
                (1...CopyScene.many).map { number in (1...5).map { .int(number * $0) } })
            #expect(try await scene.ways() == [.copy: CopyScene.many])
        }
    }

    @Test func aTableOfAnotherSchema() async throws {
        try await TestServer.withSchema { _, other in
            try await CopyScene.with { scene in
                try await scene.schema("CREATE TABLE \(other).u (id BIGINT, way TEXT DEFAULT way())")
                try await scene.fill("INSERT INTO \(other).u (id) VALUES ($1)")
                #expect(try await scene.ways(of: "\(other).u") == [.copy: CopyScene.many])
                // The default goes with this schema, before its table.
                try await scene.schema("DROP TABLE \(other).u")
            }
        }
    }

    @Test(arguments: [("DOUBLE PRECISION", .double(7)), ("TEXT", "7"), ("BYTEA", .blob([55]))] as [(String, SQLValue)])
    func aColumnWhoseTypeWasChangedIsFilledAnew(_ type: String, _ value: SQLValue) async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT, v BIGINT")
            let sql = "INSERT INTO t (id, v) VALUES ($1, $2)"
            try await scene.fill(sql, CopyScene.numbers.map { $0 + [7] })
            #expect(try await scene.ways() == [.copy: CopyScene.many])
            try await scene.schema(
                "DELETE FROM t", "ALTER TABLE t DROP COLUMN v", "ALTER TABLE t ADD COLUMN v \(type)")
            try await scene.fill(sql, CopyScene.numbers.map { $0 + [7] })
            let values = try await scene.database.read { try $0.query("SELECT DISTINCT v FROM t").map { $0[0] } }
            #expect(values == [value])
        }
    }

    @Test func whoeverMayOnlyInsertGoesByInsert() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT")
            let name = "only_inserts_\(try await scene.server() ?? 0)"
            try await scene.schema("CREATE ROLE \(name)", "GRANT INSERT (id) ON t TO \(name)")
            let space = try await scene.database.read { try $0.row("SELECT current_schema()")?[0].text }
            try await scene.schema("GRANT USAGE ON SCHEMA \(space ?? "") TO \(name)")
            try await scene.database.write { connection in
                try connection.execute("SET LOCAL ROLE \(name)")
                try connection.executeMany("INSERT INTO t (id) VALUES ($1)", CopyScene.numbers)
            }
            #expect(try await scene.ways() == [.insert: CopyScene.many])
            try await scene.schema("DROP OWNED BY \(name)", "DROP ROLE \(name)")
        }
    }

    @Test func policiesOfRowsAreKept() async throws {
        try await CopyScene.with { scene in
            try await scene.table("id BIGINT")
            let name = "has_policy_\(try await scene.server() ?? 0)"
            let space = try await scene.database.read { try $0.row("SELECT current_schema()")?[0].text }
            try await scene.schema(
                "CREATE ROLE \(name)", "GRANT ALL ON t TO \(name)", "GRANT USAGE ON SCHEMA \(space ?? "") TO \(name)",
                "CREATE POLICY p ON t WITH CHECK (id <= 200)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY")
            let kinds = await [
                Self.kind(of: (1...120), scene, as: name), Self.kind(of: (150...250), scene, as: name),
            ]
            #expect(kinds == [nil, .other])
            #expect(try await scene.ways() == [.insert: 120])
            try await scene.schema("DROP OWNED BY \(name)", "DROP ROLE \(name)")
        }
    }

    /// How it fails when somebody stores numbers; nil: it does not.
    private static func kind(
        of numbers: ClosedRange<Int64>, _ scene: CopyScene, as role: String
    ) async -> DatabaseError.Kind? {
        do {
            try await scene.database.write { connection in
                try connection.execute("SET LOCAL ROLE \(role)")
                try connection.executeMany("INSERT INTO t (id) VALUES ($1)", numbers.map { [.int($0)] })
            }
            return nil
        } catch {
            return (error as? DatabaseError)?.kind
        }
    }
}
