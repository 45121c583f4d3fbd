import Commons
import Community
import Rulebook

/// Who comes to see whom, and whom the gate looks out for.
extension Security {
    private static let visitor = Field(
        "name", zh: "姓名", en: "Name", .line(most: 40), isRequired: true, isFiltered: true, secrecy: .personal)
    private static let identity = Field(
        "identity", zh: "身份证号", en: "Identity number", .personal(.identity), isFiltered: true)
    private static let plate = Field(
        "plate", zh: "车牌号", en: "Number plate", .line(most: 20),
        note: .init(zh: "只写汉字、字母和数字，如 浙A12345", en: "without dots and dashes"),
        isFiltered: true, secrecy: .personal)

    private static func phone(isRequired: Bool) -> Field {
        Field("phone", zh: "电话", en: "Telephone", .personal(.phone), isRequired: isRequired, isFiltered: true)
    }

    // MARK: Visits

    private static let purposes: [Field.Option] = [
        .init("guest", zh: "探亲访友", en: "A visit"), .init("delivery", zh: "快递外卖", en: "Delivery"),
        .init("repair", zh: "维修安装", en: "Repair"), .init("household", zh: "家政服务", en: "Household help"),
        .init("viewing", zh: "看房", en: "Viewing a home"), .init("business", zh: "公务办事", en: "Business"),
        .init("other", zh: "其他", en: "Other"),
    ]

    private static func reason(_ zh: String, _ en: String) -> Form {
        Form([Field("words", zh: zh, en: en, .line(most: 200), isRequired: true)])
    }

    /// Its place is the home that is visited.
    static let visit = Kind(
        "visit", zh: "访客", en: "Visit",
        form: Form([
            visitor, phone(isRequired: true), identity, plate,
            Field("count", zh: "人数", en: "How many", .integer(1...50), isListed: true),
            Field(
                "purpose", zh: "来访事由", en: "Purpose", .choice(purposes), isRequired: true, isListed: true,
                isFiltered: true),
            Field("from", zh: "预计到达", en: "From", .moment, isRequired: true, isListed: true),
            Field("until", zh: "最晚离开", en: "Until", .moment, isRequired: true, isListed: true),
            Field("words", zh: "备注", en: "Remark", .words(most: 500)),
            Field(
                "code", zh: "通行码", en: "Code", .line(most: 8), isFiltered: true, secrecy: .personal, writer: .program),
        ]),
        title: "name", placing: .required, numbering: .counted(prefix: "VS"),
        states: [
            .init("expected", zh: "待到访", en: "Expected"), .init("inside", zh: "在访", en: "Inside"),
            .init("left", zh: "已离开", en: "Left", isFinal: true),
            .init("expired", zh: "已过期", en: "Expired", isFinal: true),
            .init("refused", zh: "已拒绝", en: "Refused", isFinal: true),
            .init("cancelled", zh: "已取消", en: "Cancelled", isFinal: true),
        ],
        acts: [
            KindAct(
                "arrive", zh: "凭码进入", en: "Arrive with the code", in: ["expected"], to: "inside", .work,
                form: Form([
                    Field("code", zh: "通行码", en: "Code", .line(most: 8), isRequired: true, secrecy: .personal),
                    Field("photos", zh: "照片", en: "Photographs", .files(most: 3)),
                ]), matches: .init("code", field: "code")),
            KindAct(
                "admit", zh: "核实放行", en: "Admit without code", in: ["expected"], to: "inside", .handle,
                form: reason("核实方式", "How it was checked")),
            KindAct("leave", zh: "离开", en: "Leave", in: ["inside"], to: "left", .work),
            KindAct(
                "refuse", zh: "拒绝进入", en: "Refuse", in: ["expected"], to: "refused", .work, form: reason("原因", "Why")),
            KindAct("cancel", zh: "取消邀请", en: "Cancel", in: ["expected"], to: "cancelled", .create),
            KindAct("expire", zh: "过期", en: "Expire", in: ["expected"], to: "expired", .handle),
        ],
        facets: [
            .code(CodeFacet(digits: 8)),
            .validity(ValidityFacet(states: ["expected", "inside"], acts: ["arrive", "admit"])),
            .watch(
                WatchFacet(
                    list: "watched", keys: [["phone"], ["identity"], ["plate"]], acts: ["arrive", "admit"],
                    event: "visitor.watched")),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .work, .export, .look),
            .init(.duty, .organisation, .read, .create, .edit, .handle, .work, .look),
            .init(.worker, .organisation, .read, .create, .work), .init(.resident, .own, .read, .create),
        ])

    // MARK: Who is looked out for

    static let watched = Kind(
        "watched", zh: "布控名单", en: "Watch list",
        form: Form([
            visitor, phone(isRequired: false), identity, plate,
            Field(
                "source", zh: "布控依据", en: "On whose word", .line(most: 200),
                note: .init(zh: "如公安机关的通知文号", en: "such as the number of the police's notice"), isRequired: true,
                isListed: true),
            Field("reason", zh: "布控原因", en: "Why", .words(most: 1000), secrecy: .personal),
            Field("since", zh: "开始日期", en: "From", .day, isRequired: true, isListed: true),
            Field(
                "until", zh: "截止日期", en: "Until", .day,
                note: .init(zh: "最后一天；不填则一直有效", en: "the last day; nothing: for good"),
                isListed: true),
        ]),
        title: "name", placing: .nowhere, numbering: .counted(prefix: "WL"),
        states: [
            .init("current", zh: "布控中", en: "In force"), .init("lifted", zh: "已解除", en: "Lifted", isFinal: true),
        ],
        acts: [
            KindAct(
                "lift", zh: "解除布控", en: "Lift", in: ["current"], to: "lifted", .handle,
                form: Form([Field("words", zh: "说明", en: "Remarks", .line(most: 200))]))
        ],
        facets: [.validity(ValidityFacet(from: "since", states: ["current"]))],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export, .look),
            .init(.duty, .organisation, .read, .look),
        ])
}
