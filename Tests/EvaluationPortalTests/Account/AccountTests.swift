import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct AccountTests {
    @Test func everyFunctionHasAnAnswerWithItsReason() {
        let view = AccountView(Samples.visitor, Samples.person, .standard, language: .chinese)
        #expect(view.rights.map(\.function) == EvaluationFunction.all)
        let (zh, en) = expectBilingual {
            AccountView(Samples.visitor, Samples.person, .standard, language: $0).body
        }
        for function in EvaluationFunction.all {
            #expect(zh.contains("<code>\(function.id)</code>"))
            #expect(words(en).contains(HTML.text(function.title.en).string))
        }
        #expect(zh.contains("角色：审查人员"))
        #expect(zh.contains("需要角色：申请人员"))
        #expect(zh.contains("<code>zhao</code>"))
        #expect(han(words(en)) == "中文", "the language that the person has chosen, in that language")
    }

    @Test func pagesAndAPIAreToldApart() throws {
        let policy = Policy([
            Policy.Grant(.reviewer, "case.read", .organisation, hidden: [.contacts], interfaces: [.page])
        ])
        let view = AccountView(Samples.visitor, Samples.person, policy, language: .chinese)
        let right = try #require(view.rights.first { $0.function.id == "case.read" })
        #expect(right.onPages.isAllowed)
        #expect(!right.throughAPI.isAllowed)
        #expect(view.body.string.contains("联系方式"))
    }

    @Test func somebodyWithoutARoleIsToldSo() {
        let nobody = Visitor(person: Samples.person)
        let html = AccountView(nobody, Samples.person, .standard, language: .chinese).body.string
        #expect(html.contains("还没有角色"))
    }

    @Test func tabsMarkThePageAndHideWebhooksFromThoseWithout() {
        let (zh, _) = expectBilingual {
            AccountFrame(language: $0, current: Routes.tokens, hasHooks: false, unread: 3).html("T", "<p>x</p>")
        }
        #expect(zh.contains("href=\"/account/tokens\" aria-current=\"page\""))
        #expect(zh.contains("<span class=\"count\">3</span>"))
        #expect(!zh.contains("/account/hooks"))
        let with = AccountFrame(language: .chinese, current: Routes.hooks, hasHooks: true).html("T", "")
        #expect(with.string.contains("/account/hooks"))
        #expect(!with.string.contains("class=\"count\""))
    }

    @Test func passwordsAreNeverShownAgain() {
        let refusal = Refusal(.forbidden, zh: "原密码不正确", en: "the old password is wrong", place: "old")
        let (zh, en) = expectBilingual {
            PasswordView(language: $0, login: "zhao", minimum: 10, form: FormState(Fields(), refusal)).body
        }
        #expect(zh.contains("原密码不正确"))
        #expect(en.contains("the old password is wrong"))
        #expect(zh.matches(of: /type="password"[^>]*value=""/).count == 3)
    }

    @Test func reasonsAreGivenForACase() {
        let judge = EvaluationFunction.judge
        let decision = Policy.standard.decide(Samples.visitor, judge)
        let (zh, en) = expectBilingual {
            WhyView(
                language: $0, functions: EvaluationFunction.all, function: judge.id, number: "2026-000017",
                answer: .init(function: judge, decision: decision, subject: "Cuihu (2026-000017)")
            ).body
        }
        #expect(words(zh).contains("您对 Cuihu (2026-000017) 不可以“现场核查”"))
        #expect(zh.contains("需要角色：评审专家"))
        #expect(words(en).contains("You may not &#39;judge on site&#39; with Cuihu"))
        #expect(han(words(en)) == "")
    }
}
