import Testing

@testable import Rulebook

@Suite struct ShareRuleTests {
    private func way(_ part: String, _ side: Threshold.Side, _ line: String, _ points: Int, _ cost: String)
        -> ShareRule.Way
    {
        ShareRule.Way(part: part, line: Threshold(side, n(line)), points: n(points), cost: cost)
    }

    /// Every part of every whole up to 60, against whole numbers.
    @Test(arguments: [("60%", 3, 5), ("85%", 17, 20), ("2/3", 2, 3), ("1/2", 1, 2), ("100%", 1, 1), ("0.5%", 1, 200)])
    func theLineItselfCountsOnlyForAtLeast(_ line: String, _ numerator: Int, _ denominator: Int) {
        var wrong = Wrong()
        for side in [Threshold.Side.atLeast, .moreThan] {
            let rule = ShareRule(whole: "all", ways: [way("good", side, line, 5, "good")])
            for whole in 0...60 {
                for part in 0...whole {
                    let (left, right) = (part * denominator, whole * numerator)
                    let isReached = whole > 0 && (side == .atLeast ? left >= right : left > right)
                    let points = rule.judge(["all": whole, "good": part]).points
                    wrong.unless(points == (isReached ? n(5) : .zero), "\(part) of \(whole) \(side) \(line)")
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    /// Clause 10.2: the better of the two ways counts, not the sum (R7).
    @Test func theBetterWayCounts() {
        var wrong = Wrong()
        let ways = [
            way("twoStarOrBetter", .atLeast, "2/3", 5, "twoStar"),
            way("threeStarOrPassive", .atLeast, "1/2", 10, "threeStar"),
        ]
        for ways in [ways, ways.reversed()] {
            let rule = ShareRule(whole: "buildings", ways: ways)
            #expect(rule.maximum == n(10))
            for buildings in 0...15 {
                for two in 0...buildings {
                    for three in 0...buildings {
                        let numbers = ["buildings": buildings, "twoStarOrBetter": two, "threeStarOrPassive": three]
                        let expected =
                            buildings == 0 ? 0 : 2 * three >= buildings ? 10 : 3 * two >= 2 * buildings ? 5 : 0
                        wrong.unless(rule.judge(numbers).points == n(expected), "\(numbers)")
                    }
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    /// Clause 10.4.b (R8), around 60% and 85% of 200 and of 10,000 answers.
    @Test func satisfactionAroundTheLines() {
        let rule = ShareRule(
            whole: "responses",
            ways: [
                way("satisfied", .atLeast, "60%", 3, "to60"), way("satisfied", .atLeast, "85%", 5, "to85"),
            ])
        func points(_ satisfied: Int, of responses: Int) -> Exact {
            rule.judge(["responses": responses, "satisfied": satisfied]).points
        }
        #expect([119, 120, 121, 169, 170, 200].map { points($0, of: 200) } == [0, 3, 3, 3, 5, 5].map { n($0) })
        #expect([5999, 6000, 8498, 8499, 8500].map { points($0, of: 10_000) } == [0, 3, 3, 3, 5].map { n($0) })
        #expect(points(0, of: 0) == .zero)
        #expect(points(850_000, of: 1_000_000) == n(5) && points(849_999, of: 1_000_000) == n(3))
    }

    @Test func aPartNotGivenIsNone() {
        let rule = ShareRule(
            whole: "all", ways: [way("good", .atLeast, "1/2", 5, "good"), way("best", .atLeast, "1/2", 9, "best")])
        #expect(rule.judge(["all": 4, "good": 2]).points == n(5))
        #expect(rule.judge(["all": 4]).points == .zero)
        #expect(rule.judge([:]).points == .zero)
        #expect(rule.parts == ["good", "best"])
    }

    @Test func theReasonShowsTheShareAndTheLine() {
        let rule = ShareRule(
            whole: "all", ways: [way("good", .atLeast, "2/3", 5, "good")],
            labels: ["good": Phrase(zh: "达标", en: "good ones")])
        let short = rule.judge(["all": 13, "good": 8]).reason
        #expect(short.zh.contains("达标 8/13 = 61.54%") && short.zh.contains("≥ 2/3"))
        #expect(short.en.contains("good ones 8/13 = 61.54%") && short.en.contains("≥ 2/3"))
        #expect(rule.judge(["all": 12, "good": 8]).reason.en.contains("8/12 = 66.67%"))
    }

    @Test func everySideOfALine() {
        for value in -3...3 {
            #expect(Threshold(.atLeast, n(0)).isReached(by: n(value)) == (value >= 0))
            #expect(Threshold(.moreThan, n(0)).isReached(by: n(value)) == (value > 0))
            #expect(Threshold(.atMost, n(0)).isReached(by: n(value)) == (value <= 0))
            #expect(Threshold(.lessThan, n(0)).isReached(by: n(value)) == (value < 0))
        }
        #expect(Threshold.Side.allCases.map { Threshold($0, n(1)).favoursMore } == [true, true, false, false])
    }
}
