import Testing

@testable import Rulebook

/// Which observations a rule takes from outside: its own kind, numbers in their ranges, ids that it knows.
@Suite struct RuleAcceptsTests {
    private static let most = 1_000_000
    private static let value = Measure.value(key: "value", unit: nil)
    private static let ratio = Measure.ratio(part: "part", of: "all")
    private static let count = Rule.count(CountRule(each: n(1), cap: n(3), kinds: kinds("gas", "fire")))
    private static let deduct = Rule.deduct(DeductRule(from: n(10), each: n(2), kinds: kinds("noise")))
    private static let share = Rule.share(
        ShareRule(
            whole: "all",
            ways: [
                ShareRule.Way(part: "good", line: Threshold(.atLeast, n("1/2")), points: n(5), cost: "a"),
                ShareRule.Way(part: "best", line: Threshold(.atLeast, n("1/2")), points: n(9), cost: "b"),
            ]))
    private static let list = Rule.list(
        ListRule(key: "entries", each: n(10), cap: n(50), kinds: kinds("app"), satisfaction: nil))
    private static let anyList = Rule.list(
        ListRule(key: "entries", each: n(10), cap: n(50), kinds: [], satisfaction: nil))
    private static let choice = Rule.choice(
        ChoiceRule(options: [ChoiceRule.Option(id: "half", title: .same("half"), points: n(5))]))
    private static let award = Rule.award(AwardRule(maximum: n(12), step: n("1/2")))

    private static func steps(_ measure: Measure) -> Rule {
        .steps(StepsRule(measure: measure, steps: [StepsRule.Step(Threshold(.atLeast, n(1)), points: n(2))]))
    }

    private static func linear(_ measure: Measure) -> Rule {
        .linear(
            LinearRule(
                measure: measure, from: LinearRule.Point(value: n(0), points: n(0)),
                to: LinearRule.Point(value: n(1), points: n(4))))
    }

    private static func target(_ measure: Measure) -> Rule {
        .target(TargetRule(measure: measure, target: n(10), points: n(6)))
    }

    private static let rules: [Rule] = [
        .control, .veto(limit: nil), .all(points: n(10)), count, share, list, steps(value), linear(value),
        target(value), deduct, choice, award,
    ]

    /// Fine for the rule of the same place.
    private static let own: [Observation] = [
        .met(true), .occurred(false), .met(false), .count(2), .parts(["all": 2, "good": 1, "best": 0]),
        .entries([entry()]), .measure(n(3)), .measure(n(3)), .measure(n(3)), .count(2), .choice("half"),
        .points(n("3/2")),
    ]

    private static func entry(_ kind: String = "app", responses: Int = 10, satisfied: Int = 9) -> Observation.Entry {
        .init(name: "a", kind: kind, isRecognised: true, responses: responses, satisfied: satisfied)
    }

    private static func present(_ count: Int, _ ids: String...) -> Observation {
        .count(Observation.Counted(count: count, present: ids))
    }

    private func expectOnly(_ rule: Rule, takes fine: [Observation], refuses bad: [Observation]) {
        for observation in fine { #expect(rule.accepts(observation), "\(rule.kind) \(observation)") }
        for observation in bad { #expect(!rule.accepts(observation), "\(rule.kind) \(observation)") }
    }

    @Test func everyKindTakesItsOwnAndNoOther() {
        #expect(Set(Self.rules.map(\.kind)) == Set(Rule.Kind.allCases))
        for (rule, own) in zip(Self.rules, Self.own) {
            #expect(rule.accepts(own), "\(rule.kind)")
            for other in Self.own where rule.judge(other) == nil {
                #expect(!rule.accepts(other), "\(rule.kind) \(other)")
            }
        }
    }

    @Test func counts() {
        for rule in [Self.count, Self.deduct] {
            expectOnly(
                rule, takes: [.count(0), .count(Self.most)],
                refuses: [.count(-1), .count(Self.most + 1), .count(.max), .count(.min)])
        }
        expectOnly(
            Self.count,
            takes: [
                Self.present(2, "gas", "fire"), Self.present(2, "gas", "other:煤"), Self.present(1, "other: x"),
                .count(1, extra: true),
            ],
            refuses: [
                Self.present(1, "gas", "fire"), Self.present(3, "gas", "fire"), Self.present(2, "gas", "gas"),
                Self.present(1, "noise"), Self.present(1, ""), Self.present(1, "other:"), Self.present(1, "other:  "),
            ])
        expectOnly(
            Self.deduct, takes: [Self.present(1, "noise")],
            refuses: [Self.present(2, "noise"), Self.present(1, "gas"), Self.present(1, "other:")])
    }

    @Test func shares() {
        expectOnly(
            Self.share,
            takes: [
                .parts(["all": 0, "good": 0]), .parts(["all": 3, "good": 3, "best": 3]),
                .parts(["all": Self.most, "best": Self.most]),
            ],
            refuses: [
                .parts([:]), .parts(["good": 1]), .parts(["all": 3, "good": 4]), .parts(["all": -1, "good": -1]),
                .parts(["all": 3, "good": -1]), .parts(["all": Self.most + 1, "good": 1]),
                .parts(["all": 3, "good": 1, "bad": 1]), .parts(["all": 3, "good": 1, "": 0]),
                .parts(["all": .max, "good": .max]),
            ])
    }

    @Test func lists() {
        for rule in [Self.list, Self.anyList] {
            expectOnly(
                rule,
                takes: [
                    .entries([]), .entries([Self.entry(""), Self.entry(responses: 0, satisfied: 0)]),
                    .entries([Self.entry(responses: Self.most, satisfied: Self.most)]),
                ],
                refuses: [
                    .entries([Self.entry(responses: 1, satisfied: 2)]),
                    .entries([Self.entry(responses: -1, satisfied: -1)]),
                    .entries([Self.entry(responses: -1, satisfied: 0)]), .entries([Self.entry(satisfied: -1)]),
                    .entries([Self.entry(responses: Self.most + 1, satisfied: 0)]),
                    .entries([Self.entry(), Self.entry(responses: .min, satisfied: .min)]),
                ])
        }
        #expect(!Self.list.accepts(.entries([Self.entry("robot")])))
        #expect(Self.anyList.accepts(.entries([Self.entry("robot")])))
    }

    @Test func measures() {
        for make in [Self.steps, Self.linear, Self.target] {
            expectOnly(
                make(Self.value), takes: [.measure(n(0)), .measure(n(-5)), .measure(n("2/3")), .measure(n("0.25"))],
                refuses: [.ratio(1, of: 0), .ratio(0, of: 0)])
            expectOnly(
                make(Self.ratio),
                takes: [
                    .ratio(0, of: 0), .ratio(3, of: 0), .ratio(3, of: 4), .ratio(5, of: 4),
                    .ratio(Self.most, of: Self.most),
                ],
                refuses: [
                    .measure(n(120)), .measure(n("0.5")), .ratio(-1, of: 4), .ratio(1, of: -4),
                    .ratio(Self.most + 1, of: 4), .ratio(1, of: Self.most + 1), .ratio(.max, of: .max),
                ])
        }
    }

    @Test func choicesAndAwards() {
        expectOnly(Self.choice, takes: [.choice("half")], refuses: [.choice(""), .choice("full"), .choice("HALF")])
        expectOnly(
            Self.award, takes: [.points(n(0)), .points(n("1/2")), .points(n(12))],
            refuses: [.points(n("1/3")), .points(n("25/2")), .points(n("-1/2"))])
    }

    /// Whatever comes from outside is answered, not fallen over.
    @Test func nothingFromOutsideDoesHarm() {
        let extremes = [Int.min, Int.min + 1, -1, 0, 1, Int.max - 1, Int.max]
        var accepted = 0
        for rule in Self.rules + [Self.steps(Self.ratio), Self.linear(Self.ratio), Self.target(Self.ratio)] {
            for one in extremes {
                for other in extremes {
                    let observations: [Observation] = [
                        .count(one), .parts(["all": one, "good": other]), .ratio(one, of: other),
                        .entries([Self.entry(responses: one, satisfied: other)]), .points(n(one)), .measure(n(one)),
                    ]
                    for observation in observations where rule.accepts(observation) { accepted += 1 }
                }
            }
        }
        #expect(accepted > 0)
    }
}
