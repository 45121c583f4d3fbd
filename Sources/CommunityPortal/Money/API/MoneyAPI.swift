import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityAPIRoutes {
    static let accounts = Route("/api/v1/money/accounts")
    static let accountLines = Route("/api/v1/money/accounts/{account}/lines")
    static let transfers = Route("/api/v1/money/transfers")
    static let bills = Route("/api/v1/money/bills")
    static let booksCheck = Route("/api/v1/money/check")
}

extension CommunityPortal {
    /// The books for programs; tariffs, bills and payments have the API of their kinds.
    var moneyAPIEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        typealias R = CommunityAPIRoutes
        let read = Endpoint.Access.function(F.readMoney)
        let limit = Parameter.query("limit", .integer(1...MoneyJSON.most), zh: "最多几项", en: "How many at most")
        let before = Parameter.query("before", .integer(1...Int.max), zh: "上一页的 next", en: "`next` of the page before")
        return [
            .api(
                .get, R.accounts, read, Phrase(zh: "账户及余额（分）", en: "Accounts with what they hold, in fen"),
                group: CommunityPortal.group,
                parameters: [
                    .query(
                        "class", .oneOf(words: AccountClass.allCases.map(\.rawValue)), zh: "账户类别", en: "Of this class"),
                    .query("subject", .string(1...64), zh: "房屋等的 id", en: "Of this home or other item, by its id"),
                    .query("after", .string(1...64), zh: "上一页的 next", en: "`next` of the page before"), limit,
                ], output: .init(MoneyJSON.accounts), refusals: [.forbidden, .invalid], handler: accounts),
            .api(
                .get, R.accountLines, read, Phrase(zh: "账户明细，最新的在前", en: "Statement of an account, newest first"),
                group: CommunityPortal.group, parameters: [before, limit], output: .init(MoneyJSON.lines),
                refusals: [.forbidden, .invalid, .missing], handler: accountLines),
            .api(
                .get, R.transfers, read, Phrase(zh: "账目流水，最新的在前", en: "Transfers, newest first"),
                group: CommunityPortal.group, parameters: [before, limit], output: .init(MoneyJSON.transfers),
                refusals: [.forbidden, .invalid], handler: transfers),
            .api(
                .get, R.booksCheck, read, Phrase(zh: "核对全部账目", en: "Add up all of the books"),
                group: CommunityPortal.group, output: .init(MoneyJSON.check), refusals: [.forbidden],
                handler: checkBooks),
            .api(
                .post, R.bills, .function(F.postMoney),
                Phrase(
                    zh: "批量出账；同一标准同一账期每户只出一次，重复请求无害",
                    en: "Run bills; a home gets one of a tariff and period, so that asking again does no harm"),
                group: CommunityPortal.group, input: .json(MoneyJSON.request), output: .init(MoneyJSON.run),
                refusals: [.forbidden, .invalid, .tooLarge, .conflict], needs: [.idempotencyKey], handler: makeBills),
        ]
    }

    @Sendable private func accounts(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...MoneyJSON.most, or: 100)
        var query = AccountQuery(organisations: nil, after: try call.query.filled("after"), limit: limit + 1)
        if let of = try call.query.filled("class").flatMap(AccountClass.init(rawValue:)) { query.classes = [of] }
        query.subject = try call.query.filled("subject")
        let found = try await desk.accounts(query, call.visitor)
        let page = found.prefix(limit)
        return .json([
            "items": .array(page.map(MoneyJSON.account)),
            "next": .optional(found.count > limit ? page.last?.id : nil),
        ]).with(.cacheControl, "no-store")
    }

    @Sendable private func accountLines(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...MoneyJSON.most, or: 100)
        let before = try call.query.filled("before").flatMap { Int($0) }
        let statement = try await desk.statement(
            ofAccount: call.parameter("account"), before: before, limit: limit + 1, call.visitor)
        let page = statement.lines.prefix(limit)
        return .json([
            "account": statement.accounts.first.map(MoneyJSON.account) ?? .null,
            "items": .array(page.map(MoneyJSON.line)),
            "next": .optional(statement.lines.count > limit ? page.last?.number : nil),
        ]).with(.cacheControl, "no-store")
    }

    @Sendable private func transfers(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...MoneyJSON.most, or: 100)
        let before = try call.query.filled("before").flatMap { Int($0) }
        let found = try await desk.transfers(
            TransferQuery(organisations: nil, before: before, limit: limit + 1), call.visitor)
        let page = found.transfers.prefix(limit)
        return .json([
            "items": .array(page.map { MoneyJSON.transfer($0, found.accounts) }),
            "next": .optional(found.transfers.count > limit ? page.last?.number : nil),
        ]).with(.cacheControl, "no-store")
    }

    @Sendable private func checkBooks(_ call: Call) async throws -> Reply {
        let faults = try await desk.checkBooks(call.visitor)
        return .json(["right": .boolean(faults.isEmpty), "faults": .array(faults.map(MoneyJSON.fault))])
            .with(.cacheControl, "no-store")
    }

    @Sendable private func makeBills(_ call: Call) async throws -> Reply {
        let request = BillingRequest(
            tariff: call.json["tariff"]?.text ?? "", period: call.json["period"]?.text ?? "",
            within: call.json["within"]?.text)
        let isPreview = call.json["preview"]?.flag ?? false
        let plan =
            isPreview
            ? try await desk.planBills(request, by: call.visitor)
            : try await desk.issueBills(request, by: call.visitor)
        return .json(MoneyJSON.run(plan))
    }
}
