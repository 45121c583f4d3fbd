extension [UInt8] {
    /// Text for an element or a quoted attribute. Runs without special characters are copied whole.
    mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { source in
            var start = 0
            for index in source.indices {
                let entity: StaticString
                switch source[index] {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                default: continue
                }
                append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<index]))
                append(contentsOf: UnsafeBufferPointer(start: entity.utf8Start, count: entity.utf8CodeUnitCount))
                start = index + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
        }
    }

    /// JSON that may stand in a script element. `<`, `>`, `&` and the two line separators of JavaScript stand only
    /// inside strings of JSON, where their escapes mean the same.
    mutating func appendJSON(_ json: String) {
        for scalar in json.unicodeScalars {
            switch scalar {
            case "<", ">", "&", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                append(contentsOf: "\\u".utf8)
                append(contentsOf: String(repeating: "0", count: 4 - digits.count).utf8)
                append(contentsOf: digits.utf8)
            default: append(contentsOf: String(scalar).utf8)
            }
        }
    }
}

/// Which addresses may stand in a link.
enum SafeAddress {
    private static let schemes: Set<String> = ["http", "https", "mailto", "tel"]

    /// The address, or `#` where it has a scheme that could run code. Browsers skip white space and control characters
    /// in front of and within a scheme; so does this.
    static func of(_ address: String) -> String {
        let head = address.unicodeScalars.prefix { !"/?#".unicodeScalars.contains($0) }
        guard let colon = head.firstIndex(of: ":") else { return address }
        let scheme = head[..<colon].filter { $0.value > 32 }
        return schemes.contains(String(String.UnicodeScalarView(scheme)).lowercased()) ? address : "#"
    }
}
