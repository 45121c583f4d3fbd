import Commons
import Markup
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct SessionsTests {
    private func session(_ id: String, agent: String) -> Session {
        Session(
            id: id, person: "p1", created: Samples.now, lastSeen: Samples.now, expires: Samples.now,
            address: "203.0.113.8", agent: agent, csrf: "topsecret")
    }

    @Test func onesOwnSessionCannotBeEndedByMistake() {
        let sessions = [
            session("a", agent: "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0"), session("b", agent: Samples.evil),
        ]
        let (zh, en) = expectBilingual { SessionsView(language: $0, sessions: sessions, current: "a").body }
        #expect(zh.contains("本次登录"))
        #expect(zh.contains("name=\"end\" value=\"b\""))
        #expect(!zh.contains("name=\"end\" value=\"a\""))
        #expect(zh.contains("结束其他全部登录（1 个）"))
        #expect(!zh.contains("topsecret"))
        #expect(!zh.contains("<img"))
        #expect(han(words(en)) == "")
    }

    @Test func aloneThereIsNothingToEnd() {
        let html = SessionsView(language: .chinese, sessions: [session("a", agent: "")], current: "a").body.string
        #expect(!html.contains("name=\"others\""))
        #expect(html.contains("未知程序"))
    }

    @Test(
        arguments: zip(
            [
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
                "Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0", "curl/8.0",
            ], ["Edge · Windows", "Safari · iPhone", "微信 · Android", "未知程序"]))
    func browsersHaveNames(_ agent: String, _ name: String) { #expect(Agent.name(agent, .chinese) == name) }
}

@Suite struct TokensTests {
    private let token = AccessToken(
        id: "t1", person: "p1", name: Samples.evil, digest: "0123456789abcdef", scopes: ["case.read"],
        created: Samples.now, expires: Samples.now.adding(seconds: 86_400))

    @Test func theTextIsShownOnceAndTheDigestNever() {
        var view = TokensView(
            language: .chinese, tokens: [token], functions: [.managePeople], now: Samples.now)
        #expect(!view.body.string.contains("linli_"))
        view.created = ("nightly", "linli_abc")
        expectSound(view.body)
        let html = view.body.string
        #expect(html.contains("<code>linli_abc</code>"))
        #expect(html.contains("data-copy=\"linli_abc\""))
        #expect(html.contains("只在这里显示一次"))
        #expect(!html.contains(token.digest))
        #expect(!html.contains("<img"))
    }

    @Test func scopesAreThoseOneHas() {
        let (zh, _) = expectBilingual {
            TokensView(language: $0, tokens: [], functions: [.managePeople], now: Samples.now).body
        }
        #expect(zh.matches(of: /type="checkbox" name="scopes"/).count == 1)
        let none = TokensView(language: .chinese, tokens: [], functions: [], now: Samples.now).body.string
        #expect(none.contains("您的角色不能使用接口"))
        #expect(!none.contains("<form"))
    }

    @Test func whatIsOverSaysSo() {
        let later = TokensView(
            language: .chinese, tokens: [token], functions: [], now: Samples.now.adding(seconds: 86_400))
        #expect(later.body.string.contains("已过期"))
        let before = TokensView(
            language: .chinese, tokens: [token], functions: [], now: Samples.now.adding(seconds: 86_399))
        #expect(!before.body.string.contains("已过期"))
    }
}
