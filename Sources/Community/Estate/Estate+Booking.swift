import Commons
import Rulebook

extension Estate {
    // MARK: Resource

    public static let resource = Kind(
        "resource", zh: "可预约资源", en: "Resource",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 100), isRequired: true, isListed: true),
            Field(
                "type", zh: "类型", en: "Type",
                .choice([
                    .init("meeting", zh: "会议室", en: "Meeting room"), .init("activity", zh: "活动室", en: "Activity room"),
                    .init("court", zh: "球场", en: "Court"), .init("charger", zh: "充电桩", en: "Charger"),
                    .init("service", zh: "服务人员", en: "Service"),
                    .init("cleaning", zh: "保洁服务", en: "Cleaning"), .init("repair", zh: "入户维修", en: "Repairs at home"),
                    .init("tool", zh: "工具借用", en: "Tools"), .init("parcel", zh: "快件代收", en: "Parcel keeping"),
                    .init("move", zh: "搬家协助", en: "Help with moving"), .init("other", zh: "其他", en: "Other"),
                ]), isRequired: true, isListed: true, isFiltered: true),
            Field(
                "capacity", zh: "同时可约", en: "At once", .integer(1...1000), unit: "个",
                note: .init(zh: "同一时间最多几个预约，不填为 1", en: "bookings at one time; 1 if left out"), isListed: true),
            Field(
                "opens", zh: "开放时间（起）", en: "Opens at", .integer(0...23), unit: "时",
                note: .init(zh: "整点，不填为 0", en: "a whole hour; 0 if left out")),
            Field(
                "closes", zh: "开放时间（止）", en: "Closes at", .integer(1...24), unit: "时",
                note: .init(zh: "整点，不填为 24", en: "a whole hour; 24 if left out")),
            Field(
                "minutes", zh: "每次时长", en: "Usual length", .integer(15...1440), unit: "分钟",
                note: .init(zh: "日历按它划分，不填为 60", en: "what the calendar offers; 60 if left out")),
            Field(
                "most", zh: "每人同时最多预约", en: "For one person at once", .integer(1...100), unit: "次",
                note: .init(zh: "不填则不限", en: "any number if left out")),
            Field("confirms", zh: "需要确认", en: "Has to be confirmed", .flag, isFiltered: true),
            Field(
                "offer", zh: "增值服务", en: "Offered as a service", .flag,
                note: .init(zh: "面向业主提供的服务", en: "what owners are offered beyond what they pay for anyway"),
                isFiltered: true),
            Field("charge", zh: "收费说明", en: "What it costs", .line(most: 200)),
            Field("rules", zh: "使用须知", en: "Rules of use", .words(most: 2000)),
            Field("photos", zh: "照片", en: "Photographs", .files(most: 9)),
        ]),
        title: "name", placing: .required, numbering: .counted(prefix: "RS"),
        states: [
            .init("current", zh: "开放预约", en: "Open"), .init("closed", zh: "停用", en: "Closed", isFinal: true),
        ],
        acts: [
            KindAct("close", zh: "停用", en: "Close", in: ["current"], to: "closed", .handle),
            KindAct("reopen", zh: "恢复", en: "Reopen", in: ["closed"], to: "current", .handle),
        ],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read), .init(.worker, .organisation, .read),
            .init(.resident, .organisation, .read), .init(.regulator, .region, .read),
        ])

    // MARK: Booking

    private static let why = Form([Field("words", zh: "原因", en: "Why", .words(most: 1000), isRequired: true)])

    public static let booking = Kind(
        "booking", zh: "预约", en: "Booking",
        form: Form([
            Field(
                "resource", zh: "资源", en: "Resource", .reference(kind: "resource"), isRequired: true, isListed: true),
            Field("from", zh: "开始", en: "From", .moment, isRequired: true, isListed: true),
            Field("until", zh: "结束", en: "Until", .moment, isRequired: true, isListed: true),
            Field("purpose", zh: "用途", en: "What for", .line(most: 200)),
            Field("people", zh: "人数", en: "How many people", .integer(1...10_000)),
        ]),
        title: "purpose", placing: .nowhere, numbering: .counted(prefix: "BK"),
        states: [
            .init("requested", zh: "待确认", en: "Asked for", minutes: 24 * 60),
            .init("confirmed", zh: "已预约", en: "Booked"),
            .init("used", zh: "已使用", en: "Used", isFinal: true),
            .init("declined", zh: "未通过", en: "Declined", isFinal: true),
            .init("cancelled", zh: "已取消", en: "Cancelled", isFinal: true),
            .init("absent", zh: "未到", en: "No-show", isFinal: true),
        ],
        acts: [
            KindAct("confirm", zh: "确认", en: "Confirm", in: ["requested"], to: "confirmed", .handle),
            KindAct("decline", zh: "不通过", en: "Decline", in: ["requested"], to: "declined", .handle, form: why),
            KindAct("use", zh: "核销", en: "Used", in: ["confirmed"], to: "used", .handle),
            KindAct("absent", zh: "登记未到", en: "No-show", in: ["confirmed"], to: "absent", .handle),
            KindAct(
                "cancel", zh: "取消预约", en: "Cancel", in: ["requested", "confirmed"], to: "cancelled", .create,
                form: Form([Field("words", zh: "原因", en: "Why", .words(most: 1000))])),
        ],
        facets: [.slot(SlotFacet(resource: "resource", states: ["requested", "confirmed", "used"]))],
        rights: [
            .init(.manager, .organisation, .read, .create, .edit, .handle, .export),
            .init(.duty, .organisation, .read, .create, .handle), .init(.worker, .own, .read, .create),
            .init(.resident, .own, .read, .create),
        ])
}
