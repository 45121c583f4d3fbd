import Secrets

/// Answers to requests that a program may send again without knowing whether the first one arrived.
public protocol IdempotencyRecords {
    func storedAnswer(_ key: IdempotencyKey) throws -> StoredAnswer?
    /// Adds it. Throws a conflict if there is one.
    func insert(_ answer: StoredAnswer) throws
    /// Adds or replaces it.
    func save(_ answer: StoredAnswer) throws
    func removeStoredAnswer(_ key: IdempotencyKey) throws
}

/// Which request: what its sender called it, and who sent it where.
public struct IdempotencyKey: Hashable, Sendable {
    /// The digest of the key in the request.
    public var digest: String
    /// Empty: the public.
    public var person: String
    public var method: String
    public var path: String

    /// `key`: the text in the request.
    public init(_ key: String, person: String?, method: String, path: String) {
        digest = SHA256Digest.hex(of: Array(key.utf8))
        self.person = person ?? ""
        self.method = method
        self.path = path
    }
}

/// What was answered, kept for `Idempotency.memory`.
public struct StoredAnswer: Hashable, Sendable {
    public struct Header: Hashable, Sendable, Codable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
    public var key: IdempotencyKey
    /// Of the request's body.
    public var request: String
    /// When the request came.
    public var at: Instant
    /// 0: still at work on it.
    public var status: Int
    public var headers: [Header]
    public var body: [UInt8]

    public init(
        key: IdempotencyKey, request: String, at: Instant, status: Int, headers: [Header] = [], body: [UInt8] = []
    ) {
        self.key = key
        self.request = request
        self.at = at
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A request with a key is done once: `begin`, do it, then `finish` or `abandon`, each in a transaction of its own.
public struct Idempotency: Hashable, Sendable {
    /// In seconds: how long an answer is kept.
    public static let memory: Int64 = 24 * 3600
    /// In seconds: who has not answered by then has died, and the request may be done again.
    public static let patience: Int64 = 120

    public var key: IdempotencyKey
    /// Of the request's body.
    public var request: String

    public init(_ key: IdempotencyKey, body: [UInt8]) {
        self.key = key
        request = SHA256Digest.hex(of: body)
    }

    /// The answer given before; nil: it is to be done now. Throws a refusal if the first is still at work, or if this
    /// is another request under the same key.
    public func begin(at now: Instant, _ records: any IdempotencyRecords) throws -> StoredAnswer? {
        let started = StoredAnswer(key: key, request: request, at: now, status: 0)
        guard let known = try records.storedAnswer(key), now < known.at.adding(seconds: Self.memory) else {
            try records.removeStoredAnswer(key)
            try records.insert(started)
            return nil
        }
        guard known.request == request else {
            throw Refusal(
                .invalid, zh: "这个幂等键已用于另一个请求，请换一个新的",
                en: "this idempotency key was used for another request; take a new one",
                place: "Idempotency-Key")
        }
        if known.status != 0 { return known }
        guard now >= known.at.adding(seconds: Self.patience) else {
            throw Refusal(
                .conflict, zh: "同一个请求正在处理，请稍后再试", en: "the same request is being worked on; try again later",
                place: "Idempotency-Key")
        }
        try records.save(started)
        return nil
    }

    /// Keeps the answer for whoever asks again.
    public func finish(
        status: Int, headers: [StoredAnswer.Header], body: [UInt8], at now: Instant, _ records: any IdempotencyRecords
    ) throws {
        try records.save(
            StoredAnswer(key: key, request: request, at: now, status: status, headers: headers, body: body))
    }

    /// It was not done and changed nothing: it may be tried again.
    public func abandon(_ records: any IdempotencyRecords) throws { try records.removeStoredAnswer(key) }
}
