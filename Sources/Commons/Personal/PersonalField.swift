/// A personal field of somebody, in clear: it is kept encrypted, and shown to others than its person by `shown` only.
public struct PersonalField: Hashable, Sendable {
    public var person: String
    public var kind: PersonalKind
    /// As `PersonalKind.normal` gives it.
    public var value: String
    public var changedAt: Instant
    /// From 1; what a change rests on.
    public var version: Int

    public init(person: String, kind: PersonalKind, value: String, changedAt: Instant, version: Int = 0) {
        self.person = person
        self.kind = kind
        self.value = value
        self.changedAt = changedAt
        self.version = version
    }

    /// Masked.
    public var shown: String { kind.masked(value) }
    /// What its blind index is made of.
    public var searched: String { kind.searched(value) }
    /// What the encrypted bytes belong to: anywhere else they do not open.
    public var place: String { PersonalField.place(person, kind) }

    public static func place(_ person: String, _ kind: PersonalKind) -> String { "person/\(person)/\(kind.rawValue)" }
}
