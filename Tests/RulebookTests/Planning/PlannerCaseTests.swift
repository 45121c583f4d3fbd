import Testing

@testable import Rulebook

/// Single plans that people would ask about.
@Suite struct PlannerCaseTests {
    private func plan(
        _ book: Rulebook, _ findings: [String: Observation] = [:], _ costs: [String: ItemCosts], _ goal: Planner.Goal
    ) -> Planner.Plan {
        Planner(book).plan(assessment(findings), costs: Costs(items: costs), goal: goal)
    }

    private func whole(_ yuan: String) -> ItemCosts { ItemCosts(whole: Money(yuan)!) }

    private func actions(_ plan: Planner.Plan) -> [String] {
        plan.actions.map { "\($0.clause) \($0.from.shown)→\($0.to.shown) +\($0.gain.shown) \($0.cost.shown)" }
    }

    private var book: Rulebook {
        rulebook(
            [
                item("1", .all(points: n(30))), item("2", .all(points: n(40))), item("3", .all(points: n(30))),
            ],
            controls: [item("c", .control)],
            grades: grades("basic", ("one", n(0), false), ("two", n(60), false), ("three", n(85), false)))
    }

    /// The greedy choice (most points a yuan first) would cost 90.
    @Test func isNotGreedy() {
        let costs = ["1": whole("30"), "2": whole("50"), "3": whole("40")]
        let plan = plan(book, ["c": .met(true)], costs, .grade("two"))
        #expect(actions(plan) == ["1 0→30 +30 30.00", "2 0→40 +40 50.00"])
        #expect(plan.cost == Money("80") && plan.q == n(70) && plan.grade?.id == "two")
    }

    /// A unit of Q too fine for whole numbers of 64 bits is reckoned in fractions, to the same plan.
    @Test func plansInFractionsToo() {
        var fine = book
        fine.total.divisor = n(1_000_003) * n(1_000_033) * n(7)
        for index in fine.grades.indices {
            let line = book.grades[index].range.lower
            fine.grades[index].range.lower = line.map {
                Grade.Line($0.value / fine.total.divisor, isInclusive: $0.isInclusive)
            }
        }
        for (first, second, third) in [("30", "50", "40"), ("4", "4", "4"), ("9", "1", "8"), ("0", "0", "7")] {
            let costs = ["1": whole(first), "2": whole(second), "3": whole(third)]
            for goal in [Planner.Goal.grade("two"), .grade("three"), .budget(Money("55")!)] {
                let (coarse, exact) = (
                    plan(book, ["c": .met(true)], costs, goal), plan(fine, ["c": .met(true)], costs, goal)
                )
                #expect(exact.actions.map(\.clause) == coarse.actions.map(\.clause) && exact.cost == coarse.cost)
                #expect(exact.q * fine.total.divisor == coarse.q && exact.grade?.id == coarse.grade?.id)
            }
        }
    }

    /// 60 itself is one star: two items of 30 do not do.
    @Test func aLineThatIsExcludedMustBePassed() {
        let plan = plan(book, ["c": .met(true)], ["1": whole("1"), "3": whole("1")], .grade("two"))
        #expect(!plan.isFeasible && plan.actions.isEmpty && plan.cost == .zero)
        #expect(plan.reason.en.contains("out of reach") && plan.reason.zh.contains("达不到"))
    }

    @Test func controlItemsComeFirst() {
        let costs = ["c": whole("7"), "2": whole("3"), "3": whole("3"), "1": whole("9")]
        for findings: [String: Observation] in [["c": .met(false)], [:]] {
            let plan = plan(book, findings, costs, .grade("two"))
            #expect(actions(plan) == ["c 0→0 +0 7.00", "2 0→40 +40 3.00", "3 0→30 +30 3.00"])
            #expect(plan.cost == Money("13"))
        }
    }

    @Test func anUnmetControlWithoutACostEndsIt() {
        for goal in [Planner.Goal.grade("basic"), .budget(Money("1000")!)] {
            let plan = plan(book, [:], ["1": whole("1")], goal)
            #expect(!plan.isFeasible && plan.actions.isEmpty && plan.reason.en.contains("c is not met and has no cost"))
        }
    }

    @Test func whoIsNotEligibleGetsNoPlan() {
        var book = book
        book.conditions = [Condition(clause: "5.1", title: .same(""), test: .communityKind(["rural"]))]
        let plan = plan(book, ["c": .met(true)], ["1": whole("1")], .grade("one"))
        #expect(!plan.isFeasible && plan.grade == nil && plan.reason.en.contains("not eligible by 5.1"))
    }

    @Test func whatIsReachedCostsNothing() {
        let findings: [String: Observation] = ["c": .met(true), "1": .met(true), "2": .met(true)]
        for grade in ["basic", "one", "two"] {
            let plan = plan(book, findings, ["3": whole("0")], .grade(grade))
            #expect(plan.isFeasible && plan.cost == .zero && plan.actions.isEmpty && plan.grade?.id == "two")
        }
    }

    @Test func noSuchGrade() {
        #expect(!plan(book, ["c": .met(true)], [:], .grade("platinum")).isFeasible)
    }

    /// Best grade, then highest Q, then least money.
    @Test(arguments: [
        (0, "none", "0", 0), (6, "none", "40", 3), (7, "basic", "0", 7), (10, "one", "40", 10), (13, "two", "70", 13),
        (21, "two", "70", 13), (22, "three", "100", 22), (1000, "three", "100", 22),
    ])
    func aBudgetBuysTheBestGrade(_ yuan: Int, _ grade: String, _ q: String, _ cost: Int) {
        let costs = ["c": whole("7"), "1": whole("9"), "2": whole("3"), "3": whole("3")]
        let plan = plan(book, [:], costs, .budget(Money("\(yuan)")!))
        #expect(plan.isFeasible)
        #expect(plan.grade?.id ?? "none" == grade)
        #expect(yuan == 6 ? plan.q == n(70) : plan.q == n(q))
        #expect(plan.cost.fen == Int64(yuan == 6 ? 6 : cost) * 100)
    }

    /// 8.2.5.a: push earns nothing without a function, so the first function is worth 3 points.
    @Test func theDependenceOfThePushIsSeen() {
        let extra = CountRule.Extra(key: "pushed", title: .same("push"), points: n(2), needs: 1)
        let book = rulebook(
            [item("8.2.5.a", .count(CountRule(each: n(1), cap: n(4), kinds: [], extra: extra)))],
            grades: grades("g0", ("g1", n(3), true), ("g2", n(6), true)))
        let costs = ["8.2.5.a": ItemCosts(named: ["each": Money("5")!, "pushed": Money("9")!])]
        #expect(actions(plan(book, [:], costs, .grade("g1"))) == ["8.2.5.a 0→3 +3 14.00"])
        #expect(actions(plan(book, [:], costs, .grade("g2"))) == ["8.2.5.a 0→6 +6 29.00"])
        #expect(
            actions(plan(book, ["8.2.5.a": .count(0, extra: true)], costs, .grade("g1"))) == ["8.2.5.a 0→3 +3 5.00"])
        let eachOnly = ["8.2.5.a": ItemCosts(named: ["each": Money("5")!])]
        #expect(actions(plan(book, [:], eachOnly, .grade("g1"))) == ["8.2.5.a 0→3 +3 15.00"])
        let pushOnly = ["8.2.5.a": ItemCosts(named: ["pushed": Money("9")!])]
        #expect(!plan(book, [:], pushOnly, .grade("g1")).isFeasible)
    }

    /// Of two equal ways the later clause is improved: the smallest steps in clause order.
    @Test func equalWaysKeepTheEarlierClauseAsItIs() {
        let book = rulebook(
            [item("1", .all(points: n(5))), item("2", .all(points: n(5)))], grades: grades("g0", ("g1", n(5), true)))
        let plan = plan(book, [:], ["1": whole("4"), "2": whole("4")], .grade("g1"))
        #expect(actions(plan) == ["2 0→5 +5 4.00"])
    }

    /// Was a bug: `ChoiceTree.precedesInChain` takes a chain for one in clause order, which it is not where the items
    /// of two categories interleave (category a has a chapter before and one after category b).
    @Test func equalWaysAreToldByClauseOrderWhereCategoriesInterleave() {
        func counted(_ clause: String, _ category: String) -> Item {
            item(clause, .count(CountRule(each: n(1), cap: n(2), kinds: [])), in: category)
        }
        let book = rulebook(
            [counted("1", "a"), counted("2", "b"), counted("3", "a")], grades: grades("g0", ("g1", n(3), true)))
        let each = ItemCosts(named: ["each": Money("1")!])
        let plan = plan(book, [:], ["2": each, "3": each], .grade("g1"))
        #expect(actions(plan) == ["2 0→1 +1 1.00", "3 0→2 +2 2.00"])
    }

    /// Was a bug: the plans for the single grades are compared by cost and Q only, so that a higher grade with a
    /// smaller minimum loses to a lower one that needs a step more.
    @Test func equalWaysAreToldByClauseOrderAcrossGrades() {
        var lines = grades("g0", ("g1", n(5), true), ("g2", n(10), true))
        lines[1].minimums = ["a": n("100%")]
        let items = [item("1", .all(points: n(1))), item("2", .all(points: n(10)), in: "b")]
        var book = rulebook(items, grades: lines)
        book.total.maximum = n(10)
        let plan = plan(book, [:], ["1": whole("0"), "2": whole("3")], .grade("g1"))
        #expect(actions(plan) == ["2 0→10 +10 3.00"])
    }

    /// Was a bug: a veto with a limit that stands leaves the base points out (`needsControls`), but the planner counts
    /// them, and it never buys such a veto off for the sake of the base.
    @Test func theBaseStaysAwayWhileAVetoStands() {
        var book = rulebook(
            [item("1", .all(points: n(4)))], controls: [item("v", .veto(limit: "g1"))],
            total: Rulebook.Total(base: n(3), baseNeedsControls: true), grades: grades("g0", ("g1", n(3), true)))
        let findings: [String: Observation] = ["v": .occurred(true)]
        #expect(plan(book, findings, ["1": whole("5")], .budget(Money("9")!)).q == n(4))
        let costs = ["1": whole("5"), "v": whole("1")]
        #expect(actions(plan(book, findings, costs, .grade("g1"))) == ["v 0→0 +0 1.00"])
        book.controls = []
        #expect(plan(book, [:], ["1": whole("5")], .budget(Money("9")!)).q == n(7))
    }
}
