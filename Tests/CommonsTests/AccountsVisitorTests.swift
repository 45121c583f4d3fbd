import Rulebook
import Secrets
import Testing

@testable import Commons

@Suite struct AccountsVisitorTests {
    let scene = AccountsScene()
    static let functions = [
        Function("case.see", zh: "查看", en: "See"), Function("case.edit", zh: "修改", en: "Edit"),
    ]

    @Test func aCookieStandsForItsPerson() throws {
        let person = try scene.person("zhang.san")
        let body = try scene.accounts.createOrganisation(
            OrganisationDraft(kind: .body, name: "评价机构", region: "3301"), scene.records)
        try scene.accounts.give(.reviewer, to: person.id, in: body.id, scene.records)
        let loggedIn = try scene.logIn("zhang.san", "right horse").get()
        let found = try #require(try scene.accounts.visitor(session: loggedIn.token.text, scene.records))
        #expect(found.session == loggedIn.session)
        #expect(found.visitor.person == person && found.visitor.memberships.map(\.role) == [.reviewer])
        #expect(found.visitor.interface == .page && found.visitor.scopes == nil && found.visitor.language == .zh)
        let english = try scene.accounts.visitor(
            session: loggedIn.token.text, interface: .api, language: .en, scene.records)
        #expect(english?.visitor.language == .en && english?.visitor.interface == .api)
    }

    @Test func otherCookiesStandForNobody() throws {
        try scene.person("zhang.san")
        let loggedIn = try scene.logIn("zhang.san", "right horse").get()
        for text in ["", "x", loggedIn.session.id, Token().text, loggedIn.token.text + "A"] {
            #expect(try scene.accounts.visitor(session: text, scene.records) == nil, "\(text)")
        }
    }

    @Test func sessionsEndWhenIdle() throws {
        try scene.person("zhang.san")
        let cookie = try scene.logIn("zhang.san", "right horse").get().token.text
        scene.clock.pass(seconds: 12 * 3600 - 1)
        #expect(try scene.accounts.visitor(session: cookie, scene.records) != nil)
        scene.clock.pass(seconds: 1)
        #expect(try scene.accounts.visitor(session: cookie, scene.records) == nil)
    }

    @Test func sessionsEndAfterAWeekHoweverBusy() throws {
        try scene.person("zhang.san")
        let loggedIn = try scene.logIn("zhang.san", "right horse").get()
        for _ in 0..<(7 * 24) {
            #expect(try scene.accounts.visitor(session: loggedIn.token.text, scene.records) != nil)
            scene.clock.pass(seconds: 3600)
            scene.records.touchSession(loggedIn.session.id, at: scene.clock.now)
        }
        #expect(try scene.accounts.visitor(session: loggedIn.token.text, scene.records) == nil)
        let person = loggedIn.person.id
        #expect(try scene.accounts.sessions(of: person, scene.records).isEmpty)
        #expect(scene.records.sessions.count == 1)
        try scene.accounts.sweep(scene.records)
        #expect(scene.records.sessions.isEmpty)
    }

    @Test func requestsAreNotedOnceAMinute() {
        let terms = SessionTerms()
        let seen = scene.clock.now
        #expect(!terms.isStale(seen, at: seen.adding(seconds: 59)))
        #expect(terms.isStale(seen, at: seen.adding(seconds: 60)))
        #expect(terms.isStale(nil, at: seen))
    }

    @Test func sessionsAreEndedByTheirOwnerOnly() throws {
        let (zhang, li) = (try scene.person("zhang.san"), try scene.person("li.si"))
        let sessions = try (0..<3).map { _ in try scene.logIn("zhang.san", "right horse").get().session }
        #expect(try scene.accounts.sessions(of: zhang.id, scene.records).count == 3)
        #expect(throws: Refusal.self) { try scene.accounts.endSession(sessions[0].id, of: li.id, scene.records) }
        try scene.accounts.endSession(sessions[0].id, of: zhang.id, scene.records)
        #expect(throws: Refusal.self) { try scene.accounts.endSession(sessions[0].id, of: zhang.id, scene.records) }
        #expect(try scene.accounts.endSessions(of: zhang.id, except: sessions[2].id, scene.records) == 1)
        try scene.accounts.logOut(sessions[2], scene.records)
        try scene.accounts.logOut(sessions[2], scene.records)
        #expect(scene.records.sessions.isEmpty)
    }

    @Test func accessTokensStandForTheirPersonWithinTheirScopes() throws {
        let person = try scene.person("zhang.san")
        let new = try scene.accounts.createAccessToken(
            for: person.id, name: " 报表 ", scopes: ["case.see"], days: 30, functions: Self.functions, scene.records)
        #expect(new.text.hasPrefix("linli_") && new.text.count == 49)
        #expect(new.token.name == "报表" && new.token.digest.count == 64)
        let found = try #require(try scene.accounts.visitor(accessToken: new.text, scene.records))
        #expect(found.visitor.person == person && found.visitor.interface == .api)
        #expect(found.visitor.scopes == ["case.see"])
        for text in ["", "linli_", String(new.text.dropFirst(6)), "linli_" + Token().text, new.token.digest] {
            #expect(try scene.accounts.visitor(accessToken: text, scene.records) == nil, "\(text)")
        }
        #expect(try scene.accounts.visitor(session: String(new.text.dropFirst(6)), scene.records) == nil)
        scene.clock.pass(seconds: 30 * 86_400 - 1)
        #expect(try scene.accounts.visitor(accessToken: new.text, scene.records) != nil)
        scene.clock.pass(seconds: 1)
        #expect(try scene.accounts.visitor(accessToken: new.text, scene.records) == nil)
    }

    @Test func accessTokensAreRevokedByTheirOwnerOnly() throws {
        let (zhang, li) = (try scene.person("zhang.san"), try scene.person("li.si"))
        let new = try scene.accounts.createAccessToken(
            for: zhang.id, name: "报表", scopes: ["case.see"], days: 1, functions: Self.functions, scene.records)
        #expect(throws: Refusal.self) { try scene.accounts.revokeAccessToken(new.token.id, of: li.id, scene.records) }
        #expect(try scene.accounts.accessTokens(of: zhang.id, scene.records) == [new.token])
        try scene.accounts.revokeAccessToken(new.token.id, of: zhang.id, scene.records)
        #expect(try scene.accounts.visitor(accessToken: new.text, scene.records) == nil)
    }

    @Test func everythingWrongWithAnAccessTokenIsTold() throws {
        let person = try scene.person("zhang.san")
        func places(_ name: String, _ scopes: Set<String>, _ days: Int) -> [String] {
            do {
                _ = try scene.accounts.createAccessToken(
                    for: person.id, name: name, scopes: scopes, days: days, functions: Self.functions, scene.records)
                return []
            } catch let refusal as Refusal {
                return refusal.kind == .invalid ? refusal.details.map(\.place) : ["\(refusal.kind)"]
            } catch {
                return ["\(error)"]
            }
        }
        #expect(places(" ", [], 0) == ["name", "scopes", "days"])
        #expect(places("x", ["case.see", "b", "a"], 367) == ["scopes", "scopes", "days"])
        #expect(places("x\ny", ["case.see"], 1) == ["name"])
        for _ in 1...Accounts.mostAccessTokens { #expect(places("x", ["case.see"], 366) == []) }
        #expect(places("x", ["case.see"], 366) == ["tooMany"])
    }

    @Test func inactivePeopleAreNobody() throws {
        let person = try scene.person("zhang.san")
        let cookie = try scene.logIn("zhang.san", "right horse").get().token.text
        let token = try scene.accounts.createAccessToken(
            for: person.id, name: "报表", scopes: ["case.see"], days: 1, functions: Self.functions, scene.records)
        scene.records.people[person.id]?.0.isActive = false
        #expect(try scene.accounts.visitor(session: cookie, scene.records) == nil)
        #expect(try scene.accounts.visitor(accessToken: token.text, scene.records) == nil)
    }
}
