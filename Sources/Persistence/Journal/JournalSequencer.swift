import Commons
public import Database
import Secrets

/// Gives pending entries their place in the journal, one node at a time.
public enum JournalSequencer {
    /// Any number does that nothing else locks: "lijnl" in ASCII.
    static let lock: Int64 = 465_623_199_340

    /// Places up to `limit` entries.
    /// - Returns: How many.
    public static func run(_ database: any Database, limit: Int = 1000) async throws -> Int {
        let isIdle = try await database.read { try $0.row("SELECT 1 FROM journal_pending LIMIT 1") == nil }
        if isIdle { return 0 }
        return try await database.write { connection in
            if connection.dialect == .postgresql {
                // Else it would not see what another node placed while it waited.
                try connection.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
                _ = try connection.query("SELECT pg_advisory_xact_lock(\(lock))")
            }
            return try place(connection, limit)
        }
    }

    private static func place(_ connection: any Connection, _ limit: Int) throws -> Int {
        let pending = try connection.query(
            "SELECT place, subject, content FROM journal_pending ORDER BY place LIMIT $1", [.int(Int64(limit))])
        guard !pending.isEmpty else { return 0 }
        let tree = JournalTree(connection: connection)
        var size = try tree.size()
        var previous = size == 0 ? JournalEntry.beforeFirst : try tree.hashes(0, size - 1..<size)[0]
        for row in pending {
            let entry = JournalEntry(sequence: size, content: try row.text(2), previous: previous)
            previous = entry.leaf
            try connection.execute(
                "INSERT INTO journal_entry (sequence, subject, content, leaf) VALUES ($1, $2, $3, $4)",
                [.int(Int64(size)), row[1], .text(entry.content), .blob(previous)])
            size += 1
            try tree.keepNodes(at: size)
        }
        try connection.executeMany("DELETE FROM journal_pending WHERE place = $1", pending.map { [$0[0]] })
        return pending.count
    }
}
