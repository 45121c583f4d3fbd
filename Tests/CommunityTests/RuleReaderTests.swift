import Commons
import Rulebook
import Testing

@testable import Community

@Suite struct RuleReaderTests {
    private static let catalog = Catalog([
        Estate.domain,
        CommunityDomain(
            "test", zh: "测试", en: "Test",
            models: [
                DeviceModel(
                    "smoke", zh: "烟感", en: "Smoke",
                    properties: [
                        .init("smoke", zh: "烟雾", en: "Smoke", .number(0...100), unit: "%", silence: 600),
                        .init("ok", zh: "正常", en: "Ok", .flag),
                        .init(
                            "mode", zh: "模式", en: "Mode",
                            .state([.init("a", zh: "甲", en: "A"), .init("b", zh: "乙", en: "B")])),
                    ]),
                DeviceModel("door", zh: "门禁", en: "Door", commands: [.init("release", zh: "释放", en: "Release")]),
            ],
            events: [EventKind("fire", zh: "火警", en: "Fire", .urgent)],
            rules: [EstateRule("call", zh: "叫", en: "Call", when: .event(["fire"]), then: [.call("emergency.119")])]),
    ])

    private func read(_ fields: [String: FormValue], place: String? = nil) throws -> EstateRule {
        let head = CaseHead(
            id: "r1", kind: "rule", number: "RU-1", title: "夜间", state: "draft", sequence: 1, opener: "keeper",
            handler: "keeper", region: "330106", openedAt: Instant(milliseconds: 0),
            changedAt: Instant(milliseconds: 0),
            due: nil)
        return try EstateRule(
            Item(
                head: head, edition: 1, fields: fields, place: place, owner: "mia", assigned: [],
                since: Instant(milliseconds: 0)), Self.catalog)
    }

    private func wrong(_ fields: [String: FormValue], place: String? = nil) -> [String] {
        do {
            _ = try read(fields, place: place)
            return []
        } catch let refusal as Refusal {
            return refusal.details.map(\.place)
        } catch {
            return ["?"]
        }
    }

    private let reading: [String: FormValue] = [
        "trigger": .text("reading"), "property": .text("smoke.smoke"), "comparison": .text("above"),
        "limit": .text("10.5"), "notify": .list(["duty"]),
    ]

    @Test func everyTriggerIsRead() throws {
        let rule = try read(reading, place: "B1")
        #expect(rule.trigger == .reading(model: "smoke", property: "smoke", .above(10.5)))
        #expect(rule.organisation == "keeper" && rule.place == "B1" && rule.title.zh == "夜间" && rule.id == "r1")
        var flag = reading
        (flag["property"], flag["comparison"], flag["limit"]) = (.text("smoke.ok"), .text("equal"), .text("否"))
        #expect(try read(flag).trigger == .reading(model: "smoke", property: "ok", .equal(0)))
        (flag["property"], flag["limit"]) = (.text("smoke.mode"), .text("乙"))
        #expect(try read(flag).trigger == .reading(model: "smoke", property: "mode", .equal(1)))
        func trigger(_ fields: [String: FormValue]) throws -> EstateRule.Trigger {
            try read(fields.merging(["notify": .list(["duty"])]) { one, _ in one }).trigger
        }
        #expect(try trigger(["trigger": .text("event"), "events": .list(["fire"])]) == .event(["fire"]))
        #expect(
            try trigger(["trigger": .text("state"), "state": .text("order.done")])
                == .state(kind: "order", state: "done"))
        #expect(
            try trigger(["trigger": .text("overdue"), "state": .text("order.open")])
                == .overdue(kind: "order", state: "open"))
        #expect(try trigger(["trigger": .text("silence"), "model": .text("smoke")]) == .silence(model: "smoke"))
        #expect(try trigger(["trigger": .text("clock"), "time": .text("07:30")]) == .clock(minute: 450))
    }

    @Test func conditionsAndActionsAreRead() throws {
        let rule = try read([
            "trigger": .text("event"), "events": .list(["fire"]), "hoursFrom": .number(22), "hoursUntil": .number(24),
            "level": .text("serious"), "field": .text("alarm.level"), "equals": .text("紧急"), "raise": .text("fire"),
            "order": .text("查看 {place}"), "orderLevel": .text("urgent"), "act": .text("alarm.acknowledge"),
            "notify": .list(["duty", "worker"]), "command": .text("door.release"), "around": .number(2),
            "call": .text("emergency.119"),
        ])
        #expect(
            rule.conditions == [
                .hours(from: 22, until: 0), .level(atLeast: .serious), .field("level", equals: "urgent"),
            ])
        #expect(
            rule.actions == [
                .event(kind: "fire"),
                .open(kind: "order", fields: ["title": "查看 {place}", "type": "alarm", "level": "urgent"]),
                .act("acknowledge"), .notify(.duty), .notify(.worker),
                .command(model: "door", command: "release", around: 2), .call("emergency.119"),
            ])
        #expect(rule.hours == [22, 23])
    }

    @Test(
        arguments: [
            ("limit", "x", ["limit"]), ("limit", "nan", ["limit"]), ("limit", "100", ["limit"]),
            ("limit", "", ["limit"]),
            ("property", "smoke.colour", ["property"]), ("property", "door", ["property"]),
            ("property", "smoke.ok", ["limit"]), ("events", "fire", ["events"]), ("state", "order.open", ["state"]),
            ("time", "07:30", ["time"]), ("level", "urgent", ["level"]), ("act", "order.cancel", ["act"]),
            ("field", "order.type", ["field"]), ("equals", "repair", ["field"]), ("orderLevel", "urgent", ["order"]),
            ("command", "smoke.release", ["command"]), ("raise", "flood", ["raise"]), ("notify", "", ["raise"]),
            ("trigger", "", ["trigger"]),
        ])
    func whatMakesNoSenseIsToldAtItsField(_ field: String, _ text: String, _ places: [String]) {
        var fields = reading
        let isList = field == "events"
        fields[field] = text.isEmpty ? nil : isList ? .list([text]) : .text(text)
        #expect(wrong(fields) == places)
    }

    @Test func everyProblemIsToldAtOnce() {
        #expect(
            wrong([
                "trigger": .text("clock"), "time": .text("7:30"), "hoursFrom": .number(1), "hoursUntil": .number(2),
                "order": .text("x"), "command": .text("door.release"), "call": .text("emergency.119"),
            ]) == ["time", "hoursFrom", "order", "command", "call"])
        #expect(wrong(["trigger": .text("clock"), "time": .text("07:30"), "order": .text("x")], place: "B1") == [])
        #expect(wrong(reading.merging(["hoursFrom": .number(3)]) { one, _ in one }) == ["hoursUntil"])
        #expect(
            wrong(reading.merging(["hoursFrom": .number(3), "hoursUntil": .number(3)]) { one, _ in one })
                == ["hoursUntil"])
        #expect(
            wrong([
                "trigger": .text("overdue"), "state": .text("order.closed"), "act": .text("order.close"),
            ]) == ["state", "act"])
        #expect(wrong(["trigger": .text("silence"), "model": .text("door"), "notify": .list(["duty"])]) == ["model"])
    }

    @Test func theFormOffersWhatThereIs() throws {
        let form = try #require(Self.catalog.kind("rule")).form
        func ids(_ field: String) -> [String] { form[field]?.options.map(\.id) ?? [] }
        #expect(ids("property") == ["smoke.smoke", "smoke.ok", "smoke.mode"])
        #expect(ids("model") == ["smoke"] && ids("command") == ["door.release"])
        #expect(ids("events") == ["fault", "command.failed", "device.flood", "fire"])
        #expect(ids("state").contains("alarm.open") && !ids("state").contains("rule.draft"))
        // What asks for words, a person or a proof of who does it is not for rules.
        #expect(ids("act").contains("alarm.acknowledge") && !ids("act").contains("alarm.close"))
        #expect(!ids("act").contains("order.assign") && ids("call") == ["emergency.119"])
        #expect(form.fields.allSatisfy { $0.content != .choice([]) && $0.content != .choices([]) })
    }
}
