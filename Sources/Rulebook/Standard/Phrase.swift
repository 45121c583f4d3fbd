/// A language that Linli speaks.
public enum Language: String, Sendable, CaseIterable {
    case zh, en
}

/// A text in every language that Linli speaks; there is no text in one language only.
public struct Phrase: Hashable, Sendable, Codable {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    public subscript(language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }

    /// The same words in every language: names, numbers, ids.
    public static func same(_ text: String) -> Phrase { Phrase(zh: text, en: text) }

    public static func + (left: Phrase, right: Phrase) -> Phrase {
        Phrase(zh: left.zh + right.zh, en: left.en + right.en)
    }
}

extension Sequence<Phrase> {
    /// The phrases one after the other: `、` between them in Chinese, `, ` in English.
    public func joined() -> Phrase {
        Phrase(zh: map(\.zh).joined(separator: "、"), en: map(\.en).joined(separator: ", "))
    }
}
