import Testing

@testable import Rulebook

@Suite struct ListRuleTests {
    private func entry(_ recognised: Bool, _ satisfied: Int = 0, of responses: Int = 0) -> Observation.Entry {
        Observation.Entry(
            name: "x", kind: "technology", isRecognised: recognised, responses: responses, satisfied: satisfied)
    }

    private func rule(_ side: Threshold.Side?, _ line: String = "60%") -> ListRule {
        ListRule(
            key: "innovations", each: n(10), cap: n(50), kinds: kinds("technology"),
            satisfaction: side.map { Threshold($0, n(line)) })
    }

    /// Satisfaction above 60%; 60% itself does not do (R9).
    @Test func everyShareOfAnswers() {
        var wrong = Wrong()
        for side in [Threshold.Side.moreThan, .atLeast] {
            for responses in 0...60 {
                for satisfied in 0...responses {
                    let (left, right) = (5 * satisfied, 3 * responses)
                    let counts = responses > 0 && (side == .moreThan ? left > right : left >= right)
                    let judged = rule(side).judge([entry(true, satisfied, of: responses)]).points
                    wrong.unless(judged == (counts ? n(10) : .zero), "\(satisfied) of \(responses) \(side)")
                    wrong.unless(!rule(side).counts(entry(false, satisfied, of: responses)), "not recognised")
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func withoutALineRecognitionIsEnough() {
        #expect(rule(nil).judge([entry(true), entry(false), entry(true, 0, of: 9)]).points == n(20))
    }

    @Test func moreThanFiveAreValidAndCapped() {
        for good in 0...8 {
            for bad in 0...3 {
                let entries =
                    Array(repeating: entry(true, 61, of: 100), count: good)
                    + Array(repeating: entry(true, 60, of: 100), count: bad)
                #expect(rule(.moreThan).judge(entries).points == n(10 * min(5, good)))
            }
        }
        #expect(rule(.moreThan).fullCount == 5)
    }

    @Test func everyEntryIsExplained() {
        var entries = [entry(true, 61, of: 100), entry(true, 60, of: 100), entry(false), entry(true)]
        entries[2].name = ""
        let reason = rule(.moreThan).judge(entries).reason
        #expect(reason.en.contains("satisfaction 61.00%") && reason.en.contains("60.00%, short of > 60%"))
        #expect(reason.en.contains("#3: not recognised") && reason.en.contains("no answers"))
        #expect(reason.zh.contains("满意度 61.00%") && reason.zh.contains("#3：未认定"))
    }
}
