/// The language of a page.
public enum PageLanguage: String, Sendable, Hashable, CaseIterable {
    case chinese = "zh-CN"
    case english = "en"

    /// The text in this language: `language("保存", "Save")`.
    public func callAsFunction(_ chinese: String, _ english: String) -> String {
        self == .chinese ? chinese : english
    }

    /// What stands between a term and what is said of it.
    public var colon: String { self("：", ": ") }

    /// Words one after the other: `甲、乙`.
    public func list(_ words: some Sequence<String>) -> String { words.joined(separator: self("、", ", ")) }
}
