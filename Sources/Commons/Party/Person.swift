public import Rulebook

/// Somebody who can log in. What else is known of them, such as a mail address, are their `PersonalField`s.
public struct Person: Hashable, Sendable, Codable {
    public var id: String
    public var name: String
    /// Unique, lower case: 3 to 64 of a-z, 0-9, `.`, `_`, `-`, `@`.
    public var login: String
    /// `zh` or `en`.
    public var language: String
    public var isActive: Bool

    public init(id: String, name: String, login: String, language: Language = .zh, isActive: Bool = true) {
        self.id = id
        self.name = name
        self.login = login
        self.language = language.rawValue
        self.isActive = isActive
    }
}
