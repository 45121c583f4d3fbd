import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func messagesPage(_ call: Call) async throws -> Reply {
        let after = try call.query.filled("after").flatMap { ItemQuery.Cursor(text: $0) }
        let most = MessagesView.pageSize
        let read = try await desk.messages(call.visitor, isRead: true, after: after, limit: most + 1)
        var view = MessagesView(language: call.spoken, isFollowing: after != nil)
        view.read = Array(read.messages.prefix(most))
        if read.messages.count > most { view.next = view.read.last?.cursor.text }
        if after == nil { view.unread = try await desk.messages(call.visitor, isRead: false, limit: 500).messages }
        return livePage(call, PageContent(MessagesView.title, view.body))
    }
}

/// What was delivered to somebody, with what they have not read yet first.
struct MessagesView {
    static let pageSize = 50
    static let title = Phrase(zh: "通知与投票", en: "Notices and polls")

    var language: PageLanguage
    var unread: [Message] = []
    var read: [Message] = []
    var next: String?
    var isFollowing = false

    var body: HTML {
        """
        \(HTML.heading(language(MessagesView.title), language: language))
        \(if: !unread.isEmpty, HTML.card(nil, table(language("未读", "Unread"), unread)))
        \(if: unread.isEmpty && read.isEmpty && !isFollowing, nothing)
        \(if: !read.isEmpty, HTML.card(nil, table(language("已读", "Read"), read)))
        \(HTML.pagination(
            previous: isFollowing ? CommunityRoutes.messages.path() : nil,
            next: next.map { CommunityRoutes.messages.path(query: ["after": $0]) },
            words: (language("回到第一页", "First page"), language("下一页", "Next")), language: language))
        """
    }

    private var nothing: HTML {
        HTML.emptyState(
            language("还没有通知", "Nothing here yet"),
            language("物业发给您的通知、投票和问卷会显示在这里。", "Notices, polls and surveys for you will be listed here."))
    }

    private func table(_ caption: String, _ messages: [Message]) -> HTML {
        HTML.table(
            caption,
            columns: [
                Column(language("标题", "Title"), isHeader: true), Column(language("类别", "Kind")),
                Column(language("送达", "Delivered")), Column(language("截止", "Until")), Column(language("状态", "State")),
            ],
            rows: messages.map { message in
                TableRow([
                    HTML.link(message.item.head.title, CommunityRoutes.message.path(message.item.id)),
                    .text(language(message.kind.title)),
                    HTML.time(message.receipt.deliveredAt.iso, message.receipt.deliveredAt.shown),
                    message.end.map { HTML.time($0.iso, $0.shown) } ?? "", message.badge(language),
                ])
            })
    }
}

extension Message {
    var cursor: ItemQuery.Cursor {
        ItemQuery.Cursor(key: String(receipt.deliveredAt.milliseconds), id: item.id)
    }

    /// Until when it can be answered or holds.
    var end: Instant? {
        kind.audience.flatMap { item.fields[$0.until]?.number }.map { Instant(milliseconds: Int64($0)) }
    }

    func badge(_ language: PageLanguage) -> HTML {
        if asks { return HTML.badge(language("待答复", "Waits for your answer"), .warn) }
        if receipt.answeredAt != nil { return HTML.badge(language("已答复", "Answered"), .good) }
        if questions != nil { return HTML.badge(language("已截止", "Over")) }
        return isRead ? HTML.badge(language("已读", "Read")) : HTML.badge(language("未读", "Unread"), .info)
    }
}
