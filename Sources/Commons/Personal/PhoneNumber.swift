/// Telephone numbers: those of China without its code, others with theirs.
enum PhoneNumber {
    /// `13812345678`, `057188888888` or `+442071234567`; nil if it is none.
    static func normal(_ text: String) -> String? {
        var text = PersonalText.narrowed(text).filter { !$0.isWhitespace && !"-()".contains($0) }
        if text.hasPrefix("0086") { text = "+86" + text.dropFirst(4) }
        if text.hasPrefix("+86") { text = String(text.dropFirst(3)) }
        if text.hasPrefix("+") {
            let digits = text.dropFirst()
            return PersonalText.isDigits(digits) && (7...15).contains(digits.count) ? text : nil
        }
        guard PersonalText.isDigits(text) else { return nil }
        return isMobile(text) || text.hasPrefix("0") && (10...12).contains(text.count) ? text : nil
    }

    static func isMobile(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        return digits.count == 11 && digits[0] == UInt8(ascii: "1") && digits[1] >= UInt8(ascii: "3")
            && PersonalText.isDigits(text)
    }
}

/// Whom to call: a name and a telephone number with a blank between them.
enum EmergencyContact {
    static func normal(_ text: String) -> String? {
        guard let (name, number) = parts(text), PersonalText.isLine(name, of: 1...50),
            let number = PhoneNumber.normal(number)
        else { return nil }
        return "\(name) \(number)"
    }

    static func masked(_ normal: String) -> String {
        guard let (name, number) = parts(normal) else { return Mask.whole }
        return "\(Mask.name(name)) \(Mask.phone(number))"
    }

    private static func parts(_ text: String) -> (name: String, number: String)? {
        guard let blank = text.lastIndex(where: \.isWhitespace) else { return nil }
        return (PersonalText.trimmed(String(text[..<blank])), String(text[text.index(after: blank)...]))
    }
}
