public import Secrets

/// Who people are: logging in, sessions, passwords, access tokens, and the people and organisations themselves.
///
/// What takes records runs within a transaction of the caller's. What takes a store hashes passwords in between, never
/// within a transaction.
public struct Accounts: Sendable {
    /// Parts of `Records`, so that tests need no more.
    public typealias Parts = AccountRecords & PartyRecords & PersonalRecords & JournalNotes

    public var surroundings: Surroundings
    /// As administrators have set them; they may change between two calls.
    public var security: @Sendable () -> SecurityRules
    /// What secrets of second factors are encrypted with; nil: nobody can have one here.
    public var keys: (@Sendable () -> KeyRing)?
    /// What new passwords are hashed with, and old ones at their next login.
    public var hashing: PasswordHash.Parameters
    public var newToken: @Sendable () -> Token
    let worker: PasswordWorker

    public init(
        _ surroundings: Surroundings, security: @escaping @Sendable () -> SecurityRules = { SecurityRules() },
        keys: (@Sendable () -> KeyRing)? = nil, hashing: PasswordHash.Parameters = .standard,
        worker: PasswordWorker = PasswordWorker(), newToken: @escaping @Sendable () -> Token = { Token() }
    ) {
        self.surroundings = surroundings
        self.security = security
        self.keys = keys
        self.hashing = hashing
        self.newToken = newToken
        self.worker = worker
    }

    public var rules: PasswordRules { security().passwords }
    public var terms: SessionTerms { security().sessions }
    public var lockOut: LockOut { security().lockOut }

    /// Work on passwords, away from transactions. Throws a refusal if too much of it waits.
    func hashed<T: Sendable>(_ work: @escaping @Sendable () -> T) async throws -> T {
        guard let result = await worker.run(work) else {
            throw Refusal(.unavailable, zh: "登录的人太多，请稍后再试", en: "too many people are logging in; try again in a moment")
        }
        return result
    }

    /// Forgets sessions, links, failures and answers that are over; once an hour is often enough.
    public func sweep(_ records: any Parts) throws {
        let now = surroundings.now()
        let forgotten = now.adding(seconds: -max(lockOut.memory, Idempotency.memory))
        try records.removeOver(now: now, idleSince: now.adding(seconds: -terms.idle), forgotten: forgotten)
    }
}
