import Database

/// A statement that grows with what is asked for; values never become part of its text.
struct Statement {
    var text: String
    private(set) var arguments: [SQLValue]

    /// `text` ends where the first value goes.
    init(_ text: String, _ arguments: [SQLValue]) {
        self.text = text
        self.arguments = []
        for argument in arguments { add("", argument) }
    }

    mutating func add(_ text: String, _ value: SQLValue) {
        arguments.append(value)
        self.text += text + "$\(arguments.count)"
    }

    /// ` AND column IN (…)`; nothing is one of none.
    mutating func isOne(_ column: String, of values: [SQLValue]) {
        guard !values.isEmpty else { return text += " AND 1 = 0" }
        text += " AND \(column) IN ("
        for (index, value) in values.enumerated() { add(index > 0 ? ", " : "", value) }
        text += ")"
    }

    mutating func isOne(_ column: String, of words: [String]) { isOne(column, of: words.map { .text($0) }) }

    /// A code of digits with this prefix, by range so that an index serves. Only digits are compared, which all
    /// collations put in the same order.
    mutating func startsWith(_ column: String, _ prefix: String) {
        add("(\(column) >= ", .text(prefix))
        if let next = Statement.following(prefix) { add(" AND \(column) < ", .text(next)) }
        text += ")"
    }

    /// The least code that is greater than all with this prefix: `3302` after `3301`, `331` after `3309`; nil after
    /// `99`.
    static func following(_ prefix: String) -> String? {
        var digits = Array(prefix.utf8)
        while digits.last == UInt8(ascii: "9") { digits.removeLast() }
        guard let last = digits.popLast() else { return nil }
        return String(decoding: digits + [last + 1], as: UTF8.self)
    }

    /// The LIKE pattern for texts that contain this, with `!` as the escape.
    static func containing(_ text: String) -> String { "%" + beginning(text) }

    /// The LIKE pattern for texts that begin with this, with `!` as the escape.
    static func beginning(_ text: String) -> String {
        text.map { "!%_".contains($0) ? "!\($0)" : "\($0)" }.joined() + "%"
    }
}

extension Row {
    /// As a part of a name; empty where there is nothing, or bytes.
    func word(_ column: String) -> String {
        switch self[column] {
        case .int(let number): String(number)
        case .text(let text): text
        default: ""
        }
    }

    func text(_ position: Int) throws -> String {
        guard let text = self[position].text else { throw DatabaseError(.other, "no text in \(columns[position])") }
        return text
    }

    func int(_ position: Int) throws -> Int {
        guard let int = self[position].int else { throw DatabaseError(.other, "no number in \(columns[position])") }
        return Int(int)
    }
}
