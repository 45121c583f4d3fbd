/// What fields of people have in common as texts.
enum PersonalText {
    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }

    /// So many characters in one line, none of which control anything.
    static func isLine(_ text: String, of length: ClosedRange<Int>) -> Bool {
        isText(text, of: length) && !text.contains(where: \.isNewline)
    }

    /// So many characters, none of which control anything but line ends.
    static func isText(_ text: String, of length: ClosedRange<Int>) -> Bool {
        // A character may be made of any number of scalars.
        length.contains(text.count) && text.utf8.count <= length.upperBound * 8
            && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 || $0 == "\n" || $0 == "\r" }
    }

    /// `name@domain`, without blanks.
    static func isMail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
            && text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
    }

    /// ASCII digits and Latin letters where their full-width forms stand, as Chinese keyboards write them.
    static func narrowed(_ text: String) -> String {
        var narrow = ""
        for scalar in text.unicodeScalars {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            narrow.unicodeScalars.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        return narrow
    }

    static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
