public import Secrets

/// A key that signs for a journal, as its entries tell it.
public struct JournalKey: Hashable, Sendable {
    public var key: VerifyingKey
    public var addedAt: Instant
    public var retiredAt: Instant?
    /// What it signed from then on counts for nothing.
    public var compromisedAt: Instant?

    public init(key: VerifyingKey, addedAt: Instant, retiredAt: Instant? = nil, compromisedAt: Instant? = nil) {
        self.key = key
        self.addedAt = addedAt
        self.retiredAt = retiredAt
        self.compromisedAt = compromisedAt
    }

    /// What signs as a witness: `linli/` and the key's id. As the first key's, it names the journal as well.
    public var name: String { "linli/\(key.id)" }

    /// Whether what is signed with it at a moment counts.
    public func counts(at moment: Instant) -> Bool { compromisedAt.map { moment < $0 } ?? true }
}
