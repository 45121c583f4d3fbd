/// Points for the share that parts have of a whole; the best way counts, ways are not added.
public struct ShareRule: Hashable, Sendable {
    /// The finding's key of the whole.
    public var whole: String
    public var ways: [Way]
    /// What people read for the finding's keys.
    public var labels: [String: Phrase]

    public struct Way: Hashable, Sendable {
        /// The finding's key of the part.
        public var part: String
        public var line: Threshold
        public var points: Exact
        /// The costs file's key for reaching this way.
        public var cost: String

        public init(part: String, line: Threshold, points: Exact, cost: String) {
            self.part = part
            self.line = line
            self.points = points
            self.cost = cost
        }
    }

    public init(whole: String, ways: [Way], labels: [String: Phrase] = [:]) {
        self.whole = whole
        self.ways = ways
        self.labels = labels
    }

    public func label(_ key: String) -> Phrase { labels[key] ?? .same(key) }

    public var maximum: Exact { ways.map(\.points).max() ?? .zero }

    /// The finding's keys of the parts, each once, in order.
    public var parts: [String] {
        var seen: [String] = []
        for way in ways where !seen.contains(way.part) { seen.append(way.part) }
        return seen
    }

    func judge(_ numbers: [String: Int]) -> Judgement {
        let total = numbers[whole] ?? 0
        guard total > 0 else {
            return Judgement(.zero, Phrase(zh: "\(label(whole).zh)为 0，不得分", en: "\(label(whole).en): 0, no points"))
        }
        func describe(_ part: String) -> Phrase {
            let count = numbers[part] ?? 0
            let share = Exact(count, over: total).percent(against: ways.map(\.line))
            return label(part) + .same(" \(count)/\(total) = \(share)")
        }
        let reached = ways.filter { $0.line.isReached(by: Exact(numbers[$0.part] ?? 0, over: total)) }
        if let best = reached.max(by: { $0.points < $1.points }) {
            let seen = describe(best.part) + .same(" \(best.line.shownAsShare)")
            return Judgement(
                best.points, seen + Phrase(zh: "，得 \(best.points.shown) 分", en: ": \(best.points.shown) points"))
        }
        let seen = parts.map(describe).joined()
        let lines = ways.map { label($0.part) + .same(" \($0.line.shownAsShare)") }
        return Judgement(
            .zero,
            Phrase(
                zh: "\(seen.zh)，未达到\(lines.map(\.zh).joined(separator: "或"))，不得分",
                en: "\(seen.en), short of \(lines.map(\.en).joined(separator: " or ")): no points"))
    }
}
