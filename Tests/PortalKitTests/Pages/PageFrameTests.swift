import Commons
import HTTPTypes
import Markup
import Rulebook
import Testing

@testable import PortalKit

@Suite struct PageFrameTests {
    private static let entries = [
        PageFrame.Entry(Phrase(zh: "名录", en: "Registry"), "/registry", needsLogIn: false),
        PageFrame.Entry(Phrase(zh: "工作", en: "Work"), "/work"),
        PageFrame.Entry(Phrase(zh: "查看", en: "Look"), "/things", FakeDoorkeeper.look),
        PageFrame.Entry(Phrase(zh: "修改", en: "Change"), "/changes", FakeDoorkeeper.change),
    ]

    private static let frame = PageFrame(
        tagline: Phrase(zh: "副题", en: "tagline"), footer: Phrase(zh: "页脚", en: "footer"),
        footerLinks: [(Phrase(zh: "接口", en: "API"), "/api")],
        paths: PageFrame.Paths(
            home: "/", work: "/work", logIn: "/login", logOut: "/logout", inbox: "/inbox", account: "/account",
            preferences: "/preferences"),
        navigation: entries, flash: { $0 == "saved" ? Phrase(zh: "已保存", en: "it was saved") : nil },
        assetPath: { "/assets/" + $0 }, policy: { FakeDoorkeeper.policy })

    private static let portal = SamplePortal(
        more: [
            .page(Route("/things"), .open, .same("things")) { call in
                frame.page(call, PageContent(Phrase(zh: "物", en: "Things"), isWide: true, "<p>body</p>"), status: 422)
            }
        ])

    /// The entries that a page shows, in their order.
    private func entries(_ page: String) -> [String] {
        guard let start = page.firstRange(of: "<nav"), let end = page.firstRange(of: "</nav>") else { return [] }
        let navigation = page[start.lowerBound..<end.lowerBound]
        return navigation.matches(of: /href="([^"]*)"/).map { String($0.1) }
    }

    @Test func everybodySeesWhatTheyMayUse() async throws {
        let nobody = try await Self.portal.get("/things?lang=en")
        #expect(nobody.status == 422)
        #expect(entries(nobody.text) == ["/registry"])
        #expect(nobody.text.contains("href=\"/login\""))
        #expect(
            nobody.text.contains("tagline") && nobody.text.contains("footer") && nobody.text.contains("href=\"/api\""))
        #expect(entries(try await Self.portal.get("/things", as: "apply").text) == ["/work", "/things", "/registry"])
        let reviewer = try await Self.portal.get("/things", as: "review").text
        #expect(entries(reviewer) == ["/work", "/things", "/changes", "/registry"])
        for text in ["href=\"/inbox\"", "href=\"/account\"", "action=\"/logout\"", "secret-review", "<p>body</p>"] {
            #expect(reviewer.contains(text), "\(text)")
        }
        #expect(reviewer.matches(of: /aria-current="page"/).count == 1)
    }

    @Test func onlyKnownWordsAreSaid() async throws {
        #expect(try await Self.portal.get("/things?done=saved").text.contains("已保存"))
        #expect(try await !Self.portal.get("/things?done=other").text.contains("other</"))
        #expect(try await !Self.portal.get("/things?done=saved&done=saved").text.contains("已保存"))
    }

    @Test(arguments: [Language.zh, .en])
    func errorsAreSaidInTheFrame(_ language: Language) async throws {
        let failure = Portal.Failure(
            status: .unprocessableContent,
            refusal: Refusal(
                .invalid, Phrase(zh: "有误", en: "is wrong"),
                details: [.init("name", Phrase(zh: "必填", en: "is missing"))]),
            requestID: "r-17", visitor: .anybody(.page, language), csrf: "", path: "/elsewhere")
        let page = String(decoding: Self.frame.errorPage(failure), as: UTF8.self)
        for text in language == .zh
            ? ["内容需要修改", "有误", "name：必填", "返回"] : ["Something needs to change", "is wrong", "name: is missing", "Back"]
        {
            #expect(page.contains(text), "\(text)")
        }
        #expect(page.contains("r-17") && page.contains("422"))
        #expect(entries(page) == ["/registry"])
    }
}
