import Testing

@testable import Rulebook

@Suite struct NotApplicableTests {
    private func items(_ policy: Item.NotApplicable) -> [Item] {
        [
            item("1", .all(points: n(6)), notApplicable: policy), item("2", .all(points: n(3))),
            item("3", .all(points: n(1)), notApplicable: policy),
        ]
    }

    private func score(_ book: Rulebook, met: [String], notApplicable: [String]) -> Exact {
        var findings = Dictionary(uniqueKeysWithValues: met.map { ($0, Finding(.met(true))) })
        for clause in notApplicable { findings[clause] = .notApplicable }
        return book.score(findings).categories[0].score
    }

    @Test func leavesTheDenominatorOfALevelThatRescales() {
        let book = rulebook(items(.excluded), level("a", rescales: true, [.item(0), .item(1), .item(2)]))
        #expect(score(book, met: ["2"], notApplicable: []) == n(3))
        #expect(score(book, met: ["2"], notApplicable: ["1"]) == n("7.5"))
        #expect(score(book, met: ["2"], notApplicable: ["1", "3"]) == n(10))
        #expect(score(book, met: ["2", "3"], notApplicable: ["1"]) == n(10))
        #expect(score(book, met: [], notApplicable: ["1", "3"]) == .zero)
    }

    @Test func withoutARescalingLevelItEarnsNothing() {
        let book = rulebook(items(.excluded), level("a", [.item(0), .item(1), .item(2)]))
        #expect(score(book, met: ["2"], notApplicable: ["1", "3"]) == n(3))
    }

    @Test func fullGivesFullPoints() {
        for rescales in [false, true] {
            let book = rulebook(items(.full), level("a", rescales: rescales, [.item(0), .item(1), .item(2)]))
            #expect(score(book, met: ["2"], notApplicable: ["1"]) == n(9))
            #expect(score(book, met: [], notApplicable: ["1", "3"]) == n(7))
        }
    }

    @Test func nothingApplicableGivesNothing() {
        let items = [item("1", .all(points: n(6)), notApplicable: .excluded)]
        for cap in [nil, n(3)] {
            let book = rulebook(items, level("a", cap: cap, scaleTo: n(10), rescales: true, [.item(0)]))
            #expect(score(book, met: [], notApplicable: ["1"]) == .zero)
        }
    }

    /// Only the nearest level above that rescales makes up for it.
    @Test func theNearestRescalingLevelCounts() {
        let inner = level("a.1", rescales: true, [.item(0), .item(1)])
        let book = rulebook(items(.excluded), level("a", rescales: true, [.level(inner), .item(2)]))
        #expect(
            score(book, met: ["2"], notApplicable: ["1"]) == n(9), "whole again inside, so nothing is missing outside")
        let outer = rulebook(
            items(.excluded), level("a", rescales: true, [.level(level("a.1", [.item(0), .item(1)])), .item(2)]))
        #expect(score(outer, met: ["2"], notApplicable: ["1"]) == n("7.5"))
    }

    @Test func aLevelOfWhichNothingAppliesLeavesTheDenominatorAbove() {
        let inner = level("a.1", rescales: true, [.item(0), .item(2)])
        let book = rulebook(items(.excluded), level("a", rescales: true, [.level(inner), .item(1)]))
        #expect(score(book, met: ["2"], notApplicable: ["1", "3"]) == n(10))
    }

    @Test func rescalesBeforeTheCapAndTheScale() {
        let book = rulebook(
            items(.excluded), level("a", cap: n(8), scaleTo: n(80), rescales: true, [.item(0), .item(1), .item(2)]))
        #expect(score(book, met: ["2"], notApplicable: ["1"]) == n(75))
        #expect(score(book, met: ["2", "3"], notApplicable: ["1"]) == n(80))
    }

    /// Was a bug: `Scorer.applicableMaximum` shrinks a capped level below in proportion instead of capping it again, so
    /// more than the full total is given.
    @Test func neverMoreThanTheFullTotalWithACapBelow() {
        let items = [
            item("1", .all(points: n(4)), notApplicable: .excluded), item("2", .all(points: n(6))),
            item("3", .all(points: n(4))),
        ]
        let inner = level("a.1", cap: n(6), [.item(0), .item(1)])
        let book = rulebook(items, level("a", rescales: true, [.level(inner), .item(2)]))
        #expect(score(book, met: ["2", "3"], notApplicable: ["1"]) == n(10))
    }

    @Test func whatTheRulebookDoesNotAllowIsNotJudged() {
        let book = rulebook([item("1", .all(points: n(6)))])
        let score = book.score(["1": Finding.notApplicable])
        #expect(score.items[0].status == .unjudged && score.unjudged == ["1"])
    }

    @Test func isToldAndIsNotUnjudged() {
        let book = rulebook(items(.excluded), level("a", rescales: true, [.item(0), .item(1), .item(2)]))
        let result = book.score(["1": Finding.notApplicable])
        #expect(result.items[0].status == .notApplicable && result.items[0].holds)
        #expect(result.unjudged == ["2", "3"])
    }

    @Test func aControlThatDoesNotApplyHolds() {
        var book = rulebook([item("2", .all(points: n(3)))])
        book.controls = [item("c", .control, notApplicable: .excluded)]
        #expect(book.score(["c": Finding.notApplicable]).grade.grade?.id == "basic")
    }
}
