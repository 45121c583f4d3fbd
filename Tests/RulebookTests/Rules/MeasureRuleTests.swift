import Testing

@testable import Rulebook

@Suite struct MeasureRuleTests {
    private let value = Measure.value(key: "value", unit: nil)
    private let ratio = Measure.ratio(part: "green", of: "area")

    private func steps(_ steps: (Threshold.Side, Int, Int)...) -> Rule {
        .steps(
            StepsRule(measure: value, steps: steps.map { StepsRule.Step(Threshold($0.0, n($0.1)), points: n($0.2)) }))
    }

    private func points(_ rule: Rule, _ value: Exact) -> Exact? { rule.judge(.measure(value))?.points }

    /// Every half from below the first to above the last step.
    @Test func theBestStepReachedCounts() {
        var wrong = Wrong()
        for halves in -4...30 {
            let value = Exact(halves, over: 2)
            let cases: [(Rule, Int)] = [
                (steps((.atLeast, 3, 2), (.atLeast, 9, 5)), halves >= 18 ? 5 : halves >= 6 ? 2 : 0),
                (steps((.moreThan, 3, 2), (.moreThan, 9, 5)), halves > 18 ? 5 : halves > 6 ? 2 : 0),
                (steps((.atMost, 9, 2), (.atMost, 3, 5)), halves <= 6 ? 5 : halves <= 18 ? 2 : 0),
                (steps((.lessThan, 9, 2), (.lessThan, 3, 5)), halves < 6 ? 5 : halves < 18 ? 2 : 0),
                (steps((.moreThan, 3, 2), (.atLeast, 9, 5)), halves >= 18 ? 5 : halves > 6 ? 2 : 0),
                (steps((.atLeast, 9, 5), (.atLeast, 3, 2)), halves >= 18 ? 5 : halves >= 6 ? 2 : 0),
            ]
            for (rule, expected) in cases {
                wrong.unless(points(rule, value) == n(expected), "\(halves)/2: \(rule)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
        #expect(steps((.atMost, 9, 2), (.atMost, 3, 5)).maximum == n(5))
    }

    /// All four directions of a line, at every quarter inside and outside.
    @Test func straightBetweenTwoPointsAndFlatOutside() {
        var wrong = Wrong()
        for (fromValue, toValue) in [(2, 6), (6, 2), (-1, 1)] {
            for (fromPoints, toPoints) in [(0, 10), (10, 0), (3, 4)] {
                let rule = Rule.linear(
                    LinearRule(
                        measure: value, from: LinearRule.Point(value: n(fromValue), points: n(fromPoints)),
                        to: LinearRule.Point(value: n(toValue), points: n(toPoints))))
                #expect(rule.maximum == n(max(fromPoints, toPoints)))
                for quarters in -12...32 {
                    var position = Ratio(quarters - 4 * fromValue, over: 4 * (toValue - fromValue))
                    if position < 0 { position = 0 }
                    if position > 1 { position = 1 }
                    let expected = Ratio(fromPoints) + position * Ratio(toPoints - fromPoints)
                    wrong.unless(points(rule, Exact(quarters, over: 4)) == expected.exact, "\(quarters)/4: \(rule)")
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func linearIsKeptExact() {
        let rule = Rule.linear(
            LinearRule(
                measure: ratio, from: LinearRule.Point(value: n("30%"), points: n(0)),
                to: LinearRule.Point(value: n("50%"), points: n(10))))
        #expect(rule.judge(.ratio(1, of: 3))?.points == n("5/3"))
        #expect(rule.judge(.ratio(3, of: 10))?.points == .zero)
        #expect(rule.judge(.ratio(1, of: 2))?.points == n(10))
        #expect(rule.judge(.ratio(3, of: 2))?.points == n(10))
    }

    @Test func targetsGiveTheShareReached() {
        var wrong = Wrong()
        for target in ["120", "0.5", "2/3"] {
            let rule = Rule.target(TargetRule(measure: value, target: n(target), points: n(8)))
            for tenths in -5...25 {
                let share = max(.zero, min(.one, Exact(tenths, over: 20)))
                let measured = n(target) * Exact(tenths, over: 20)
                wrong.unless(points(rule, measured) == share * n(8), "\(tenths)/20 of \(target)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func aRatioWithoutABaseGivesNothing() {
        let rules: [Rule] = [
            .steps(StepsRule(measure: ratio, steps: [StepsRule.Step(Threshold(.atMost, n(1)), points: n(2))])),
            .linear(
                LinearRule(
                    measure: ratio, from: LinearRule.Point(value: n(0), points: n(10)),
                    to: LinearRule.Point(value: n(1), points: n(0)))),
            .target(TargetRule(measure: ratio, target: n(1), points: n(8))),
        ]
        for rule in rules {
            for part in 0...2 { #expect(rule.judge(.ratio(part, of: 0))?.points == .zero, "\(rule)") }
        }
    }

    @Test func aRatioIsExact() {
        let rule = Rule.steps(
            StepsRule(measure: ratio, steps: [StepsRule.Step(Threshold(.atLeast, n("1/3")), points: n(1))]))
        #expect(rule.judge(.ratio(1, of: 3))?.points == n(1))
        #expect(rule.judge(.ratio(333_333, of: 1_000_000))?.points == .zero)
        #expect(rule.judge(.ratio(333_334, of: 1_000_000))?.points == n(1))
    }

    @Test func whatWasMeasuredIsShown() {
        let days = Measure.value(key: "days", unit: Phrase(zh: "天", en: "days"))
        #expect(days.describe(Measured(n(30))) == Phrase(zh: "30 天", en: "30 days"))
        #expect(value.describe(Measured(n("0.5"))) == .same("0.5"))
        #expect(ratio.describe(Measured(part: 3, of: 10)) == .same("3/10 = 30.00%"))
        #expect(ratio.describe(Measured(part: 3, of: 0)) == .same("3/0"))
    }
}
