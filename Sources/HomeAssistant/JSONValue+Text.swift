extension JSONValue {
    /// As a template writes it: `True`, `None`, `1`, `1.0`. nil: it is a list or an object.
    var written: String? {
        switch self {
        case .null: "None"
        case .flag(let flag): flag ? "True" : "False"
        case .whole(let whole): "\(whole)"
        case .number(let number): "\(number)"
        case .text(let text): text
        case .list, .object: nil
        }
    }

    /// What a text says in digits. nil: it is no number, or none that can be kept.
    static func number(_ text: String) -> Double? {
        let text = text.utf8.trimmed
        guard text.count <= 400,
            text.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                    UInt8(ascii: "e"), UInt8(ascii: "E"):
                    true
                default: false
                }
            }), let number = Double(Substring(text)), number.isFinite
        else { return nil }
        return number
    }

    /// As a text of JSON.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// The number as a template would have it: whole where it is.
    init(_ number: Double) {
        if let whole = Int64(exactly: number) { self = .whole(whole) } else { self = .number(number) }
    }
}

extension Substring.UTF8View {
    /// Without the white space of ASCII around it.
    var trimmed: Substring.UTF8View {
        var rest = self
        while let byte = rest.first, byte == 0x20 || (0x09...0x0D).contains(byte) { rest = rest.dropFirst() }
        while let byte = rest.last, byte == 0x20 || (0x09...0x0D).contains(byte) { rest = rest.dropLast() }
        return rest
    }
}

extension String.UTF8View {
    var trimmed: Substring.UTF8View { self[...].trimmed }
}
