import Rulebook
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

    /// As somebody who trusts it knows it.
    public var trusted: TrustedKey { TrustedKey(key, before: compromisedAt) }
}

/// A key that somebody knows from elsewhere to be an installation's.
public struct TrustedKey: Hashable, Sendable {
    public var key: VerifyingKey
    /// What it signed from then on counts for nothing, since others may hold it; nil: all that it signs counts.
    public var before: Instant?

    public init(_ key: VerifyingKey, before: Instant? = nil) {
        self.key = key
        self.before = before
    }

    /// A public key, or one with the day since when it counts for nothing: `KEY@2026-03-01`; nil: it is neither.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let key = VerifyingKey(parts[0]) else { return nil }
        self.init(key)
        guard parts.count == 2 else { return }
        guard let day = Day(parts[1]) else { return nil }
        before = Instant(day)
    }

    /// Whether what is signed with it at a moment counts.
    public func counts(at moment: Instant) -> Bool { before.map { moment < $0 } ?? true }
}
