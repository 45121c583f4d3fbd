public import Rulebook

/// How people prove who they are, and where they are logged in, within one transaction.
public protocol AccountRecords: IdempotencyRecords {
    func credential(of person: String) throws -> Credential?
    /// Adds or replaces it.
    func save(_ credential: Credential) throws

    /// Hashes of the passwords before, newest first.
    func earlierPasswords(of person: String) throws -> [String]
    /// Adds one to them, and forgets all but so many of the newest.
    func keepEarlier(_ credential: Credential, most: Int) throws

    func secondFactor(of person: String) throws -> SecondFactor?
    /// Adds or replaces it.
    func save(_ factor: SecondFactor) throws
    /// Whether its step was a later one than the last; it is the last then.
    func useStep(_ step: Int64, of person: String) throws -> Bool
    /// With its recovery codes. Whether there was one.
    func removeSecondFactor(of person: String) throws -> Bool
    /// In the place of earlier ones.
    func setRecoveryCodes(_ digests: [String], of person: String) throws
    func recoveryCodes(of person: String) throws -> Int
    /// Whether it was there; it is not any more.
    func useRecoveryCode(_ digest: String, of person: String) throws -> Bool

    func insert(_ step: LoginStep) throws
    func loginStep(digest: String) throws -> LoginStep?
    func removeLoginSteps(of person: String) throws

    func loginFailures(_ key: String) throws -> LoginFailures?
    /// Adds or replaces them.
    func save(_ failures: LoginFailures) throws
    func removeLoginFailures(_ key: String) throws

    func insert(_ session: Session) throws
    /// The session with its person and what they are, all at once: every request asks this.
    func session(_ id: String) throws -> (session: Session, holder: Holder)?
    /// Last seen last first.
    func sessions(of person: String) throws -> [Session]
    /// Gives a session another id, and notes that its person has just proved who they are. Whether there was one.
    func renewSession(_ id: String, as newID: String, provedAt: Instant) throws -> Bool
    func touchSession(_ id: String, at: Instant) throws
    /// Whether that person had it.
    func endSession(_ id: String, of person: String) throws -> Bool
    /// How many ended.
    @discardableResult
    func endSessions(of person: String, except kept: String?) throws -> Int

    func insert(_ token: AccessToken) throws
    /// By the digest of its text, with its person and what they are, all at once: every request asks this.
    func accessToken(digest: String) throws -> (token: AccessToken, holder: Holder)?
    /// Ids of the places that somebody owns or lives in on a day, of those that these organisations keep.
    func homes(of person: String, keptBy organisations: Set<String>, on day: Day) throws -> Set<String>
    /// Newest first.
    func accessTokens(of person: String) throws -> [AccessToken]
    func touchAccessToken(_ id: String, at: Instant) throws
    /// Whether that person had it.
    func removeAccessToken(_ id: String, of person: String) throws -> Bool
    func removeAccessTokens(of person: String) throws

    func insert(_ link: PasswordLink) throws
    func passwordLink(digest: String) throws -> PasswordLink?
    func removePasswordLinks(of person: String) throws

    /// Forgets what is over: sessions last seen or expired before these moments, tokens, links and steps expired before
    /// `now`, failures and stored answers from before `forgotten`.
    func removeOver(now: Instant, idleSince: Instant, forgotten: Instant) throws
}

/// Who a session or a token stands for.
public struct Holder: Hashable, Sendable {
    public var person: Person
    public var memberships: [Membership]
    /// nil: they have none yet.
    public var passwordChangedAt: Instant?
    public var hasSecondFactor: Bool

    public init(
        person: Person, memberships: [Membership], passwordChangedAt: Instant? = nil, hasSecondFactor: Bool = false
    ) {
        self.person = person
        self.memberships = memberships
        self.passwordChangedAt = passwordChangedAt
        self.hasSecondFactor = hasSecondFactor
    }
}
