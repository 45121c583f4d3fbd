/// A link that lets somebody choose a password once: an invitation, or a reset.
public struct PasswordLink: Hashable, Sendable {
    /// Of the token in the link.
    public var digest: String
    public var person: String
    public var expires: Instant

    public init(digest: String, person: String, expires: Instant) {
        self.digest = digest
        self.person = person
        self.expires = expires
    }
}
