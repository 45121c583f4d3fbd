import Rulebook
import Secrets
import Testing

@testable import Commons

@Suite struct AccountsPasswordTests {
    let scene = AccountsScene()

    /// The steps of a change, without the store between them.
    func change(_ person: Person, from old: String, to new: String, keeping session: String? = nil) throws -> Refusal? {
        let attempt = try scene.accounts.attempt(login: person.login, scene.records)
        let proof = Accounts.proof(of: old, attempt, scene.accounts.hashing)
        let hash = PasswordHash(new, scene.accounts.hashing).text
        let result = try scene.accounts.changePassword(attempt, proof, hash, keeping: session, scene.records)
        guard case .failure(let refusal) = result else { return nil }
        return refusal
    }

    @Test func aChangeEndsAllOtherSessions() throws {
        let person = try scene.person("zhang.san")
        let (kept, other) = (try scene.logIn("zhang.san", "right horse"), try scene.logIn("zhang.san", "right horse"))
        #expect(try change(person, from: "right horse", to: "new horse 1", keeping: kept.get().session.id) == nil)
        #expect(try scene.accounts.visitor(session: kept.get().token.text, scene.records) != nil)
        #expect(try scene.accounts.visitor(session: other.get().token.text, scene.records) == nil)
        #expect(try scene.refusal("zhang.san", "right horse")?.kind == .forbidden)
        #expect(try scene.refusal("zhang.san", "new horse 1") == nil)
    }

    @Test func aChangeTakesTheOldPassword() throws {
        let person = try scene.person("zhang.san")
        let wrong = try #require(try change(person, from: "wrong", to: "new horse 1"))
        #expect(wrong.kind == .forbidden && wrong.place == "old")
        for _ in 1...3 { _ = try change(person, from: "wrong", to: "new horse 1") }
        #expect(try change(person, from: "wrong", to: "new horse 1")?.kind == .tooMany, "it is a guess like any other")
        #expect(try scene.refusal("zhang.san", "right horse")?.kind == .tooMany)
    }

    @Test func aLinkIsGoodOnceAndForADay() throws {
        let (person, link) = try scene.accounts.createPerson(
            PersonDraft(name: "张三", login: "zhang.san"), scene.records)
        #expect(try scene.accounts.person(passwordLink: link.text, scene.records) == person)
        #expect(scene.records.links.keys.first == link.digest, "the link itself is not kept")
        scene.clock.pass(seconds: 24 * 3600 - 1)
        let hash = PasswordHash("right horse", scene.accounts.hashing).text
        try scene.accounts.choosePassword(hash: hash, passwordLink: link.text, scene.records)
        #expect(try scene.refusal("zhang.san", "right horse") == nil)
        #expect(throws: Refusal.self) {
            try scene.accounts.choosePassword(hash: hash, passwordLink: link.text, scene.records)
        }
        let late = try scene.accounts.passwordLink(for: person.id, scene.records)
        scene.clock.pass(seconds: 24 * 3600)
        #expect(throws: Refusal.self) { try scene.accounts.person(passwordLink: late.text, scene.records) }
    }

    @Test func aNewLinkVoidsTheOneBefore() throws {
        let person = try scene.person("zhang.san")
        let first = try scene.accounts.passwordLink(for: person.id, scene.records)
        let second = try scene.accounts.passwordLink(for: person.id, scene.records)
        #expect(throws: Refusal.self) { try scene.accounts.person(passwordLink: first.text, scene.records) }
        #expect(try scene.accounts.person(passwordLink: second.text, scene.records) == person)
        for text in ["", "x", Token().text] {
            #expect(throws: Refusal.self) { try scene.accounts.person(passwordLink: text, scene.records) }
        }
    }

    @Test func aResetUnlocksAndEndsAllSessions() throws {
        let person = try scene.person("zhang.san")
        let loggedIn = try scene.logIn("zhang.san", "right horse").get()
        for _ in 1...5 { _ = try scene.refusal("zhang.san", "wrong") }
        let link = try scene.accounts.passwordLink(for: person.id, scene.records)
        let hash = PasswordHash("new horse 1", scene.accounts.hashing).text
        try scene.accounts.choosePassword(hash: hash, passwordLink: link.text, scene.records)
        #expect(try scene.accounts.visitor(session: loggedIn.token.text, scene.records) == nil)
        #expect(try scene.refusal("zhang.san", "new horse 1") == nil)
    }

    @Test func inactivePeopleGetNoLink() throws {
        let person = try scene.person("zhang.san")
        let link = try scene.accounts.passwordLink(for: person.id, scene.records)
        scene.records.people[person.id]?.0.isActive = false
        #expect(throws: Refusal.self) { try scene.accounts.passwordLink(for: person.id, scene.records) }
        #expect(throws: Refusal.self) { try scene.accounts.person(passwordLink: link.text, scene.records) }
        #expect(throws: Refusal.self) { try scene.accounts.passwordLink(for: "nobody", scene.records) }
    }

    @Test(arguments: [
        ("", 2), ("short", 1), ("horse 789", 1), ("horse 7890", 0), ("密码是十个字那么长吧", 0),
        ("P@ssw0rd123", 1), ("Administrator", 1), ("aaaaaaaaaaaa", 1), ("ababababab", 1), ("1234567890", 1),
        ("0987654321", 1), ("abcdefghijkl", 1), ("my zhang.san 1", 1), ("ZHANG.SAN 123", 1), ("horse\n7890123", 1),
        (String(repeating: "xyz1", count: 32), 0), (String(repeating: "xyz1", count: 32) + "x", 1),
    ])
    func rulesTellEverythingWrong(_ password: String, _ count: Int) {
        #expect(PasswordRules().problems(password, login: "zhang.san").count == count)
    }

    @Test func theShortestPasswordCanBeSetWithinBounds() {
        for (asked, given) in [(0, 8), (8, 8), (12, 12), (128, 128), (1000, 128)] {
            let rules = PasswordRules(minimum: asked)
            #expect(rules.minimum == given)
            let password = String((0..<given).map { Character(["x", "7", "q"][$0 % 3]) })
            #expect(rules.problems(password, login: "").isEmpty)
            #expect(rules.problems(String(password.dropLast()), login: "").count == 1)
        }
    }

    @Test func refusedPasswordsComeWithEveryReason() throws {
        let error = #expect(throws: Refusal.self) { try PasswordRules().check("password", login: "pass") }
        let refusal = try #require(error)
        #expect(refusal.kind == .invalid && refusal.place == "password")
        #expect(refusal.details.map(\.reason.zh) == ["至少 10 个字符", "太常见，容易被猜到", "不能包含登录名"])
        #expect(!refusal.reason.en.contains("'password'"))
    }

    @Test func theBlockListIsInLowerCaseAndLongEnough() {
        for password in PasswordRules.common {
            #expect(password == password.lowercased() && password.count >= 8, "\(password)")
        }
    }
}
