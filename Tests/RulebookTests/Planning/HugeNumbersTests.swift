import Testing

@testable import Rulebook

/// The largest and smallest numbers that a rulebook or a costs file may hold must not end the program.
@Suite struct HugeNumbersTests {
    /// Was a bug: `Money.*` overflows: a million faults at the highest price that a costs file may name.
    @Test func aMillionFaultsAtTheHighestPrice() async {
        await #expect(processExitsWith: .success) {
            let book = rulebook([item("1", .deduct(DeductRule(from: n(10), each: n(2))))])
            let costs = Costs(items: ["1": ItemCosts(named: ["each": Money("999999999999")!])])
            let findings: [String: Observation] = ["1": .count(1_000_000)]
            _ = Planner(book).plan(assessment(findings), costs: costs, goal: .budget(Money("100")!))
        }
    }

    /// Was a bug: `FrontierSearch` takes a unit below 2^40 for safe whatever the points are; here Int64 overflows.
    @Test func planningWithTheLargestAndTheSmallestPoints() async {
        await #expect(processExitsWith: .success) {
            let book = rulebook([item("1", .all(points: n("999999999999"))), item("2", .all(points: n("0.000000001")))])
            let costs = Costs(items: ["1": ItemCosts(whole: Money("1")!)])
            let findings: [String: Observation] = ["2": .met(true)]
            _ = Planner(book).plan(assessment(findings), costs: costs, goal: .budget(Money("100")!))
        }
    }

    /// Was a bug: `CompiledRulebook.init` overflows Int64 instead of giving nil.
    @Test func compilingTheLargestAndTheSmallestPoints() async {
        await #expect(processExitsWith: .success) {
            let book = rulebook([item("1", .all(points: n("999999999999"))), item("2", .all(points: n("0.000000001")))])
            _ = CompiledRulebook(book)
        }
    }

    /// Was a bug: `Exact.ceiling` overflows Int where a cap is more than 2^63 times as much as each kind.
    @Test func aCapFarBeyondEach() async {
        await #expect(processExitsWith: .success) {
            let rule = CountRule(each: n("0.000000001"), cap: n("999999999999"), kinds: [])
            _ = CompiledRulebook(rulebook([item("1", .count(rule))]))
        }
    }

    @Test func scoringTheLargestAndTheSmallestPoints() {
        let book = rulebook(
            [
                item("1", .all(points: n("999999999999.999999999"))),
                item("2", .all(points: n("0.000000001")), weight: n("0.000000001")),
            ])
        let q = book.score(["1": .met(true), "2": .met(true)]).q
        #expect(q == n("999999999999.999999999") + n("0.000000001") * n("0.000000001"))
    }
}
