import Testing

@testable import Rulebook

/// What holds of every rule kind alike.
@Suite struct RuleKindTests {
    private static let rules: [Rule] = [
        .control, .veto(limit: nil), .veto(limit: "basic"), .all(points: n(10)),
        .count(CountRule(each: n(1), cap: n(3), kinds: [])),
        .share(
            ShareRule(
                whole: "all",
                ways: [ShareRule.Way(part: "good", line: Threshold(.atLeast, n("1/2")), points: n(5), cost: "good")])),
        .list(ListRule(key: "entries", each: n(10), cap: n(50), kinds: [], satisfaction: nil)),
        .steps(StepsRule(measure: value, steps: [StepsRule.Step(Threshold(.atLeast, n(1)), points: n(2))])),
        .linear(
            LinearRule(
                measure: value, from: LinearRule.Point(value: n(0), points: n(0)),
                to: LinearRule.Point(value: n(1), points: n(4)))),
        .target(TargetRule(measure: value, target: n(10), points: n(6))),
        .deduct(DeductRule(from: n(10), each: n(2))),
        .choice(ChoiceRule(options: [ChoiceRule.Option(id: "half", title: .same("half"), points: n(5))])),
        .award(AwardRule(maximum: n(12))),
    ]
    private static let value = Measure.value(key: "value", unit: nil)

    private static let observations: [Observation] = [
        .met(true), .occurred(true), .count(1), .parts(["all": 1, "good": 1]), .entries([]), .measure(n(1)),
        .choice("half"), .points(n(1)),
    ]

    private func fits(_ kind: Rule.Kind, _ observation: Observation) -> Bool {
        switch (kind, observation) {
        case (.control, .met), (.all, .met), (.veto, .occurred), (.count, .count), (.deduct, .count), (.share, .parts),
            (.list, .entries), (.steps, .measure), (.linear, .measure), (.target, .measure), (.choice, .choice),
            (.award, .points):
            true
        default: false
        }
    }

    @Test func everyKindIsHere() {
        #expect(Set(Self.rules.map(\.kind)) == Set(Rule.Kind.allCases))
    }

    @Test func judgesOnlyItsOwnKindOfObservation() {
        for rule in Self.rules {
            for observation in Self.observations {
                #expect((rule.judge(observation) != nil) == fits(rule.kind, observation), "\(rule.kind) \(observation)")
            }
        }
    }

    @Test func neverGivesMoreThanItsMaximumAndTellsWhyInBothLanguages() {
        for rule in Self.rules {
            for judgement in Self.observations.compactMap(rule.judge) {
                #expect(judgement.points >= .zero && judgement.points <= rule.maximum)
                #expect(!judgement.reason.zh.isEmpty && !judgement.reason.en.isEmpty)
            }
        }
    }

    @Test func controlsAndVetoesAloneAreControls() {
        for rule in Self.rules { #expect(rule.isControl == [.control, .veto].contains(rule.kind)) }
    }

    @Test func maximaAreWhatTheRuleSays() {
        let maxima = Dictionary(Self.rules.map { ($0.kind, $0.maximum) }) { first, _ in first }
        let expected: [Rule.Kind: Exact] = [
            .control: n(0), .veto: n(0), .all: n(10), .count: n(3), .share: n(5), .list: n(50), .steps: n(2),
            .linear: n(4), .target: n(6), .deduct: n(10), .choice: n(5), .award: n(12),
        ]
        #expect(maxima == expected)
    }

    @Test func aControlHoldsWhenMetAndAVetoWhenItDidNotOccur() {
        #expect(Rule.control.holds(.met(true)) && !Rule.control.holds(.met(false)))
        for limit in [nil, "basic"] {
            #expect(Rule.veto(limit: limit).holds(.occurred(false)) && !Rule.veto(limit: limit).holds(.occurred(true)))
        }
        for met in [true, false] { #expect(Rule.control.judge(.met(met))?.points == .zero) }
    }

    @Test func allOrNothing() {
        for points in [n(1), n(10), n("0.5"), n("2/3")] {
            #expect(Rule.all(points: points).judge(.met(true))?.points == points)
            #expect(Rule.all(points: points).judge(.met(false))?.points == .zero)
        }
    }

    /// A rule has to say what a costs file may say of it.
    @Test func costShapesFollowTheKind() {
        for rule in Self.rules {
            let expected: ItemCosts.Shape =
                switch rule.kind {
                case .control, .veto, .all: .whole
                case .count, .list, .deduct: .named(["each"])
                case .share: .named(["good"])
                case .choice: .named(["half"])
                case .steps, .linear, .target, .award: .targets
                }
            #expect(rule.costShape == expected)
        }
        let extra = CountRule.Extra(key: "pushed", title: .same("push"), points: n(2), needs: 1)
        let rule = Rule.count(CountRule(each: n(1), cap: n(4), kinds: [], extra: extra))
        #expect(rule.costShape == .named(["each", "pushed"]))
    }
}
