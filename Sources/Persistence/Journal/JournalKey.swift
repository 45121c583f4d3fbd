import Commons
import Database
import Secrets

extension JournalKey {
    /// Oldest first. The id of the first one names the journal.
    static func all(_ connection: any Connection) throws -> [JournalKey] {
        try connection.query(
            "SELECT public_key, added_at, retired_at, compromised_at FROM journal_key ORDER BY added_at, id"
        ).map { row in
            guard let key = VerifyingKey(try row.text(0)) else { throw DatabaseError(.other, "a damaged public key") }
            return JournalKey(
                key: key, addedAt: try row.instant(1), retiredAt: row[2].int.map(Instant.init(milliseconds:)),
                compromisedAt: row[3].int.map(Instant.init(milliseconds:)))
        }
    }

    static func save(_ keys: [JournalKey], _ connection: any Connection) throws {
        for key in keys {
            try connection.execute(
                "INSERT INTO journal_key (id, public_key, added_at, retired_at, compromised_at) "
                    + "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET retired_at = excluded.retired_at, "
                    + "compromised_at = excluded.compromised_at",
                [
                    .text(key.key.id), .text(key.key.text), .int(key.addedAt.milliseconds),
                    SQLValue(key.retiredAt?.milliseconds), SQLValue(key.compromisedAt?.milliseconds),
                ])
        }
    }
}
