import Commons
public import Community
import Rulebook

/// What stands in a community for everybody's convenience: lockers, car wash, drinking water, vending, waste (8.2.2).
public enum Facilities {
    public static let domain = CommunityDomain(
        "facilities", zh: "便民设施", en: "Facilities", kinds: [facility], models: models, events: events, rules: rules,
        metrics: metrics)

    static let types: [Field.Option] = [
        .init("locker", zh: "智能快递柜", en: "Parcel lockers"), .init("wash", zh: "自助洗车", en: "Car wash"),
        .init("drinking", zh: "自助纯净水设备", en: "Drinking water"),
        .init("vending", zh: "自动售货机", en: "Vending machine"),
        .init("waste", zh: "智能垃圾站", en: "Waste station"), .init("other", zh: "其他", en: "Other"),
    ]

    /// What residents see of one; its machine, if it has any, is a device.
    static let facility = Kind(
        "facility", zh: "便民设施", en: "Facility",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 100), isRequired: true, isListed: true),
            Field("code", zh: "编号", en: "Number", .line(most: 60), isRequired: true),
            Field("type", zh: "类型", en: "Type", .choice(types), isRequired: true, isListed: true, isFiltered: true),
            Field("hours", zh: "开放时间", en: "Open", .line(most: 60), isListed: true),
            Field("device", zh: "设备", en: "Device", .reference(kind: "device")),
            Field("operator", zh: "运营单位", en: "Run by", .line(most: 100)),
            Field("phone", zh: "服务电话", en: "Service line", .line(most: 40)),
            Field("guide", zh: "使用说明", en: "How to use it", .words(most: 2000)),
            Field("photos", zh: "照片", en: "Photographs", .files(most: 9)),
        ]),
        title: "name", placing: .required, numbering: .field("code"),
        states: [
            .init("open", zh: "开放", en: "Open"), .init("paused", zh: "暂停使用", en: "Out of use"),
            .init("removed", zh: "已撤除", en: "Removed", isFinal: true),
        ],
        acts: [
            KindAct(
                "pause", zh: "暂停使用", en: "Take out of use", in: ["open"], to: "paused", .handle,
                form: Form([Field("words", zh: "原因", en: "Why", .words(most: 500), isRequired: true)])),
            KindAct("reopen", zh: "恢复开放", en: "Open again", in: ["paused"], to: "open", .handle),
            KindAct("remove", zh: "撤除", en: "Remove", in: ["open", "paused"], to: "removed", .handle),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.resident, .organisation, .read), .init(.regulator, .region, .read),
        ])

    static let events: [EventKind] = [
        EventKind("facility.used", zh: "使用", en: "Used", .info),
        EventKind("facility.full", zh: "垃圾站将满", en: "Waste station nearly full", .general),
        EventKind("facility.empty", zh: "缺货", en: "Nearly sold out", .general),
        EventKind("facility.quality", zh: "出水水质超限", en: "Water out of limits", .serious),
    ]
}
