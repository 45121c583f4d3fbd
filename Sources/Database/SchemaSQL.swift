/// Turns the schema language that both engines share into theirs.
///
/// | in a migration     | SQLite    | PostgreSQL         |
/// |--------------------|-----------|--------------------|
/// | `BIGINT`           | `INTEGER` | `BIGINT`           |
/// | `TEXT`             | `TEXT`    | `TEXT`             |
/// | `DOUBLE PRECISION` | `REAL`    | `DOUBLE PRECISION` |
/// | `BYTES`            | `BLOB`    | `BYTEA`            |
///
/// No other types. They are written in capitals; the same words in small letters, in quotes and in comments stay as
/// they are. On SQLite tables are `STRICT`, so that a value of the wrong type is refused there as well.
enum SchemaSQL {
    static func statement(_ sql: String, for dialect: Dialect) -> String {
        var words: [String: String] = ["BYTES": "BYTEA"]
        if dialect == .sqlite { words = ["BIGINT": "INTEGER", "BYTES": "BLOB", "DOUBLE": "REAL", "PRECISION": ""] }
        let plain = replace(words, in: sql)
        return dialect == .sqlite && isTable(plain) ? strict(plain) : plain
    }

    private static func isTable(_ sql: String) -> Bool {
        let words = sql.split(whereSeparator: \.isWhitespace).prefix(2).map { $0.uppercased() }
        return words == ["CREATE", "TABLE"]
    }

    private static func strict(_ sql: String) -> String {
        var end = sql[...]
        while let last = end.last, last.isWhitespace || last == ";" { end = end.dropLast() }
        // CREATE TABLE … AS SELECT takes its types from the query.
        return end.last == ")" ? end + " STRICT" : sql
    }

    private static func replace(_ words: [String: String], in sql: String) -> String {
        var result = ""
        var rest = sql[...]
        while let first = rest.first {
            let piece: Substring
            if first == "'" || first == "\"" {
                let end = rest.dropFirst().firstIndex(of: first).map { rest.index(after: $0) }
                piece = rest[..<(end ?? rest.endIndex)]
                result += piece
            } else if rest.hasPrefix("--") {
                piece = rest.prefix { !$0.isNewline }
                result += piece
            } else if isWord(first) {
                piece = rest.prefix(while: isWord)
                result += words[String(piece)] ?? String(piece)
            } else {
                piece = rest.prefix(1)
                result += piece
            }
            rest = rest[piece.endIndex...]
        }
        return result
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
