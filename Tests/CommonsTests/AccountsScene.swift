import Secrets
import Synchronization

@testable import Commons

/// A city hall with a clock that only moves when told.
struct AccountsScene {
    let clock: Clock
    let accounts: Accounts
    let records = AccountsMemory()
    /// May be changed between two calls.
    let security = Rules()

    final class Rules: Sendable {
        private let held = Mutex(SecurityRules())
        var now: SecurityRules { held.withLock { $0 } }
        func set(_ change: (inout SecurityRules) -> Void) { held.withLock { change(&$0) } }
    }

    final class Clock: Sendable {
        private let state = Mutex((milliseconds: Int64(1_772_330_000_000), ids: 0))

        var now: Instant { state.withLock { Instant(milliseconds: $0.milliseconds) } }
        func pass(seconds: Int64) { state.withLock { $0.milliseconds += seconds * 1000 } }
        func newID() -> String {
            state.withLock { state in
                state.ids += 1
                return "id-\(1000 + state.ids)"
            }
        }
    }

    init(hashing: PasswordHash.Parameters = .init(logN: 4, r: 1, p: 1)) {
        let clock = Clock()
        self.clock = clock
        let security = security
        accounts = Accounts(
            Surroundings(now: { clock.now }, newID: { clock.newID() }), security: { security.now }, hashing: hashing)
    }

    /// Somebody with a password.
    @discardableResult
    func person(_ login: String, password: String = "right horse") throws -> Person {
        let (person, link) = try accounts.createPerson(PersonDraft(name: "某人", login: login), records)
        let hash = PasswordHash(password, accounts.hashing).text
        try accounts.choosePassword(hash: hash, passwordLink: link.text, records)
        return person
    }

    /// The steps of a login, without the store between them.
    func logIn(_ login: String, _ password: String) throws -> Result<Accounts.LoggedIn, Refusal> {
        let attempt: Accounts.Attempt
        do {
            attempt = try accounts.attempt(login: login, records)
        } catch let refusal as Refusal {
            return .failure(refusal)
        }
        let proof = Accounts.proof(of: password, attempt, accounts.hashing)
        return try accounts.conclude(attempt, proof, address: "192.0.2.7", agent: "Browser", records).map(Self.whole)
    }

    /// Of somebody without a second factor.
    static func whole(_ entry: Accounts.Entry) -> Accounts.LoggedIn {
        guard case .loggedIn(let done) = entry else { preconditionFailure("a code is asked for") }
        return done
    }

    func refusal(_ login: String, _ password: String) throws -> Refusal? {
        guard case .failure(let refusal) = try logIn(login, password) else { return nil }
        return refusal
    }
}
