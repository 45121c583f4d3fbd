import Commons
import Community
import Safety
import Testing

@Suite struct SafetyDomainTests {
    @Test func namesWhatThereIs() {
        #expect(Catalog([Estate.domain, Safety.domain]).problems == [])
    }

    @Test func problemsAreTold() {
        let commands = [
            DeviceModel.Command("up", zh: "升", en: "Up", opposite: "down"),
            DeviceModel.Command("down", zh: "降", en: "Down"),
        ]
        let bad = CommunityDomain(
            "bad", zh: "坏", en: "Bad",
            models: [DeviceModel("m", zh: "甲", en: "M", events: ["none"], commands: commands)],
            rules: [
                Rule(
                    "r", zh: "规则", en: "Rule", when: .reading(model: "m", property: "p", .above(1)),
                    then: [
                        .event(kind: "none"), .open(kind: "order", fields: ["nothing": ""]), .act("dance"),
                        .command(model: "m", command: "c", around: 0),
                    ]),
                Rule(
                    "loop", zh: "循环", en: "Loop", when: .state(kind: "order", state: "open"),
                    then: [.open(kind: "order", fields: ["title": "再来", "type": "other"])]),
            ])
        let problems = Catalog([Estate.domain, bad]).problems
        #expect(
            problems.prefix(5) == [
                "rule r: no property m.p", "rule r: no event none", "rule r: no field order.nothing",
                "rule r: no act dance", "rule r: no command m.c",
            ])
        #expect(problems.contains { $0.hasPrefix("rule loop: it would set itself off") })
        #expect(problems.contains("model m: no event none"))
        #expect(problems.contains("model m, command up: down does not undo it"))
    }
}
