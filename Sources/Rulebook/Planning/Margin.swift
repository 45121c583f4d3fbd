/// How safe a grade is.
public struct Margin: Sendable {
    public var score: Score
    /// To the line below and to the line above; nil where there is none.
    public var down: Side?
    public var up: Side?
    public var readings: [OtherReading]

    /// One neighbouring grade.
    public struct Side: Hashable, Sendable {
        /// The grade on the other side; nil: no grade.
        public var grade: Grade?
        /// The line of Q between the two.
        public var line: Exact
        /// Points of Q from here to the line, never negative.
        public var distance: Exact
        /// Whether reaching the line is enough to cross it.
        public var lineIsEnough: Bool
        /// The fewest scored findings that would have to be overturned, an example of them; nil: not even all of them
        /// would do.
        public var fewest: [String]?
        /// Every finding that would do it alone.
        public var alone: [String]
    }

    /// What somebody who reads the standard differently gets.
    public struct OtherReading: Hashable, Sendable {
        public var reading: Reading
        public var alternative: Reading.Alternative
        public var q: Exact
        /// nil: no grade.
        public var grade: Grade?
        public var changesGrade: Bool
    }

    /// A finding is overturned downwards when it loses all its points, upwards when it gets full points. Control
    /// items stay as they are.
    public init(_ score: Score) {
        self.score = score
        let rulebook = score.rulebook
        let scorer = Scorer(rulebook)
        readings = rulebook.readings.flatMap { reading in
            reading.alternatives.map { alternative in
                let other = Scorer(rulebook.reading(alternative)).score(score.assessment)
                return OtherReading(
                    reading: reading, alternative: alternative, q: other.q, grade: other.grade.grade,
                    changesGrade: other.grade.grade?.id != score.grade.grade?.id)
            }
        }
        guard let grade = score.grade.grade, let index = rulebook.grades.firstIndex(where: { $0.id == grade.id }) else {
            return
        }
        if let lower = grade.range.lower {
            let flip = Flip(scorer: scorer, score: score, direction: .down)
            let needed = score.q - lower.value
            down = Side(
                grade: index > 0 ? rulebook.grades[index - 1] : nil, line: lower.value, distance: needed,
                lineIsEnough: !lower.isInclusive,
                fewest: flip.fewestDown(distance: needed, mustPass: lower.isInclusive, from: grade),
                alone: flip.alone { $0?.id != grade.id })
        }
        if index + 1 < rulebook.grades.count {
            let next = rulebook.grades[index + 1]
            let line = next.range.lower ?? Grade.Line(.zero, isInclusive: true)
            let distance = max(.zero, line.value - score.q)
            let flip = Flip(scorer: scorer, score: score, direction: .up)
            up = Side(
                grade: next, line: line.value, distance: distance, lineIsEnough: line.isInclusive,
                fewest: flip.fewestUp(from: index),
                alone: flip.alone { reached in
                    guard let reached, let position = rulebook.grades.firstIndex(where: { $0.id == reached.id }) else {
                        return false
                    }
                    return position > index
                })
        }
    }
}

/// What overturned findings do to Q.
private struct Flip {
    enum Direction { case down, up }
    let scorer: Scorer
    let score: Score
    let direction: Direction

    /// The items' points once a finding is overturned.
    private func flipped(_ item: ItemScore) -> Exact { direction == .down ? .zero : item.item.maximum }

    private func canFlip(_ item: ItemScore) -> Bool {
        item.status == .judged && flipped(item) != item.points
    }

    private func q(flipping indices: Set<Int>) -> (q: Exact, categories: [Score.CategoryScore]) {
        var items = score.items
        for index in indices { items[index].points = flipped(items[index]) }
        let categories = scorer.rulebook.categories.map { category in
            let level = scorer.add(category.level, items)
            return Score.CategoryScore(category: category, score: level.score, maximum: level.maximum, sections: [])
        }
        let sum = (score.base + categories.map(\.weighted).sum()) / scorer.rulebook.total.divisor
        return (scorer.rulebook.total.maximum.map { min($0, sum) } ?? sum, categories)
    }

    func alone(_ wanted: (Grade?) -> Bool) -> [String] {
        score.items.indices.filter { canFlip(score.items[$0]) }.filter { index in
            let result = q(flipping: [index])
            return wanted(
                scorer.grade(result.q, categories: result.categories, controls: score.controls, conditions: []).grade)
        }.map { score.items[$0].item.clause }
    }

    /// The fewest findings that take Q under the line, or a category under its minimum.
    ///
    /// With k findings a level moves most when its items with the greatest effect go first; levels are combined by
    /// trying every split of k.
    func fewestDown(distance: Exact, mustPass: Bool, from grade: Grade) -> [String]? {
        var candidates: [[Int]] = []
        var total: [Move] = [Move(size: .zero, items: [])]
        for category in score.categories {
            let curve = curve(category.category.level)
            total = combine(total, weighted(curve, category))
            let minimum = grade.minimum(of: category.category)
            let slack = category.score - minimum * category.maximum
            if minimum > .zero, let move = curve.first(where: { $0.size > slack }) { candidates.append(move.items) }
        }
        // A total above its cap has to lose that much first.
        let hidden = uncapped - score.q
        let enough = total.first { mustPass ? $0.size - hidden > distance : $0.size - hidden >= distance }
        if let enough { candidates.append(enough.items) }
        return shortest(candidates)
    }

    /// The fewest findings that reach any grade above this one: Q over its line and every category at its minimum.
    func fewestUp(from index: Int) -> [String]? {
        let grades = scorer.rulebook.grades
        let limits = score.controls.compactMap { control -> Int? in
            guard case .veto(let limit?) = control.item.rule, !control.holds else { return nil }
            return grades.firstIndex { $0.id == limit }
        }
        var candidates: [[Int]] = []
        for (position, grade) in grades.enumerated() where position > index && position <= limits.min() ?? .max {
            var total: [Move]? = [Move(size: .zero, items: [])]
            for category in score.categories {
                let needed = grade.minimum(of: category.category) * category.maximum - category.score
                let curve = curve(category.category.level)
                // Fewer findings than this leave the category short; they cannot be part of any way up.
                guard let fewest = curve.firstIndex(where: { $0.size >= needed }), let sum = total else {
                    total = nil
                    break
                }
                let usable = weighted(curve, category).enumerated().map { count, move in
                    count < fewest ? nil : move
                }
                total = combineUsable(sum, usable)
            }
            let enough = total?.first { move in
                let sum = uncapped + move.size
                return grade.range.reachesLower(scorer.rulebook.total.maximum.map { min($0, sum) } ?? sum)
            }
            if let enough { candidates.append(enough.items) }
        }
        return shortest(candidates)
    }

    private var uncapped: Exact {
        (score.base + score.categories.map(\.weighted).sum()) / scorer.rulebook.total.divisor
    }

    private func weighted(_ curve: [Move], _ category: Score.CategoryScore) -> [Move] {
        let factor = category.category.weight / scorer.rulebook.total.divisor
        return curve.map { Move(size: factor * $0.size, items: $0.items) }
    }

    private func shortest(_ candidates: [[Int]]) -> [String]? {
        candidates.min { $0.count < $1.count }?.sorted().map { score.items[$0].item.clause }
    }

    struct Move {
        var size: Exact
        var items: [Int]
    }

    /// For k = 0, 1, 2, …: the most that k overturned findings move this level's score, and which they are.
    private func curve(_ level: Level) -> [Move] {
        var single: [(Exact, Int)] = []
        var total: [Move] = [Move(size: .zero, items: [])]
        var earned = Exact.zero
        for child in level.children {
            switch child {
            case .item(let index):
                let item = score.items[index]
                earned += item.item.weight * item.points
                guard canFlip(item) else { continue }
                let change = item.item.weight * (flipped(item) - item.points)
                single.append((direction == .down ? .zero - change : change, index))
            case .level(let below):
                earned += below.weight * scorer.add(below, score.items).score
                total = combine(total, curve(below).map { Move(size: below.weight * $0.size, items: $0.items) })
            }
        }
        let sorted = single.filter { $0.0 > .zero }.sorted { $0.0 > $1.0 }
        var own: [Move] = [Move(size: .zero, items: [])]
        for (size, index) in sorted {
            own.append(Move(size: own[own.count - 1].size + size, items: own[own.count - 1].items + [index]))
        }
        let shape = scorer.shape(level, score.items)
        let today = shape.value(earned)
        return combine(total, own).map { move in
            let then = shape.value(direction == .down ? earned - move.size : earned + move.size)
            return Move(size: direction == .down ? today - then : then - today, items: move.items)
        }
    }

    private func combine(_ left: [Move], _ right: [Move]) -> [Move] { combineUsable(left, right) ?? [] }

    /// For every number of findings the best split over both; nil entries cannot be used.
    private func combineUsable(_ left: [Move], _ right: [Move?]) -> [Move]? {
        var combined: [Move] = []
        for count in 0...(left.count + right.count - 2) {
            var best: Move?
            for taken in max(0, count - right.count + 1)...min(count, left.count - 1) {
                guard let other = right[count - taken] else { continue }
                let size = left[taken].size + other.size
                if best.map({ size > $0.size }) ?? true {
                    best = Move(size: size, items: left[taken].items + other.items)
                }
            }
            if let best { combined.append(best) }
        }
        return combined.isEmpty ? nil : combined
    }
}
