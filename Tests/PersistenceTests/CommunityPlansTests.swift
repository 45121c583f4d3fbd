import Database
import Persistence
import Testing

/// What metrics ask of a span is found by an index that begins with whose it is and goes on by time.
@Suite struct CommunityPlansTests {
    static let queries = [
        "SELECT 1 FROM case_entry d WHERE d.person = 'x' AND d.at >= 1 AND d.at < 2": "case_entry_person_at",
        "SELECT 1 FROM receipt d WHERE d.person = 'x' AND d.read_at >= 1 AND d.read_at < 2": "receipt_read",
        "SELECT 1 FROM receipt d WHERE d.person = 'x' AND d.answered_at >= 1 AND d.answered_at < 2": "receipt_answered",
        "SELECT count(*) FROM case_head WHERE handler = 'x' AND kind = 'k' AND changed_at >= 1 AND opened_at >= 1":
            "case_head_handler",
        "SELECT 1 FROM case_head h WHERE h.kind = 'k' AND h.state = 's' AND h.due < 9 ORDER BY h.due LIMIT 50":
            "case_head_due",
    ]

    @Test(arguments: Engines.Kind.allCases)
    func aSpanIsARangeOfAnIndex(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            for (query, index) in Self.queries {
                let plan = try await store.database.write { connection -> String in
                    // Empty tables would be scanned for good reason.
                    if connection.dialect == .postgresql { try connection.execute("SET LOCAL enable_seqscan = off") }
                    let explain = connection.dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
                    return try connection.query(explain + query).flatMap { $0.values.compactMap(\.text) }
                        .joined(separator: "\n")
                }
                #expect(plan.contains(index), "\(query)\n\(plan)")
            }
        }
    }
}
