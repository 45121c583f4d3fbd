/// The app on somebody's phone that shows codes.
public struct SecondFactor: Hashable, Sendable {
    public var person: String
    /// The secret, encrypted for the place `person/ID/totp`.
    public var sealed: [UInt8]
    /// nil: no code of it has come yet, and until then it counts for nothing.
    public var confirmedAt: Instant?
    /// The step of the last code that was used; no code is good twice.
    public var lastStep: Int64

    public init(person: String, sealed: [UInt8], confirmedAt: Instant? = nil, lastStep: Int64 = -1) {
        self.person = person
        self.sealed = sealed
        self.confirmedAt = confirmedAt
        self.lastStep = lastStep
    }

    public var isConfirmed: Bool { confirmedAt != nil }
}

/// Somebody whose password was right, and whose code is still to come.
public struct LoginStep: Hashable, Sendable {
    /// How long that may take, in seconds.
    public static let term: Int64 = 300

    /// Of the token that goes along with the code.
    public var digest: String
    public var person: String
    public var expires: Instant

    public init(digest: String, person: String, expires: Instant) {
        self.digest = digest
        self.person = person
        self.expires = expires
    }
}
