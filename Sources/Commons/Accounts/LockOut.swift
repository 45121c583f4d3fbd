import Secrets

/// How often somebody may guess a password before the login is locked for a while, and how long.
public struct LockOut: Hashable, Sendable {
    /// The failure that locks first.
    public var threshold: Int
    /// In seconds, for the failure that locks first; each further one doubles it.
    public var first: Int64
    /// In seconds.
    public var longest: Int64
    /// `longest`, where nobody says anything else.
    static let usualLongest: Int64 = 4 * 3600
    /// In seconds: failures are forgotten when none was added for so long.
    public var memory: Int64

    public init(
        threshold: Int = 5, first: Int64 = 900, longest: Int64 = 4 * 3600, memory: Int64 = 24 * 3600
    ) {
        self.threshold = threshold
        self.first = first
        self.longest = longest
        self.memory = memory
    }

    /// What is kept once another guess has failed.
    public func adding(to earlier: LoginFailures?, key: String, at now: Instant) -> LoginFailures {
        let isRecent = earlier.map { now < $0.lastAt.adding(seconds: memory) } ?? false
        let count = (isRecent ? earlier?.count ?? 0 : 0) + 1
        var failures = LoginFailures(key: key, count: count, lastAt: now, lockedUntil: nil)
        if count >= threshold {
            let doublings = min(count - threshold, 20)
            failures.lockedUntil = now.adding(seconds: min(first << Int64(doublings), longest))
        }
        return failures
    }
}

/// Guesses that failed for a login, whether or not there is such a login: so a lock tells nobody that there is.
public struct LoginFailures: Hashable, Sendable {
    /// A digest of the login: people type their password there by mistake.
    public var key: String
    public var count: Int
    public var lastAt: Instant
    public var lockedUntil: Instant?

    public init(key: String, count: Int, lastAt: Instant, lockedUntil: Instant?) {
        self.key = key
        self.count = count
        self.lastAt = lastAt
        self.lockedUntil = lockedUntil
    }

    /// - Parameter login: in lower case.
    public static func key(login: String) -> String { SHA256Digest.hex(of: Array(login.utf8)) }
}
