import Commons
import Community

extension Safety {
    static let rules: [Rule] = [
        Rule(
            "smoke", zh: "烟雾浓度超限报火警", en: "Smoke above its limit is a fire",
            when: .reading(model: "smoke", property: "smoke", .above(10)), then: [.event(kind: "fire")]),
        Rule(
            "heat", zh: "温度超限报火警", en: "Heat above its limit is a fire",
            when: .reading(model: "smoke", property: "temperature", .above(57)), then: [.event(kind: "fire")]),
        Rule(
            "water", zh: "水位超限报积水", en: "Water above its limit is flooding",
            when: .reading(model: "water", property: "level", .above(0.4)), then: [.event(kind: "flood")]),
        Rule(
            "fire.linkage", zh: "火警联动", en: "What a fire sets off", when: .event(["fire"]),
            then: [
                .open(kind: "order", fields: ["title": "处置火警：{place}", "type": "alarm", "level": "urgent"]),
                .command(model: "lift", command: "recall", around: 1),
                .notify(.duty), .notify(.manager), .call("emergency.119"),
            ]),
        Rule(
            "trapped.rescue", zh: "电梯困人救援", en: "Rescue from a lift", when: .event(["trapped"]),
            then: [
                .open(kind: "order", fields: ["title": "电梯困人救援：{place}", "type": "alarm", "level": "urgent"]),
                .notify(.duty), .notify(.worker),
            ]),
        Rule(
            "gas", zh: "燃气浓度超限报泄漏", en: "Gas above its limit is a leak",
            when: .reading(model: "gas", property: "gas", .above(10)), then: [.event(kind: "gas.leak")]),
        Rule(
            "gas.answer", zh: "燃气泄漏处置", en: "A gas leak is seen to", when: .event(["gas.leak"]),
            then: [
                .open(kind: "order", fields: ["title": "处置燃气泄漏：{place}", "type": "alarm", "level": "urgent"]),
                .notify(.duty), .notify(.manager), .call("emergency.contact"),
            ]),
        Rule(
            "repair", zh: "险情派单", en: "Hazards become work", when: .event(["flood"]),
            then: [.open(kind: "order", fields: ["title": "{title}", "type": "alarm", "level": "serious"])]),
        Rule(
            "alarm.escalation", zh: "告警无人确认时上报", en: "An alarm that nobody answers goes up",
            when: .overdue(kind: "alarm", state: "open"), then: [.notify(.manager)]),
        Rule(
            "order.escalation", zh: "工单无人派发时上报", en: "A work order that nobody hands over goes up",
            when: .overdue(kind: "order", state: "open"), then: [.notify(.manager)]),
    ]
}
