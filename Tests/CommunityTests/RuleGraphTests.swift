import Commons
import Rulebook
import Testing

@testable import Community

@Suite struct RuleGraphTests {
    static let catalog = Catalog([
        Estate.domain,
        CommunityDomain(
            "test", zh: "测试", en: "Test",
            models: [
                DeviceModel(
                    "door", zh: "门禁", en: "Door", properties: [.init("open", zh: "开门", en: "Open", .flag)],
                    commands: [
                        .init("release", zh: "释放", en: "Release", opposite: "lock"), .init("lock", zh: "锁", en: "Lock"),
                        .init("ring", zh: "响", en: "Ring"),
                    ])
            ],
            events: (0..<6).map { EventKind("e\($0)", zh: "事\($0)", en: "E\($0)", .info) }
                + [EventKind("fire", zh: "火警", en: "Fire", .urgent)]),
    ])

    private func rule(
        _ id: String, when trigger: EstateRule.Trigger, _ conditions: [EstateRule.Condition] = [],
        then actions: [EstateRule.Action]
    ) -> EstateRule {
        EstateRule(id, zh: id, en: id, when: trigger, conditions, then: actions)
    }

    private func graph(_ rules: [EstateRule]) -> RuleGraph { RuleGraph(rules, Self.catalog) }

    // MARK: Loops

    /// Numbers that look random and are the same every time.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// Whether a rule comes round again, by doing what the rules say: in an hour, event after event.
    private func comesRound(_ start: Int, _ rules: [EstateRule]) -> Bool {
        for hour in rules[start].hours {
            var happening: Set<String> = []
            for case .event(let kind) in rules[start].actions { happening.insert(kind) }
            for _ in 0...rules.count {
                var next: Set<String> = []
                for (index, rule) in rules.enumerated() where rule.hours.contains(hour) {
                    guard case .event(let kinds) = rule.trigger, !happening.isDisjoint(with: kinds) else { continue }
                    if index == start { return true }
                    for case .event(let kind) in rule.actions { next.insert(kind) }
                }
                happening = next
            }
        }
        return false
    }

    @Test func loopsAreThoseThatComeRound() {
        var dice = Dice(state: 7)
        var (loops, others) = (0, 0)
        for _ in 0..<600 {
            let rules = (0..<Int.random(in: 1...5, using: &dice)).map { number -> EstateRule in
                let kinds = (0..<Int.random(in: 1...2, using: &dice)).map { _ in
                    "e\(Int.random(in: 0..<6, using: &dice))"
                }
                let from = Int.random(in: 0..<24, using: &dice)
                let until = (from + Int.random(in: 1...23, using: &dice)) % 24
                let hours: [EstateRule.Condition] = Bool.random(using: &dice) ? [.hours(from: from, until: until)] : []
                let raised = (0..<Int.random(in: 0...2, using: &dice)).map { _ in
                    EstateRule.Action.event(kind: "e\(Int.random(in: 0..<6, using: &dice))")
                }
                return rule("r\(number)", when: .event(kinds), hours, then: raised)
            }
            let graph = graph(rules)
            for index in rules.indices {
                let path = graph.loop(through: index, sureOnly: true)
                #expect((path != nil) == comesRound(index, rules), "\(rules)")
                path == nil ? (others += 1) : (loops += 1)
                // The way that is told is one.
                for (from, to) in zip(path ?? [], (path ?? []).dropFirst() + (path ?? []).prefix(1)) {
                    #expect(graph.edges[from].contains { $0.to == to && $0.isSure })
                }
            }
        }
        #expect(loops > 50 && others > 50)
    }

    @Test func aRuleThatSetsItselfOffIsTold() {
        let own = rule("own", when: .event(["fire"]), then: [.event(kind: "fire")])
        #expect(graph([own]).findings(of: 0).map(\.severity) == [.refused])
        #expect(graph([own]).findings(of: 0).first?.words.zh == "这条规则会反复触发自己：“own” → “own”")
        // Through an order that is opened again when nobody takes the one before.
        let late = rule(
            "late", when: .overdue(kind: "order", state: "open"), then: [.open(kind: "order", fields: ["title": "x"])])
        #expect(graph([late]).loop(through: 0, sureOnly: true) == [0])
        // An alarm is opened by an event that is one, and stands there until its term is over.
        let alarm = rule("alarm", when: .overdue(kind: "alarm", state: "open"), then: [.event(kind: "fault")])
        #expect(graph([alarm]).loop(through: 0, sureOnly: true) == [0])
        let quiet = rule("quiet", when: .overdue(kind: "alarm", state: "open"), then: [.event(kind: "e1")])
        #expect(graph([quiet]).loop(through: 0, sureOnly: true) == nil)
    }

    @Test func conditionsThatCannotHoldBreakALoop() {
        let general = rule(
            "a", when: .event(["fault"]), [.level(atLeast: .serious)], then: [.event(kind: "fault")])
        #expect(graph([general]).loop(through: 0, sureOnly: true) == nil)
        let typed = rule(
            "b", when: .state(kind: "order", state: "open"), [.field("type", equals: "repair")],
            then: [.open(kind: "order", fields: ["title": "x", "type": "alarm"])])
        #expect(graph([typed]).loop(through: 0, sureOnly: true) == nil)
        let same = rule(
            "c", when: .state(kind: "order", state: "open"), [.field("type", equals: "alarm")],
            then: [.open(kind: "order", fields: ["title": "x", "type": "alarm"])])
        #expect(graph([same]).loop(through: 0, sureOnly: true) == [0])
    }

    @Test func aLoopOverATermDoesNotNeedTheSameHour() {
        let day = rule(
            "day", when: .overdue(kind: "order", state: "open"), [.hours(from: 8, until: 18)],
            then: [.event(kind: "e0")])
        let night = rule(
            "night", when: .event(["e0"]), [.hours(from: 18, until: 8)],
            then: [.open(kind: "order", fields: ["title": "x"])])
        #expect(graph([day, night]).loop(through: 0, sureOnly: true) == nil)
        let noon = rule(
            "noon", when: .event(["e0"]), [.hours(from: 12, until: 13)],
            then: [.open(kind: "order", fields: ["title": "x"])])
        #expect(graph([day, noon]).loop(through: 0, sureOnly: true) == [0, 1])
    }

    @Test func aCommandMayComeBackAsAReading() {
        let door = rule(
            "door", when: .reading(model: "door", property: "open", .equal(1)),
            then: [.command(model: "door", command: "ring", around: 0)])
        #expect(graph([door]).loop(through: 0, sureOnly: true) == nil)
        #expect(graph([door]).findings(of: 0).map(\.severity) == [.warning])
    }

    @Test func rulesOfPlacesThatDoNotMeetDoNothingToEachOther() {
        var (one, other) = (
            rule("one", when: .event(["e0"]), then: [.event(kind: "e1")]),
            rule("other", when: .event(["e1"]), then: [.event(kind: "e0")])
        )
        (one.place, other.place) = ("B1", "B2")
        #expect(graph([one, other]).loop(through: 0, sureOnly: true) == [0, 1])
        #expect(RuleGraph([one, other], Self.catalog) { $0 == $1 }.loop(through: 0, sureOnly: true) == nil)
    }

    // MARK: Fights

    private func fights(_ first: EstateRule, _ second: EstateRule, _ more: [EstateRule] = []) -> [Bool] {
        graph([first, second] + more).fights(of: 0).filter { $0.with == 1 }.map(\.isCertain)
    }

    private func command(
        _ id: String, _ trigger: EstateRule.Trigger, _ command: String, _ conditions: [EstateRule.Condition] = []
    )
        -> EstateRule
    { rule(id, when: trigger, conditions, then: [.command(model: "door", command: command, around: 1)]) }

    @Test func contraryCommandsAtOnceFight() {
        let release = command("release", .event(["fire"]), "release")
        #expect(fights(release, command("lock", .event(["fire", "e1"]), "lock")) == [true])
        // The opposite is declared on one side only, and counts for both.
        #expect(fights(command("lock", .event(["fire"]), "lock"), release) == [true])
        #expect(fights(release, command("ring", .event(["fire"]), "ring")) == [])
        #expect(fights(release, command("lock", .event(["e1"]), "lock")) == [])
        #expect(fights(release, command("same", .event(["fire"]), "release")) == [])
    }

    @Test func conditionsMakeAFightAMaybeOrNone() {
        let release = command("release", .event(["fire"]), "release", [.level(atLeast: .serious)])
        let all = command("all", .event(["fire"]), "lock")
        #expect(fights(release, all) == [true], "whenever the one runs, the other does")
        let field = command("field", .event(["fire"]), "lock", [.field("drill", equals: "true")])
        #expect(fights(release, field) == [false])
        let other = command("other", .event(["fire"]), "release", [.field("drill", equals: "false")])
        #expect(fights(other, field) == [])
        let day = command("day", .event(["fire"]), "release", [.hours(from: 8, until: 18)])
        let night = command("night", .event(["fire"]), "lock", [.hours(from: 18, until: 8)])
        #expect(fights(day, night) == [])
        #expect(fights(day, command("noon", .event(["fire"]), "lock", [.hours(from: 12, until: 13)])) == [true])
    }

    @Test func readingsFightWhereOneValueSetsOffBoth() {
        func reading(_ comparison: EstateRule.Comparison, _ command: String) -> EstateRule {
            self.command(command, .reading(model: "door", property: "open", comparison), command)
        }
        #expect(fights(reading(.above(5), "release"), reading(.below(9), "lock")) == [true])
        #expect(fights(reading(.above(9), "release"), reading(.below(5), "lock")) == [])
        #expect(fights(reading(.equal(7), "release"), reading(.above(7), "lock")) == [])
        #expect(fights(reading(.equal(8), "release"), reading(.above(7), "lock")) == [true])
    }

    @Test func whatOneSetsOffCanFightTheOther() {
        let release = rule(
            "release", when: .event(["e0"]),
            then: [.command(model: "door", command: "release", around: 0), .event(kind: "e1")])
        let lock = command("lock", .event(["e2"]), "lock")
        let between = rule("between", when: .event(["e1"]), then: [.event(kind: "e2")])
        #expect(fights(release, lock) == [])
        #expect(fights(release, lock, [between]) == [true])
        // A third one sets off both.
        let both = rule("both", when: .clock(minute: 480), then: [.event(kind: "e4"), .event(kind: "e5")])
        let four = command("four", .event(["e4"]), "release")
        #expect(fights(four, command("five", .event(["e5"]), "lock"), [both]) == [true])
    }

    @Test func actsOnOneThingFightWhereTheyLeadApart() {
        func act(_ act: String, _ state: String = "open") -> EstateRule {
            rule(act, when: .state(kind: "order", state: state), then: [.act(act)])
        }
        #expect(fights(act("cancel"), act("assign")) == [true])
        #expect(fights(act("cancel"), act("cancel")) == [])
        #expect(fights(act("cancel"), act("close", "done")) == [], "one after the other is no fight")
    }
}
