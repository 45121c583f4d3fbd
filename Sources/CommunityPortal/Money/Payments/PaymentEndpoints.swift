import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// Addresses of bills that are paid by a provider's app.
enum PaymentRoutes {
    static let open = Route("/community/bill/{item}/codes")
    static let ticket = Route("/community/bill/{item}/codes/{ticket}")
    static let board = Route("/community/bill/{item}/codes/{ticket}/board")
    static let events = Route("/community/bill/{item}/codes/{ticket}/events")
    static let ask = Route("/community/bill/{item}/codes/{ticket}/ask")
    static let openAPI = Route("/api/v1/community/bill/{item}/codes")
    static let ticketAPI = Route("/api/v1/community/bill/{item}/codes/{ticket}")
    /// What providers tell is signed by them; whoever else comes here is refused for that.
    static let tell = Route("/payments/{way}")
}

extension CommunityPortal {
    var paymentEndpoints: [Endpoint] {
        typealias R = PaymentRoutes
        let take = Endpoint.Access.function(CommunityFunction.payBills)
        return [
            .form(R.open, take, Phrase(zh: "生成付款二维码", en: "Make a code to pay by"), handler: openCode),
            .page(R.ticket, take, Phrase(zh: "付款二维码", en: "A code to pay by"), handler: codePage),
            .page(R.board, take, Phrase(zh: "付款二维码的当前状态", en: "What became of a code"), handler: codeBoard),
            .page(R.events, take, Phrase(zh: "付款二维码的变化", en: "When a code changes"), handler: codeEvents),
            .form(R.ask, take, Phrase(zh: "查询是否到账", en: "Ask whether it was paid"), handler: askForCode),
            .api(
                .post, R.openAPI, take,
                Phrase(
                    zh: "生成账单的付款二维码，15 分钟内有效；有效期内重复请求得到同一个",
                    en: "Make a code to pay a bill by, good for 15 minutes; asking again meanwhile gives the same"),
                group: CommunityPortal.group, input: .json(.object([.required("way", MoneyJSON.way)])),
                output: .init(MoneyJSON.ticketSchema),
                refusals: [.forbidden, .missing, .locked, .conflict, .unavailable],
                handler: openCodeAPI),
            .api(
                .get, R.ticketAPI, take, Phrase(zh: "付款二维码及其状态", en: "A code to pay by, and what became of it"),
                group: CommunityPortal.group, output: .init(MoneyJSON.ticketSchema), refusals: [.forbidden, .missing],
                handler: codeAPI),
            .api(
                .post, R.tell, .open,
                Phrase(zh: "支付平台的到账通知，须有其签名", en: "A provider tells what was paid, and signs it"),
                group: CommunityPortal.group,
                parameters: [.path("way", MoneyJSON.way, zh: "支付平台", en: "Which provider")],
                input: .upload(types: ["application/json", "application/x-www-form-urlencoded"]),
                output: .init(nil, type: "application/json"),
                refusals: [.forbidden, .invalid, .missing, .conflict, .tooLarge], bodyLimit: 1 << 16, handler: told),
        ]
    }

    private func channel(_ way: String?) throws -> any PaymentChannel {
        guard let found = payments.first(where: { $0.account.rawValue == way }) else {
            throw Refusal(
                .conflict, zh: "没有接入这一支付方式；管理员可用 linli serve --payments 接入",
                en: "there is no such provider here; an operator sets one up with linli serve --payments", place: "way")
        }
        return found
    }

    private func open(_ way: String?, _ call: Call) async throws -> PaymentTicket {
        // Whoever has nothing to do with the bill is told that, and nothing of how it could be paid.
        try await desk.demandPayment(of: call.parameter("item"), call.visitor)
        let channel = try channel(way)
        let address = site() + PaymentRoutes.tell.path(channel.account.rawValue)
        return try await desk.openPayment(
            of: call.parameter("item"), by: channel, tellAt: address, call.visitor)
    }

    private func view(_ call: Call) async throws -> PaymentView {
        let found = try await desk.ticket(call.parameter("ticket"), of: call.parameter("item"), call.visitor)
        return PaymentView(
            language: call.spoken, ticket: found.ticket, bill: found.bill.item, now: now, csrf: call.formToken)
    }

    @Sendable private func openCode(_ call: Call) async throws -> Reply {
        let ticket = try await open(try call.form.filled("way"), call)
        return .redirect(to: PaymentRoutes.ticket.path(ticket.bill, ticket.number))
    }

    @Sendable private func codePage(_ call: Call) async throws -> Reply {
        let view = try await view(call)
        return livePage(call, PageContent(Phrase(zh: "扫码付款", en: "Pay by a code"), view.body))
    }

    @Sendable private func codeBoard(_ call: Call) async throws -> Reply {
        .page(try await view(call).board.bytes).with(.cacheControl, "no-store")
    }

    @Sendable private func codeEvents(_ call: Call) async throws -> Reply {
        let view = try await view(call)
        let announcements = try await desk.store.announcements(on: CommunityDesk.channel)
        return .events(
            CommunityPortal.pulse(
                announcements, of: "\(Estate.bill.id)/\(view.bill.id)", every: .seconds(30),
                atMostEvery: .milliseconds(300)))
    }

    @Sendable private func askForCode(_ call: Call) async throws -> Reply {
        let ticket = try await view(call).ticket
        try await desk.ask(ticket, try channel(ticket.way.rawValue))
        return .redirect(to: PaymentRoutes.ticket.path(ticket.bill, ticket.number))
    }

    @Sendable private func openCodeAPI(_ call: Call) async throws -> Reply {
        .json(MoneyJSON.ticket(try await open(call.json["way"]?.text, call))).with(.cacheControl, "no-store")
    }

    @Sendable private func codeAPI(_ call: Call) async throws -> Reply {
        .json(MoneyJSON.ticket(try await view(call).ticket)).with(.cacheControl, "no-store")
    }

    @Sendable private func told(_ call: Call) async throws -> Reply {
        let channel = try channel(call.parameter("way"))
        var body: [UInt8] = []
        for try await part in call.upload { body += part }
        var headers: [String: String] = [:]
        for field in call.headers { headers[field.name.rawName.lowercased()] = field.value }
        let answer = try await desk.take(PaymentMessage(headers: headers, body: body), from: channel)
        return .bytes(answer.body, type: answer.type, status: .init(code: answer.status))
    }
}
