@testable import Rulebook

/// A second reading of docs/RULEBOOKS.md, with the tests' own arithmetic: points, levels, total and grade.
struct Oracle {
    let book: Rulebook
    let findings: [String: Finding]
    /// One a category.
    private(set) var levels: [Plain] = []
    private let base: Ratio
    private let divisor: Ratio
    private let maximum: Ratio?

    init(book: Rulebook, findings: [String: Finding]) {
        self.book = book
        self.findings = findings
        base = Ratio(book.total.base)
        divisor = Ratio(book.total.divisor)
        maximum = book.total.maximum.map { Ratio($0) }
        levels = book.categories.map { Plain($0.level, self) }
    }

    // MARK: Items

    /// nil: not judged.
    func points(_ item: Item) -> Ratio? {
        guard let finding = findings[item.clause] else { return nil }
        if finding.isNotApplicable { return item.notApplicable == .full ? Ratio(item.rule.maximum) : 0 }
        return finding.observation.map { Oracle.points(item.rule, $0) }
    }

    func isExcluded(_ item: Item) -> Bool {
        item.notApplicable == .excluded && findings[item.clause]?.isNotApplicable == true
    }

    static func points(_ rule: Rule, _ seen: Observation) -> Ratio {
        switch (rule, seen) {
        case (.all(let points), .met(let met)): return met ? Ratio(points) : 0
        case (.count(let rule), .count(let seen)):
            let more = rule.extra.map { seen.extra && seen.count >= $0.needs ? Ratio($0.points) : 0 } ?? 0
            return min(Ratio(rule.cap), Ratio(rule.each) * Ratio(seen.count)) + more
        case (.deduct(let rule), .count(let seen)):
            return max(Ratio(rule.floor), Ratio(rule.from) - Ratio(rule.each) * Ratio(seen.count))
        case (.share(let rule), .parts(let numbers)):
            let whole = numbers[rule.whole]!
            guard whole > 0 else { return 0 }
            return rule.ways.filter { passes(Ratio(numbers[$0.part] ?? 0, over: whole), $0.line) }
                .map { Ratio($0.points) }.max() ?? 0
        case (.list(let rule), .entries(let entries)):
            let counted = entries.count { Oracle.counts($0, rule) }
            return min(Ratio(rule.cap), Ratio(rule.each) * Ratio(counted))
        case (.steps(let rule), .measure(let seen)):
            guard let value = seen.value.map({ Ratio($0) }) else { return 0 }
            return rule.steps.filter { passes(value, $0.line) }.map { Ratio($0.points) }.max() ?? 0
        case (.linear(let rule), .measure(let seen)):
            guard let value = seen.value.map({ Ratio($0) }) else { return 0 }
            let (from, to) = (Ratio(rule.from.value), Ratio(rule.to.value))
            let position = max(0, min(1, (value - from) / (to - from)))
            return Ratio(rule.from.points) + position * (Ratio(rule.to.points) - Ratio(rule.from.points))
        case (.target(let rule), .measure(let seen)):
            guard let value = seen.value.map({ Ratio($0) }) else { return 0 }
            return Ratio(rule.points) * max(0, min(1, value / Ratio(rule.target)))
        case (.choice(let rule), .choice(let id)): return Ratio(rule.options.first { $0.id == id }!.points)
        case (.award, .points(let points)): return Ratio(points)
        // A test that asks for this is written wrong.
        default: fatalError("\(seen) for \(rule)")
        }
    }

    static func counts(_ entry: Observation.Entry, _ rule: ListRule) -> Bool {
        guard entry.isRecognised, let line = rule.satisfaction else { return entry.isRecognised }
        return entry.responses > 0 && passes(Ratio(entry.satisfied, over: entry.responses), line)
    }

    private static func passes(_ value: Ratio, _ line: Threshold) -> Bool {
        switch line.side {
        case .atLeast: value >= Ratio(line.value)
        case .moreThan: value > Ratio(line.value)
        case .atMost: value <= Ratio(line.value)
        case .lessThan: value < Ratio(line.value)
        }
    }

    // MARK: Levels

    /// A level with what follows from the rulebook and from the items that do not apply.
    final class Plain {
        let weight: Ratio
        let cap: Ratio?
        let scaleTo: Ratio?
        let children: [(weight: Ratio, item: Int, level: Plain?)]
        /// What the children add up to at most, and with only the applicable items.
        let raw: Ratio
        let applicable: Ratio
        private let rescales: Bool

        init(_ level: Level, _ oracle: Oracle) {
            weight = Ratio(level.weight)
            cap = level.cap.map { Ratio($0) }
            scaleTo = level.scaleTo.map { Ratio($0) }
            rescales = level.rescalesToApplicable
            let items = oracle.book.items
            children = level.children.map { child in
                switch child {
                case .item(let index): return (Ratio(items[index].weight), index, nil)
                case .level(let level):
                    let below = Plain(level, oracle)
                    return (below.weight, -1, below)
                }
            }
            raw = children.map { $0.weight * ($0.level?.full ?? Ratio(items[$0.item].rule.maximum)) }.reduce(0, +)
            applicable = children.map { child in
                child.weight
                    * (child.level.map { $0.close($0.applicable) }
                        ?? (oracle.isExcluded(items[child.item]) ? 0 : Ratio(items[child.item].rule.maximum)))
            }.reduce(0, +)
        }

        /// The full total of a level is computed in the same way, so a cap lowers it.
        var full: Ratio { scaleTo ?? cap.map { min($0, raw) } ?? raw }

        /// Σ weight × score of the children, then `rescale`, then `cap`, then `scaleTo`.
        func score(_ points: [Ratio]) -> Ratio {
            close(children.map { $0.weight * ($0.level?.score(points) ?? points[$0.item]) }.reduce(0, +))
        }

        func close(_ earned: Ratio) -> Ratio {
            var score = earned
            if rescales { score = applicable == 0 ? 0 : score * raw / applicable }
            if let cap { score = min(score, cap) }
            if let scaleTo {
                let total = cap.map { min($0, raw) } ?? raw
                score = total == 0 ? 0 : score * scaleTo / total
            }
            return score
        }
    }

    // MARK: Total and grade

    func q(_ points: [Ratio], controlsMet: Bool) -> Ratio {
        var sum = book.total.baseNeedsControls && !controlsMet ? 0 : base
        for level in levels { sum = sum + level.weight * level.score(points) }
        return maximum.map { min($0, sum / divisor) } ?? sum / divisor
    }

    /// nil: no grade. `held` tells which control items are met or which vetoes are absent; else nil for not judged.
    func grade(_ q: Ratio, _ points: [Ratio], held: [Bool?]) -> Int? {
        var highest = book.grades.count - 1
        for (control, holds) in zip(book.controls, held) where holds != true {
            guard holds == false, case .veto(let limit?) = control.rule else { return nil }
            highest = min(highest, book.grades.firstIndex { $0.id == limit }!)
        }
        let byScore = book.grades.indices.first { contains(book.grades[$0].range, q) }!
        return stride(from: min(byScore, highest), through: 0, by: -1).first { index in
            zip(book.categories, levels).allSatisfy { category, level in
                let share =
                    book.grades[index].minimums[category.id]
                    ?? (category.isAddition ? nil : book.grades[index].minimum)
                return share.map { level.score(points) >= Ratio($0) * level.full } ?? true
            }
        }
    }

    private func contains(_ range: Grade.Range, _ q: Ratio) -> Bool {
        let isAbove = range.lower.map { $0.isInclusive ? q >= Ratio($0.value) : q > Ratio($0.value) } ?? true
        let isBelow = range.upper.map { $0.isInclusive ? q <= Ratio($0.value) : q < Ratio($0.value) } ?? true
        return isAbove && isBelow
    }

    /// Whether each control item is met, or its veto absent; nil: not judged.
    var held: [Bool?] {
        book.controls.map { control in
            guard let finding = findings[control.clause] else { return nil }
            if finding.isNotApplicable { return true }
            switch finding.observation {
            case .met(let met): return met
            case .occurred(let occurred): return !occurred
            default: return nil
            }
        }
    }
}
