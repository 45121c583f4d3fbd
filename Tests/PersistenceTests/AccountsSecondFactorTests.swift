import Commons
import Database
import Persistence
import Rulebook
import Secrets
import Synchronization
import Testing

/// Second factors, proofs and bound sessions, on real databases.
@Suite struct AccountsSecondFactorTests {
    typealias Whole = AccountsWholeTests

    struct House: Sendable {
        let clock = Whole.Clock()
        let rules = Mutexed()
        let accounts: Accounts
        let store: SQLStore
        let person: Person

        final class Mutexed: Sendable {
            private let held = Mutex(SecurityRules())
            var now: SecurityRules { held.withLock { $0 } }
            func set(_ change: (inout SecurityRules) -> Void) { held.withLock { change(&$0) } }
        }

        init(_ store: SQLStore) async throws {
            let (rules, ring) = (rules, KeyRing(at: 0))
            var accounts = Whole.accounts(clock)
            accounts.security = { rules.now }
            accounts.keys = { ring }
            self.accounts = accounts
            self.store = store
            person = try await Whole.person(accounts, in: store)
        }

        var seconds: Int64 { clock.now.milliseconds / 1000 }

        func code(_ secret: TimeCode) -> String { secret.code(at: TimeCode.step(at: seconds)) }

        func enrolled() async throws -> (secret: TimeCode, codes: [RecoveryCode]) {
            let (accounts, id) = (accounts, person.id)
            let secret = try await store.write { try accounts.beginSecondFactor(of: id, $0) }
            let code = code(secret)
            let codes = try await store.write {
                try accounts.confirmSecondFactor(of: id, code: code, keeping: nil, $0)
            }
            clock.pass(30)
            return (secret, codes)
        }

        func step() async throws -> String {
            let entry = try await accounts.logIn(
                login: "zhang.san", password: "right horse", address: "192.0.2.7", agent: "x", in: store)
            guard case .code(let token) = entry else { preconditionFailure("no code is asked for") }
            return token.text
        }

        func logIn(_ step: String, _ code: String) async -> Refusal.Kind? {
            do {
                _ = try await accounts.logIn(step: step, code: code, address: "192.0.2.7", agent: "x", in: store)
                return nil
            } catch { return (error as? Refusal)?.kind }
        }

        func notices() async throws -> [String] {
            let id = person.id
            return try await store.read { try $0.notices(for: id, after: nil, limit: 50).map(\.subject.en) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aSecretIsSealedAndCountsWithItsFirstCode(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let house = try await House(store)
            let (accounts, id) = (house.accounts, house.person.id)
            let secret = try await store.write { try accounts.beginSecondFactor(of: id, $0) }
            let factor = try await store.read { try $0.secondFactor(of: id) }
            let sealed = try #require(factor?.sealed)
            #expect(!String(decoding: sealed, as: UTF8.self).contains(secret.text) && factor?.isConfirmed == false)
            _ = try await Whole.logIn(accounts, "zhang.san", "right horse", in: store)
            let wrong = await #expect(throws: Refusal.self) {
                try await store.write { try accounts.confirmSecondFactor(of: id, code: "abc", keeping: nil, $0) }
            }
            #expect(wrong?.kind == .invalid && wrong?.place == "code")
            let code = house.code(secret)
            let codes = try await store.write {
                try accounts.confirmSecondFactor(of: id, code: code, keeping: nil, $0)
            }
            #expect(Set(codes).count == 10)
            #expect(try await store.read { try $0.sessions(of: id) }.isEmpty, "other sessions end")
            #expect(try await house.notices() == ["A second factor is set up"])
            let step = try await house.step()
            #expect(await house.logIn(step, code) == .forbidden, "each code is good once")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aLogInTakesBothAndWrongCodesLock(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let house = try await House(store)
            let (secret, codes) = try await house.enrolled()
            var step = try await house.step()
            for _ in 1...3 { #expect(await house.logIn(step, "000000") == .forbidden) }
            // A right password in between does not start the count anew.
            step = try await house.step()
            #expect(await house.logIn(step, "nonsense") == .forbidden)
            #expect(await house.logIn(step, "nonsense") == .tooMany)
            #expect(await house.logIn(step, house.code(secret)) == .tooMany, "locked is locked")
            house.clock.pass(900)
            #expect(await house.logIn(step, house.code(secret)) == .missing, "the first step is too long ago")
            step = try await house.step()
            #expect(await house.logIn(step, house.code(secret)) == nil)
            #expect(await house.logIn(step, codes[0].text) == .missing, "a step is good once")
            step = try await house.step()
            #expect(await house.logIn(step, codes[0].text.lowercased()) == nil)
            step = try await house.step()
            #expect(await house.logIn(step, codes[0].text) == .forbidden, "a recovery code is good once")
            #expect(try await store.read { try $0.recoveryCodes(of: house.person.id) } == 9)
            house.clock.pass(299)
            #expect(await house.logIn(step, codes[1].text) == nil)
            step = try await house.step()
            house.clock.pass(300)
            #expect(await house.logIn(step, codes[2].text) == .missing)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anAdministratorResetsAndThePersonIsTold(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let house = try await House(store)
            let (accounts, id) = (house.accounts, house.person.id)
            let nothing = await #expect(throws: Refusal.self) {
                try await Origin.$current.withValue(Origin(person: "admin", way: "page")) {
                    try await store.write { try accounts.resetSecondFactor(of: id, $0) }
                }
            }
            #expect(nothing?.kind == .missing)
            let (_, codes) = try await house.enrolled()
            let step = try await house.step()
            try await Origin.$current.withValue(Origin(person: "admin", way: "page")) {
                try await store.write { try accounts.resetSecondFactor(of: id, $0) }
            }
            #expect(await house.logIn(step, codes[0].text) == .missing)
            #expect(try await house.notices().first == "An administrator reset your second factor")
            _ = try await Whole.logIn(accounts, "zhang.san", "right horse", in: store)
            let noted = try await store.database.read { connection in
                try connection.query("SELECT content FROM journal_pending").compactMap { $0[0].text }
            }
            let resets = noted.filter { $0.contains("person.secondFactorReset") }
            #expect(resets.count == 1 && resets[0].contains("\"admin\""))
            #expect(noted.contains { $0.contains("person.loggedIn") })
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aProofRenewsTheSession(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let house = try await House(store)
            let (secret, _) = try await house.enrolled()
            let begun = try await house.accounts.logIn(
                step: house.step(), code: house.code(secret), address: "192.0.2.7", agent: "x", in: store)
            house.clock.pass(60)
            func prove(_ password: String, _ code: String) async -> Refusal? {
                do {
                    _ = try await house.accounts.prove(
                        session: begun.session.id, of: house.person.id, password: password, code: code, in: store)
                    return nil
                } catch { return error as? Refusal }
            }
            #expect(await prove("wrong", house.code(secret))?.place == Accounts.ProofField.password)
            #expect(await prove("right horse", "000000")?.place == Accounts.ProofField.code)
            #expect(await prove("right horse", "")?.place == Accounts.ProofField.code)
            let renewal = try await house.accounts.prove(
                session: begun.session.id, of: house.person.id, password: "right horse", code: house.code(secret),
                in: store)
            #expect(try await house.accounts.visitor(session: begun.token.text, in: store) == nil)
            let found = try await house.accounts.visitor(session: renewal.token.text, in: store)
            #expect(found?.session.provedAt == house.clock.now && found?.session.csrf == begun.session.csrf)
            #expect(found?.session.created == begun.session.created && found?.hasSecondFactor == true)
            #expect(await prove("right horse", house.code(secret))?.kind == .forbidden)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aSessionEndsElsewhereAndItsPersonIsTold(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let house = try await House(store)
            func visit(_ cookie: String, _ address: String, _ agent: String) async throws -> Bool {
                let client = SessionClient(address: address, agent: agent)
                return try await house.accounts.visitor(session: cookie, from: client, in: store) != nil
            }
            var cookie = try await Whole.logIn(house.accounts, "zhang.san", "right horse", in: store).token.text
            #expect(try await visit(cookie, "198.51.100.1", "x/2"), "another network, as phones do")
            #expect(try await !visit(cookie, "192.0.2.7", "y"))
            #expect(try await !visit(cookie, "192.0.2.7", "x"), "it has ended")
            #expect(try await house.notices() == ["A session of yours was ended"])
            house.rules.set { $0.bindsNetwork = true }
            cookie = try await Whole.logIn(house.accounts, "zhang.san", "right horse", in: store).token.text
            #expect(try await visit(cookie, "192.0.2.99", "x"))
            #expect(try await !visit(cookie, "198.51.100.1", "x"))
            #expect(try await house.notices().count == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func earlierPasswordsMayNotComeBack(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let house = try await House(store)
            house.rules.set { $0.passwordMemory = 2 }
            func change(_ old: String, _ new: String) async -> Refusal? {
                do {
                    try await house.accounts.changePassword(
                        of: house.person.id, from: old, to: new, keeping: nil, in: store)
                    return nil
                } catch { return error as? Refusal }
            }
            house.clock.pass(1)
            #expect(await change("right horse", "second horse") == nil)
            house.clock.pass(1)
            #expect(await change("second horse", "third horse 3") == nil)
            house.clock.pass(1)
            #expect(await change("third horse 3", "right horse")?.place == "password")
            #expect(await change("third horse 3", "fourth horse") == nil)
            house.clock.pass(1)
            #expect(await change("fourth horse", "right horse") == nil, "three ago is long ago")
            house.rules.set { $0.passwordMemory = 0 }
            house.clock.pass(1)
            #expect(await change("right horse", "fourth horse") == nil)
            #expect(try await store.read { try $0.earlierPasswords(of: house.person.id) }.isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRoleThatNeedsItKeepsIt(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let house = try await House(store)
            let (accounts, id) = (house.accounts, house.person.id)
            _ = try await house.enrolled()
            try await store.write { records in
                let body = try accounts.createOrganisation(
                    OrganisationDraft(kind: .body, name: "评价机构", region: "3301"), records)
                try accounts.give(.reviewer, to: id, in: body.id, records)
            }
            house.rules.set { $0.secondFactorRoles = [.reviewer] }
            let refused = await #expect(throws: Refusal.self) {
                try await store.write { try accounts.removeSecondFactor(of: id, $0) }
            }
            #expect(refused?.kind == .locked)
            house.rules.set { $0.secondFactorRoles = [.expert] }
            try await store.write { try accounts.removeSecondFactor(of: id, $0) }
            #expect(try await store.read { try $0.secondFactor(of: id) } == nil)
            #expect(try await store.read { try $0.recoveryCodes(of: id) } == 0)
        }
    }
}
