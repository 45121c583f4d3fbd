import Testing

@testable import RulebookFiles

/// Grades cover every Q from 0 without gap or overlap, and the highest can be reached (Q is at most 10 here).
@Suite struct UnsoundGradeTests {
    /// Grades g0, g1, … with these intervals; a `§` before one marks that grade.
    private func grades(_ intervals: String..., score: String = "") -> SmallRulebook {
        var small = SmallRulebook()
        small.score = score
        small.grades = intervals.enumerated().map { index, interval in
            let mark = interval.hasPrefix("§") ? "§" : ""
            let keys = interval.replacing("§", with: "")
            return "  - \(mark){id: g\(index), title: {zh: 级, en: Grade}, q: \(keys)}\n"
        }.joined()
        return small
    }

    @Test func coverings() {
        grades("{atLeast: 0}").isSound()
        grades("{}").isSound()
        grades("{atMost: 10}").isSound()
        grades("{exactly: 0}", "{above: 0, atMost: 5}", "{above: 5}").isSound()
        grades("{below: 5}", "{exactly: 5}", "{above: 5, atMost: 10}").isSound()
        grades("{atLeast: -1, below: 5}", "{atLeast: 5}").isSound()
    }

    /// Every pair of lines at 4 and 5 and 6 between two grades.
    @Test func gapsAndOverlaps() {
        for upper in 4...6 {
            for (below, includesUpper) in [("below", false), ("atMost", true)] {
                for (above, includesLower) in [("above", false), ("atLeast", true)] {
                    let hasGap = upper < 5 || (upper == 5 && !includesUpper && !includesLower)
                    let hasOverlap = upper > 5 || (upper == 5 && includesUpper && includesLower)
                    let intervals = ("{\(below): \(upper)}", "{\(above): 5}")
                    if hasGap {
                        grades(intervals.0, "§" + intervals.1).isUnsound("a gap between 'g0' and 'g1' (\(upper) to 5)")
                    } else if hasOverlap {
                        grades(intervals.0, "§" + intervals.1).isUnsound("'g0' and 'g1' overlap (5 to \(upper))")
                    } else {
                        grades(intervals.0, intervals.1).isSound()
                    }
                }
            }
        }
    }

    @Test func theLowestBeginsAtZero() {
        grades("§{above: 0}").isUnsound("no grade for Q from 0 to 0")
        grades("§{atLeast: 1}").isUnsound("no grade for Q from 0 to 1")
    }

    @Test func betweenTwoGradesThereIsALine() {
        grades("{below: 5}", "§{}").isUnsound("there is no line between 'g0' and 'g1'")
        grades("{}", "§{atLeast: 5}").isUnsound("there is no line between 'g0' and 'g1'")
        grades("{atLeast: 0}", "§{atLeast: 5, below: 7}", "{atLeast: 7}").isUnsound(
            "there is no line between 'g0' and 'g1'")
    }

    @Test func intervalsAreNotEmpty() {
        grades("{below: 5}", "§{atLeast: 5, below: 5}", "{atLeast: 5}").isUnsound("the interval of 'g1' is empty")
        grades("{below: 6}", "§{atLeast: 6, atMost: 5}", "{above: 5}").isUnsound("the interval of 'g1' is empty")
    }

    @Test func theHighestEndsWhereQEnds() {
        grades("{below: 5}", "§{atLeast: 5, atMost: 9.99}").isUnsound("no grade for Q above 9.99")
        grades("{below: 5}", "{atLeast: 5, atMost: 10}").isSound()
        grades("{below: 5}", "{atLeast: 5, atMost: 9}", score: "score: {max: 9}\n").isSound()
    }

    /// Was a bug: Q can be exactly 10 here, and 10 belongs to no grade.
    @Test func theHighestLineItselfBelongsToAGrade() {
        #expect(grades("{below: 5}", "{atLeast: 5, below: 10}").read.diagnostics.count == 1)
    }

    @Test func theHighestCanBeReached() {
        grades("{atMost: 10}", "§{above: 10}").isUnsound("Q is at most 10: 'g1' is out of reach")
        grades("{below: 10.01}", "§{atLeast: 10.01}").isUnsound("Q is at most 10: 'g1' is out of reach")
        grades("{below: 10}", "{atLeast: 10}").isSound()
        grades("{below: 6}", "§{atLeast: 6}", score: "score: {divisor: 2}\n").isUnsound(
            "Q is at most 5: 'g1' is out of reach")
        grades("{below: 6}", "§{atLeast: 6}", score: "score: {max: 5}\n").isUnsound(
            "Q is at most 5: 'g1' is out of reach")
        grades("{below: 12}", "{atLeast: 12}", score: "score: {base: {points: 2}}\n").isSound()
    }

    @Test func oneLineOnEachSide() {
        for interval in ["§{above: 1, atLeast: 2}", "§{below: 1, atMost: 2}", "§{exactly: 1, below: 2}"] {
            var small = SmallRulebook()
            small.grades = "  - {id: g0, title: {zh: 级, en: Grade}, q: \(interval)}\n"
            small.isUnsound("an interval has one lower and one upper line at most, or exactly alone")
        }
    }

    @Test func thereAreGrades() {
        var small = SmallRulebook()
        small.grades = ""
        small.head = "§" + small.head
        small.isUnsound("'grades' is missing")
        small.grades = "  []\n"
        small.isUnsound("there are no grades")
    }

    @Test func minimumsAreSharesOfCategoriesThatExist() {
        func minimum(_ keys: String, _ mark: String = "") -> SmallRulebook {
            var small = SmallRulebook()
            small.grades =
                "  - \(mark){id: g0, title: {zh: 级, en: Grade}, q: {below: 5}, \(keys)}\n"
                + "  - {id: g1, title: {zh: 级, en: Grade}, q: {atLeast: 5}}\n"
            return small
        }
        minimum("minimums: {b: 40%}", "§").isUnsound("minimums: no category 'b'")
        minimum("minimum: §101%").isUnsound("must lie between 0 and 1, found '101%'")
        minimum("minimum: §-1%").isUnsound("must lie between 0 and 1, found '-1%'")
        minimum("minimum: §30").isUnsound("must lie between 0 and 1, found '30'")
        minimum("minimums: {a: §2}").isUnsound("must lie between 0 and 1, found '2'")
        minimum("minimum: 0%, minimums: {a: 100%}").isSound()
    }

    @Test func limitsOfVetoesAreGrades() {
        var small = SmallRulebook()
        small.controls = "  - {clause: §0.a, title: {zh: 控, en: C}, rule: {kind: veto, limit: lowest}}\n"
        small.isUnsound("0.a: the limit 'lowest' is no grade")
        small.controls = "  - {clause: 0.a, title: {zh: 控, en: C}, rule: {kind: veto, limit: low}}\n"
        small.isSound()
    }
}
