import Community
import Rulebook

extension Safety {
    private static let trapped = Metric.Items("alarm", having: ["event": "trapped"], lacking: ["drill": "true"])

    private static let fires = Metric.Items("alarm", having: ["event": "fire"], lacking: ["drill": "true"])
    private static let handled = Metric.Items(
        "alarm", in: ["closed", "false"], having: ["event": "fire"], lacking: ["drill": "true"])

    static let metrics: [Metric] = [
        Metric(
            "fire.devices", zh: "在册消防设备数", en: "Fire equipment on record",
            meaning: Phrase(
                zh: "电子台账中在用或维护中的消防主机和烟感。", en: "Fire panels and smoke detectors in use or under maintenance."),
            .count(
                of: Metric.Items("device", in: ["active", "maintenance"], any: ["model": ["firehost", "smoke"]])),
            counter: Phrase(zh: "台", en: "")),
        Metric(
            "fire.online", zh: "消防设备在线率", en: "Fire equipment online",
            meaning: Phrase(zh: "在用消防主机和烟感中按时上报的占比。", en: "Of panels and detectors in use, those that speak."),
            .online(models: ["firehost", "smoke"]), least: 1),
        Metric(
            "fire.in-term", zh: "火警及时响应率", en: "Fire alarms answered in time",
            meaning: Phrase(zh: "在规定时限内有人处置的火警占比。", en: "Those that somebody saw to in time."),
            .response(of: fires, to: ["acknowledge", "close", "dismiss"], figure: .inTerm(states: ["open"])), span: 365,
            least: 1),
        Metric(
            "fire.handled", zh: "火警办结率", en: "Fire alarms dealt with",
            meaning: Phrase(zh: "火警中已办结或查明为误报的占比。", en: "Those closed, or found to be false."),
            .share(of: handled, among: fires), span: 365, least: 1),
        Metric(
            "alarm.kept", zh: "险情记录保存天数", en: "Days that hazards are kept",
            meaning: Phrase(
                zh: "火警、电梯困人、燃气泄漏和积水记录连续保存的天数，证明没有提前清理。",
                en:
                    "Of fire, people in lifts, gas, water: for how many days back they are there, none deleted early."
            ),
            .kept(kinds: ["fire", "trapped", "gas.leak", "flood"])),
        Metric(
            "drill.count", zh: "演练次数", en: "Drills",
            meaning: Phrase(zh: "一年内按真实流程组织的演练。", en: "Held within a year, as if it were real."),
            .count(of: Metric.Items("alarm", having: ["drill": "true"])), span: 365,
            counter: Phrase(zh: "次", en: "")),
        Metric(
            "trapped.response", zh: "困人 30 分钟内处置率", en: "Rescues begun within 30 minutes",
            meaning: Phrase(zh: "电梯困人告警在 30 分钟内有人处置的占比。", en: "Alarms of people trapped in a lift."),
            .response(of: trapped, to: ["acknowledge", "close", "dismiss"], figure: .within(minutes: 30)), span: 365,
            least: 1),
        Metric(
            "lift.online", zh: "电梯在线率", en: "Lifts online",
            meaning: Phrase(zh: "在用电梯中按时上报状态的占比。", en: "Of those in use, the ones that speak."),
            .online(models: ["lift"]), least: 1),
        Metric(
            "gas.online", zh: "燃气探测器在线率", en: "Gas detectors online",
            meaning: Phrase(zh: "在用燃气探测器中按时上报的占比。", en: "Of those in use, the ones that speak."),
            .online(models: ["gas"]), least: 1),
        Metric(
            "smoke.covered", zh: "楼栋烟感覆盖率", en: "Buildings with smoke detectors",
            meaning: Phrase(zh: "装有在用烟感的楼栋占比。", en: "Buildings with one in use."),
            .covered(level: "building", by: ["smoke"]), least: 1),
        Metric(
            "home.smoke", zh: "住户火灾报警覆盖率", en: "Homes with smoke detectors",
            meaning: Phrase(zh: "室内装有在用烟感的房屋占比。", en: "Those with one in use."),
            .covered(level: "home", by: ["smoke"]), least: 1),
        Metric(
            "home.gas", zh: "住户燃气报警覆盖率", en: "Homes with gas detectors",
            meaning: Phrase(zh: "室内装有在用燃气探测器的房屋占比。", en: "Those with one in use."),
            .covered(level: "home", by: ["gas"]), least: 1),
        Metric(
            "water.most", zh: "最高水位", en: "Highest water",
            meaning: Phrase(zh: "各水位计测到的最大值。", en: "The most that any gauge has measured."),
            .reading(model: "water", property: "level", figure: .most), span: 30, leastDays: 7),
    ]
}
