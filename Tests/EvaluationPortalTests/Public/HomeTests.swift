import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct HomeTests {
    private func view(_ language: PageLanguage, isDemo: Bool = false) -> HomeView {
        HomeView(
            Samples.rulebook, counts: ["certified": 42, "notice": 2, "appeal": 1, "site": 7, "draft": 99],
            wings: [EvaluationPortal.wing],
            logIns: isDemo
                ? DemoLogInsView(language: language, logIns: Samples.logIns, password: "secret-2026", csrf: nil) : nil,
            language: language)
    }

    @Test func saysHowItGoesInBothLanguages() {
        let (zh, en) = expectBilingual { view($0).body }
        #expect(zh.contains("href=\"/registry\""))
        for word in ["任何人都能复算", "三步完成评价", "等级是怎样得出的", "查询公开名录", "核验证书", "控制项"] { #expect(zh.contains(word)) }
        for word in ["three steps", "How a grade comes about", "Verify a certificate"] { #expect(en.contains(word)) }
        #expect(han(words(en)) == "")
    }

    @Test func weightsAndGradesComeFromTheRulebook() {
        let text = words(view(.chinese).body.string)
        for category in Samples.rulebook.categories { #expect(text.contains(category.title.zh)) }
        for grade in Samples.rulebook.grades { #expect(text.contains(grade.title.zh)) }
        #expect(text.contains("60 &lt; Q ≤ 85"))
        #expect(text.contains("× 25%"))
    }

    @Test func countsCasesThatTheirStatesStandFor() {
        let text = words(view(.chinese).body.string)
        #expect(text.contains("已发证社区 42"))
        #expect(text.contains("正在公示 3"))
        #expect(text.contains("正在评价 7"))
        #expect(!text.contains("99"))
    }

    @Test func logInsOfADemonstrationAreOrdinaryForms() {
        #expect(!view(.chinese).body.string.contains("演示"))
        let html = view(.chinese, isDemo: true).body.string
        #expect(html.contains("申请人员 · Lin"))
        #expect(html.contains("action=\"/login\""))
        #expect(html.contains("name=\"login\" value=\"admin\""))
        #expect(html.contains("name=\"password\" value=\"secret-2026\""))
    }
}

@Suite struct LogInTests {
    @Test func asksForLoginAndPassword() {
        let (zh, _) = expectBilingual { LogInView(language: $0).body }
        #expect(zh.contains("autocomplete=\"username\""))
        #expect(zh.contains("autocomplete=\"current-password\""))
        #expect(!zh.contains("name=\"next\""))
    }

    @Test func keepsWhatWasTypedButForThePassword() {
        let refusal = Refusal(.forbidden, zh: "登录名或密码不正确", en: "the login or the password is wrong")
        let form = FormState(Fields([.init("login", Samples.evil)]), refusal)
        let (zh, en) = expectBilingual { LogInView(language: $0, form: form, next: "/cases?x=1&y=2").body }
        #expect(zh.contains("登录名或密码不正确"))
        #expect(en.contains("the login or the password is wrong"))
        #expect(zh.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"))
        #expect(zh.contains("name=\"next\" value=\"/cases?x=1&amp;y=2\""))
        #expect(form.status == 422)
    }

    @Test func saysWhoIsLoggedInAlready() {
        let html = LogInView(language: .chinese, person: "Zhao", hasNewPassword: true).body.string
        #expect(html.contains("您已登录：Zhao"))
        #expect(html.contains("密码已设置"))
    }
}
