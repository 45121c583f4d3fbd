import Commons
import Database
import Evaluation
import Rulebook
import Synchronization
import Testing

@testable import Persistence

/// The very statements that the hot queries run are answered by indexes.
@Suite struct CasesPlansTests {
    /// Notes down every statement on its way.
    private final class Listener: Connection {
        private let connection: any Connection
        private(set) var heard: [(sql: String, arguments: [SQLValue])] = []

        init(_ connection: any Connection) { self.connection = connection }

        var dialect: Dialect { connection.dialect }

        func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
            heard.append((sql, arguments))
            return try connection.execute(sql, arguments)
        }

        func query(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
            heard.append((sql, arguments))
            return try connection.query(sql, arguments)
        }

        func executeMany(_ sql: String, _ rows: [[SQLValue]]) throws { try connection.executeMany(sql, rows) }
        func announce(_ message: String, on channel: String) throws { try connection.announce(message, on: channel) }
    }

    private static func ask(_ records: SQLRecords) throws {
        let cursor = CaseQuery.Cursor(changedAt: Instant(milliseconds: 5), id: "c")
        _ = try records.head("a")
        _ = try records.entries(of: "a", after: 3)
        _ = try records.entry(of: "a", id: "e")
        let reaches: [[CaseQuery.Reach]] = [
            [.all], [.organisation("o1")], [.region("3301")], [.assigned("eva")],
            [.assigned("eva"), .organisation("o1")],
        ]
        for reach in reaches {
            _ = try records.heads(CaseQuery(kind: "evaluation", reach: reach))
            _ = try records.heads(CaseQuery(kind: "evaluation", reach: reach, states: ["draft"], after: cursor))
            _ = try records.count(CaseQuery(kind: "evaluation", reach: reach))
        }
        _ = try records.summary("a")
        _ = try records.summaries(SummaryQuery(after: "2026-000001"))
        _ = try records.summaries(SummaryQuery(region: "3301", publishedOnly: true, after: "2026-000001"))
        _ = try records.caseOfCertificate("Z")
        _ = try records.hasRulebook("d")
        _ = try records.rulebookFiles("d")
    }

    @Test func nothingHotScansATable() async throws {
        try await Engines.withStore(.sqlite) { store in
            let heads = (0..<300).map { CasesListTests.head("c\($0)", at: Int64($0)) }
            try await CasesListTests.add(heads, to: store)
            let plans = try await store.database.write { connection -> [(String, String)] in
                let listener = Listener(connection)
                try Self.ask(SQLRecords(connection: listener, ring: { Engines.ring }))
                return try listener.heard.map { statement in
                    let rows = try connection.query("EXPLAIN QUERY PLAN " + statement.sql, statement.arguments)
                    return (statement.sql, rows.compactMap { $0.values.last?.text }.joined(separator: "\n"))
                }
            }
            #expect(plans.count > 15)
            for (sql, plan) in plans {
                let scans = plan.split(separator: "\n").filter { $0.contains("SCAN") && !$0.contains("INDEX") }
                #expect(scans.isEmpty, "\(sql)\n\(plan)")
            }
            // A page of everybody's cases comes in order from the index, however many there are.
            let page = plans.first { $0.0.contains("ORDER BY h.changed_at") }
            #expect(page?.1.contains("case_head_changed") == true && page?.1.contains("TEMP B-TREE") == false)
        }
    }

    @Test func nothingHotScansATableOnPostgreSQL() async throws {
        try await Engines.withStore(.postgresql) { store in
            let heads = (0..<300).map { CasesListTests.head("c\($0)", at: Int64($0)) }
            try await CasesListTests.add(heads, to: store)
            let plans = try await store.database.write { connection -> [(String, String)] in
                let listener = Listener(connection)
                try Self.ask(SQLRecords(connection: listener, ring: { Engines.ring }))
                // Small tables would be scanned for good reason.
                try connection.execute("SET LOCAL enable_seqscan = off")
                return try listener.heard.map { statement in
                    let rows = try connection.query("EXPLAIN " + statement.sql, statement.arguments)
                    return (statement.sql, rows.compactMap { $0.values.first?.text }.joined(separator: "\n"))
                }
            }
            #expect(plans.count > 15)
            for (sql, plan) in plans { #expect(!plan.contains("Seq Scan"), "\(sql)\n\(plan)") }
        }
    }
}
