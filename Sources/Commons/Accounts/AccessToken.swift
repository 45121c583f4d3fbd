import Secrets

/// What a program of a person proves itself with at the interface.
public struct AccessToken: Hashable, Sendable {
    public var id: String
    public var person: String
    /// What its owner calls it.
    public var name: String
    /// The digest of its text; the text itself is shown once and kept nowhere.
    public var digest: String
    /// Ids of functions; never more than the person may.
    public var scopes: Set<String>
    public var created: Instant
    public var expires: Instant
    public var lastUsed: Instant?

    public init(
        id: String, person: String, name: String, digest: String, scopes: Set<String>, created: Instant,
        expires: Instant, lastUsed: Instant? = nil
    ) {
        self.id = id
        self.person = person
        self.name = name
        self.digest = digest
        self.scopes = scopes
        self.created = created
        self.expires = expires
        self.lastUsed = lastUsed
    }

    /// So that people and scanners of source code recognise one.
    private static let prefix = "linli_"

    static func text(_ token: Token) -> String { prefix + token.text }

    /// nil unless it is the text of some access token.
    static func token(_ text: String) -> Token? {
        text.hasPrefix(prefix) ? Token(String(text.dropFirst(prefix.count))) : nil
    }
}
