import Markup
import Rulebook

extension PageLanguage {
    /// The phrase in this language.
    func callAsFunction(_ phrase: Phrase) -> String { self == .chinese ? phrase.zh : phrase.en }
}
