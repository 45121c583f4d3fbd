import Commons
import Database
import Persistence
import Testing

@Suite struct AccountsTests {
    static let now = Instant(milliseconds: 1_772_330_000_000)

    static func session(_ id: String, of person: String = "p1", seen: Int64 = 0) -> Session {
        Session(
            id: id, person: person, created: now, lastSeen: now.adding(seconds: seen),
            expires: now.adding(seconds: 1000), address: "192.0.2.7", agent: "浏览器", csrf: "c-" + id)
    }

    static func token(_ id: String, of person: String = "p1", created: Int64 = 0) -> AccessToken {
        AccessToken(
            id: id, person: person, name: "报表", digest: "d-" + id, scopes: ["b.c", "a"],
            created: now.adding(seconds: created), expires: now.adding(seconds: 1000))
    }

    @Test(arguments: Engines.Kind.allCases)
    func credentialsAndFailuresAreKept(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await PartiesTests.fill(store)
            try await store.write { records throws in
                #expect(try records.credential(of: "p1") == nil)
                for hash in ["a", "b"] {
                    let credential = Credential(person: "p1", hash: hash, changedAt: Self.now)
                    try records.save(credential)
                    #expect(try records.credential(of: "p1") == credential)
                }
                #expect(try records.loginFailures("k") == nil)
                for (count, lock) in [(1, nil), (5, Self.now.adding(seconds: 900))] as [(Int, Instant?)] {
                    let failures = LoginFailures(key: "k", count: count, lastAt: Self.now, lockedUntil: lock)
                    try records.save(failures)
                    #expect(try records.loginFailures("k") == failures)
                }
                try records.removeLoginFailures("k")
                #expect(try records.loginFailures("k") == nil)
            }
            await #expect(throws: DatabaseError.self) {
                try await store.write { try $0.save(Credential(person: "nobody", hash: "", changedAt: Self.now)) }
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func sessionsComeWithTheirHolder(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await PartiesTests.fill(store)
            try await store.write { records throws in
                try records.save(Person(id: "p3", name: "独行", login: "alone"), version: 0)
                for session in [Self.session("s1"), Self.session("s3", of: "p3")] { try records.insert(session) }
            }
            try await store.read { records throws in
                let (session, holder) = try #require(try records.session("s1"))
                #expect(session == Self.session("s1"))
                let memberships = try records.memberships(of: "p1")
                #expect(holder == Holder(person: PartiesTests.zhang, memberships: memberships))
                #expect(memberships.count == 2)
                #expect(try records.session("s3")?.holder.memberships.isEmpty == true)
                #expect(try records.session("s9") == nil)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func sessionsAreTouchedListedAndEnded(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await PartiesTests.fill(store)
            try await store.write { records throws in
                for session in [Self.session("s1"), Self.session("s2", seen: 5), Self.session("s3", seen: 3)] {
                    try records.insert(session)
                }
                try records.insert(Self.session("t1", of: "p2"))
                #expect(try records.sessions(of: "p1").map(\.id) == ["s2", "s3", "s1"])
                try records.touchSession("s1", at: Self.now.adding(seconds: 9))
                try records.touchSession("s1", at: Self.now.adding(seconds: 7))
                #expect(try records.session("s1")?.session.lastSeen == Self.now.adding(seconds: 9))
                #expect(try !records.endSession("s1", of: "p2"))
                #expect(try records.endSession("s1", of: "p1"))
                #expect(try !records.endSession("s1", of: "p1"))
                #expect(try records.endSessions(of: "p1", except: "s2") == 1)
                #expect(try records.sessions(of: "p1").map(\.id) == ["s2"])
                #expect(try records.endSessions(of: "p1", except: nil) == 1)
                #expect(try records.sessions(of: "p2").count == 1)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func accessTokensAreKept(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await PartiesTests.fill(store)
            try await store.write { records throws in
                for token in [Self.token("a1"), Self.token("a2", created: 5), Self.token("b1", of: "p2")] {
                    try records.insert(token)
                }
                let (token, holder) = try #require(try records.accessToken(digest: "d-a1"))
                #expect(token == Self.token("a1") && holder.person == PartiesTests.zhang)
                #expect(holder.memberships.count == 2)
                #expect(try records.accessToken(digest: "a1") == nil)
                #expect(try records.accessTokens(of: "p1").map(\.id) == ["a2", "a1"])
                try records.touchAccessToken("a1", at: Self.now.adding(seconds: 9))
                try records.touchAccessToken("a1", at: Self.now.adding(seconds: 7))
                #expect(try records.accessToken(digest: "d-a1")?.token.lastUsed == Self.now.adding(seconds: 9))
                #expect(try !records.removeAccessToken("a1", of: "p2"))
                #expect(try records.removeAccessToken("a1", of: "p1"))
                try records.removeAccessTokens(of: "p1")
                #expect(try records.accessTokens(of: "p1").isEmpty && records.accessTokens(of: "p2").count == 1)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func passwordLinksAreKept(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await PartiesTests.fill(store)
            try await store.write { records throws in
                let links = ["p1", "p2"].map { PasswordLink(digest: "l-" + $0, person: $0, expires: Self.now) }
                for link in links { try records.insert(link) }
                #expect(try records.passwordLink(digest: "l-p1") == links[0])
                #expect(try records.passwordLink(digest: "p1") == nil)
                try records.removePasswordLinks(of: "p1")
                #expect(try records.passwordLink(digest: "l-p1") == nil)
                #expect(try records.passwordLink(digest: "l-p2") == links[1])
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func answersAreKept(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let keys = [
                IdempotencyKey("k", person: "p1", method: "POST", path: "/a"),
                IdempotencyKey("k", person: nil, method: "POST", path: "/a"),
                IdempotencyKey("k", person: "p1", method: "POST", path: "/b"),
            ]
            try await store.write { records throws in
                for (index, key) in keys.enumerated() {
                    var answer = StoredAnswer(key: key, request: "r", at: Self.now, status: 0)
                    try records.insert(answer)
                    #expect(try records.storedAnswer(key) == answer)
                    answer.status = 200 + index
                    answer.headers = [
                        .init("Location", "/中?\"x\""), .init("Set-Cookie", "a"), .init("Set-Cookie", "b"),
                    ]
                    answer.body = Array(0...255)
                    try records.save(answer)
                    #expect(try records.storedAnswer(key) == answer)
                }
                try records.removeStoredAnswer(keys[0])
                #expect(try keys.map { try records.storedAnswer($0)?.status } == [nil, 201, 202])
            }
            let error = await #expect(throws: Refusal.self) {
                try await store.write {
                    try $0.insert(StoredAnswer(key: keys[1], request: "r", at: Self.now, status: 0))
                }
            }
            #expect(error?.kind == .conflict)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsOverIsForgotten(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            try await PartiesTests.fill(store)
            try await store.write { records throws in
                for id in 1...3 { try records.insert(Self.session("s\(id)", seen: Int64(id))) }
                try records.insert(Self.token("a1"))
                try records.insert(PasswordLink(digest: "l", person: "p1", expires: Self.now.adding(seconds: 1000)))
                for (key, lock) in [("free", nil), ("locked", 5000)] as [(String, Int64?)] {
                    let until = lock.map { Self.now.adding(seconds: $0) }
                    try records.save(LoginFailures(key: key, count: 9, lastAt: Self.now, lockedUntil: until))
                }
                let key = IdempotencyKey("k", person: nil, method: "POST", path: "/a")
                try records.insert(StoredAnswer(key: key, request: "r", at: Self.now, status: 200))
                func left() throws -> [Int] {
                    [
                        try records.sessions(of: "p1").count, try records.accessTokens(of: "p1").count,
                        try records.passwordLink(digest: "l") == nil ? 0 : 1,
                        try ["free", "locked"].filter { try records.loginFailures($0) != nil }.count,
                        try records.storedAnswer(key) == nil ? 0 : 1,
                    ]
                }
                let (before, expiry) = (Self.now.adding(seconds: -1), Self.now.adding(seconds: 1000))
                try records.removeOver(now: Self.now, idleSince: Self.now, forgotten: before)
                #expect(try left() == [3, 1, 1, 2, 1])
                try records.removeOver(now: Self.now, idleSince: Self.now.adding(seconds: 2), forgotten: Self.now)
                #expect(try left() == [1, 1, 1, 1, 0])
                try records.removeOver(now: expiry.adding(seconds: -1), idleSince: Self.now, forgotten: before)
                #expect(try left() == [1, 1, 1, 1, 0])
                try records.removeOver(now: expiry, idleSince: Self.now, forgotten: before)
                #expect(try left() == [0, 0, 0, 1, 0])
            }
        }
    }
}
