import Commons
import Rulebook

@testable import Community
@testable import CommunityPortal

/// A small estate without a store: a community with two buildings, a detector, rules and alarms.
enum DutySample {
    static let now = Instant(text: "2026-03-01 12:00") ?? Instant(milliseconds: 0)
    static let nasty = "<script>alert(\"1\")</script>"

    static let smoke = DeviceModel(
        "smoke", zh: "烟感", en: "Smoke detector",
        properties: [
            .init("smoke", zh: "烟雾", en: "Smoke", .number(0...100), unit: "%", silence: 3600),
            .init("ok", zh: "正常", en: "Working", .flag),
            .init("mode", zh: "模式", en: "Mode", .state([.init("a", zh: "甲", en: "A"), .init("b", zh: "乙", en: "B")])),
        ], events: ["fire"], commands: [.init("test", zh: "自检", en: "Test itself")])

    static let catalog = Catalog([
        Estate.domain,
        CommunityDomain(
            "fire", zh: "消防", en: "Fire", models: [smoke],
            events: [
                EventKind("fire", zh: "火警", en: "Fire", .urgent), EventKind("entry", zh: "通行", en: "Entry", .info),
            ],
            rules: [
                DutyRule(
                    "smoke", zh: "烟雾超限", en: "Smoke", when: .reading(model: "smoke", property: "smoke", .above(10)),
                    [.hours(from: 22, until: 6)], then: [.event(kind: "fire")]),
                DutyRule(
                    "fire", zh: "火警联动", en: "Fire", when: .event(["fire", "entry"]),
                    [.level(atLeast: .serious), .field("level", equals: "urgent")],
                    then: [
                        .open(kind: "order", fields: ["title": "处置：{place}", "type": "alarm"]),
                        .command(model: "smoke", command: "test", around: 0),
                        .command(model: "smoke", command: "test", around: 2), .notify(.duty), .call("emergency.119"),
                    ]),
                DutyRule(
                    "late", zh: "上报", en: "Late", when: .overdue(kind: "alarm", state: "open"),
                    then: [.notify(.manager), .act("acknowledge")]),
                DutyRule(
                    "done", zh: "回访", en: "Ask back", when: .state(kind: "order", state: "done"),
                    then: [.notify(.duty)]),
            ]),
    ])

    static func item(
        _ kind: Kind, _ id: String, _ title: String, state: String, _ fields: [String: FormValue] = [:],
        opened: Int64 = 0, due: Instant? = nil
    ) -> DutyItem {
        let at = now.adding(seconds: -opened)
        let head = CaseHead(
            id: id, kind: kind.id, number: "N-\(id)", title: title, state: state, sequence: 3, opener: "keeper",
            handler: "keeper", region: "330106", openedAt: at, changedAt: at, due: due)
        return Item(
            head: head, edition: 1, fields: fields, place: nil, owner: nil, assigned: [], since: at)
    }

    static func space(_ id: String, _ title: String, _ level: String, _ fields: [String: FormValue] = [:])
        -> DutyItem
    {
        item(Estate.space, id, title, state: "current", fields.merging(["level": .text(level)]) { one, _ in one })
    }

    static let ground = space(
        "e", "晴川里", "community", ["outline": .text("120.000,30.000 120.010,30.000 120.010,30.010 120.000,30.010")])
    static let first = space(
        "b1", "1 号楼", "building", ["outline": .text("120.001,30.001 120.003,30.001 120.003,30.003 120.001,30.003")])
    static let second = space("b2", "2 号楼", "building", ["position": .text("120.008,30.008")])
    static let detector = item(
        Estate.device, "d1", "烟感 301", state: "active",
        ["model": .text("smoke"), "position": .text("120.002,30.002")])

    /// An alarm in the first building.
    static func alarm(
        _ id: String, _ level: EventKind.Level, state: String = "open", opened: Int64 = 600, title: String = "火警",
        isDrill: Bool = false, due: Instant? = nil
    ) -> DutyPicture.Alarm {
        let fields: [String: FormValue] = [
            "level": .text(level.rawValue), "event": .text("fire"), "drill": .flag(isDrill),
        ]
        return DutyPicture.Alarm(
            item: item(Estate.alarm, id, title, state: state, fields, opened: opened, due: due), path: [ground, first])
    }
}
