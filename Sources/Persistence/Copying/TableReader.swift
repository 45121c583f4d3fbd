import Database

/// Reads a table of any size piece by piece.
enum TableReader {
    static func read(
        _ table: String, _ connection: any Connection, _ count: Int,
        _ body: (_ columns: [String], _ rows: [[SQLValue]]) throws -> Void
    ) throws {
        switch connection.dialect {
        case .postgresql:
            // A name of its own, since what a statement gives is remembered by its text.
            let cursor = "copy_\(table)"
            try connection.execute("DECLARE \(cursor) NO SCROLL CURSOR FOR SELECT * FROM \(table)")
            while true {
                let rows = try connection.query("FETCH \(count) FROM \(cursor)")
                guard let first = rows.first else { break }
                try body(first.columns, rows.map(\.values))
            }
            try connection.execute("CLOSE \(cursor)")
        case .sqlite:
            let keys = try keys(of: table, connection)
            let (names, places) = (keys.joined(separator: ", "), keys.indices.map { "$\($0 + 2)" })
            var last: [SQLValue] = []
            while true {
                let rest = last.isEmpty ? "" : "WHERE (\(names)) > (\(places.joined(separator: ", ")))"
                let rows = try connection.query(
                    "SELECT \(names), * FROM \(table) \(rest) ORDER BY \(names) LIMIT $1",
                    [.int(Int64(count))] + last)
                guard let first = rows.first, let end = rows.last else { break }
                try body(
                    Array(first.columns.dropFirst(keys.count)), rows.map { Array($0.values.dropFirst(keys.count)) })
                last = Array(end.values.prefix(keys.count))
            }
        }
    }

    /// What the rows of a table lie in the order of.
    private static func keys(of table: String, _ connection: any Connection) throws -> [String] {
        let made = try connection.row("SELECT sql FROM sqlite_master WHERE name = $1", [.text(table)])?.text(0)
        guard made?.contains("WITHOUT ROWID") == true else { return ["rowid"] }
        return try connection.query(
            "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", [.text(table)]
        ).map { try $0.text(0) }
    }
}
