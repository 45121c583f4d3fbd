import Commons
import Community
import Rulebook

/// What watches, opens and calls.
extension Security {
    private static let working: [Field.Option] = [
        .init("ok", zh: "正常", en: "Working"), .init("fault", zh: "故障", en: "Fault"),
    ]

    private static func state(silence: Int64) -> DeviceModel.Property {
        DeviceModel.Property("state", zh: "状态", en: "State", .state(working), silence: silence)
    }

    /// What a device says of itself once it has connected: that it can do something, or has it switched on.
    private static func able(_ id: String, zh: String, en: String) -> DeviceModel.Property {
        DeviceModel.Property(id, zh: zh, en: en, .flag)
    }

    private static let fallback = able("fallback", zh: "脱机可用", en: "Works off line")

    static let models = [door, barrier, camera, vision, perimeter, detector, help, intercom]

    // MARK: Doors and gates

    private static let door = DeviceModel(
        "door", zh: "门禁", en: "Door controller",
        properties: [.init("open", zh: "开门", en: "Open", .flag), fallback], events: ["entry", "forced", "fault"],
        commands: [
            .init("release", zh: "释放门锁", en: "Release", opposite: "lock", term: 600),
            .init("lock", zh: "恢复门锁", en: "Lock", opposite: "release"),
        ])

    private static let barrier = DeviceModel(
        "barrier", zh: "道闸", en: "Barrier",
        properties: [
            .init("open", zh: "抬杆", en: "Raised", .flag), fallback,
            able("plate", zh: "车牌识别", en: "Reads plates"),
            able("vacancy", zh: "余位显示", en: "Shows free spaces"), able("fee", zh: "收费显示", en: "Shows the fee"),
        ], events: ["entry", "fault"],
        commands: [
            .init("raise", zh: "抬杆放行", en: "Raise", opposite: "lower", term: 600),
            .init("lower", zh: "恢复道闸", en: "Lower", opposite: "raise"),
        ])

    // MARK: Cameras

    private static let camera = DeviceModel(
        "camera", zh: "摄像机", en: "Camera",
        properties: [
            state(silence: 900), .init("width", zh: "图像宽度", en: "Width", .number(0...100_000), unit: "px"),
            .init("height", zh: "图像高度", en: "Height", .number(0...100_000), unit: "px"),
            .init("recorded", zh: "录像保存天数", en: "Days recorded", .number(0...10_000), unit: "d"),
            able("face", zh: "人脸识别", en: "Recognises faces"), able("flow", zh: "人流统计", en: "Counts people"),
        ], events: ["intrusion", "fault"])

    /// A box at the edge that looks at what cameras see.
    private static let vision = DeviceModel(
        "vision", zh: "视频分析盒", en: "Video analysis",
        properties: [
            state(silence: 900), able("falling", zh: "高空抛物识别", en: "Sees falling objects"),
            able("ebike", zh: "电动车入梯识别", en: "Sees e-bikes in lifts"),
            able("lane", zh: "消防通道占用识别", en: "Sees blocked fire lanes"),
            able("parking", zh: "违停识别", en: "Sees illegal parking"),
        ], events: scenes + ["fault"])

    /// What is seen by analysis of video.
    static let scenes = ["vision.falling", "vision.ebike", "vision.lane", "vision.parking"]

    // MARK: Intrusion

    private static let perimeter = DeviceModel(
        "perimeter", zh: "周界报警", en: "Perimeter alarm", properties: [state(silence: 900)],
        events: ["intrusion", "fault"])

    private static let detector = DeviceModel(
        "detector", zh: "入侵探测器", en: "Intrusion detector", properties: [state(silence: 3600)],
        events: ["intrusion", "fault"])

    // MARK: Help

    private static let help = DeviceModel("help", zh: "求助按钮", en: "Help point", events: ["help", "fault"])

    private static let intercom = DeviceModel(
        "intercom", zh: "楼宇对讲", en: "Intercom",
        properties: [state(silence: 3600), able("linked", zh: "与监控中心联网", en: "Linked to the control room")],
        events: ["intercom.call", "help", "fault"])

    // MARK: Events

    /// Rulebook has a Rule of its own, so that rules do without its words.
    static func names(_ event: String) -> (zh: String, en: String) {
        let title = events.first { $0.id == event }?.title
        return (title?.zh ?? event, title?.en ?? event)
    }

    static let events: [EventKind] = [
        EventKind("patrol.missed", zh: "巡查漏检", en: "Patrol missed", .general),
        EventKind("visitor.entered", zh: "访客进入", en: "Visitor entered", .info),
        EventKind("visitor.left", zh: "访客离开", en: "Visitor left", .info),
        EventKind("visitor.watched", zh: "布控人员来访", en: "Visitor on the watch list", .serious),
        EventKind("inspection.missed", zh: "安全检查漏检", en: "Inspection missed", .general),
        EventKind("help", zh: "一键求助", en: "Call for help", .urgent),
        EventKind("intercom.call", zh: "对讲呼叫", en: "Intercom call", .info),
        EventKind("intrusion", zh: "周界入侵", en: "Intrusion", .serious),
        EventKind("forced", zh: "强行开门", en: "Door forced", .serious),
        EventKind("entry", zh: "通行", en: "Entry", .info),
        EventKind("vision.falling", zh: "高空抛物", en: "Falling object", .serious),
        EventKind("vision.ebike", zh: "电动车入梯", en: "E-bike in a lift", .serious),
        EventKind("vision.lane", zh: "消防通道占用", en: "Fire lane blocked", .serious),
        EventKind("vision.parking", zh: "车辆违停", en: "Illegal parking", .general),
    ]
}
