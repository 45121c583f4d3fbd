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
            let plans = grades[index...].compactMap { best(score, costs, grade: $0, barring: barring, budget: nil) }
            guard let best = plans.min(by: { ($0.cost, $1.q) < ($1.cost, $0.q) }) else {
                return no(
                    Phrase(
                        zh: "所有可改造项都完成也达不到\(grades[index].title.zh)",
                        en: "\(grades[index].title.en) is out of reach even with every improvement that has a cost"))
            }
            return best
        case .budget(let budget):
            for grade in grades.reversed() {
                if let plan = best(score, costs, grade: grade, barring: barring, budget: budget) { return plan }
            }
            return best(score, costs, grade: nil, barring: [], budget: budget)
                ?? no(Phrase(zh: "预算内没有可行方案", en: "nothing is possible within the budget"))
        }
    }

    /// The best plan that gives at least the points and minimums of one grade; nil: none.
    private func best(_ score: Score, _ costs: Costs, grade: Grade?, barring: [ItemScore], budget: Money?) -> Plan? {
        var mandatory = barring
        if let grade, let index = scorer.rulebook.grades.firstIndex(where: { $0.id == grade.id }) {
            for control in score.controls where !control.holds && !barring.contains(control) {
                guard case .veto(let limit?) = control.item.rule else { continue }
                if let cap = scorer.rulebook.grades.firstIndex(where: { $0.id == limit }), cap < index {
                    mandatory.append(control)
                }
            }
        }
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
        let base =
            scorer.rulebook.total.baseNeedsControls && grade == nil && !score.controlsAreMet
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
        let reached = scorer.grade(
            found.q, categories: found.categories, controls: grade == nil ? score.controls : [], conditions: [])
        return Plan(
            isFeasible: true, reason: reached.reason, cost: controlCost + found.cost, q: found.q, grade: reached.grade,
            actions: actions)
    }
}
