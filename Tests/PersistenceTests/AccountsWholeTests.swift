import Commons
import Database
import Persistence
import Secrets
import Synchronization
import Testing

/// Use cases that hash between transactions, on real databases.
@Suite struct AccountsWholeTests {
    static let start = Instant(milliseconds: 1_772_330_000_000)

    final class Clock: Sendable {
        private let seconds = Mutex(Int64(0))
        var now: Instant { AccountsWholeTests.start.adding(seconds: seconds.withLock { $0 }) }
        func pass(_ more: Int64) { seconds.withLock { $0 += more } }
    }

    static func accounts(_ clock: Clock) -> Accounts {
        let surroundings = Surroundings(
            now: { clock.now }, newID: { Identifier.make(at: clock.now.milliseconds) })
        return Accounts(surroundings, hashing: .init(logN: 4, r: 1, p: 1))
    }

    /// Logs in somebody without a second factor.
    static func logIn(_ accounts: Accounts, _ login: String, _ password: String, in store: any Store) async throws
        -> Accounts.LoggedIn
    {
        let entry = try await accounts.logIn(
            login: login, password: password, address: "192.0.2.7", agent: "x", in: store)
        guard case .loggedIn(let done) = entry else { preconditionFailure("a code is asked for") }
        return done
    }

    static func person(_ accounts: Accounts, in store: SQLStore) async throws -> Person {
        let (person, link) = try await store.write {
            try accounts.createPerson(PersonDraft(name: "张三", login: "zhang.san"), $0)
        }
        try await accounts.choosePassword("right horse", passwordLink: link.text, in: store)
        return person
    }

    @Test(arguments: Engines.Kind.allCases)
    func fromInvitationToLogOut(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let clock = Clock()
            let accounts = Self.accounts(clock)
            let person = try await Self.person(accounts, in: store)
            let loggedIn = try await Self.logIn(accounts, "Zhang.San", "right horse", in: store)
            let cookie = loggedIn.token.text
            var found = try await accounts.visitor(session: cookie, in: store)
            #expect(found?.visitor.person == person && found?.session == loggedIn.session)

            clock.pass(59)
            _ = try await accounts.visitor(session: cookie, in: store)
            found = try await accounts.visitor(session: cookie, in: store)
            #expect(found?.session.lastSeen == Self.start)
            clock.pass(1)
            _ = try await accounts.visitor(session: cookie, in: store)
            found = try await accounts.visitor(session: cookie, in: store)
            #expect(found?.session.lastSeen == Self.start.adding(seconds: 60))

            try await store.write { try accounts.logOut(loggedIn.session, $0) }
            found = try await accounts.visitor(session: cookie, in: store)
            #expect(found == nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func failuresOutliveTheirRefusal(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let clock = Clock()
            let accounts = Self.accounts(clock)
            _ = try await Self.person(accounts, in: store)
            var kinds: [Refusal.Kind] = []
            for password in ["a", "b", "c", "d", "e", "right horse"] {
                let error = await #expect(throws: Refusal.self) {
                    try await accounts.logIn(
                        login: "zhang.san", password: password, address: "", agent: "", in: store)
                }
                if let error { kinds.append(error.kind) }
            }
            #expect(kinds == [.forbidden, .forbidden, .forbidden, .forbidden, .tooMany, .tooMany])
            clock.pass(900)
            let session = try await Self.logIn(accounts, "zhang.san", "right horse", in: store)
            #expect(session.person.login == "zhang.san")
        }
    }

    /// However many guess at the same time, no more than five are told whether they are right.
    @Test(arguments: Engines.Kind.allCases)
    func guessesAtTheSameTimeAreCounted(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let accounts = Self.accounts(Clock())
            _ = try await Self.person(accounts, in: store)
            let kinds = await withTaskGroup(of: Refusal.Kind?.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        do {
                            _ = try await accounts.logIn(
                                login: "zhang.san", password: "\(number)", address: "", agent: "", in: store)
                            return nil
                        } catch { return (error as? Refusal)?.kind }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(kinds.count == 12 && kinds.filter { $0 == .forbidden }.count == 4)
            #expect(kinds.filter { $0 == .tooMany }.count == 8)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aPasswordIsChanged(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let accounts = Self.accounts(Clock())
            let person = try await Self.person(accounts, in: store)
            var cookies: [String] = []
            var kept: String?
            for _ in 0..<2 {
                let loggedIn = try await Self.logIn(accounts, "zhang.san", "right horse", in: store)
                cookies.append(loggedIn.token.text)
                kept = loggedIn.session.id
            }
            for (old, new, reason) in [
                ("right horse", "short", Refusal.Kind.invalid), ("right horse", "right horse", .invalid),
                ("wrong horse", "new horse 1", .forbidden),
            ] {
                let error = await #expect(throws: Refusal.self) {
                    try await accounts.changePassword(of: person.id, from: old, to: new, keeping: kept, in: store)
                }
                #expect(error?.kind == reason)
            }
            try await accounts.changePassword(
                of: person.id, from: "right horse", to: "new horse 1", keeping: kept, in: store)
            var found: [Bool] = []
            for cookie in cookies { found.append(try await accounts.visitor(session: cookie, in: store) != nil) }
            #expect(found == [false, true])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func accessTokensNoteTheirUse(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let clock = Clock()
            let accounts = Self.accounts(clock)
            let person = try await Self.person(accounts, in: store)
            let new = try await store.write {
                try accounts.createAccessToken(
                    for: person.id, name: "x", scopes: ["a"], days: 1, functions: [Function("a", zh: "甲", en: "A")], $0)
            }
            for (pause, noted) in [(5, 5), (59, 5), (1, 65)] as [(Int64, Int64)] {
                clock.pass(pause)
                _ = try await accounts.visitor(accessToken: new.text, in: store)
                let bearer = try await accounts.visitor(accessToken: new.text, in: store)
                #expect(bearer?.visitor.scopes == ["a"])
                #expect(bearer?.token.lastUsed == Self.start.adding(seconds: noted))
            }
        }
    }

    @Test func aPageIsShownWhereNothingCanBeWritten() async throws {
        try await Engines.withStore(.sqlite) { store in
            let clock = Clock()
            let accounts = Self.accounts(clock)
            _ = try await Self.person(accounts, in: store)
            let loggedIn = try await Self.logIn(accounts, "zhang.san", "right horse", in: store)
            clock.pass(60)
            let found = try await accounts.visitor(session: loggedIn.token.text, in: ReadOnly(store: store))
            #expect(found?.session == loggedIn.session)
        }
    }

    struct ReadOnly: Store {
        let store: SQLStore

        func read<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
            try await store.read(body)
        }
        func write<T: Sendable>(_ body: @escaping @Sendable (any Records) throws -> T) async throws -> T {
            throw DatabaseError(.full, "no room")
        }
        func announcements(on channel: String) async throws -> AsyncStream<String> {
            try await store.announcements(on: channel)
        }
    }
}
