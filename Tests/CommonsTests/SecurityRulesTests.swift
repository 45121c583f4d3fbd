import Rulebook
import Secrets
import Testing

@testable import Commons

@Suite struct SecurityRulesTests {
    let scene = AccountsScene()

    @Test func theyComeBackAsTheyWereSaved() throws {
        for preset in SecurityRules.Preset.allCases {
            let text = Array(try CanonicalJSON.encode(preset.rules))
            #expect(try CanonicalJSON.decode(SecurityRules.self, text) == preset.rules)
        }
        #expect(try CanonicalJSON.decode(SecurityRules.self, Array("{}".utf8)) == SecurityRules())
        let wild = #"{"passwordLength":1,"failures":0,"idleMinutes":999999,"proofMinutes":-1}"#
        let rules = try CanonicalJSON.decode(SecurityRules.self, Array(wild.utf8))
        #expect(rules.passwordLength == 8 && rules.failures == 3 && rules.idleMinutes == 10_080)
        #expect(rules.proofMinutes == 0)
    }

    @Test(arguments: [
        ("horse horse", 2), ("HorseHorse", 2), ("Horse7Horse", 3), ("Horse 7 Horse", 4), ("密码密码abc", 2),
        ("horsehorse", 1), ("", 0),
    ])
    func kindsOfCharactersAreCounted(_ password: String, _ count: Int) {
        #expect(PasswordRules.kinds(of: password) == count)
        for kinds in 1...4 where password.count >= 10 {
            let problems = PasswordRules(minimum: 8, kinds: kinds).problems(password, login: "")
            #expect(problems.isEmpty == (count >= kinds), "\(kinds)")
        }
    }

    @Test func aPasswordIsTooOldToTheSecond() throws {
        try scene.person("zhang.san")
        scene.security.set {
            $0.passwordDays = 1
            $0.idleMinutes = 10_080
        }
        let cookie = try scene.logIn("zhang.san", "right horse").get().token.text
        func duty() throws -> Duty? { try scene.accounts.visitor(session: cookie, scene.records)?.duty }
        scene.clock.pass(seconds: 86_399)
        #expect(try duty() == nil)
        scene.clock.pass(seconds: 1)
        #expect(try duty() == .password)
        let token = try scene.accounts.createAccessToken(
            for: scene.records.people.keys.first ?? "", name: "x", scopes: ["a"], days: 1,
            functions: [Function("a", zh: "甲", en: "A")], scene.records)
        #expect(try scene.accounts.visitor(accessToken: token.text, scene.records)?.duty == .password)
        scene.security.set { $0.passwordDays = 0 }
        #expect(try duty() == nil)
    }

    @Test func hashingAnewMakesNoPasswordYounger() throws {
        let person = try scene.person("zhang.san")
        let changed = scene.records.credentials[person.id]?.changedAt
        scene.clock.pass(seconds: 100)
        var accounts = scene.accounts
        accounts.hashing = PasswordHash.Parameters(logN: 5, r: 1, p: 1)
        let attempt = try accounts.attempt(login: "zhang.san", scene.records)
        let proof = Accounts.proof(of: "right horse", attempt, accounts.hashing)
        _ = try accounts.conclude(attempt, proof, address: "", agent: "", scene.records).get()
        #expect(scene.records.credentials[person.id]?.hash != attempt.hash)
        #expect(scene.records.credentials[person.id]?.changedAt == changed)
    }

    @Test func aRoleMayNeedASecondFactor() throws {
        let person = try scene.person("zhang.san")
        let body = try scene.accounts.createOrganisation(
            OrganisationDraft(kind: .body, name: "评价机构", region: "3301"), scene.records)
        try scene.accounts.give(.reviewer, to: person.id, in: body.id, scene.records)
        let cookie = try scene.logIn("zhang.san", "right horse").get().token.text
        func duty() throws -> Duty? { try scene.accounts.visitor(session: cookie, scene.records)?.duty }
        scene.security.set { $0.secondFactorRoles = [.approver] }
        #expect(try duty() == nil)
        scene.security.set { $0.secondFactorRoles = [.reviewer] }
        #expect(try duty() == .secondFactor)
        var factor = SecondFactor(person: person.id, sealed: [])
        scene.records.save(factor)
        #expect(try duty() == .secondFactor, "it counts with its first code")
        factor.confirmedAt = scene.clock.now
        scene.records.save(factor)
        #expect(try duty() == nil)
    }

    @Test func shorterTermsHoldAtOnce() throws {
        try scene.person("zhang.san")
        let cookie = try scene.logIn("zhang.san", "right horse").get().token.text
        scene.clock.pass(seconds: 3600)
        #expect(try scene.accounts.visitor(session: cookie, scene.records) != nil)
        scene.security.set { $0.absoluteHours = 1 }
        #expect(try scene.accounts.visitor(session: cookie, scene.records) == nil)
        scene.security.set {
            $0.absoluteHours = 2
            $0.idleMinutes = 60
        }
        #expect(try scene.accounts.visitor(session: cookie, scene.records) == nil)
        scene.security.set { $0.idleMinutes = 61 }
        #expect(try scene.accounts.visitor(session: cookie, scene.records) != nil)
    }

    @Test func theLockIsAsLongAsTheRulesSay() throws {
        try scene.person("zhang.san")
        scene.security.set {
            $0.failures = 3
            $0.lockMinutes = 1
        }
        for _ in 1...2 { #expect(try scene.refusal("zhang.san", "wrong")?.kind == .forbidden) }
        #expect(try scene.refusal("zhang.san", "wrong")?.kind == .tooMany)
        #expect(scene.records.notes.map(\.act).last == "login.locked")
        scene.clock.pass(seconds: 59)
        #expect(try scene.refusal("zhang.san", "right horse")?.kind == .tooMany)
        scene.clock.pass(seconds: 1)
        #expect(try scene.refusal("zhang.san", "right horse") == nil)
    }

    @Test(arguments: [
        ("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/120.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edg"),
        ("Mozilla/5.0 (X11; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17 Mobile Safari/604", "Safari"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 MicroMessenger/8.0", "MicroMessenger"),
        ("python-requests/2.32", "python-requests"), ("", ""),
    ])
    func aBrowserIsKnownByItsMake(_ agent: String, _ family: String) {
        #expect(SessionClient.family(agent) == family)
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.200", true), ("192.0.2.7", "192.0.3.7", false),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ("2001:db8::1", "2001:0DB8:0:0::2", true), ("::1", "::1", true), ("192.0.2.7", "2001:db8::1", false),
    ])
    func aNetworkIsKnownByItsPrefix(_ one: String, _ other: String, _ isSame: Bool) {
        let session = Session(
            id: "", person: "", created: scene.clock.now, lastSeen: scene.clock.now, expires: scene.clock.now,
            address: one, agent: "x/1", csrf: "")
        let client = SessionClient(address: other, agent: "x/2")
        #expect((client.difference(from: session, true) == nil) == isSame)
        #expect(client.difference(from: session, false) == nil)
        #expect(SessionClient(address: one, agent: "y/1").difference(from: session, false) != nil)
    }
}
