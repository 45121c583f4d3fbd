/// Finds the cheapest improvements that reach a grade, or the best that a budget buys. Exact: no greedy step anywhere.
public struct Planner: Sendable {
    public let scorer: Scorer

    public init(_ rulebook: Rulebook) {
        scorer = Scorer(rulebook)
    }

    public enum Goal: Hashable, Sendable {
        /// At least this grade (an id), for the least money.
        case grade(String)
        /// The best grade, then the highest Q, then the least money, within this budget.
        case budget(Money)
    }

    public struct Action: Hashable, Sendable {
        public var clause: String
        public var title: Phrase
        /// Item points today and then.
        public var from: Exact
        public var to: Exact
        /// What it adds to Q while no cap is in the way.
        public var gain: Exact
        public var cost: Money
    }

    public struct Plan: Hashable, Sendable {
        public var isFeasible: Bool
        /// Why not, or what the plan does.
        public var reason: Phrase
        public var cost: Money
        public var q: Exact
        /// nil: no grade.
        public var grade: Grade?
        /// In the standard's order, control items first.
        public var actions: [Action]
    }

    /// The best plan. Ties: least cost, then higher Q, then the smallest steps in clause order.
    public func plan(_ assessment: Assessment, costs: Costs, goal: Goal) -> Plan {
        let score = scorer.score(assessment)
        func no(_ reason: Phrase) -> Plan {
            Plan(isFeasible: false, reason: reason, cost: .zero, q: score.q, grade: score.grade.grade, actions: [])
        }
        guard score.isEligible else { return no(score.grade.reason) }
        let failing = score.controls.filter { !$0.holds }
        let barring = failing.filter {
            if case .veto(.some) = $0.item.rule, $0.status == .judged { false } else { true }
        }
        if let stuck = barring.first(where: { costs.items[$0.item.clause]?.whole == nil }) {
            return no(
                Phrase(
                    zh: "控制项 \(stuck.item.clause) 不满足且没有改造费用",
                    en: "control item \(stuck.item.clause) is not met and has no cost"))
        }
        let grades = scorer.rulebook.grades
        switch goal {
        case .grade(let id):
            guard let index = grades.firstIndex(where: { $0.id == id }) else {
                return no(Phrase(zh: "没有等级 \(id)", en: "no grade \(id)"))
            }
            if let today = score.grade.grade, let reached = grades.firstIndex(where: { $0.id == today.id }),
                reached >= index
            {
                return Plan(
                    isFeasible: true,
                    reason: Phrase(
                        zh: "已达到\(grades[index].title.zh)", en: "\(grades[index].title.en) is already reached"),
                    cost: .zero, q: score.q, grade: score.grade.grade, actions: [])
            }
            let plans = grades[index...].flatMap { self.plans(score, costs, grade: $0, barring: barring, budget: nil) }
            guard let best = plans.min(by: { precedes($0, $1, among: score) }) else {
                return no(
                    Phrase(
                        zh: "所有可改造项都完成也达不到\(grades[index].title.zh)",
                        en: "\(grades[index].title.en) is out of reach even with every improvement that has a cost"))
            }
            return best
        case .budget(let budget):
            for grade in grades.reversed() {
                let plans = self.plans(score, costs, grade: grade, barring: barring, budget: budget)
                if let best = plans.min(by: { precedes($0, $1, among: score, mostQFirst: true) }) { return best }
            }
            return best(score, costs, grade: nil, mandatory: [], budget: budget)
                ?? no(Phrase(zh: "预算内没有可行方案", en: "nothing is possible within the budget"))
        }
    }

    /// Least cost, then higher Q (or the other way round for a budget), then the smallest steps in clause order.
    private func precedes(_ left: Plan, _ right: Plan, among score: Score, mostQFirst: Bool = false) -> Bool {
        if mostQFirst, left.q != right.q { return left.q > right.q }
        if left.cost != right.cost { return left.cost < right.cost }
        if left.q != right.q { return left.q > right.q }
        func steps(_ plan: Plan) -> [String: Exact] {
            Dictionary(plan.actions.map { ($0.clause, $0.to) }) { first, _ in first }
        }
        let (a, b) = (steps(left), steps(right))
        for item in score.controls + score.items where a[item.item.clause] != b[item.item.clause] {
            guard let one = a[item.item.clause] else { return true }
            guard let other = b[item.item.clause] else { return false }
            return one < other
        }
        return false
    }

    /// The best plans for one grade: with the control items that it needs, and with all of them where base points
    /// hang on that.
    private func plans(
        _ score: Score, _ costs: Costs, grade: Grade, barring: [ItemScore], budget: Money?
    ) -> [Plan] {
        let index = scorer.rulebook.grades.firstIndex { $0.id == grade.id } ?? 0
        let failing = score.controls.filter { !$0.holds }
        let needed = failing.filter { control in
            if barring.contains(control) { return true }
            guard case .veto(let limit?) = control.item.rule,
                let cap = scorer.rulebook.grades.firstIndex(where: { $0.id == limit })
            else { return false }
            return cap < index
        }
        var sets = [needed]
        if scorer.rulebook.total.baseNeedsControls, needed.count < failing.count { sets.append(failing) }
        return sets.compactMap { best(score, costs, grade: grade, mandatory: $0, budget: budget) }
    }

    /// The best plan that meets these control items and gives at least the points and minimums of one grade; nil: none.
    private func best(
        _ score: Score, _ costs: Costs, grade: Grade?, mandatory: [ItemScore], budget: Money?
    ) -> Plan? {
        var controlCost = Money.zero
        var actions: [Action] = []
        for control in mandatory {
            guard let cost = costs.items[control.item.clause]?.whole else { return nil }
            controlCost += cost
            actions.append(
                Action(
                    clause: control.item.clause, title: control.item.title, from: .zero, to: .zero, gain: .zero,
                    cost: cost))
        }
        if let budget, controlCost > budget { return nil }
        let controls = score.controls.map { control in
            var control = control
            if mandatory.contains(control) { control.holds = true }
            return control
        }
        let base =
            scorer.rulebook.total.baseNeedsControls && !controls.allSatisfy(\.holds)
            ? Exact.zero : scorer.rulebook.total.base
        let search = FrontierSearch(scorer: scorer, score: score, costs: costs, base: base, grade: grade)
        guard let found = search.best(budget: budget.map { $0 - controlCost }) else { return nil }
        for (index, improvement) in found.steps {
            let item = score.items[index]
            actions.append(
                Action(
                    clause: item.item.clause, title: item.item.title, from: item.points, to: improvement.points,
                    gain: (improvement.points - item.points) * item.leverage, cost: improvement.cost))
        }
        let reached = scorer.grade(found.q, categories: found.categories, controls: controls, conditions: [])
        return Plan(
            isFeasible: true, reason: reached.reason, cost: controlCost + found.cost, q: found.q, grade: reached.grade,
            actions: actions)
    }
}
