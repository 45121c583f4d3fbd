public import Commons
import HTTPTypes
public import Markup
public import Rulebook

extension Call {
    /// The language of the page.
    public var spoken: PageLanguage { PageLanguage(language) }

    /// The text in the visitor's language.
    public func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    public func say(_ phrase: Phrase) -> String { phrase[language] }

    /// A cookie's value.
    public func cookie(_ name: String) -> String? {
        for pair in (headers[.cookie] ?? "").split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            if pair.hasPrefix(name + "=") { return String(pair.dropFirst(name.count + 1)) }
        }
        return nil
    }

    /// What forms send along; nil where nobody is logged in.
    public var formToken: String? { csrf.isEmpty ? nil : csrf }

    /// Whoever is logged in; pages of one's own are for nobody else.
    public func demandPerson() throws -> Person {
        guard let person else { throw Refusal(.forbidden, zh: "请先登录", en: "please log in first") }
        return person
    }
}
