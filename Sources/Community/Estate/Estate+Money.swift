import Commons
import Rulebook

/// What is charged, billed and paid.
extension Estate {
    public static let money = CommunityDomain(
        "money", zh: "收费", en: "Charges", kinds: [tariff, bill, payment, deposit])

    private static let charges: [Field.Option] = [
        .init("property", zh: "物业服务费", en: "Property service"), .init("parking", zh: "停车费", en: "Parking"),
        .init("water", zh: "水费", en: "Water"), .init("power", zh: "电费", en: "Electricity"),
        .init("heat", zh: "供暖费", en: "Heating"), .init("repair", zh: "维修费", en: "Repairs"),
        .init("other", zh: "其他", en: "Other"),
    ]

    private static let ways = AccountClass.funds.map { Field.Option($0.rawValue, zh: $0.title.zh, en: $0.title.en) }

    private static let reason = Field("reason", zh: "原因", en: "Reason", .words(most: 500), isRequired: true)

    private static func amount(_ id: String = "amount", _ zh: String = "金额", _ en: String = "Amount") -> Field {
        Field(id, zh: zh, en: en, .money, isRequired: true, isListed: true)
    }

    private static let received = [
        Field("way", zh: "收款方式", en: "Way", .choice(ways), isRequired: true, isListed: true, isFiltered: true),
        Field(
            "reference", zh: "流水号", en: "Reference", .line(most: 64),
            note: .init(zh: "转账或支付通知上的编号，只能入账一次", en: "of the notice of payment; it is booked once"),
            isListed: true),
    ]

    // MARK: Tariff

    public static let tariff = Kind(
        "tariff", zh: "收费标准", en: "Tariff",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 60), isRequired: true, isListed: true),
            Field("code", zh: "编码", en: "Code", .line(most: 60), isRequired: true),
            Field("charge", zh: "费用项目", en: "Charge", .choice(charges), isRequired: true, isListed: true),
            Field(
                "basis", zh: "计费方式", en: "Basis",
                .choice(Tariff.Basis.allCases.map { .init($0.rawValue, zh: $0.title.zh, en: $0.title.en) }),
                isRequired: true, isListed: true),
            Field(
                "price", zh: "单价", en: "Price", .decimal(decimals: 4, 1...Tariff.mostPrice), unit: "元",
                note: .init(
                    zh: "至多四位小数；每张账单的金额四舍五入到分", en: "up to four decimals; each bill is rounded to the fen, half up"),
                isRequired: true, isListed: true),
            Field(
                "level", zh: "收费对象", en: "Charged on",
                .choice(spaceLevels.filter { ["home", "parking"].contains($0.id) }), isRequired: true),
            Field("from", zh: "生效日期", en: "Valid from", .day, isRequired: true, isListed: true),
            Field("until", zh: "截止日期", en: "Valid until", .day, isListed: true),
            Field(
                "days", zh: "缴费期限", en: "To be paid within", .integer(0...365), unit: "天",
                note: .init(zh: "从出账之日起", en: "days from the billing"), isRequired: true),
            Field("remark", zh: "依据", en: "By what", .words(most: 1000)),
        ]),
        title: "name", placing: .nowhere, numbering: .field("code"),
        states: [
            .init("current", zh: "启用", en: "In use"), .init("closed", zh: "停用", en: "Closed", isFinal: true),
        ],
        acts: [KindAct("close", zh: "停用", en: "Close", in: ["current"], to: "closed", .handle)],
        rights: [.init(.manager, .organisation, .read, .create, .edit, .handle, .export)])

    // MARK: Bill

    public static let bill = Kind(
        "bill", zh: "账单", en: "Bill",
        form: Form([
            Field("title", zh: "事项", en: "What for", .line(most: 100), isRequired: true, isListed: true),
            Field("charge", zh: "费用项目", en: "Charge", .choice(charges), isRequired: true, isFiltered: true),
            Field("period", zh: "账期", en: "Period", .line(most: 20), isFiltered: true),
            Field(
                "tariff", zh: "收费标准", en: "Tariff", .reference(kind: "tariff"), isFiltered: true, writer: .program),
            Field(
                "quantity", zh: "数量", en: "Quantity", .decimal(decimals: 2, 0...1_000_000_000), writer: .program),
            Field(
                "price", zh: "单价", en: "Price", .decimal(decimals: 4, 0...Tariff.mostPrice), unit: "元",
                writer: .program),
            amount("amount", "应收金额", "Amount"),
            Field("paid", zh: "已收金额", en: "Paid", .money, isListed: true, writer: .program),
            Field("due", zh: "缴费截止", en: "Due", .day, isRequired: true, isListed: true),
            Field("remark", zh: "备注", en: "Remark", .words(most: 1000)),
        ]),
        title: "title", placing: .required, numbering: .counted(prefix: "BL"),
        states: [
            .init("issued", zh: "待缴费", en: "Issued"), .init("part", zh: "部分缴费", en: "Partly paid"),
            .init("paid", zh: "已缴清", en: "Paid", isFinal: true),
            .init("cancelled", zh: "已取消", en: "Cancelled", isFinal: true),
        ],
        acts: [
            KindAct(
                "cancel", zh: "取消账单", en: "Cancel", in: ["issued", "part", "paid"], to: "cancelled", .handle,
                form: Form([reason]), isGrave: true)
        ],
        facets: [
            .money(
                MoneyFacet(
                    [
                        TransferRule(
                            on: KindAct.create, debit: .place(.receivable), credit: .field(.income, "charge"),
                            amount: "amount"),
                        TransferRule(on: "cancel", reversing: KindAct.create),
                    ], settles: true))
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.resident, .home, .read, .export),
        ])

    // MARK: Payment

    public static let payment = Kind(
        "payment", zh: "收款", en: "Payment",
        form: Form(
            [
                amount(),
                Field(
                    "bill", zh: "账单", en: "Bill", .reference(kind: "bill"),
                    note: .init(
                        zh: "可不填：先冲抵最早到期的账单，余款转为预收",
                        en: "may be left out: what is due first is paid first, what is left stays as an advance"),
                    isListed: true),
            ] + received + [Field("remark", zh: "备注", en: "Remark", .words(most: 1000))]),
        title: "amount", placing: .required, numbering: .counted(prefix: "RC"),
        states: [
            .init("received", zh: "已收款", en: "Received"),
            .init("refunded", zh: "已退款", en: "Refunded", isFinal: true),
        ],
        acts: [
            KindAct(
                "refund", zh: "退款", en: "Refund", in: ["received"], to: "refunded", .handle, form: Form([reason]),
                isGrave: true)
        ],
        facets: [
            .money(
                MoneyFacet(
                    [
                        TransferRule(
                            on: KindAct.create, debit: .chosen("way"), credit: .place(.advance), amount: "amount",
                            reference: "reference"),
                        TransferRule(on: "refund", reversing: KindAct.create),
                    ], settles: true))
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.resident, .home, .read, .export),
        ])

    // MARK: Deposit

    public static let deposit = Kind(
        "deposit", zh: "押金", en: "Deposit",
        form: Form(
            [
                Field("title", zh: "事由", en: "What for", .line(most: 100), isRequired: true, isListed: true),
                amount(),
            ] + received + [Field("remark", zh: "备注", en: "Remark", .words(most: 1000))]),
        title: "title", placing: .required, numbering: .counted(prefix: "DP"),
        states: [
            .init("held", zh: "已收取", en: "Held"), .init("returned", zh: "已退还", en: "Returned", isFinal: true),
            .init("kept", zh: "已扣抵", en: "Kept", isFinal: true),
        ],
        acts: [
            KindAct(
                "return", zh: "退还", en: "Return", in: ["held"], to: "returned", .handle, form: Form([reason]),
                isGrave: true),
            KindAct(
                "keep", zh: "全额扣抵", en: "Keep it all", in: ["held"], to: "kept", .handle, form: Form([reason]),
                isGrave: true),
        ],
        facets: [
            .money(
                MoneyFacet([
                    TransferRule(
                        on: KindAct.create, debit: .chosen("way"), credit: .item(.deposit), amount: "amount",
                        reference: "reference"),
                    TransferRule(on: "return", reversing: KindAct.create),
                    TransferRule(
                        on: "keep", debit: .item(.deposit), credit: .one(.income), amount: "amount"),
                ]))
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.resident, .home, .read, .export),
        ])
}
