/// What a text has to look like: a regular expression for readers of the document, and the same as a function, so that
/// no request runs a regular expression.
public struct Pattern: Hashable, Sendable {
    /// As JSON Schema wants it, `^` and `$` included.
    public let expression: String
    let holds: @Sendable (String) -> Bool

    /// `holds`: must say what the expression says; tests of whoever makes one show that.
    public init(_ expression: String, _ holds: @escaping @Sendable (String) -> Bool) {
        self.expression = expression
        self.holds = holds
    }

    /// So many characters of a class such as `0-9a-z_`. A `-` that means itself stands last.
    public static func of(_ characters: String, _ length: ClosedRange<Int>) -> Pattern {
        let allowed = members(of: characters)
        return Pattern("^[\(characters)]{\(length.lowerBound),\(length.upperBound)}$") { text in
            length.contains(text.utf8.count) && text.utf8.allSatisfy { allowed[Int($0)] }
        }
    }

    /// Any text but the character 0, which PostgreSQL cannot keep: what a text without a pattern has to be.
    static let text = Pattern(#"^[^\u0000]*$"#) { !$0.utf8.contains(0) }

    /// What a parameter of a path has to be of which nothing else is said.
    static let pathPart = Pattern.of("0-9A-Za-z._~-", 1...200)

    /// Ids as `Surroundings.newID` makes them.
    public static let id = Pattern.of("0-9a-z", 26...26)

    /// `2026-03-01`; whether there is such a day is for the handler.
    public static let day = Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") { text in
        let bytes = Array(text.utf8)
        return bytes.count == 10
            && bytes.indices.allSatisfy { index in
                index == 4 || index == 7 ? bytes[index] == 45 : (48...57).contains(bytes[index])
            }
    }

    /// `"17"` or `*`.
    public static let version = Pattern(#"^(\*|"[0-9]{1,18}")$"#) { text in
        let digits = text.utf8.dropFirst().dropLast()
        return text == "*"
            || text.hasPrefix("\"") && text.hasSuffix("\"") && (1...18).contains(digits.count)
                && digits.allSatisfy { (48...57).contains($0) }
    }

    /// Where a list goes on: milliseconds and an id.
    public static let cursor = Pattern("^[0-9]{1,15}-[0-9a-z]{1,64}$") { text in
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.count == 2 && (1...15).contains(parts[0].count) && (1...64).contains(parts[1].count)
            && parts[0].allSatisfy { (48...57).contains($0) }
            && parts[1].allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
    }

    private static func members(of characters: String) -> [Bool] {
        var allowed = [Bool](repeating: false, count: 256)
        let bytes = Array(characters.utf8)
        var index = 0
        while index < bytes.count {
            if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-") {
                for byte in bytes[index]...bytes[index + 2] { allowed[Int(byte)] = true }
                index += 3
            } else {
                allowed[Int(bytes[index])] = true
                index += 1
            }
        }
        return allowed
    }

    public static func == (left: Pattern, right: Pattern) -> Bool { left.expression == right.expression }
    public func hash(into hasher: inout Hasher) { hasher.combine(expression) }
}
