/// Points for each recognised entry whose satisfaction passes a line, up to a cap.
public struct ListRule: Hashable, Sendable {
    /// The finding's key of the list.
    public var key: String
    public var each: Exact
    public var cap: Exact
    public var kinds: [Named]
    /// The line for satisfied ÷ responses; nil: recognition is enough.
    public var satisfaction: Threshold?

    public init(key: String, each: Exact, cap: Exact, kinds: [Named], satisfaction: Threshold?) {
        self.key = key
        self.each = each
        self.cap = cap
        self.kinds = kinds
        self.satisfaction = satisfaction
    }

    public var maximum: Exact { cap }

    /// The smallest number of entries that reaches the cap.
    public var fullCount: Int { CountRule(each: each, cap: cap, kinds: []).fullCount }

    /// Whether an entry earns points.
    public func counts(_ entry: Observation.Entry) -> Bool {
        guard entry.isRecognised else { return false }
        guard let satisfaction else { return true }
        return entry.responses > 0 && satisfaction.isReached(by: Exact(entry.satisfied, over: entry.responses))
    }

    func points(_ count: Int) -> Exact { min(cap, each * Exact(count)) }

    func judge(_ entries: [Observation.Entry]) -> Judgement {
        let counted = entries.filter(counts)
        let points = points(counted.count)
        let details = entries.enumerated().map { index, entry -> Phrase in
            let name = entry.name.isEmpty ? Phrase.same("#\(index + 1)") : .same(entry.name)
            if !entry.isRecognised { return name + Phrase(zh: "：未认定", en: ": not recognised") }
            guard let satisfaction else { return name + Phrase(zh: "：认定", en: ": recognised") }
            guard entry.responses > 0 else { return name + Phrase(zh: "：没有满意度答卷", en: ": no answers on satisfaction") }
            let share = Exact(entry.satisfied, over: entry.responses).percent(against: [satisfaction])
            return counts(entry)
                ? name + Phrase(zh: "：认定，满意度 \(share)", en: ": recognised, satisfaction \(share)")
                : name
                    + Phrase(
                        zh: "：满意度 \(share)，未达到 \(satisfaction.shownAsShare)",
                        en: ": satisfaction \(share), short of \(satisfaction.shownAsShare)")
        }
        let head = Phrase(
            zh: "认定 \(counted.count) 项，每项 \(each.shown) 分，得 \(points.shown) 分",
            en: "\(counted.count) recognised, \(each.shown) each: \(points.shown) points")
        guard !details.isEmpty else { return Judgement(points, head) }
        return Judgement(
            points,
            head
                + Phrase(
                    zh: "（\(details.map(\.zh).joined(separator: "；"))）",
                    en: " (\(details.map(\.en).joined(separator: "; ")))"))
    }

    func improvements(_ observation: Observation?, _ costs: ItemCosts) -> [Improvement] {
        guard let each = costs.named["each"] else { return [] }
        var today = 0
        if case .entries(let entries) = observation { today = entries.filter(counts).count }
        guard today < fullCount else { return [] }
        return (1...fullCount - today).map { Improvement(points: points(today + $0), cost: each * $0) }
    }
}
