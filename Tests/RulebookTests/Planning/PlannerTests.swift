import Testing

@testable import Rulebook

/// The planner against trying every combination, on small random rulebooks.
@Suite struct PlannerTests {
    private func compare(_ seeds: Range<Int>, _ shape: RandomShape) -> (wrong: Wrong, feasible: Int, bought: Int) {
        var (wrong, feasible, bought) = (Wrong(), 0, 0)
        for seed in seeds {
            let random = RandomRulebook(seed, shape)
            let force = BruteForce(random.oracle, random.costs)
            guard force.combinations <= 300 else { continue }
            let goals: [Planner.Goal] = [
                .grade(random.book.grades[random.book.grades.count - 1].id),
                .grade(random.book.grades[min(1, random.book.grades.count - 1)].id),
                .budget(Money(fen: Int128(seed % 13) * 100)),
            ]
            for goal in goals {
                let plan = Planner(random.book).plan(random.assessment, costs: random.costs, goal: goal)
                let best = force.best(goal)
                if best != nil { feasible += 1 }
                if !plan.actions.isEmpty { bought += 1 }
                wrong.unless(plan.isFeasible == (best != nil), "\(seed) \(goal): feasible \(plan.isFeasible)")
                guard let best, plan.isFeasible else { continue }
                let grade = best.grade.map { random.book.grades[$0].id }
                let found = "cost \(plan.cost.fen) Q \(plan.q.shortest) \(plan.grade?.id ?? "-") \(actions(plan))"
                let expected = "cost \(best.cost) Q \(best.q.exact.shortest) \(grade ?? "-") \(actions(best, random))"
                wrong.unless(found == expected, "\(seed) \(goal): \(found) instead of \(expected)")
            }
        }
        return (wrong, feasible, bought)
    }

    private func actions(_ plan: Planner.Plan) -> [String] {
        plan.actions.map { "\($0.clause) \($0.from.shortest)→\($0.to.shortest)" }
    }

    private func actions(_ best: BruteForce.Best, _ random: RandomRulebook) -> [String] {
        let controls = zip(random.book.controls, best.bought).filter(\.1).map { "\($0.0.clause) 0→0" }
        let items = zip(random.book.items, best.points).compactMap { item, points -> String? in
            let today = random.oracle.points(item) ?? 0
            return today == points ? nil : "\(item.clause) \(today.exact.shortest)→\(points.exact.shortest)"
        }
        return controls + items
    }

    @Test func findsTheCheapestPlan() {
        let (wrong, feasible, bought) = compare(0..<110, RandomShape())
        #expect(wrong.count == 0, "\(wrong)")
        #expect(feasible > 80 && bought > 50, "the cases must ask something: \(feasible), \(bought)")
    }

    /// All costs and most points are equal, so that the order of clauses decides.
    @Test func breaksTiesByTheSmallestStepsInClauseOrder() {
        let (wrong, _, bought) = compare(1000..<1090, RandomShape(items: 3...6, minimums: false, ties: true))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 40)
    }

    @Test func breaksTiesWithMinimumsToo() {
        let (wrong, _, bought) = compare(1500..<1570, RandomShape(items: 3...6, ties: true))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 30)
    }

    /// A lower grade may ask more of a category than a higher one.
    @Test func plansWithMinimumsThatDoNotGrow() {
        let (wrong, _, bought) = compare(1600..<1670, RandomShape(items: 3...6, minimumsGrow: false, ties: true))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 30)
    }

    @Test func plansWithoutLevelsThatRescale() {
        let (wrong, _, bought) = compare(2000..<2070, RandomShape(items: 3...6, rescales: false))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 30)
    }

    @Test func plansWithCategoriesThatInterleave() {
        let (wrong, _, bought) = compare(3000..<3080, RandomShape(items: 3...6, interleaves: true, ties: true))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 30)
    }

    /// Was a bug: `Planner.best` asks for the grade without the control items, so a plan that leaves a veto with a
    /// limit standing promises a grade above that limit.
    @Test func plansWithVetoesThatLimit() {
        let (wrong, _, bought) = compare(4050..<4150, RandomShape(limits: true))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 30)
    }

    @Test func plansWithABaseThatNeedsTheControls() {
        let (wrong, _, bought) = compare(5000..<5080, RandomShape(baseNeedsControls: true))
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 30)
    }

    /// Was a bug: as above, and a base that needs the controls is counted while a veto with a limit stands.
    @Test func plansWithEverythingAtOnce() {
        let shape = RandomShape(baseNeedsControls: true, limits: true, interleaves: true, ties: true)
        let (wrong, _, bought) = compare(6150..<6220, shape)
        #expect(wrong.count == 0, "\(wrong)")
        #expect(bought > 30)
    }
}
