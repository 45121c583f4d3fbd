import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

enum OwnBillRoutes {
    static let page = Route("/my/bills")
    static let api = Route("/api/v1/my/bills")
}

enum ReceiptRoutes {
    static let page = Route("/community/payment/{item}/receipt")
}

extension CommunityPortal {
    /// What people see of their own homes' money, and receipts to print.
    var ownBillEndpoints: [Endpoint] {
        let own = Endpoint.Access.function(CommunityFunction.ownBills)
        return [
            .page(OwnBillRoutes.page, own, Phrase(zh: "我的账单", en: "My bills"), handler: ownBillsPage),
            .api(
                .get, OwnBillRoutes.api, own, Phrase(zh: "本人房屋的账单和缴费", en: "Bills and payments of one's homes"),
                group: CommunityPortal.group, output: .init(OwnBillJSON.schema), refusals: [.forbidden],
                handler: ownBillsAPI),
            .page(
                ReceiptRoutes.page, .function(Estate.payment.function(.read)), Phrase(zh: "收款收据", en: "Receipt"),
                handler: receiptPage),
        ]
    }

    @Sendable private func ownBillsPage(_ call: Call) async throws -> Reply {
        let view = OwnBillsView(
            language: call.spoken, homes: try await desk.ownHomes(call.visitor), today: now.day)
        return livePage(call, PageContent(Phrase(zh: "我的账单", en: "My bills"), view.body))
    }

    @Sendable private func ownBillsAPI(_ call: Call) async throws -> Reply {
        let homes = try await desk.ownHomes(call.visitor)
        return .json(["items": .array(homes.map(OwnBillJSON.home))]).with(.cacheControl, "no-store")
    }

    @Sendable private func receiptPage(_ call: Call) async throws -> Reply {
        let (opened, taker) = try await desk.receipt(call.parameter("item"), call.visitor)
        let view = ReceiptView(language: call.spoken, opened: opened, taker: taker)
        return frame.page(call, PageContent(Phrase(zh: "收款收据", en: "Receipt"), isNarrow: true, view.body))
            .with(.cacheControl, "no-store")
    }
}

/// What one's homes owe, as programs get it; all money in fen.
enum OwnBillJSON {
    private static let fen = Schema.integer(0...Int.max)

    private static let bill = Schema.named(
        "OwnBill",
        .object([
            .required("id", .string(1...64)), .required("number", .string()), .required("title", .string()),
            .required("state", .string()), .required("amount", fen), .required("open", fen),
            .required("due", .string(0...10)),
        ]))

    static let schema = Schema.object([
        .required(
            "items",
            .array(
                of: .named(
                    "OwnHome",
                    .object([
                        .required("id", .string(1...64)), .required("number", .string()),
                        .required("title", .string()), .required("owed", fen), .required("advance", fen),
                        .required("bills", .array(of: bill)),
                    ]))))
    ])

    static func home(_ home: OwnHome) -> JSON {
        [
            "id": .string(home.home.id), "number": .string(home.home.number), "title": .string(home.home.title),
            "owed": .integer(home.owed), "advance": .integer(home.advance),
            "bills": .array((home.open + home.paid).map { bill($0, home.rest(of: $0)) }),
        ]
    }

    private static func bill(_ bill: Item, _ open: Int) -> JSON {
        [
            "id": .string(bill.id), "number": .string(bill.head.number), "title": .string(bill.head.title),
            "state": .string(bill.state), "amount": .integer(bill.fields["amount"]?.number ?? 0),
            "open": .integer(open), "due": .string(bill.fields["due"]?.text ?? ""),
        ]
    }
}
