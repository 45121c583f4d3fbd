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
            var last: Int64 = .min
            while true {
                let rows = try connection.query(
                    "SELECT rowid AS place, * FROM \(table) WHERE rowid > $1 ORDER BY rowid LIMIT $2",
                    [.int(last), .int(Int64(count))])
                guard let first = rows.first, let end = rows.last?[0].int else { break }
                try body(Array(first.columns.dropFirst()), rows.map { Array($0.values.dropFirst()) })
                last = end
            }
        }
    }
}
