import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct NoticeTests {
    @Test func showsResultAndPeriod() throws {
        let (zh, en) = try expectBilingualThrowing { try Samples.notice($0).body }
        for word in ["Cuihu", "二星级", "78.35", "2026-03-02", "2026-03-12", "提出异议", "联系方式", "公示期"] {
            #expect(words(zh).contains(word), "\(word)")
        }
        #expect(zh.contains("action=\"/notices/c1/objections\""))
        #expect(zh.contains("name=\"id\" value=\"act1\""))
        #expect(han(words(en)) == "")
    }

    @Test func afterThePeriodNobodyObjects() throws {
        let html = try Samples.notice(.chinese, isOpen: false).body.string
        #expect(!html.contains("/objections"))
        #expect(html.contains("公示期已于 2026-03-12 结束"))
        #expect(html.contains("/registry/ZHSQ-2026-000001"))
    }

    @Test func aRefusedObjectionKeepsItsWords() throws {
        var view = try Samples.notice(.chinese, community: Samples.evil)
        view.form = FormState(
            Fields([.init("name", "Li"), .init("text", Samples.evil)]),
            Refusal(.invalid, zh: "请填写联系方式", en: "say how to reach you", place: "contact"))
        expectSound(view.body)
        let html = view.body.string
        #expect(html.contains("value=\"Li\""))
        #expect(html.contains("请填写联系方式"))
        #expect(html.contains("aria-invalid=\"true\""))
        #expect(!html.contains("<img"))
    }

    @Test func thanksNameTheCommunity() {
        let (zh, en) = expectBilingual { ThanksView(language: $0, id: "c1", community: "Cuihu").body }
        #expect(zh.contains("异议已收到") && zh.contains("Cuihu"))
        #expect(en.contains("Thank you"))
    }

    @Test func theListLeadsToEachNotice() {
        let entry = PublicNoticesView.Entry(
            id: "c1", number: "2026-000017", community: "Cuihu", district: Phrase(zh: "湖滨区", en: "Lakeside"),
            body: "Centre", grade: Samples.twoStars, q: Exact(hundredths: 7835), state: "notice",
            until: Samples.day("2026-03-12"))
        let (zh, en) = expectBilingual { PublicNoticesView(language: $0, entries: [entry]).body }
        #expect(zh.contains("href=\"/notices/c1\""))
        #expect(words(zh).contains("2026-03-12"))
        #expect(han(words(en)) == "")
        #expect(PublicNoticesView(language: .chinese, entries: []).body.string.contains("目前没有公示"))
    }
}

/// As `expectBilingual`, for views that are made of what can fail.
func expectBilingualThrowing(_ view: (PageLanguage) throws -> HTML) throws -> (zh: String, en: String) {
    let (zh, en) = (try view(.chinese), try view(.english))
    return expectBilingual { $0 == .chinese ? zh : en }
}
