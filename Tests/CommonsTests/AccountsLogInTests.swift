import Rulebook
import Secrets
import Testing

@testable import Commons

@Suite struct AccountsLogInTests {
    let scene = AccountsScene()

    @Test func logsIn() throws {
        let person = try scene.person("zhang.san")
        let result = try scene.logIn(" Zhang.San\n", "right horse").get()
        #expect(result.person == person)
        #expect(result.session.id == result.token.digest && result.session.id != result.token.text)
        #expect(result.session.address == "192.0.2.7" && result.session.agent == "Browser")
        #expect(result.session.expires == scene.clock.now.adding(seconds: 7 * 86_400))
        #expect(scene.records.sessions[result.session.id] == result.session)
        #expect(result.session.csrf.count == 43 && result.session.csrf != result.token.text)
    }

    @Test func saysTheSameForAWrongPasswordAndAnUnknownLogin() throws {
        try scene.person("zhang.san")
        let (invited, _) = try scene.accounts.createPerson(PersonDraft(name: "新人", login: "invited"), scene.records)
        let wrong = try #require(try scene.refusal("zhang.san", "wrong horse"))
        #expect(wrong.kind == .forbidden)
        for login in ["nobody", "", "x", "a b", "a\0b", "张三", invited.login] {
            #expect(try scene.refusal(login, "right horse") == wrong, "\(login)")
        }
        #expect(scene.records.sessions.isEmpty)
    }

    @Test func doesTheSameWorkForAnUnknownLogin() {
        // What it is held against takes as many rounds and matches nothing.
        let attempt = Accounts.Attempt(key: "k", person: nil, hash: nil)
        for password in ["", "right horse", String(repeating: "A", count: 43)] {
            let proof = Accounts.proof(of: password, attempt, scene.accounts.hashing)
            #expect(!proof.isRight && proof.rehash == nil)
        }
    }

    @Test func locksAfterFiveFailuresForLongerEachTime() throws {
        try scene.person("zhang.san")
        for attempt in 1...4 {
            #expect(try scene.refusal("zhang.san", "wrong")?.kind == .forbidden, "\(attempt)")
        }
        #expect(try scene.refusal("zhang.san", "wrong")?.kind == .tooMany)
        for minutes in [15, 30, 60, 120, 240, 240] as [Int64] {
            #expect(try scene.refusal("zhang.san", "right horse")?.kind == .tooMany, "\(minutes)")
            scene.clock.pass(seconds: minutes * 60 - 1)
            #expect(try scene.refusal("zhang.san", "right horse")?.kind == .tooMany, "\(minutes)")
            scene.clock.pass(seconds: 1)
            #expect(try scene.refusal("zhang.san", "wrong")?.kind == .tooMany, "\(minutes)")
        }
        scene.clock.pass(seconds: 240 * 60)
        #expect(try scene.refusal("zhang.san", "right horse") == nil)
        #expect(scene.records.failures.isEmpty)
    }

    @Test func theLockSaysWhenItEnds() throws {
        for _ in 1...5 { _ = try scene.refusal("zhang.san", "wrong") }
        let until = scene.clock.now.adding(seconds: 900).shown
        let refusal = try #require(try scene.refusal("zhang.san", "wrong"))
        #expect(refusal.reason.zh.contains(until) && refusal.reason.en.contains(until))
    }

    @Test func anUnknownLoginLocksLikeAKnownOne() throws {
        try scene.person("zhang.san")
        for _ in 1...6 {
            #expect(try scene.refusal("nobody", "wrong") == scene.refusal("zhang.san", "wrong"))
        }
        #expect(scene.records.failures.count == 2)
        #expect(scene.records.failures.keys.allSatisfy { $0.count == 64 }, "what was typed is not kept")
    }

    @Test func failuresAreForgottenAfterADay() throws {
        try scene.person("zhang.san")
        for _ in 1...4 { _ = try scene.refusal("zhang.san", "wrong") }
        scene.clock.pass(seconds: 24 * 3600 - 1)
        #expect(try scene.refusal("zhang.san", "wrong")?.kind == .tooMany)
        scene.clock.pass(seconds: 24 * 3600)
        #expect(try scene.refusal("zhang.san", "wrong")?.kind == .forbidden)
        #expect(scene.records.failures.values.first?.count == 1)
    }

    @Test func aRightGuessThatWasUnderWayWhenTheLoginLockedIsRefused() throws {
        try scene.person("zhang.san")
        let attempt = try scene.accounts.attempt(login: "zhang.san", scene.records)
        let proof = Accounts.proof(of: "right horse", attempt, scene.accounts.hashing)
        #expect(proof.isRight)
        for _ in 1...5 { _ = try scene.refusal("zhang.san", "wrong") }
        let result = try scene.accounts.conclude(attempt, proof, address: "", agent: "", scene.records)
        guard case .failure(let refusal) = result else {
            Issue.record("logged in")
            return
        }
        #expect(refusal.kind == .tooMany)
    }

    @Test func guessesUnderWayDoNotLockForLonger() throws {
        let attempt = try scene.accounts.attempt(login: "nobody", scene.records)
        for _ in 1...5 { _ = try scene.refusal("nobody", "wrong") }
        let locked = scene.records.failures
        let proof = Accounts.Proof(isRight: false, rehash: nil)
        for _ in 1...10 { _ = try scene.accounts.conclude(attempt, proof, address: "", agent: "", scene.records) }
        #expect(scene.records.failures == locked)
    }

    @Test func aPasswordChangedMeanwhileNoLongerLogsIn() throws {
        let person = try scene.person("zhang.san")
        let attempt = try scene.accounts.attempt(login: "zhang.san", scene.records)
        let proof = Accounts.proof(of: "right horse", attempt, scene.accounts.hashing)
        scene.records.credentials[person.id]?.hash = PasswordHash("other horse", scene.accounts.hashing).text
        let result = try scene.accounts.conclude(attempt, proof, address: "", agent: "", scene.records)
        #expect(throws: Refusal.self) { try result.get() }
    }

    @Test func onlyTheRightPasswordTellsThatAnAccountIsInactive() throws {
        var person = try scene.person("zhang.san")
        person.isActive = false
        scene.records.people[person.id]?.0 = person
        #expect(try scene.refusal("zhang.san", "wrong") == scene.refusal("nobody", "wrong"))
        let refusal = try #require(try scene.refusal("zhang.san", "right horse"))
        #expect(refusal.kind == .forbidden && refusal.reason.en.contains("not active"))
        #expect(scene.records.sessions.isEmpty)
    }

    @Test func hashesOfOtherParametersAreMadeAnew() throws {
        let person = try scene.person("zhang.san")
        let before = scene.records.credentials[person.id]?.hash
        _ = try scene.logIn("zhang.san", "right horse").get()
        #expect(scene.records.credentials[person.id]?.hash == before)
        var accounts = scene.accounts
        accounts.hashing = PasswordHash.Parameters(logN: 5, r: 1, p: 1)
        let attempt = try accounts.attempt(login: "zhang.san", scene.records)
        let proof = Accounts.proof(of: "right horse", attempt, accounts.hashing)
        _ = try accounts.conclude(attempt, proof, address: "", agent: "", scene.records).get()
        let after = try #require(scene.records.credentials[person.id]?.hash)
        #expect(after != before && PasswordHash(after)?.verify("right horse") == true)
        #expect(PasswordHash(after)?.needsRehash(accounts.hashing) == false)
    }

    @Test func whatABrowserSaysOfItselfIsCutAndCleaned() throws {
        try scene.person("zhang.san")
        let attempt = try scene.accounts.attempt(login: "zhang.san", scene.records)
        let proof = Accounts.proof(of: "right horse", attempt, scene.accounts.hashing)
        let agent = "a\0\n\u{7f}" + String(repeating: "b", count: 1000)
        let result = try scene.accounts.conclude(attempt, proof, address: agent, agent: agent, scene.records)
            .map(AccountsScene.whole).get()
        #expect(result.session.agent == "a" + String(repeating: "b", count: 299))
        #expect(result.session.address == "a" + String(repeating: "b", count: 63))
    }
}
