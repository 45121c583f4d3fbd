import Commons
import Database
import Secrets

extension SQLStore {
    /// Encrypts what stands in plain, as versions before left it: acts that hold names and numbers of people, secrets
    /// of webhooks. What the journal says of them stays as it is.
    ///
    /// Done again it changes nothing. In batches; interrupted, it goes on at the next start.
    /// - Parameter batch: How many rows a transaction changes.
    /// - Returns: How many there were.
    @discardableResult
    public func sealPlainRows(batch: Int = 200) async throws -> Int {
        var sum = 0
        for table in SealedTable.all {
            var done = 0
            repeat {
                done = try await writeRecords { try $0.seal(table, batch) }
                sum += done
            } while done > 0
        }
        return sum
    }
}

extension SQLRecords {
    fileprivate func seal(_ table: SealedTable, _ batch: Int) throws -> Int {
        guard let plain = table.plain, let before = table.before else { return 0 }
        let order = table.keys.joined(separator: ", ")
        let rows = try connection.query(
            "SELECT \(order), \(plain) FROM \(table.name) WHERE \(before) ORDER BY \(order) LIMIT $1",
            [.int(Int64(batch))])
        let condition = table.keys.enumerated().map { "\($1) = $\($0 + 4)" }.joined(separator: " AND ")
        for row in rows {
            try connection.execute(
                "UPDATE \(table.name) SET \(plain) = $1, sealed = $2, key_id = $3 WHERE \(condition)",
                table.values(row.word(plain), for: row, ring()) + table.keys.map { row[$0] })
        }
        return rows.count
    }
}
