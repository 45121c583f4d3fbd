public import Markup
public import Rulebook

extension PageLanguage {
    public init(_ language: Language) { self = language == .zh ? .chinese : .english }

    /// The phrase in this language.
    public func callAsFunction(_ phrase: Phrase) -> String { self == .chinese ? phrase.zh : phrase.en }
}
