import Commons
import Community
import Database
import Secrets

extension SQLRecords {
    func redact(_ fields: Set<String>, of item: String) throws {
        for entry in try entries(of: item, after: 0) {
            var act = try CanonicalJSON.decode(ItemEntry.self, entry.data)
            let gone = fields.intersection(act.fields.keys)
            if gone.isEmpty { continue }
            for field in gone {
                // What an act wrote into the item stands among its answers as well.
                if act.answers?[field] == act.fields[field] { act.answers?[field] = nil }
                act.fields[field] = nil
            }
            act.redacted = gone.union(act.redacted ?? []).sorted()
            var left = entry
            left.data = Array(try CanonicalJSON.encode(act))
            try replace(left)
        }
        // The journal has committed to what stood here; without the salt of then nothing ties the two.
        try connection.execute(
            "UPDATE item SET salt = $2 WHERE id = $1", [.text(item), .blob(SecureRandom.bytes(16))])
    }

    private func replace(_ entry: CaseEntry) throws {
        let keys: [SQLValue] = [.text(entry.caseID), .int(Int64(entry.sequence))]
        let data = String(decoding: entry.data, as: UTF8.self)
        let table = SealedTable.entries
        let stored =
            entry.isPersonal
            ? table.values(data, for: Row(columns: table.keys, values: keys), ring()) : [.text(data), .null, .null]
        try connection.execute(
            "UPDATE case_entry SET data = $3, sealed = $4, key_id = $5, salt = $6 WHERE case_id = $1 AND sequence = $2",
            keys + stored + [.blob(SecureRandom.bytes(16))])
    }
}
