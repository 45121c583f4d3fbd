@testable import Rulebook

/// The best plan by trying every combination, judged by the oracle.
struct BruteForce {
    let oracle: Oracle
    let costs: Costs
    private let today: [Ratio]
    private let offers: [[Offer]]
    private let held: [Bool?]

    struct Offer {
        var points: Ratio
        var cost: Int128
    }

    struct Best {
        var cost: Int128
        var q: Ratio
        var grade: Int?
        var bought: [Bool]
        var points: [Ratio]
    }

    init(_ oracle: Oracle, _ costs: Costs) {
        self.oracle = oracle
        self.costs = costs
        held = oracle.held
        let items = oracle.book.items
        let today = items.map { oracle.points($0) ?? 0 }
        self.today = today
        offers = items.indices.map { index in
            let finding = oracle.findings[items[index].clause]
            guard let cost = costs.items[items[index].clause], finding?.isNotApplicable != true else { return [] }
            var cheapest: [Ratio: Int128] = [:]
            for offer in BruteForce.offers(items[index].rule, finding?.observation, cost)
            where offer.points > today[index] {
                cheapest[offer.points] = min(cheapest[offer.points] ?? .max, offer.cost)
            }
            return cheapest.map { Offer(points: $0.key, cost: $0.value) }
        }
    }

    var combinations: Int {
        offers.reduce(1) { $0 * ($1.count + 1) } * (1 << held.count { $0 != true })
    }

    /// What docs/RULEBOOKS.md says a costs file buys.
    private static func offers(_ rule: Rule, _ seen: Observation?, _ costs: ItemCosts) -> [Offer] {
        func offer(_ seen: Observation, _ cost: Int128) -> Offer {
            Offer(points: Oracle.points(rule, seen), cost: cost)
        }
        switch rule {
        case .control, .veto: return []
        case .all: return costs.whole.map { [offer(.met(true), $0.fen)] } ?? []
        case .count(let rule):
            var now = Observation.Counted(count: 0)
            if case .count(let counted) = seen { now = counted }
            let each = costs.named["each"]?.fen
            let push = rule.extra.flatMap { costs.named[$0.key]?.fen }
            return (0...(each == nil ? 0 : 6)).flatMap { more in
                let kinds = Int128(more) * (each ?? 0)
                return [offer(.count(now.count + more, extra: now.extra), kinds)]
                    + (push.map { [offer(.count(now.count + more, extra: true), kinds + $0)] } ?? [])
            }
        case .share(let rule):
            return rule.ways.compactMap { way in
                costs.named[way.cost].map { Offer(points: Ratio(way.points), cost: $0.fen) }
            }
        case .list(let rule):
            guard let each = costs.named["each"]?.fen else { return [] }
            var now: [Observation.Entry] = []
            if case .entries(let entries) = seen { now = entries }
            let good = Observation.Entry(name: "", kind: "", isRecognised: true, responses: 1, satisfied: 1)
            return (1...6).map { offer(.entries(now + Array(repeating: good, count: $0)), Int128($0) * each) }
                .filter { $0.points <= Ratio(rule.cap) }
        case .deduct:
            guard case .count(let faults) = seen, let each = costs.named["each"]?.fen, faults.count > 0 else {
                return []
            }
            return (1...faults.count).map { offer(.count(faults.count - $0), Int128($0) * each) }
        case .steps, .linear, .target: return costs.targets.map { offer(.measure($0.value), $0.cost.fen) }
        case .choice(let rule):
            return rule.options.compactMap { option in costs.named[option.id].map { offer(.choice(option.id), $0.fen) }
            }
        case .award(let rule):
            return costs.targets.filter { rule.allows($0.value) }.map { offer(.points($0.value), $0.cost.fen) }
        }
    }

    /// nil: there is no plan.
    func best(_ goal: Planner.Goal) -> Best? {
        let book = oracle.book
        // A control item that is not met and cannot be bought ends it.
        for (control, holds) in zip(book.controls, held) where holds != true {
            if case .veto(.some) = control.rule, holds == false { continue }
            if costs.items[control.clause]?.whole == nil { return nil }
        }
        let now = Best(
            cost: 0, q: oracle.q(today, controlsMet: !held.contains { $0 != true }), grade: nil,
            bought: held.map { _ in false }, points: today)
        var best: Best?
        let target: Int? = if case .grade(let id) = goal { book.grades.firstIndex { $0.id == id } } else { nil }
        if let target, let grade = oracle.grade(now.q, today, held: held), grade >= target {
            return Best(cost: 0, q: now.q, grade: grade, bought: now.bought, points: today)
        }
        visitControls(0, now, held) { start, held in
            visitItems(0, start) { plan in
                var plan = plan
                plan.q = oracle.q(plan.points, controlsMet: !held.contains { $0 != true })
                plan.grade = oracle.grade(plan.q, plan.points, held: held)
                if let target, (plan.grade ?? -1) < target { return }
                if case .budget(let budget) = goal, plan.cost > budget.fen { return }
                if best.map({ isBetter(plan, $0, goal) }) ?? true { best = plan }
            }
        }
        return best
    }

    private func visitControls(_ index: Int, _ plan: Best, _ held: [Bool?], _ body: (Best, [Bool?]) -> Void) {
        guard index < held.count else { return body(plan, held) }
        visitControls(index + 1, plan, held, body)
        guard held[index] != true, let cost = costs.items[oracle.book.controls[index].clause]?.whole else { return }
        var (plan, held) = (plan, held)
        plan.cost += cost.fen
        plan.bought[index] = true
        held[index] = true
        visitControls(index + 1, plan, held, body)
    }

    private func visitItems(_ index: Int, _ plan: Best, _ body: (Best) -> Void) {
        guard index < offers.count else { return body(plan) }
        visitItems(index + 1, plan, body)
        for offer in offers[index] {
            var plan = plan
            plan.cost += offer.cost
            plan.points[index] = offer.points
            visitItems(index + 1, plan, body)
        }
    }

    /// Least cost, then higher Q, then the smallest steps in clause order; with a budget best grade, highest Q, least
    /// cost first.
    private func isBetter(_ left: Best, _ right: Best, _ goal: Planner.Goal) -> Bool {
        if case .budget = goal {
            if left.grade != right.grade { return (left.grade ?? -1) > (right.grade ?? -1) }
            if left.q != right.q { return left.q > right.q }
            if left.cost != right.cost { return left.cost < right.cost }
        } else {
            if left.cost != right.cost { return left.cost < right.cost }
            if left.q != right.q { return left.q > right.q }
        }
        for (a, b) in zip(left.bought, right.bought) where a != b { return b }
        for (a, b) in zip(left.points, right.points) where a != b { return a < b }
        return false
    }
}
