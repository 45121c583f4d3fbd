import Commons
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// Notices to oneself, unread ones first.
struct InboxView {
    var language: PageLanguage
    var notices: [Notice]
    var unread: Int
    /// The address of older ones.
    var older: String?
    var csrf: String?

    static let pageSize = 50

    var body: HTML {
        if notices.isEmpty {
            return HTML.emptyState(
                language("没有消息", "No notices"), language("申报有进展时会在这里通知您。", "You are told here when a case moves."))
        }
        let ordered = notices.filter { $0.readAt == nil } + notices.filter { $0.readAt != nil }
        let all = HTML.postButton(
            language("全部标为已读", "Mark all as read"), action: Routes.inbox.path(), csrf: csrf, hidden: [("all", "1")])
        return """
            \(HTML.row([
                HTML.badge(language("\(unread) 条未读", "\(unread) unread"), unread > 0 ? .info : .neutral),
                unread > 0 ? all : "",
            ]))
            \(HTML.timeline(ordered.map(entry)))
            \(HTML.pagination(next: older, language: language))
            """
    }

    private func entry(_ notice: Notice) -> TimelineEntry {
        let isUnread = notice.readAt == nil
        var buttons: [HTML] = []
        if isUnread, !notice.link.isEmpty {
            buttons.append(
                HTML.postButton(
                    language("查看", "Open"), action: Routes.inbox.path(), csrf: csrf,
                    hidden: [("id", notice.id), ("next", notice.link)]))
        }
        if isUnread {
            buttons.append(
                HTML.postButton(
                    language("标为已读", "Mark as read"), action: Routes.inbox.path(), csrf: csrf, kind: .quiet,
                    hidden: [("id", notice.id)]))
        }
        // Notices of cases say it all in the subject.
        let isSaid = language(notice.subject).hasSuffix(language(notice.body))
        let subject = language(notice.subject)
        let said: HTML = .text(subject)
        let mark: HTML = isUnread ? " \(HTML.badge(language("未读", "unread"), .info))" : ""
        return TimelineEntry(
            // Opening an unread one marks it, which a link must not do.
            notice.at.shown, "\(isUnread || notice.link.isEmpty ? said : HTML.link(subject, notice.link))\(mark)",
            body: "\(if: !isSaid, HTML.paragraphs(language(notice.body)))\(if: !buttons.isEmpty, HTML.row(buttons))",
            tone: isUnread ? .info : .neutral)
    }
}

extension EvaluationPortal {
    @Sendable func inboxPage(_ call: Call) async throws -> Reply {
        let person = try call.demandPerson()
        let after = try InboxCursor.read(call.query)
        let (notices, unread) = try await store.read { records in
            (
                try records.notices(for: person.id, after: after, limit: InboxView.pageSize + 1),
                try records.unreadNotices(for: person.id)
            )
        }
        let shown = Array(notices.prefix(InboxView.pageSize))
        let view = InboxView(
            language: call.spoken, notices: shown, unread: unread,
            older: notices.count > shown.count ? shown.last.map { InboxCursor.path($0.cursor) } : nil,
            csrf: call.formToken)
        let title = Phrase(zh: "消息", en: "Notices")
        let frame = AccountFrame(call, Routes.inbox, unread: unread)
        return page(call, PageContent(title, frame.html(call.say(title), view.body)))
    }

    /// Marks them, and goes on to what one of them is about.
    @Sendable func readNotices(_ call: Call) async throws -> Reply {
        let (person, now) = (try call.demandPerson(), now)
        let ids = try call.form.flag("all") ? nil : [call.form.text("id", most: 64)]
        _ = try await store.write { try $0.markNoticesRead(ids, for: person.id, at: now) }
        return .redirect(toVisitors: try call.form.optional("next"), or: Routes.inbox.path())
    }
}

/// Where a page of notices ended, in an address.
enum InboxCursor {
    static func path(_ cursor: Notice.Cursor) -> String {
        Routes.inbox.path(query: ["before": String(cursor.at.milliseconds), "id": cursor.id])
    }

    static func read(_ query: Fields) throws -> Notice.Cursor? {
        guard let id = try query.filled("id"), let text = try query.filled("before"), let at = Int64(text) else {
            return nil
        }
        return Notice.Cursor(at: Instant(milliseconds: at), id: String(id.prefix(64)))
    }
}
