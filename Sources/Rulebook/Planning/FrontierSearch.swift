import BigInt

/// Every combination of improvements that could be the best one, as a frontier of (score, cost), built item by item.
///
/// Scores are whole numbers of one common unit of Q, so that equal scores meet exactly; an entry is dropped only when
/// another costs strictly less and brings at least as much. Of equal score and cost, the smallest steps in clause
/// order stay.
struct FrontierSearch {
    let scorer: Scorer
    let score: Score
    let base: Exact
    let grade: Grade?
    private let improvements: [Int: [Improvement]]

    struct Found {
        var q: Exact
        var cost: Money
        /// Item index and what is bought, in the standard's order.
        var steps: [(Int, Improvement)]
        var categories: [Score.CategoryScore]
    }

    init(scorer: Scorer, score: Score, costs: Costs, base: Exact, grade: Grade?) {
        self.scorer = scorer
        self.score = score
        self.base = base
        self.grade = grade
        var improvements: [Int: [Improvement]] = [:]
        for (index, item) in score.items.enumerated() where item.status != .notApplicable {
            guard let cost = costs.items[item.item.clause] else { continue }
            let observation = item.finding?.decided(for: item.item)
            let offers = item.item.rule.improvements(from: observation, costs: cost)
            if !offers.isEmpty { improvements[index] = offers }
        }
        self.improvements = improvements
    }

    func best(budget: Money?) -> Found? {
        // All levels are brought to one whole-number unit of Q; sums stay far below the range of Int64 or the unit is
        // refused.
        let divisor = scorer.rulebook.total.divisor
        var denominator = BigInt(1)
        func see(_ value: Exact) { denominator = lcm(denominator, value.denominator) }
        see(base / divisor)
        for category in scorer.rulebook.categories { collect(category.level, category.weight / divisor, see) }
        for grade in scorer.rulebook.grades {
            grade.range.lower.map { see($0.value) }
            for category in scorer.rulebook.categories {
                see(
                    grade.minimum(of: category) * category.level.maximum(scorer.rulebook.items) * category.weight
                        / divisor)
            }
        }
        if let maximum = scorer.rulebook.total.maximum { see(maximum) }
        let most =
            scorer.rulebook.total.base / divisor + score.items.map { $0.leverage * $0.item.maximum }.sum()
            + (scorer.rulebook.grades.compactMap(\.range.lower?.value).max() ?? .zero)
        if (most * Exact(denominator, over: 1)) < Exact(BigInt(1) << 62, over: 1) {
            let unit = Exact(denominator, over: 1)
            return search(budget) {
                Int64(($0 * unit).numerator)
            } q: {
                Exact(BigInt($0), over: denominator)
            }
        }
        return search(budget) {
            $0
        } q: {
            $0
        }
    }

    /// Shows every number that can enter a sum, already in Q.
    private func collect(_ level: Level, _ above: Exact, _ see: (Exact) -> Void) {
        let shape = scorer.shape(level, score.items)
        let slope = above * shape.slope
        if let cap = shape.cap { see(above * cap * shape.scale) }
        for child in level.children {
            switch child {
            case .level(let below): collect(below, slope * below.weight, see)
            case .item(let index):
                let factor = slope * score.items[index].item.weight
                see(factor * score.items[index].points)
                for improvement in improvements[index] ?? [] { see(factor * improvement.points) }
            }
        }
    }

    private func search<Units: AdditiveArithmetic & Comparable & Hashable>(
        _ budget: Money?, units: (Exact) -> Units, q: (Units) -> Exact
    ) -> Found? {
        let ordered = scorer.rulebook.categories.sorted {
            ($0.level.itemIndices.first ?? .max) < ($1.level.itemIndices.first ?? .max)
        }
        let indices = ordered.flatMap(\.level.itemIndices)
        var choices = ChoiceTree(isChain: indices == indices.sorted())
        let divisor = scorer.rulebook.total.divisor
        func build(_ level: Level, _ above: Exact, onto start: Frontier<Units>) -> Frontier<Units> {
            let shape = scorer.shape(level, score.items)
            let slope = above * shape.slope
            var frontier = start
            for child in level.children {
                switch child {
                case .item(let index):
                    let factor = slope * score.items[index].item.weight
                    let gains = (improvements[index] ?? []).enumerated().map { step, improvement in
                        Frontier<Units>.Step(
                            gain: units(factor * improvement.points) - units(factor * score.items[index].points),
                            cost: improvement.cost, item: index, step: step)
                    }
                    frontier = frontier.adding(units(factor * score.items[index].points))
                    if !gains.isEmpty { frontier = frontier.offering(gains, budget: budget, &choices) }
                case .level(let below): frontier = closing(below, slope * below.weight, onto: frontier)
                }
            }
            return frontier
        }
        /// A level whose cap can bind needs its own frontier; any other just goes on.
        func closing(_ level: Level, _ above: Exact, onto start: Frontier<Units>) -> Frontier<Units> {
            let shape = scorer.shape(level, score.items)
            guard let cap = shape.cap else { return build(level, above, onto: start) }
            let inner = build(level, above, onto: .empty).capped(at: units(above * cap * shape.scale), choices)
            return start.joined(with: inner, budget: budget, &choices)
        }
        var total = Frontier<Units>.empty.adding(units(base / divisor))
        for category in ordered {
            let above = category.weight / divisor
            let minimum = grade?.minimum(of: category) ?? .zero
            if minimum > .zero {
                let line = minimum * category.level.maximum(scorer.rulebook.items) * above
                let inner = closing(category.level, above, onto: .empty).reaching(units(line))
                total = total.joined(with: inner, budget: budget, &choices)
            } else {
                total = closing(category.level, above, onto: total)
            }
        }
        if let maximum = scorer.rulebook.total.maximum { total = total.capped(at: units(maximum), choices) }
        let usable = total.entries.filter { grade?.range.reachesLower(q($0.score)) ?? true }
        let best = usable.min { left, right in
            budget == nil
                ? (left.cost, right.score) < (right.cost, left.score)
                : (right.score, left.cost) < (left.score, right.cost)
        }
        guard let best else { return nil }
        let steps = choices.steps(best.choice).map { ($0.item, improvements[$0.item]![$0.step]) }
        var items = score.items
        for (index, improvement) in steps { items[index].points = improvement.points }
        let categories = scorer.rulebook.categories.map { category in
            let level = scorer.add(category.level, items)
            return Score.CategoryScore(category: category, score: level.score, maximum: level.maximum, sections: [])
        }
        return Found(q: q(best.score), cost: best.cost, steps: steps, categories: categories)
    }
}

func lcm(_ left: BigInt, _ right: BigInt) -> BigInt { left / left.greatestCommonDivisor(with: right) * right }
