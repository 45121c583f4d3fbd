import Rulebook

/// Which language somebody is spoken to in.
enum LanguageChoice {
    /// What `?lang=` says, which is kept in a cookie.
    static func asked(_ query: Fields) -> Language? {
        query.pairs.last { $0.name == "lang" }.flatMap { Language(rawValue: $0.value) }
    }

    /// The language that `Accept-Language` likes best of those that we speak; nil: neither.
    static func accepted(_ header: String) -> Language? {
        var best: (language: Language, weight: Int)?
        for part in header.utf8.split(separator: UInt8(ascii: ",")).prefix(20) {
            let text = part.drop { $0 == 32 }
            let tag = String(Substring(text.prefix { $0 != UInt8(ascii: ";") && $0 != 32 })).lowercased()
            guard
                let language = Language.allCases.first(where: { tag == $0.rawValue || tag.hasPrefix($0.rawValue + "-") }
                )
            else { continue }
            let weight = weight(Substring(text))
            if weight > 0, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }

    /// In thousandths: `;q=0.8` is 800.
    private static func weight(_ part: Substring) -> Int {
        guard let range = part.utf8.firstIndex(of: UInt8(ascii: "=")) else { return 1000 }
        let digits = part.utf8[part.utf8.index(after: range)...].prefix(5)
        guard let whole = digits.first, (48...49).contains(whole) else { return 0 }
        var (value, scale) = (Int(whole - 48) * 1000, 100)
        for digit in digits.dropFirst(2) where (48...57).contains(digit) {
            value += Int(digit - 48) * scale
            scale /= 10
        }
        return min(value, 1000)
    }
}
