import Commons
public import Database
import Secrets

extension SQLStore {
    /// What encrypting anew came to.
    public struct Reencryption: Hashable, Sendable {
        /// How many fields are under the key in use now that were not before.
        public var done = 0
        /// Fields that cannot be read, by their places: `person/01h…/phone`. They stay as they are.
        public var unreadable: [String] = []
    }

    /// How many fields are encrypted with each key, by its id.
    public func fieldsByKey() async throws -> [String: Int] { try await SQLStore.fieldsByKey(in: database) }

    /// As above, without the keys themselves.
    public static func fieldsByKey(in database: any Database) async throws -> [String: Int] {
        try await database.read { connection in
            let rows = try connection.query("SELECT key_id, count(*) FROM personal_field GROUP BY key_id")
            return Dictionary(try rows.map { (try $0.text(0), try $0.int(1)) }) { $0 + $1 }
        }
    }

    /// Encrypts with the key in use what is still under an older one, in batches that are a transaction each: whatever
    /// ends it, nothing is lost, and it goes on where it was when it is run again.
    /// - Parameters:
    ///   - batch: How many fields a transaction changes.
    ///   - progress: Is told after each batch how many are done, and of how many.
    @discardableResult
    public func reencryptFields(
        batch: Int = 200, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Reencryption {
        let key = ring().inUse(.fields)?.id ?? ""
        let total = try await fieldsByKey().filter { $0.key != key }.values.reduce(0, +)
        var (result, last) = (Reencryption(), Position(person: "", kind: ""))
        if total == 0 { return result }
        while true {
            let after = last
            let turned = try await writeRecords { try $0.turn(after: after, to: key, batch) }
            guard let end = turned.last else { return result }
            last = end
            result.done += turned.done
            result.unreadable += turned.unreadable
            progress(result.done, total)
        }
    }
}

/// Where a pass over the fields is.
private struct Position: Sendable {
    var person: String
    var kind: String
}

extension SQLRecords {
    fileprivate func turn(
        after: Position, to key: String, _ batch: Int
    ) throws -> (done: Int, unreadable: [String], last: Position?) {
        let rows = try connection.query(
            "SELECT \(PersonalField.columns) FROM personal_field f WHERE f.key_id <> $1 "
                + "AND (f.person_id, f.kind) > ($2, $3) ORDER BY f.person_id, f.kind LIMIT $4",
            [.text(key), .text(after.person), .text(after.kind), .int(Int64(batch))])
        let ring = ring()
        var (done, unreadable) = (0, [String]())
        for row in rows {
            let (person, kind) = (try row.text(0), try row.text(1))
            let place = "person/\(person)/\(kind)"
            guard let value = try? ring.open(row[2].blob ?? [], for: place) else {
                unreadable.append(place)
                continue
            }
            let sealed = ring.seal(value, for: place)
            // Whoever has changed it meanwhile has encrypted it with what was in use then.
            done += try connection.execute(
                "UPDATE personal_field SET sealed = $3, key_id = $4 "
                    + "WHERE person_id = $1 AND kind = $2 AND version = $5",
                [.text(person), .text(kind), .blob(sealed), .text(KeyRing.keyID(of: sealed) ?? ""), row[4]])
        }
        let last = try rows.last.map { Position(person: try $0.text(0), kind: try $0.text(1)) }
        return (done, unreadable, last)
    }
}
