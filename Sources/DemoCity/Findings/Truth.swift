import Commons
import Rulebook

/// What a community is really like: what the panel comes to in the end, by clause.
struct Truth {
    private(set) var findings: [String: Finding] = [:]
    /// Without the control items, in the standard's order.
    private var points: [String: Double] = [:]
    private let rulebook: Rulebook
    private let weights: [String: Double]
    private let levels: [String: Int]
    private var maker: FindingMaker

    init(_ plan: CasePlan, _ rulebook: Rulebook, _ dice: Dice) {
        self.rulebook = rulebook
        let names = ["infrastructure", "platform", "management", "services", "innovation"]
        let levels = Dictionary(zip(names, plan.levels)) { first, _ in first }
        self.levels = levels
        weights = Dictionary(rulebook.categories.map { ($0.id, $0.weight.approximate) }) { first, _ in first }
        maker = FindingMaker(settlement: .with(plan.settlement), dice: dice)
        for item in rulebook.controls {
            findings[item.clause] = maker.finding(item, isMet: item.clause != plan.failing, level: 100)
        }
        // Only the control items are put forward: the basic grade.
        if plan.q.upperBound == 0 { return }
        for item in rulebook.items {
            let level = levels[item.category] ?? 0
            let ease = Ease.of(item.clause) * (110 - level) / (level < 50 ? 120 : 60)
            // Of ten innovations even a poor community has one or two.
            judge(item, isMet: maker.dice.chance(level + ease + (item.category == "innovation" ? 12 : 0)))
        }
        meet(plan.q)
    }

    private mutating func judge(_ item: Item, isMet: Bool) {
        let finding = maker.finding(item, isMet: isMet, level: levels[item.category] ?? 0)
        findings[item.clause] = finding
        points[item.clause] = finding.observation.flatMap(item.rule.judge)?.points.approximate ?? 0
    }

    private var q: Double {
        rulebook.items.reduce(0) { $0 + (points[$1.clause] ?? 0) * (weights[$1.category] ?? 0) }
    }

    /// Until Q is in its range: what is easiest to have is added, what is hardest to have is taken away.
    private mutating func meet(_ range: ClosedRange<Int>) {
        var left = rulebook.items.filter { $0.rule.kind == .all }
        while !left.isEmpty {
            let now = q
            if now < Double(range.lowerBound) + 0.1 {
                let lacking = left.filter { points[$0.clause] == 0 }
                guard let best = lacking.max(by: { rank($0) < rank($1) }) else { return }
                judge(best, isMet: true)
                left.removeAll { $0.clause == best.clause }
            } else if now > Double(range.upperBound) - 0.1 {
                let given = left.filter { points[$0.clause] != 0 }
                guard let worst = given.min(by: { rank($0) < rank($1) }) else { return }
                judge(worst, isMet: false)
                left.removeAll { $0.clause == worst.clause }
            } else {
                return
            }
        }
    }

    private func rank(_ item: Item) -> Int { (levels[item.category] ?? 0) + Ease.of(item.clause) }

    /// Whether a clause that is all or nothing is met.
    func isMet(_ clause: String) -> Bool { findings[clause]?.observation == .met(true) }

    /// The other finding of a clause that is all or nothing.
    mutating func opposite(_ clause: String) -> Finding? {
        rulebook.item(clause).map { maker.finding($0, isMet: !isMet(clause), level: 60) }
    }
}
