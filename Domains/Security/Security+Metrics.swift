import Community
import Rulebook

extension Security {
    static let metrics: [Metric] = gateMetrics + cameraMetrics + guardMetrics

    /// Acts that show that somebody has seen an alarm.
    static let answers = ["acknowledge", "close", "dismiss"]
    /// Real alarms of one kind; drills are left out.
    static func real(_ event: String, in states: [String] = []) -> Metric.Items {
        Metric.Items("alarm", in: states, having: ["event": event], lacking: ["drill": "true"])
    }

    /// Doors, gates, credentials and visitors.
    private static let gateMetrics: [Metric] = [
        Metric(
            "entrance.controlled", zh: "出入口管控率", en: "Entrances controlled",
            meaning: Phrase(zh: "装有门禁或道闸的出入口占比。", en: "Entrances with a door controller or a barrier."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["entrance"]]), by: .init(["door", "barrier"]),
                through: "controls"), least: 1),
        Metric(
            "plant.controlled", zh: "重要设备间门禁覆盖率", en: "Plant rooms with door control",
            meaning: Phrase(zh: "装有门禁的重要设备间占比。", en: "Those with a door controller."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["plant"]]), by: .init(["door"]),
                through: "controls"), least: 1),
        Metric(
            "plant.guarded", zh: "重要设备间入侵报警覆盖率", en: "Plant rooms guarded",
            meaning: Phrase(zh: "装有入侵报警装置的重要设备间占比。", en: "Those with an intrusion alarm."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["plant"]]),
                by: .init(["detector", "perimeter"]), through: "guards"), least: 1),
        Metric(
            "roof.controlled", zh: "楼顶出入口门禁覆盖率", en: "Exits to the roof with door control",
            meaning: Phrase(zh: "装有门禁的楼顶出入口占比。", en: "Those with a door controller."),
            .covered(
                of: Metric.Items("space", in: ["current"], any: ["use": ["roof"]]), by: .init(["door"]),
                through: "controls"), least: 1),
        Metric(
            "door.fallback", zh: "门禁道闸脱机可用率", en: "Doors and barriers that work off line",
            meaning: Phrase(
                zh: "上报主机或线路故障时可脱机工作的门禁和道闸占比。", en: "Those that say that they work when the host or the line is down."),
            .fit(.init(["door", "barrier"], .init("fallback"))), span: 90, least: 1),
        Metric(
            "door.released", zh: "门禁解除执行率", en: "Doors released when told",
            meaning: Phrase(
                zh: "火警联动或人工下达的开门、抬杆控制中已执行的占比。",
                en: "Of what a fire or somebody told them, that which they carried out."),
            .carriedOut(models: ["door", "barrier"], commands: ["release", "raise"]), span: 365, least: 1),
        Metric(
            "entry.kept", zh: "出入记录保存天数", en: "Days that entries are kept",
            meaning: Phrase(
                zh: "出入口通行信息连续保存的天数，证明没有提前清理。", en: "For how many days back they are there, none deleted early."),
            .kept(kinds: ["entry"])),
        Metric(
            "entry.count", zh: "通行次数", en: "Entries",
            meaning: Phrase(zh: "出入口记录的通行次数。", en: "How many the doors and gates have told of."),
            .events(kinds: ["entry"]), span: 30, leastDays: 7, counter: Phrase(zh: "次", en: "")),
        Metric(
            "credential.active", zh: "有效门禁凭证", en: "Active credentials",
            meaning: Phrase(zh: "当前有效的门禁凭证数量。", en: "Those in force."),
            .count(of: Metric.Items("credential", in: ["active"])), counter: Phrase(zh: "个", en: "")),
        Metric(
            "visit.count", zh: "访客登记数", en: "Visits",
            meaning: Phrase(zh: "登记的访客数量，含邀请和现场登记。", en: "Those entered, by residents or at the gate."),
            .count(of: Metric.Items("visit")), span: 30, counter: Phrase(zh: "次", en: "")),
        Metric(
            "visit.kept", zh: "访客记录保存天数", en: "Days that visits are kept",
            meaning: Phrase(
                zh: "访客进出信息连续保存的天数，证明没有提前清理。", en: "For how many days back they are there, none deleted early."),
            .kept(kinds: ["visitor.entered", "visitor.left"])),
        Metric(
            "watched.count", zh: "布控人数", en: "People looked out for",
            meaning: Phrase(zh: "布控名单中生效的人数。", en: "Those on the watch list."),
            .count(of: Metric.Items("watched", in: ["current"])), counter: Phrase(zh: "人", en: "")),
        Metric(
            "watched.alarms", zh: "布控预警次数", en: "Alarms of watched visitors",
            meaning: Phrase(zh: "访客与布控名单一致而预警的次数。", en: "Visitors who were on the watch list."),
            .events(kinds: ["visitor.watched"]), span: 180, counter: Phrase(zh: "次", en: "")),
        Metric(
            "watched.answered", zh: "布控预警及时响应率", en: "Watched visitors answered in time",
            meaning: Phrase(zh: "布控人员来访告警在 3 分钟内有人处置的占比。", en: "Those that somebody saw to within three minutes."),
            .response(of: real("visitor.watched"), to: answers, figure: .within(minutes: 3)), span: 180, least: 1),
    ]
}
