import Commons
import Community
import Rulebook

/// With what people and cars come through doors.
extension Security {
    private static let ways: [Field.Option] = [
        .init("card", zh: "IC 卡", en: "IC card"), .init("face", zh: "人脸", en: "Face"),
        .init("phone", zh: "手机", en: "Phone"), .init("code", zh: "密码", en: "Code"),
        .init("plate", zh: "车牌", en: "Number plate"),
    ]

    static let credential = Kind(
        "credential", zh: "门禁凭证", en: "Credential",
        form: Form([
            Field(
                "name", zh: "持有人", en: "Holder", .line(most: 40), isRequired: true, isFiltered: true,
                secrecy: .personal),
            Field("resident", zh: "居民", en: "Resident", .reference(kind: "resident")),
            Field("staff", zh: "工作人员", en: "Member of staff", .person),
            Field(
                "way", zh: "凭证类型", en: "Type", .choice(ways), isRequired: true, isListed: true, isFiltered: true),
            Field(
                "number", zh: "卡号或编号", en: "Number", .line(most: 60),
                note: .init(
                    zh: "卡号、车牌号，或门禁系统中的凭证编号；不填人脸图像", en: "of the card, the plate or in the door system; no picture"),
                isRequired: true, isFiltered: true, secrecy: .personal),
            Field("doors", zh: "可通行的门禁", en: "Doors", .references(kind: "device", most: 200)),
            Field("from", zh: "生效日期", en: "From", .day, isRequired: true, isListed: true),
            Field(
                "until", zh: "失效日期", en: "Until", .day,
                note: .init(zh: "最后一天；长期有效则不填", en: "the last day; nothing: for good"),
                isListed: true),
            Field("words", zh: "备注", en: "Remark", .words(most: 500)),
        ]),
        title: "name", placing: .optional, numbering: .counted(prefix: "DC"),
        states: [
            .init("active", zh: "有效", en: "Active"), .init("lost", zh: "已挂失", en: "Lost"),
            .init("revoked", zh: "已注销", en: "Revoked", isFinal: true),
            .init("expired", zh: "已过期", en: "Expired", isFinal: true),
        ],
        acts: [
            KindAct("lose", zh: "挂失", en: "Report lost", in: ["active"], to: "lost", .handle),
            KindAct("recover", zh: "解除挂失", en: "Found again", in: ["lost"], to: "active", .handle),
            KindAct(
                "revoke", zh: "注销", en: "Revoke", in: ["active", "lost"], to: "revoked", .handle,
                form: Form([Field("words", zh: "原因", en: "Why", .line(most: 200), isRequired: true)]), isGrave: true),
            KindAct("expire", zh: "到期失效", en: "Expire", in: ["active", "lost"], to: "expired", .handle),
        ],
        facets: [.validity(ValidityFacet(states: ["active", "lost"]))],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export, .look),
            .init(.duty, .organisation, .read, .create, .handle, .look),
        ])
}
