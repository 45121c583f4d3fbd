import Commons
import Database
import Synchronization
import Testing

@testable import Persistence

/// What requests and jobs ask of files, notices and jobs is found by an index, on both engines: in the very statements
/// that run.
@Suite struct FilesPlansTests {
    struct RolledBack: Error {}

    /// Asks for the plan of each statement before it runs.
    struct Explaining: Connection {
        let base: any Connection
        let plans: FilesCollected<(sql: String, plan: String)>

        var dialect: Dialect { base.dialect }

        private func explain(_ sql: String, _ arguments: [SQLValue]) throws {
            guard !sql.hasPrefix("INSERT") else { return }
            let rows = try base.query((dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql, arguments)
            plans.add((sql, rows.flatMap { $0.values.compactMap(\.text) }.joined(separator: "\n")))
        }

        func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
            try explain(sql, arguments)
            return try base.execute(sql, arguments)
        }

        func query(_ sql: String, _ arguments: [SQLValue]) throws -> [Row] {
            try explain(sql, arguments)
            return try base.query(sql, arguments)
        }

        func executeMany(_ sql: String, _ rows: [[SQLValue]]) throws {
            for row in rows { _ = try execute(sql, row) }
        }

        func announce(_ message: String, on channel: String) throws { try base.announce(message, on: channel) }
    }

    /// Everything but what only administrators and sweeps ask.
    private static func ask(_ records: SQLRecords) throws {
        let now = FilesClock().now
        _ = try records.file("x")
        _ = try records.files(["x", "y"])
        _ = try records.upload("x")
        _ = try records.uploads(of: "li")
        _ = try records.uploads(expiredBefore: now, limit: 100)
        _ = try records.takeTurn(atUpload: "x")
        try records.removeUpload("x")

        let notice = NoticesTests.notice("n")
        try records.addNotice(notice)
        _ = try records.notices(for: "li", after: nil, limit: 20)
        _ = try records.notices(for: "li", after: notice.cursor, limit: 20)
        _ = try records.unreadNotices(for: "li")
        _ = try records.markNoticesRead(["n"], for: "li", at: now)
        _ = try records.markNoticesRead(nil, for: "li", at: now)
        _ = try records.unmailedNotices(limit: 20)
        try records.markNoticeMailed("n", at: now)
        try records.setWebhook(NoticesWebhookDeliveryTests.webhook("w"))
        _ = try records.webhooks(of: "o1")
        _ = try records.webhooks(for: "x", organisations: ["o1", "o2"])
        _ = try records.webhookDeliveries(of: "w", limit: 20)
        _ = try records.webhookDeliveries(dueBy: now, limit: 20)

        try records.enqueue(kind: "k", key: "", payload: [], runAt: now)
        let job = try records.leaseJob(kinds: ["k", "l"], node: "n", now: now, until: now.adding(seconds: 60))
        _ = try records.extendLease(try #require(job), until: now.adding(seconds: 90))
        _ = try records.completeJob(try #require(job), now: now)
        _ = try records.jobsGivenUp(limit: 20)
        _ = try DatabaseVault.read(0..<0, of: "x", records.connection)
    }

    @Test(arguments: Engines.Kind.allCases)
    func nothingHotScansATable(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let plans = FilesCollected<(sql: String, plan: String)>()
            // SQLite commits nothing after it was asked for the plan of a change.
            await #expect(throws: RolledBack.self) {
                try await store.database.write { connection in
                    // Empty tables would be scanned for good reason.
                    if connection.dialect == .postgresql { try connection.execute("SET LOCAL enable_seqscan = off") }
                    let explaining = Explaining(base: connection, plans: plans)
                    try Self.ask(SQLRecords(connection: explaining, ring: { Engines.ring }))
                    throw RolledBack()
                }
            }
            #expect(plans.all.count > 25)
            for (sql, plan) in plans.all {
                let scans = plan.split(separator: "\n").filter { line in
                    kind == .sqlite ? line.contains("SCAN") && !line.contains("INDEX") : line.contains("Seq Scan")
                }
                #expect(!plan.isEmpty && scans.isEmpty, "\(sql)\n\(plan)")
            }
        }
    }
}
