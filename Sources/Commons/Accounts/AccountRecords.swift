/// How people prove who they are, and where they are logged in, within one transaction.
public protocol AccountRecords: IdempotencyRecords {
    func credential(of person: String) throws -> Credential?
    /// Adds or replaces it.
    func save(_ credential: Credential) throws

    func loginFailures(_ key: String) throws -> LoginFailures?
    /// Adds or replaces them.
    func save(_ failures: LoginFailures) throws
    func removeLoginFailures(_ key: String) throws

    func insert(_ session: Session) throws
    /// The session with its person and what they are, all at once: every request asks this.
    func session(_ id: String) throws -> (session: Session, holder: Holder)?
    /// Last seen last first.
    func sessions(of person: String) throws -> [Session]
    func touchSession(_ id: String, at: Instant) throws
    /// Whether that person had it.
    func endSession(_ id: String, of person: String) throws -> Bool
    /// How many ended.
    @discardableResult
    func endSessions(of person: String, except kept: String?) throws -> Int

    func insert(_ token: AccessToken) throws
    /// By the digest of its text, with its person and what they are, all at once: every request asks this.
    func accessToken(digest: String) throws -> (token: AccessToken, holder: Holder)?
    /// Newest first.
    func accessTokens(of person: String) throws -> [AccessToken]
    func touchAccessToken(_ id: String, at: Instant) throws
    /// Whether that person had it.
    func removeAccessToken(_ id: String, of person: String) throws -> Bool
    func removeAccessTokens(of person: String) throws

    func insert(_ link: PasswordLink) throws
    func passwordLink(digest: String) throws -> PasswordLink?
    func removePasswordLinks(of person: String) throws

    /// Forgets what is over: sessions last seen or expired before these moments, tokens and links expired before
    /// `now`, failures and stored answers from before `forgotten`.
    func removeOver(now: Instant, idleSince: Instant, forgotten: Instant) throws
}

/// Who a session or a token stands for.
public struct Holder: Hashable, Sendable {
    public var person: Person
    public var memberships: [Membership]

    public init(person: Person, memberships: [Membership]) {
        self.person = person
        self.memberships = memberships
    }
}
