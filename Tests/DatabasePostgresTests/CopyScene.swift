import Database
import DatabasePostgres
import Testing

/// A database with one connection and tables that keep which statement filled them.
struct CopyScene: Sendable {
    enum Way: String, Hashable { case copy, insert }

    let database: PostgresDatabase

    /// As many rows as go by COPY, and a few more.
    static let many: Int64 = 120

    static func with<T: Sendable>(_ body: (CopyScene) async throws -> T) async throws -> T {
        try await TestServer.withDatabase(connections: 1) { database in
            try await database.write { connection in
                // As if it were the same for all rows, or the server would store them one by one.
                try connection.execute(
                    "CREATE FUNCTION way() RETURNS TEXT STABLE LANGUAGE sql AS 'SELECT current_query()'")
            }
            return try await body(CopyScene(database: database))
        }
    }

    func schema(_ statements: String...) async throws {
        try await database.write { connection in for sql in statements { try connection.execute(sql) } }
    }

    /// Makes a table `t` with a column that keeps which statement filled it.
    func table(_ columns: String, _ rest: String = "") async throws {
        try await schema("CREATE TABLE t (\(columns), way TEXT DEFAULT way()) \(rest)")
    }

    /// A function `check_id(id)` for a constraint: it does something when it comes to row 100.
    func check(_ body: String) async throws {
        try await schema(
            """
            CREATE FUNCTION check_id(id BIGINT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
            BEGIN IF id = 100 THEN \(body); END IF; RETURN true; END $$
            """)
        try await table("id BIGINT PRIMARY KEY CHECK (check_id(id))")
    }

    func fill(_ sql: String = "INSERT INTO t (id) VALUES ($1)", _ rows: [[SQLValue]]? = nil) async throws {
        let rows = rows ?? CopyScene.numbers
        try await database.write { try $0.executeMany(sql, rows) }
    }

    /// 1 to 120, each a row.
    static var numbers: [[SQLValue]] { (1...many).map { [.int($0)] } }

    /// How many rows of `t` came by which way.
    func ways(of table: String = "t") async throws -> [Way: Int64] {
        let rows = try await database.read { connection in
            try connection.query(
                """
                SELECT CASE WHEN way LIKE '%COPY %' THEN 'copy' ELSE 'insert' END, count(*) FROM \(table) GROUP BY 1
                """)
        }
        return rows.reduce(into: [:]) { ways, row in
            if let way = row[0].text.flatMap(Way.init) { ways[way] = row[1].int }
        }
    }

    /// Who answers on the server: another one after the connection was given up.
    func server() async throws -> Int64? {
        try await database.read { try $0.row("SELECT pg_backend_pid()")?[0].int }
    }

    /// That an error is of this kind, nothing is stored, and the same connection stores the next rows by COPY.
    func refuses(
        _ kind: DatabaseError.Kind, staysConnected: Bool = true, sourceLocation: SourceLocation = #_sourceLocation,
        next: [[SQLValue]] = (1_001...1_000 + many).map { [.int($0)] }, _ body: () async throws -> Void
    ) async throws {
        let before = try await ways()
        let server = try await server()
        let error = await #expect(throws: DatabaseError.self, sourceLocation: sourceLocation) { try await body() }
        #expect(error?.kind == kind, "\(error?.message ?? "")", sourceLocation: sourceLocation)
        #expect(try await ways() == before, sourceLocation: sourceLocation)
        let isSame = try await self.server() == server
        #expect(isSame == staysConnected, sourceLocation: sourceLocation)
        try await fill("INSERT INTO t (id) VALUES ($1)", next)
        let after = try await ways()
        #expect(
            after[.copy, default: 0] == before[.copy, default: 0] + Int64(next.count), sourceLocation: sourceLocation)
    }
}
