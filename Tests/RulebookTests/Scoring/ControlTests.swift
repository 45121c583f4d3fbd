import Testing

@testable import Rulebook

@Suite struct ControlTests {
    private func book(_ controls: [Item], total: Rulebook.Total = .init()) -> Rulebook {
        rulebook(
            [item("1", .award(AwardRule(maximum: n(100))))], controls: controls, total: total,
            grades: grades("basic", ("one", n(10), true), ("two", n(20), true)))
    }

    /// Every combination of two control items: met, not met, not judged.
    @Test func everyControlMustBeMet() {
        let book = book([item("c1", .control), item("c2", .control)])
        for first in [nil, true, false] {
            for second in [nil, true, false] {
                var findings: [String: Observation] = ["1": .points(n(15))]
                findings["c1"] = first.map { .met($0) }
                findings["c2"] = second.map { .met($0) }
                let score = book.score(findings)
                #expect(score.grade.grade?.id == (first == true && second == true ? "one" : nil))
                #expect(score.q == n(15), "the score is still shown")
                #expect(score.controlsAreMet == (first == true && second == true))
                #expect(score.unjudged == (first == nil ? ["c1"] : []) + (second == nil ? ["c2"] : []))
            }
        }
    }

    @Test func aVetoForbidsEveryGrade() {
        let book = book([item("v", .veto(limit: nil))])
        for occurred in [nil, true, false] {
            var findings: [String: Observation] = ["1": .points(n(15))]
            findings["v"] = occurred.map { .occurred($0) }
            #expect(book.score(findings).grade.grade?.id == (occurred == false ? "one" : nil))
        }
    }

    /// Every limit with every grade that the points would give.
    @Test func aVetoWithALimitCapsTheGrade() {
        let ids = ["basic", "one", "two"]
        for (limitIndex, limit) in ids.enumerated() {
            let book = book([item("v", .veto(limit: limit))])
            for (byPoints, points) in [0, 15, 25].enumerated() {
                let occurred = book.score(["1": .points(n(points)), "v": .occurred(true)])
                #expect(occurred.grade.grade?.id == ids[min(limitIndex, byPoints)])
                #expect(book.score(["1": .points(n(points)), "v": .occurred(false)]).grade.grade?.id == ids[byPoints])
                #expect(book.score(["1": .points(n(points))]).grade.grade == nil, "not judged")
            }
        }
    }

    @Test func theLowestLimitCounts() {
        let book = book([item("v1", .veto(limit: "one")), item("v2", .veto(limit: "basic"))])
        let findings: [String: Observation] = ["1": .points(n(25)), "v1": .occurred(true), "v2": .occurred(true)]
        #expect(book.score(findings).grade.grade?.id == "basic")
    }

    @Test func theControlsThatBarAreNamed() {
        let book = book([item("c1", .control), item("c2", .control), item("v", .veto(limit: "one"))])
        let reason = book.score(["c2": .met(false), "v": .occurred(true)]).grade.reason
        #expect(reason.en.contains("c1, c2 ") && reason.zh.contains("c1、c2 "))
        let limited = book.score(["1": .points(n(25)), "c1": .met(true), "c2": .met(true), "v": .occurred(true)])
        #expect(limited.grade.reason.en.contains("a veto forbids two"))
    }

    /// Base points that need the control items count only when every one holds.
    @Test func theBaseMayNeedTheControls() {
        for needs in [false, true] {
            let total = Rulebook.Total(base: n(400), baseNeedsControls: needs, divisor: n(10))
            let book = book([item("c", .control), item("v", .veto(limit: "one"))], total: total)
            for met in [nil, true, false] {
                for occurred in [nil, true, false] {
                    var findings: [String: Observation] = ["1": .points(n(50))]
                    findings["c"] = met.map { .met($0) }
                    findings["v"] = occurred.map { .occurred($0) }
                    let counts = !needs || (met == true && occurred == false)
                    let score = book.score(findings)
                    #expect(score.base == (counts ? n(400) : .zero))
                    #expect(score.q == (counts ? n(45) : n(5)))
                }
            }
        }
    }

    @Test func qIsNeverMoreThanTheMaximum() {
        for (points, q) in [(0, "40"), (29, "42.9"), (30, "43"), (31, "43"), (100, "43")] {
            let book = book([], total: Rulebook.Total(base: n(400), divisor: n(10), maximum: n(43)))
            #expect(book.score(["1": .points(n(points))]).q == n(q))
            #expect(book.highestQ == n(43))
        }
        #expect(book([], total: Rulebook.Total(base: n(400), divisor: n(10))).highestQ == n(50))
        #expect(book([], total: Rulebook.Total(maximum: n(500))).highestQ == n(100))
    }
}
