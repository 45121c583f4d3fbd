import Commons
public import Database

/// Copies every record of an installation into an empty database, whichever engines both are: what the source was at
/// one moment, while others go on writing to it.
///
/// Sessions, password links, stored answers and unfinished uploads stay behind.
public enum RecordCopy {
    private static let batchRows = 500

    private struct Batch: Sendable {
        var table: String
        var columns: [String]
        var rows: [[SQLValue]]
    }

    /// All or nothing.
    /// - Parameters:
    ///   - source: Has all of `Schema.migrations` and no other.
    ///   - target: The same, without records.
    ///   - progress: Is told of each batch how many records are copied so far.
    /// - Returns: The number of records by table.
    /// - Throws: A `Refusal` of kind `conflict` if the target has records.
    @discardableResult
    public static func run(
        from source: any Database, to target: any Database, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [String: Int] {
        try await refuseUnlessEmpty(target)
        let conduit = Conduit<Batch>(capacity: 4)
        async let sent: Void = send(source, conduit)
        let counts: [String: Int]
        do {
            counts = try await target.write { connection in
                var counts = Dictionary(Schema.copied.map { ($0, 0) }) { first, _ in first }
                var total = 0
                while let batch = try conduit.receive() {
                    if batch.table == ReadingMonths.table, let at = batch.columns.firstIndex(of: "at") {
                        // Else all of them would lie apart, to be moved once more.
                        try ReadingMonths(connection: connection).make(for: batch.rows.compactMap { $0[at].int })
                    }
                    let places = (1...batch.columns.count).map { "$\($0)" }.joined(separator: ", ")
                    try connection.executeMany(
                        "INSERT INTO \(batch.table) (\(batch.columns.joined(separator: ", "))) VALUES (\(places))",
                        batch.rows)
                    counts[batch.table, default: 0] += batch.rows.count
                    total += batch.rows.count
                    progress(total)
                }
                try goOnNumbering(connection)
                return counts
            }
        } catch {
            conduit.close()
            _ = try? await sent
            throw error
        }
        try await sent
        return counts
    }

    /// Rows came with their numbers; the next ones are to be higher. SQLite sees to that itself.
    private static func goOnNumbering(_ connection: any Connection) throws {
        guard connection.dialect == .postgresql else { return }
        let numbered = try connection.query(
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns "
                + "WHERE table_schema = current_schema() AND is_identity = 'YES'")
        for row in numbered {
            let (table, column) = (try row.text(0), try row.text(1))
            _ = try connection.query(
                "SELECT setval(pg_get_serial_sequence('\(table)', '\(column)'), "
                    + "(SELECT coalesce(max(\(column)), 1) FROM \(table)))")
        }
    }

    private static func send(_ source: any Database, _ conduit: Conduit<Batch>) async throws {
        do {
            try await source.read { connection in
                try ReadingMonths(connection: connection).hold()
                for table in Schema.copied {
                    try TableReader.read(table, connection, batchRows) { columns, rows in
                        try conduit.send(Batch(table: table, columns: columns, rows: rows))
                    }
                }
            }
            conduit.finish()
        } catch is Conduit<Batch>.Closed {
            // The other end throws why.
        } catch {
            conduit.finish(error)
            throw error
        }
    }

    /// Throws a `Refusal` of kind `conflict` if there are records.
    public static func refuseUnlessEmpty(_ database: any Database) async throws {
        let isEmpty = try await database.read { connection in
            try Schema.copied.allSatisfy { try connection.row("SELECT 1 FROM \($0) LIMIT 1") == nil }
        }
        guard isEmpty else {
            throw Refusal(
                .conflict, zh: "目标中已有数据，未作任何改动；请指定空的文件夹或空的数据库",
                en: "there are records already and nothing was changed; name an empty folder or database")
        }
    }
}
