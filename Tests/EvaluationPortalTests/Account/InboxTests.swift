import Commons
import Markup
import PortalKit
import Rulebook
import Testing

@testable import EvaluationPortal

@Suite struct InboxTests {
    private func notice(_ id: String, _ subject: String, isRead: Bool, link: String = "") -> Notice {
        Notice(
            id: id, person: "p1", at: Samples.now, kind: "case.submit", subject: .same(subject),
            body: Phrase(zh: "正文", en: "a body"), link: link, readAt: isRead ? Samples.now : nil)
    }

    @Test func unreadOnesStandFirst() throws {
        let notices = [notice("1", "Old", isRead: true), notice("2", "New", isRead: false, link: "/cases/c1")]
        let (zh, en) = expectBilingual { InboxView(language: $0, notices: notices, unread: 1).body }
        let new = try #require(zh.firstRange(of: "New"))
        let old = try #require(zh.firstRange(of: "Old"))
        #expect(new.lowerBound < old.lowerBound)
        #expect(zh.contains("name=\"next\" value=\"/cases/c1\""))
        #expect(zh.contains("1 条未读"))
        #expect(han(words(en)) == "")
    }

    @Test func whatTheSubjectSaysIsNotSaidTwice() {
        let notice = notice("1", "Cuihu: 正文", isRead: true)
        let html = InboxView(language: .chinese, notices: [notice], unread: 0).body.string
        #expect(html.matches(of: /正文/).count == 1)
        #expect(!html.contains("name=\"all\""))
    }

    @Test func anEmptyInboxSaysSo() {
        let (zh, _) = expectBilingual { InboxView(language: $0, notices: [], unread: 0).body }
        #expect(zh.contains("没有消息"))
    }

    @Test func thePlaceOfAPageComesBack() throws {
        let cursor = Notice.Cursor(at: Samples.now, id: "n1")
        let path = InboxCursor.path(cursor)
        let query = try #require(path.split(separator: "?").last)
        let fields = try #require(Fields(encoded: query.utf8))
        #expect(try InboxCursor.read(fields) == cursor)
        #expect(try InboxCursor.read(Fields()) == nil)
        #expect(try InboxCursor.read(Fields([.init("before", "x"), .init("id", "n1")])) == nil)
    }
}

@Suite struct HooksTests {
    private let hook = WebhookSubscription(
        id: "h1", organisation: "o1", person: "p1", url: "https://a.example.cn/x", secret: "topsecret",
        events: ["case.submit"], failures: 2, createdAt: Samples.now)

    @Test func theSecretIsShownOnce() {
        var view = HooksView(language: .chinese, hooks: [hook], organisations: [Samples.body])
        #expect(!view.body.string.contains("topsecret"))
        view.created = (hook.url, hook.secret)
        #expect(view.body.string.contains("<code>topsecret</code>"))
        let (zh, en) = expectBilingual { HooksView(language: $0, hooks: [hook], organisations: [Samples.body]).body }
        #expect(zh.contains("连续失败 2 次"))
        #expect(han(words(en)) == "")
    }

    @Test func onlyWhatWasGivenUpIsTriedAgain() {
        let deliveries = WebhookDelivery.State.allCases.map { state in
            WebhookDelivery(
                id: state.rawValue, webhook: "h1", event: "case.submit", payload: [], createdAt: Samples.now,
                state: state, attempts: 1, at: Samples.now, outcome: Samples.evil)
        }
        let (zh, _) = expectBilingual {
            HookView(
                language: $0, hook: hook, organisation: "Centre", deliveries: deliveries,
                form: FormState(["url": hook.url, "events": "case.submit"])
            ).body
        }
        #expect(zh.contains("/account/hooks/h1/deliveries/givenUp"))
        #expect(!zh.contains("/deliveries/delivered") && !zh.contains("/deliveries/pending"))
        #expect(!zh.contains("topsecret") && !zh.contains("<img"))
    }

    @Test(arguments: [
        "", "example.cn", "ftp://example.cn", "https://", "https://user@example.cn", "https://例.cn", "https://a b",
        "javascript:alert(1)",
    ])
    func noAddress(_ url: String) {
        #expect(throws: Refusal.self) { try HookAddress.read(Fields([.init("url", url)])) }
    }

    @Test func addressesAndEventsAreRead() throws {
        #expect(try HookAddress.read(Fields([.init("url", "https://a.cn/x?y=1@2")])) == "https://a.cn/x?y=1@2")
        let form = Fields([.init("events", "case.submit"), .init("events", "case.steal")])
        #expect(try HookEvents.read(form) == ["case.submit"])
        #expect(throws: Refusal.self) { try HookEvents.read(Fields([.init("events", "case.steal")])) }
        #expect(HookEvents.all.contains { $0.id == "case.publish" })
        #expect(!HookEvents.all.contains { $0.id == "case.saveFinding" })
    }
}
