import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    /// What is delivered to people: their list and pages, their answers, and how it went for whoever published it.
    var messageEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        let kinds = desk.catalog.kinds.filter { $0.audience != nil }
        if kinds.isEmpty { return [] }
        return [
            .page(
                CommunityRoutes.messages, .function(F.readMessages), MessagesView.title, handler: messagesPage),
            .page(
                CommunityRoutes.message, .function(F.readMessages),
                Phrase(zh: "阅读通知", en: "Read what one is told"), handler: messagePage),
            .page(
                CommunityRoutes.messageFile, .function(F.readMessages),
                Phrase(zh: "通知的附件", en: "A file of what one is told"), handler: messageFile),
            .form(
                CommunityRoutes.message, .function(F.answerMessages),
                Phrase(zh: "答复投票或问卷", en: "Answer a poll or a survey"), handler: answerMessage),
        ] + messageAPIEndpoints + kinds.flatMap(results)
    }

    private var messageAPIEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        return [
            .api(
                .get, CommunityAPIRoutes.messages, .function(F.readMessages),
                Phrase(zh: "发给本人的通知、投票和问卷，最近送达的在前", en: "What was delivered to oneself, the latest first"),
                group: CommunityPortal.group,
                parameters: [
                    .query("unread", .boolean, zh: "只要未读的", en: "Only what is unread"),
                    .query("after", .string(pattern: .itemCursor), zh: "上一页的 next", en: "`next` of the page before"),
                    .query("limit", .integer(1...KindAPI.mostItems), zh: "最多几项", en: "How many at most"),
                ], output: .init(MessageJSON.list), refusals: [.forbidden, .invalid], handler: listMessages),
            .api(
                .get, CommunityAPIRoutes.message, .function(F.readMessages),
                Phrase(zh: "发给本人的一项；不记为已读", en: "One of them; this does not count as reading it"),
                group: CommunityPortal.group, output: .init(MessageJSON.schema), refusals: [.forbidden, .missing],
                handler: { try await giveMessage($0, reading: false) }),
            .api(
                .post, CommunityAPIRoutes.readMessage, .function(F.readMessages),
                Phrase(zh: "记为已读；重复发送无害", en: "That it was read; sending it again does no harm"),
                group: CommunityPortal.group, output: .init(MessageJSON.schema), refusals: [.forbidden, .missing],
                handler: { try await giveMessage($0, reading: true) }),
            .api(
                .put, CommunityAPIRoutes.answerMessage, .function(F.answerMessages),
                Phrase(zh: "答复；截止前可以改", en: "Answer it; until its end the answer can be given anew"),
                group: CommunityPortal.group, input: .json(MessageJSON.answer), output: .init(MessageJSON.schema),
                refusals: [.forbidden, .missing, .invalid, .locked], handler: putAnswer),
        ]
    }

    private func results(_ kind: Kind) -> [Endpoint] {
        let handle = Endpoint.Access.function(kind.function(.handle))
        let title = Phrase(zh: kind.title.zh + "：送达与结果", en: "\(kind.title.en): delivery and results")
        return [
            .page(CommunityRoutes.results(kind), handle, title) { try await resultsPage(kind, $0) },
            .api(
                .get, CommunityAPIRoutes.results(kind), handle, title, group: CommunityPortal.group,
                output: .init(ResultsJSON.schema), refusals: [.forbidden, .missing],
                handler: { try await giveResults(kind, $0) }),
        ]
    }
}
