import Database
import Persistence
import Testing

/// What every request asks is found by an index, on both engines.
@Suite struct AccountsPlansTests {
    static let queries = [
        """
        SELECT 1 FROM login_session t JOIN person p ON p.id = t.person_id LEFT JOIN membership m ON m.person_id = p.id
        LEFT JOIN organisation o ON o.id = m.organisation_id WHERE t.id = 'x'
        """,
        """
        SELECT 1 FROM access_token t JOIN person p ON p.id = t.person_id LEFT JOIN membership m ON m.person_id = p.id
        LEFT JOIN organisation o ON o.id = m.organisation_id WHERE t.digest = 'x'
        """,
        "SELECT 1 FROM login_session WHERE person_id = 'x'",
        "SELECT 1 FROM person WHERE login = 'x'",
        "SELECT 1 FROM login_failures WHERE login_digest = 'x'",
        "SELECT 1 FROM stored_answer WHERE key_digest = 'x' AND person_id = '' AND method = 'POST' AND path = '/'",
        "SELECT 1 FROM membership WHERE organisation_id = 'x' AND role = 'expert'",
        "SELECT 1 FROM membership WHERE role = 'expert' ORDER BY person_id",
        "SELECT 1 FROM organisation WHERE kind = 'body' AND id > 'x' ORDER BY id LIMIT 50",
        "SELECT 1 FROM setting WHERE name = 'x'",
    ]

    @Test(arguments: Engines.Kind.allCases)
    func nothingHotScansATable(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            for query in Self.queries {
                let plan = try await store.database.write { connection -> String in
                    // Empty tables would be scanned for good reason.
                    if connection.dialect == .postgresql { try connection.execute("SET LOCAL enable_seqscan = off") }
                    let explain = connection.dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
                    return try connection.query(explain + query).flatMap { $0.values.compactMap(\.text) }
                        .joined(separator: "\n")
                }
                let scans = plan.split(separator: "\n").filter { line in
                    kind == .sqlite ? line.contains("SCAN") && !line.contains("INDEX") : line.contains("Seq Scan")
                }
                #expect(!plan.isEmpty && scans.isEmpty, "\(query)\n\(plan)")
            }
        }
    }
}
