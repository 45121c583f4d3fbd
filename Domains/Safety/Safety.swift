import Commons
public import Community
import Rulebook

/// Fire, gas, lifts, water: what has to work when something happens (6.2.3.a.3, 7.2.2.c, 8.2.5.a).
public enum Safety {
    public static let domain = CommunityDomain(
        "safety", zh: "安全与消防", en: "Safety", models: models, events: events, rules: rules, metrics: metrics)

    private static let working: [Field.Option] = [
        .init("ok", zh: "正常", en: "Working"), .init("fault", zh: "故障", en: "Fault"),
    ]

    private static let interval = DeviceModel.Property(
        "interval", zh: "上报间隔", en: "Reporting interval", .number(10...86_400), unit: "s")

    static let models: [DeviceModel] = [
        DeviceModel(
            "smoke", zh: "烟感", en: "Smoke detector",
            properties: [
                .init("temperature", zh: "温度", en: "Temperature", .number(-40...150), unit: "℃", silence: 7200),
                .init("smoke", zh: "烟雾浓度", en: "Smoke", .number(0...100), unit: "%/m"),
                .init("battery", zh: "电量", en: "Battery", .number(0...100), unit: "%"),
            ], events: ["fire", "fault"], settings: [interval]),
        DeviceModel(
            "firehost", zh: "消防主机", en: "Fire alarm panel",
            properties: [.init("state", zh: "状态", en: "State", .state(working), silence: 600)],
            events: ["fire", "fault"]),
        DeviceModel(
            "lift", zh: "电梯", en: "Lift",
            properties: [
                .init(
                    "state", zh: "状态", en: "State",
                    .state([
                        .init("running", zh: "运行", en: "Running"), .init("stopped", zh: "停止", en: "Stopped"),
                        .init("fault", zh: "故障", en: "Fault"),
                    ]), silence: 600),
                .init("floor", zh: "所在楼层", en: "Floor", .number(-10...200)),
            ], events: ["trapped", "fault"],
            commands: [
                .init("recall", zh: "迫降首层", en: "Recall", opposite: "resume", term: 600),
                .init("resume", zh: "恢复运行", en: "Resume", opposite: "recall"),
            ]),
        DeviceModel(
            "water", zh: "水位计", en: "Water level gauge",
            properties: [.init("level", zh: "水位", en: "Level", .number(0...10), unit: "m", silence: 3600)],
            events: ["flood", "fault"], settings: [interval]),
        DeviceModel(
            "gas", zh: "燃气探测器", en: "Gas detector",
            properties: [
                .init("gas", zh: "燃气浓度", en: "Gas", .number(0...100), unit: "%LEL", silence: 7200),
                .init("battery", zh: "电量", en: "Battery", .number(0...100), unit: "%"),
            ], events: ["gas.leak", "fault"], settings: [interval]),
    ]

    static let events: [EventKind] = [
        EventKind("fire", zh: "火警", en: "Fire", .urgent),
        EventKind("trapped", zh: "电梯困人", en: "Trapped in a lift", .urgent),
        EventKind("gas.leak", zh: "燃气泄漏", en: "Gas leak", .urgent),
        EventKind("flood", zh: "积水超限", en: "Flooding", .serious),
    ]
}
