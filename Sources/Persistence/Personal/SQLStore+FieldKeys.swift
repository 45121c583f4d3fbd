import Commons
public import Database
import Secrets

extension SQLStore {
    /// What encrypting anew came to.
    public struct Reencryption: Hashable, Sendable {
        /// How many values are under the key in use now that were not before.
        public var done = 0
        /// Values that cannot be read, by their places: `person/01h…/phone`. They stay as they are.
        public var unreadable: [String] = []
    }

    /// How many values are encrypted with each key, by its id: fields of people, second factors, acts on cases that
    /// name people. Those from before it was known are under "".
    public func fieldsByKey() async throws -> [String: Int] { try await SQLStore.fieldsByKey(in: database) }

    /// As above, without the keys themselves.
    public static func fieldsByKey(in database: any Database) async throws -> [String: Int] {
        try await database.read { connection in
            var counts: [String: Int] = [:]
            for table in SealedTable.all {
                let isWhole = table.plain == nil ? "" : "WHERE key_id IS NOT NULL "
                for row in try connection.query(
                    "SELECT key_id, count(*) FROM \(table.name) \(isWhole)GROUP BY key_id")
                {
                    counts[row[0].text ?? "", default: 0] += try row.int(1)
                }
            }
            return counts
        }
    }

    /// Encrypts with the key in use what is still under an older one, in batches that are a transaction each: whatever
    /// ends it, nothing is lost, and it goes on where it was when it is run again.
    /// - Parameters:
    ///   - batch: How many values a transaction changes.
    ///   - progress: Is told after each batch how many are done, and of how many.
    @discardableResult
    public func reencryptFields(
        batch: Int = 200, progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> Reencryption {
        let key = ring().inUse(.fields)?.id ?? ""
        let total = try await fieldsByKey().filter { $0.key != key }.values.reduce(0, +)
        var result = Reencryption()
        if total == 0 { return result }
        for table in SealedTable.all {
            var last: [SQLValue]?
            repeat {
                let turned = try await writeRecords { [last] in try $0.turn(table, after: last, to: key, batch) }
                last = turned.last
                result.done += turned.done
                result.unreadable += turned.unreadable
                if last != nil { progress(result.done, total) }
            } while last != nil
        }
        return result
    }
}

extension SQLRecords {
    /// `last`: the key of the last row that was looked at; nil: there was none.
    fileprivate func turn(
        _ table: SealedTable, after: [SQLValue]?, to key: String, _ batch: Int
    ) throws -> (done: Int, unreadable: [String], last: [SQLValue]?) {
        let order = table.keys.joined(separator: ", ")
        var sql = Statement("SELECT * FROM \(table.name) WHERE sealed IS NOT NULL", [])
        sql.add(" AND (key_id IS NULL OR key_id <> ", .text(key))
        sql.text += ")"
        for (position, value) in (after ?? []).enumerated() {
            sql.add(position == 0 ? " AND (\(order)) > (" : ", ", value)
        }
        sql.add((after == nil ? "" : ")") + " ORDER BY \(order) LIMIT ", .int(Int64(batch)))
        let rows = try connection.query(sql.text, sql.arguments)
        let ring = ring()
        var (done, unreadable) = (0, [String]())
        for row in rows {
            let (place, old) = (table.place(row), row["sealed"])
            guard let value = try? ring.open(old.blob ?? [], for: place) else {
                unreadable.append(place)
                continue
            }
            let sealed = ring.seal(value, for: place)
            var change = Statement("UPDATE \(table.name) SET sealed = ", [.blob(sealed)])
            change.add(", key_id = ", SQLValue(KeyRing.keyID(of: sealed)))
            if let index = table.index { change.add(", \(index.column) = ", .text(index.value(row, value, ring))) }
            // Whoever has changed it meanwhile has encrypted it with what was in use then.
            change.add(" WHERE sealed = ", old)
            for key in table.keys { change.add(" AND \(key) = ", row[key]) }
            done += try connection.execute(change.text, change.arguments)
        }
        return (done, unreadable, rows.last.map { row in table.keys.map { row[$0] } })
    }
}
