/// What is shown of a personal value in place of it: enough for whoever knows it to recognise it.
public enum Mask {
    /// For what tells too much by any part of it.
    public static let whole = "******"

    /// `110***********1234`: a star for each character in between; all of them where nothing would be left to hide.
    public static func middle(_ text: String, first: Int, last: Int) -> String {
        let hidden = text.count - first - last
        guard hidden > 0 else { return String(repeating: "*", count: text.count) }
        return text.prefix(first) + String(repeating: "*", count: hidden) + text.suffix(last)
    }

    /// The beginning, and stars that do not tell how much follows.
    public static func start(_ text: String, shown: Int) -> String { text.prefix(shown) + "****" }

    /// `138****5678`; of other numbers the first three digits and the last two.
    public static func phone(_ number: String) -> String {
        PhoneNumber.isMobile(number) ? middle(number, first: 3, last: 4) : middle(number, first: 3, last: 2)
    }

    /// `z***@example.cn`
    public static func mail(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return whole }
        return address.prefix(1) + "***" + address[at...]
    }

    /// A telephone number or a mail address, as people write it into one field.
    public static func contact(_ text: String) -> String {
        text.isEmpty ? "" : text.contains("@") ? mail(text) : phone(text)
    }

    /// `王**`, `Z***`: the first character, and nothing of how long the name is.
    public static func name(_ name: String) -> String {
        guard let first = name.first else { return "" }
        let isLatin = first.unicodeScalars.allSatisfy { $0.value < 0x2E80 }
        return String(first) + (isLatin ? "***" : "**")
    }
}
