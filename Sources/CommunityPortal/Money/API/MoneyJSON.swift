import Commons
import Community
import PortalKit
import Rulebook

/// The books as programs get them; all money in fen.
enum MoneyJSON {
    static let most = 500

    private static let id = Schema.string(1...64)
    private static let number = Schema.integer(1...Int.max)
    private static let fen = Schema.integer(Int.min...Int.max)
    private static let instant = Schema.string(1...40, format: "date-time")
    private static let of = Schema.oneOf(words: AccountClass.allCases.map(\.rawValue))

    private static let accountSchema = Schema.named(
        "Account",
        .object([
            .required("id", id), .required("class", of),
            .required("subject", .string(0...400).meaning(zh: "房屋等的 id", en: "Of which home or other item, by its id")),
            .required(
                "balance", fen.meaning(zh: "分，在其增加的一方为正", en: "In fen, positive on the side that it grows on")),
        ]))

    static func account(_ account: Account) -> JSON {
        [
            "id": .string(account.id), "class": .string(account.of.rawValue), "subject": .string(account.subject),
            "balance": .integer(account.amount),
        ]
    }

    static let accounts = Schema.object([
        .required("items", .array(of: accountSchema, 0...most)), .required("next", id.nullable),
    ])

    private static let origin: [Schema.Property] = [
        .required("number", number), .required("at", instant), .required("item", id),
        .required("act", .string(1...64)), .required("reverses", number.nullable),
        .required("reference", .string(1...200).nullable),
    ]

    static let way = Schema.oneOf(words: [AccountClass.wechat, .alipay].map(\.rawValue))

    static let ticketSchema = Schema.named(
        "PaymentTicket",
        .object([
            .required("id", id), .required("way", way), .required("bill", id), .required("amount", fen),
            .required("code", .string(1...2000).meaning(zh: "二维码的内容", en: "What the code to scan says")),
            .required("openedAt", instant), .required("until", instant),
            .required("state", .oneOf(words: ["waiting", "paid", "lapsed"])),
        ]))

    static func ticket(_ ticket: PaymentTicket) -> JSON {
        [
            "id": .string(ticket.number), "way": .string(ticket.way.rawValue), "bill": .string(ticket.bill),
            "amount": .integer(ticket.amount), "code": .string(ticket.code),
            "openedAt": .string(ticket.openedAt.iso), "until": .string(ticket.until.iso),
            "state": .string(ticket.state.rawValue),
        ]
    }

    static let lines = Schema.object([
        .required("account", accountSchema),
        .required(
            "items",
            .array(
                of: .named(
                    "StatementLine",
                    .object(
                        origin + [
                            .required("fen", fen.meaning(zh: "借方为正", en: "Debits are positive")),
                            .required("balance", fen.meaning(zh: "此后的余额，借方为正", en: "After it; debits are positive")),
                        ])), 0...most)), .required("next", number.nullable),
    ])

    static func line(_ line: StatementLine) -> JSON {
        [
            "number": .integer(line.number), "at": .string(line.at.iso), "item": .string(line.item),
            "act": .string(line.act), "reverses": .optional(line.reverses), "reference": .optional(line.reference),
            "fen": .integer(line.fen), "balance": .integer(line.balance),
        ]
    }

    static let transfers = Schema.object([
        .required(
            "items",
            .array(
                of: .named(
                    "Transfer",
                    .object(
                        origin + [
                            .required(
                                "postings",
                                .array(
                                    of: .object([
                                        .required("account", id), .required("class", of), .required("fen", fen),
                                    ]), 2...100))
                        ])), 0...most)), .required("next", number.nullable),
    ])

    static func transfer(_ transfer: Transfer, _ accounts: [String: Account]) -> JSON {
        let postings = transfer.postings.map { posting -> JSON in
            [
                "account": .string(posting.account),
                "class": .optional(accounts[posting.account]?.of.rawValue), "fen": .integer(posting.fen),
            ]
        }
        return [
            "number": .integer(transfer.number), "at": .string(transfer.at.iso), "item": .string(transfer.item),
            "act": .string(transfer.act), "reverses": .optional(transfer.reverses),
            "reference": .optional(transfer.reference), "postings": .array(postings),
        ]
    }

    static let check = Schema.object([
        .required("right", .boolean),
        .required(
            "faults",
            .array(
                of: .object([
                    .required("what", .oneOf(words: ["unbalanced", "balance", "bills"])),
                    .required("of", .string(0...64)),
                ]))),
    ])

    static func fault(_ fault: BookFault) -> JSON {
        switch fault {
        case .unbalanced(let transfer): ["what": "unbalanced", "of": .string(String(transfer))]
        case .balance(let account): ["what": "balance", "of": .string(account)]
        case .bills(let home): ["what": "bills", "of": .string(home)]
        }
    }

    static let request = Schema.named(
        "BillingRequest",
        .object([
            .required("tariff", .string(1...100).meaning(zh: "收费标准的编码或 id", en: "Code or id of a tariff")),
            .required("period", .string(7...7).meaning(zh: "账期，如 2026-03", en: "A month such as 2026-03")),
            .optional("within", .string(1...400).meaning(zh: "空间的编码或 id", en: "Code or id of a space")),
            .optional("preview", .boolean.meaning(zh: "只看结果，不出账", en: "Only say what it would do")),
        ]))

    static let run = Schema.named(
        "BillingRun",
        .object([
            .required("count", .integer(0...CommunityLimits.bills)), .required("fen", fen),
            .required("due", .string(10...10, format: "date")),
            .required(
                "leftOut",
                .array(
                    of: .object([
                        .required("home", .string(0...400)),
                        .required("reason", .oneOf(words: BillingPlan.Reason.allCases.map(\.rawValue))),
                    ]), 0...CommunityLimits.bills)),
        ]))

    static func run(_ plan: BillingPlan) -> JSON {
        let leftOut = plan.leftOut.map { one -> JSON in
            ["home": .string(one.home.number), "reason": .string(one.reason.rawValue)]
        }
        return [
            "count": .integer(plan.lines.count), "fen": .integer(plan.fen), "due": .string(plan.due.description),
            "leftOut": .array(leftOut),
        ]
    }
}
