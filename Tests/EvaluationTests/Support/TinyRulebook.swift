import Rulebook

/// A standard with one item of every rule kind.
enum TinyRulebook {
    static let value = Rulebook(
        id: "tiny", edition: "1", title: Phrase(zh: "小标准", en: "Tiny"), conditions: conditions,
        categories: [
            Category(level: Level(id: "a", title: .same("a"), children: items.indices.map { .item($0) }))
        ], controls: controls, items: items, total: .init(), grades: grades, readings: [])

    static let conditions = [
        Condition(clause: "5.1.1", title: .same("urban"), test: .communityKind(["urban"])),
        Condition(clause: "5.1.2", title: .same("accepted"), test: .accepted),
        Condition(clause: "5.1.2", title: .same("operated"), test: .operatingMonths(3)),
    ]

    static let controls = [
        item("1.1", .control), item("1.2", .veto(limit: nil)),
    ]

    static let items = [
        item("2.1", .all(points: n(10)), notApplicable: .excluded, checks: named("doors", "lamps")),
        item(
            "2.2",
            .count(
                CountRule(
                    each: n(2), cap: n(6), kinds: named("gas", "fire", "help"),
                    extra: CountRule.Extra(key: "pushed", title: .same("pushed"), points: n(2), needs: 1)))),
        item(
            "2.3",
            .share(
                ShareRule(
                    whole: "homes",
                    ways: [
                        ShareRule.Way(part: "wired", line: Threshold(.atLeast, half), points: n(5), cost: "wire")
                    ]))),
        item(
            "2.4",
            .list(
                ListRule(
                    key: "entries", each: n(5), cap: n(10), kinds: named("app", "robot"),
                    satisfaction: Threshold(.atLeast, half)))),
        item(
            "2.5",
            .steps(
                StepsRule(
                    measure: .ratio(part: "seen", of: "all"),
                    steps: [StepsRule.Step(Threshold(.atLeast, half), points: n(4))]))),
        item(
            "2.6",
            .linear(
                LinearRule(
                    measure: speed, from: LinearRule.Point(value: n(0), points: n(0)),
                    to: LinearRule.Point(value: n(100), points: n(10))))),
        item("2.7", .target(TargetRule(measure: speed, target: n(50), points: n(5)))),
        item("2.8", .deduct(DeductRule(from: n(10), each: n(2), kinds: named("noise", "dust")))),
        item(
            "2.9",
            .choice(
                ChoiceRule(options: [
                    ChoiceRule.Option(id: "half", title: .same("half"), points: n(5)),
                    ChoiceRule.Option(id: "full", title: .same("full"), points: n(10)),
                ]))),
        item("2.10", .award(AwardRule(maximum: n(12)))),
    ]

    static let grades = [
        Grade(
            id: "basic", title: .same("basic"),
            range: Grade.Range(lower: nil, upper: Grade.Line(n(20), isInclusive: true))),
        Grade(
            id: "star", title: .same("star"),
            range: Grade.Range(lower: Grade.Line(n(20), isInclusive: false), upper: nil)),
    ]

    private static let half = Exact(1, over: 2)
    private static let speed = Measure.value(key: "speed", unit: nil)

    static func named(_ ids: String...) -> [Named] { ids.map { Named(id: $0, title: .same($0)) } }

    private static func item(
        _ clause: String, _ rule: Rule, notApplicable: Item.NotApplicable = .refused, checks: [Named] = []
    ) -> Item {
        Item(
            clause: clause, title: .same("title of \(clause)"), rule: rule, checks: checks,
            notApplicable: notApplicable, category: "a")
    }

    /// A finding that fits every clause's rule.
    static let findings: [String: Observation] = [
        "1.1": .met(true), "1.2": .occurred(false), "2.1": .met(true),
        "2.2": .count(.init(count: 2, present: ["gas", "fire"], extra: true)),
        "2.3": .parts(["homes": 10, "wired": 7]),
        "2.4": .entries([.init(name: "App", kind: "app", isRecognised: true, responses: 10, satisfied: 9)]),
        "2.5": .measure(Measured(part: 3, of: 4)), "2.6": .measure(Measured(n(80))), "2.7": .measure(Measured(n(25))),
        "2.8": .count(.init(count: 1, present: ["noise"])), "2.9": .choice("full"), "2.10": .points(n(9)),
    ]
}

func n(_ value: Int) -> Exact { Exact(value) }
