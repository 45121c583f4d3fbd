import Commons
import Rulebook

/// What ties people, homes and devices together.
extension Estate {
    static let related: [LifeCycle.State] = [
        .init("current", zh: "在册", en: "On record"), .init("void", zh: "作废", en: "Cancelled", isFinal: true),
    ]

    static let span = [
        Field("since", zh: "开始日期", en: "From", .day, isRequired: true, isListed: true, isFiltered: true),
        Field(
            "until", zh: "截止日期", en: "Until", .day,
            note: .init(zh: "最后一天；长期有效则不填", en: "the last day; nothing: for good"),
            isListed: true, isFiltered: true),
    ]

    static let ending = [
        KindAct(
            "end", zh: "终止", en: "End", in: ["current"], .handle,
            form: Form([
                Field("until", zh: "最后一天", en: "Last day", .day, isRequired: true),
                Field("words", zh: "说明", en: "Remarks", .line(most: 200)),
            ]), writes: ["until"]),
        KindAct(
            "void", zh: "作废", en: "Cancel", in: ["current"], to: "void", .handle,
            form: Form([Field("reason", zh: "登记有误之处", en: "What was wrong", .line(most: 200), isRequired: true)]),
            isGrave: true),
    ]

    /// Who owns, rents or lives in which home.
    public static let tenure = Kind(
        "tenure", zh: "居住与产权", en: "Tenure",
        form: Form(
            [
                Field(
                    "relation", zh: "关系", en: "Relation",
                    .choice([
                        .init("owner", zh: "产权人", en: "Owner"), .init("tenant", zh: "承租人", en: "Tenant"),
                        .init("family", zh: "家庭成员", en: "Family"), .init("occupant", zh: "其他居住人", en: "Occupant"),
                        .init("user", zh: "使用单位", en: "Company using it"),
                    ]), isRequired: true, isListed: true, isFiltered: true),
                Field("who", zh: "居民", en: "Resident", .reference(kind: "resident"), isListed: true),
                Field(
                    "company", zh: "单位", en: "Company", .reference(kind: "company"),
                    note: .init(zh: "居民和单位只填一项", en: "either a resident or a company"), isListed: true),
                Field("home", zh: "房屋", en: "Home", .reference(kind: "space"), isRequired: true, isListed: true),
            ] + span + [remark]),
        title: "relation", placing: .nowhere, numbering: .counted(prefix: "TN"), states: related, acts: ending,
        facets: [.relation(RelationFacet(sources: ["who", "company"], targets: ["home"], type: "relation"))],
        rights: [
            .init(.manager, .organisation, .read, .create, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.resident, .home, .read),
        ])

    /// A device raises the alarm for a place, wherever it hangs itself.
    static let guarding = "guards"
    /// A device speaks through the one that connects it.
    static let connecting = "connects"
    /// A device, or all of a space, goes dark with the one that powers it.
    static let powering = "powers"

    /// Which place or device a device guards, supplies or connects.
    public static let service = Kind(
        "service", zh: "设备关系", en: "Service",
        form: Form(
            [
                Field(
                    "relation", zh: "关系", en: "Relation",
                    .choice([
                        .init(guarding, zh: "守护", en: "Guards"), .init(powering, zh: "供电", en: "Powers"),
                        .init("water", zh: "供水", en: "Gives water to"), .init("controls", zh: "控制", en: "Controls"),
                        .init("watches", zh: "监视", en: "Watches"),
                        .init(connecting, zh: "接入", en: "Connects"),
                    ]), isRequired: true, isListed: true, isFiltered: true),
                Field("device", zh: "设备", en: "Device", .reference(kind: "device"), isRequired: true, isListed: true),
                Field("space", zh: "服务的空间", en: "Space served", .reference(kind: "space"), isListed: true),
                Field(
                    "target", zh: "服务的设备", en: "Device served", .reference(kind: "device"),
                    note: .init(zh: "空间和设备只填一项", en: "either a space or a device"), isListed: true),
            ] + span + [remark]),
        title: "relation", placing: .nowhere, numbering: .counted(prefix: "SV"), states: related, acts: ending,
        facets: [.relation(RelationFacet(sources: ["device"], targets: ["space", "target"], type: "relation"))],
        rights: [
            .init(.manager, .organisation, .read, .create, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.regulator, .region, .read),
        ])
}
