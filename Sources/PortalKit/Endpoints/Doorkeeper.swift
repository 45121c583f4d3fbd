public import Commons

/// What the door has to ask others: who somebody is, what is allowed, and what was answered before.
///
/// An error that is no `Refusal` is told to nobody but the log.
public protocol Doorkeeper: Sendable {
    /// Who holds this session; nil: nobody, or no longer.
    /// `client`: where the request comes from: a session may be bound to that.
    func admission(sessionToken: String, from client: SessionClient) async throws -> Admission?
    /// Whom this personal access token speaks for; nil: nobody, or no longer.
    func admission(accessToken: String) async throws -> Admission?
    /// Lets whoever holds a session prove again who they are. Throws a `Refusal` if they do not.
    /// - Returns: the admission that holds from now on, and the new token of its session.
    func prove(_ admission: Admission, password: String, code: String) async throws -> (Admission, sessionToken: String)
    /// The policy in force. Asked at every request: keep it at hand.
    func policy() async throws -> Policy
    /// Takes a key for a request that is about to be done, or says why it need not or must not be.
    func begin(_ key: IdempotencyKey) async throws -> IdempotencyState
    /// Keeps the answer under the key; nil: nothing was done, the key is free again.
    func finish(_ key: IdempotencyKey, _ answer: KeptAnswer?) async throws
}

/// Whom the doorkeeper knows.
public struct Admission: Hashable, Sendable {
    public var person: Person
    public var memberships: [Membership]
    /// What a personal access token is limited to; nil: whatever the person may.
    public var scopes: Set<String>?
    /// Ids of the places that they own or live in today.
    public var homes: Set<String>
    /// What forms send along to show that they are ours; empty with access tokens, which need none.
    public var csrf: String
    /// Tells sessions of one person apart; no secret.
    public var sessionID: String
    /// What they have to do before anything else.
    public var duty: Duty?
    /// When they last proved who they are; nil with access tokens.
    public var provedAt: Instant?
    /// For how many seconds that lasts.
    public var proofTerm: Int64
    /// A proof takes a code as well.
    public var hasSecondFactor: Bool

    public init(
        person: Person, memberships: [Membership], scopes: Set<String>? = nil, homes: Set<String> = [],
        csrf: String = "", sessionID: String = "", duty: Duty? = nil, provedAt: Instant? = nil, proofTerm: Int64 = 0,
        hasSecondFactor: Bool = false
    ) {
        self.person = person
        self.memberships = memberships
        self.scopes = scopes
        self.homes = homes
        self.csrf = csrf
        self.sessionID = sessionID
        self.duty = duty
        self.provedAt = provedAt
        self.proofTerm = proofTerm
        self.hasSecondFactor = hasSecondFactor
    }
}

/// What makes two requests the same: who sent it, the key they chose, and what it asks.
public struct IdempotencyKey: Hashable, Sendable {
    public var personID: String
    /// Of the header `Idempotency-Key`: 1 to 128 characters, visible ASCII.
    public var key: String
    /// SHA-256 of method, path and body.
    public var fingerprint: String

    public init(personID: String, key: String, fingerprint: String) {
        self.personID = personID
        self.key = key
        self.fingerprint = fingerprint
    }
}

/// What is known of a key.
public enum IdempotencyState: Hashable, Sendable {
    /// Not seen before; it is taken now.
    case fresh
    /// The same request is being done.
    case running
    /// It was done.
    case done(KeptAnswer)
    /// The key belongs to another request.
    case different
}

/// An answer that is given again when its request comes again.
public struct KeptAnswer: Hashable, Sendable, Codable {
    public var status: Int
    /// `Content-Type`, `ETag` and `Location`, where they were there.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
