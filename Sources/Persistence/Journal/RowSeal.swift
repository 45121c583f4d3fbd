import Commons
import Database
import Secrets

/// A code under rows that say nothing of what happened, such as work that waits: not in the journal, but whoever edits
/// one behind the server's back does not know the key.
struct RowSeal: Sendable {
    /// With their keys, as far as they are not recorded as well.
    static let tables: [String: [String]] = [
        "login_failures": ["login_digest"], "stored_answer": ["key_digest", "person_id", "method", "path"],
        "upload": ["id"], "webhook_delivery": ["id"], "job": ["kind", "key"], "journal_pending": ["place"],
        "login_session": ["id"], "access_token": ["id"], "notice": ["id"], "webhook": ["id"],
    ]
    static let column = "seal"

    private let key: [UInt8]
    private let id: [UInt8]

    init(_ ring: KeyRing) {
        key = ring.key(for: "row seal")
        id = DerivedKey.bytes(from: key, purpose: "row seal id", count: 4)
    }

    /// Of a row as it is now; what stands in its column for the seal does not matter. The first 4 bytes tell which key.
    func seal(_ row: Row, of table: String) -> [UInt8] {
        var text = Array(table.utf8)
        for (name, value) in zip(row.columns, row.values).sorted(by: { $0.0 < $1.0 }) where name != Self.column {
            let bytes = JournalField(value).bytes
            text += Array("\n\(name) \(bytes.count) ".utf8) + bytes
        }
        return id + HMACSHA256.code(for: text, key: key)
    }

    /// Another ring made it, or none.
    func isForeign(_ seal: [UInt8]?) -> Bool { seal.map { Array($0.prefix(4)) != id } ?? true }

    func keep(_ rows: [Row], of table: String, _ connection: any Connection) throws {
        guard let keys = Self.tables[table], !rows.isEmpty else { return }
        let condition = keys.enumerated().map { "\($1) = $\($0 + 2)" }.joined(separator: " AND ")
        try connection.executeMany(
            "UPDATE \(table) SET \(Self.column) = $1 WHERE \(condition)",
            rows.map { row in [.blob(seal(row, of: table))] + keys.map { row[$0] } })
    }
}
