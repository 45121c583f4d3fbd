/// Text made safe for HTML and XML 1.0, in element content and in quoted attributes.
enum Markup {
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in legal(text) {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "'": out.append(contentsOf: "&#39;".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// The lines of a text, not yet escaped; there is always at least one.
    static func lines(_ text: String) -> [String] {
        legal(text).split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    /// A quoted CSS string. Everything but plain letters and digits is escaped, so that no text can end the string,
    /// the rule or the style element.
    static func cssString(_ text: String) -> String {
        var out = "\""
        for scalar in legal(text) {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": out.unicodeScalars.append(scalar)
            case _ where scalar.value > 0x7F: out.unicodeScalars.append(scalar)
            default: out += "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        return out + "\""
    }

    /// Line ends become `\n`; what XML 1.0 forbids, and the C1 controls that it discourages, is left out.
    private static func legal(_ text: String) -> String.UnicodeScalarView {
        var out = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A where afterReturn: break
            case 0x0A, 0x0D: out.append("\n")
            case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: out.append(scalar)
            default: break
            }
            afterReturn = scalar.value == 0x0D
        }
        return out
    }
}
