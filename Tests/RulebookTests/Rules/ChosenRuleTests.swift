import Testing

@testable import Rulebook

@Suite struct ChosenRuleTests {
    @Test func exactlyOneOptionHolds() {
        let options = [("none", 0), ("half", 5), ("all", 10)].map {
            ChoiceRule.Option(id: $0.0, title: Phrase(zh: "〔\($0.0)〕", en: "<\($0.0)>"), points: n($0.1))
        }
        let rule = Rule.choice(ChoiceRule(options: options))
        #expect(rule.maximum == n(10))
        for option in options {
            let judgement = rule.judge(.choice(option.id))
            #expect(judgement?.points == option.points)
            #expect(judgement?.reason.zh.contains(option.title.zh) == true)
            #expect(judgement?.reason.en.contains(option.title.en) == true)
        }
        for id in ["", "ALL", "half ", "other"] { #expect(rule.judge(.choice(id)) == nil) }
    }

    /// Every quarter from below 0 to above the maximum.
    @Test func anAwardGoesInSteps() {
        var wrong = Wrong()
        for (maximum, step) in [("12", "1"), ("12", "0.5"), ("10", "2.5"), ("3", "3"), ("1", "1/4"), ("2", "2/3")] {
            let rule = AwardRule(maximum: n(maximum), step: n(step))
            var allowed: Set<Exact> = []
            var next = Exact.zero
            while next <= n(maximum) {
                allowed.insert(next)
                next += n(step)
            }
            for twelfths in -12...160 {
                let points = Exact(twelfths, over: 12)
                wrong.unless(
                    rule.allows(points) == allowed.contains(points), "\(points.shortest) of \(maximum) by \(step)")
                let judged = Rule.award(rule).judge(.points(points))?.points
                wrong.unless(judged == (allowed.contains(points) ? points : nil), "judging \(points.shortest)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }
}
