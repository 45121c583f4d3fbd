import Community
import Rulebook

extension Security {
    static let metrics: [Metric] = [
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
            "camera.online", zh: "摄像机在线率", en: "Cameras online",
            meaning: Phrase(zh: "在用摄像机中按时上报状态的占比。", en: "Of those in use, the ones that speak."),
            .online(models: ["camera"]), least: 1),
    ]
}
