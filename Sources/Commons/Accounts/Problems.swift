import Rulebook

/// All that is wrong with a form, collected to be told at once.
struct Problems {
    private(set) var details: [Refusal.Detail] = []

    mutating func add(_ place: String, zh: String, en: String) {
        details.append(Refusal.Detail(place, Phrase(zh: zh, en: en)))
    }

    /// The name without blanks around it; 1 to 100 characters in one line.
    mutating func name(_ text: String, at place: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        if !(1...100).contains(rest.count) || rest.utf8.count > 800 {
            add(place, zh: "名称为 1 至 100 个字符", en: "a name has 1 to 100 characters")
        } else if rest.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            add(place, zh: "名称不能含换行等控制字符", en: "a name has no line breaks or other control characters")
        }
        return String(rest)
    }

    func check() throws {
        guard let first = details.first else { return }
        let reasons = details.map(\.reason).joined()
        throw Refusal(.invalid, reasons, place: details.count == 1 ? first.place : nil, details: details)
    }
}
