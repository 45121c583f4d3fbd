/// What a person proves themselves with.
public struct Credential: Hashable, Sendable {
    public var person: String
    /// The text of a `PasswordHash`.
    public var hash: String
    public var changedAt: Instant

    public init(person: String, hash: String, changedAt: Instant) {
        self.person = person
        self.hash = hash
        self.changedAt = changedAt
    }
}
