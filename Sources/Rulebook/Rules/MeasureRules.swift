/// The best step that a measured value reaches.
public struct StepsRule: Hashable, Sendable {
    public var measure: Measure
    public var steps: [Step]

    public struct Step: Hashable, Sendable {
        public var line: Threshold
        public var points: Exact

        public init(_ line: Threshold, points: Exact) {
            self.line = line
            self.points = points
        }
    }

    public init(measure: Measure, steps: [Step]) {
        self.measure = measure
        self.steps = steps
    }

    public var maximum: Exact { steps.map(\.points).max() ?? .zero }

    func judge(_ measured: Measured) -> Judgement {
        let seen = measure.describe(measured)
        let reached = measured.value.map { value in steps.filter { $0.line.isReached(by: value) } } ?? []
        guard let best = reached.max(by: { $0.points < $1.points }) else {
            return Judgement(.zero, Phrase(zh: "\(seen.zh)，未达到任何一档，不得分", en: "\(seen.en) reaches no step: no points"))
        }
        return Judgement(
            best.points,
            Phrase(
                zh: "\(seen.zh)，达到 \(best.line.shown)，得 \(best.points.shown) 分",
                en: "\(seen.en) reaches \(best.line.shown): \(best.points.shown) points"))
    }
}

/// Straight between two points, flat outside them.
public struct LinearRule: Hashable, Sendable {
    public var measure: Measure
    public var from: Point
    public var to: Point

    public struct Point: Hashable, Sendable {
        public var value: Exact
        public var points: Exact

        public init(value: Exact, points: Exact) {
            self.value = value
            self.points = points
        }
    }

    /// `from` and `to` must differ in value.
    public init(measure: Measure, from: Point, to: Point) {
        self.measure = measure
        self.from = from
        self.to = to
    }

    public var maximum: Exact { max(from.points, to.points) }

    func judge(_ measured: Measured) -> Judgement {
        let seen = measure.describe(measured)
        guard let value = measured.value else {
            return Judgement(.zero, Phrase(zh: "\(seen.zh)，没有基数，不得分", en: "\(seen.en) has no base: no points"))
        }
        let position = min(.one, max(.zero, (value - from.value) / (to.value - from.value)))
        let points = from.points + position * (to.points - from.points)
        let ends = ("\(from.value.shortest)→\(from.points.shown)", "\(to.value.shortest)→\(to.points.shown)")
        let line = Phrase(zh: "\(ends.0)，\(ends.1)", en: "\(ends.0), \(ends.1)")
        return Judgement(
            points,
            Phrase(
                zh: "\(seen.zh)，在（\(line.zh)）之间线性插值，得 \(points.shown) 分",
                en: "\(seen.en) on the line (\(line.en)): \(points.shown) points"))
    }
}

/// Points in proportion to a target, no more than full points.
public struct TargetRule: Hashable, Sendable {
    public var measure: Measure
    /// Greater than 0.
    public var target: Exact
    public var points: Exact

    public init(measure: Measure, target: Exact, points: Exact) {
        self.measure = measure
        self.target = target
        self.points = points
    }

    func judge(_ measured: Measured) -> Judgement {
        let seen = measure.describe(measured)
        let share = measured.value.map { min(.one, max(.zero, $0 / target)) } ?? .zero
        let earned = share * points
        return Judgement(
            earned,
            Phrase(
                zh:
                    "\(seen.zh)，目标 \(target.shortest)，得 \(points.shown) 分的 \((share * Exact(100)).rounded())%，即 "
                    + "\(earned.shown) 分",
                en:
                    "\(seen.en) of a target of \(target.shortest): \((share * Exact(100)).rounded())% of "
                    + "\(points.shown), \(earned.shown) points"
            ))
    }
}
