/// Points for each distinct kind that is there, up to a cap; perhaps more for one further fact.
public struct CountRule: Hashable, Sendable {
    public var each: Exact
    /// Most points for kinds, without the extra.
    public var cap: Exact
    public var kinds: [Named]
    public var extra: Extra?

    /// A fact that adds points once enough kinds are there.
    public struct Extra: Hashable, Sendable {
        public var key: String
        public var title: Phrase
        public var points: Exact
        /// Kinds needed for it to count.
        public var needs: Int

        public init(key: String, title: Phrase, points: Exact, needs: Int) {
            self.key = key
            self.title = title
            self.points = points
            self.needs = needs
        }
    }

    public init(each: Exact, cap: Exact, kinds: [Named], extra: Extra? = nil) {
        self.each = each
        self.cap = cap
        self.kinds = kinds
        self.extra = extra
    }

    public var maximum: Exact { cap + (extra?.points ?? .zero) }

    /// Counts, buildings, answers: more than this is a slip of the pen.
    public static let mostCounted = 1_000_000

    /// The smallest count that reaches the cap, or the most that can be counted.
    public var fullCount: Int {
        each > .zero ? min((cap / each).ceiling, CountRule.mostCounted) : 0
    }

    func points(_ count: Int, extra hasExtra: Bool) -> Exact {
        let base = min(cap, each * Exact(count))
        guard let extra, hasExtra, count >= extra.needs else { return base }
        return base + extra.points
    }

    func judge(_ seen: Observation.Counted) -> Judgement {
        let base = min(cap, each * Exact(seen.count))
        let names = seen.present.isEmpty ? nil : seen.present.map { Self.title($0, among: kinds) }.joined()
        let isCapped = each * Exact(seen.count) > cap
        var reason = Phrase(
            zh: "计 \(seen.count) 类\(names.map { "（\($0.zh)）" } ?? "")，每类 \(each.shown) 分，得 \(base.shown) 分",
            en: "\(seen.count) kinds\(names.map { " (\($0.en))" } ?? ""), \(each.shown) each: \(base.shown) points"
        )
        if isCapped { reason = reason + Phrase(zh: "（封顶）", en: " (capped)") }
        if let extra {
            reason =
                reason
                + (!seen.extra
                    ? Phrase(zh: "；未实现\(extra.title.zh)", en: "; without: \(extra.title.en)")
                    : seen.count >= extra.needs
                        ? Phrase(
                            zh: "；\(extra.title.zh)，加 \(extra.points.shown) 分",
                            en: "; \(extra.title.en): \(extra.points.shown) more")
                        : Phrase(
                            zh: "；\(extra.title.zh)，但不足 \(extra.needs) 类，不加分",
                            en: "; \(extra.title.en), but fewer than \(extra.needs): nothing more"))
        }
        return Judgement(points(seen.count, extra: seen.extra), reason)
    }

    /// What people read for a kind's id or `other:NAME`.
    static func title(_ id: String, among kinds: [Named]) -> Phrase {
        if let kind = kinds.first(where: { $0.id == id }) { return kind.title }
        return .same(id.hasPrefix("other:") ? String(id.dropFirst("other:".count)) : id)
    }

    func improvements(_ observation: Observation?, _ costs: ItemCosts) -> [Improvement] {
        var seen = Observation.Counted(count: 0)
        if case .count(let counted) = observation { seen = counted }
        let more = costs.named["each"] == nil ? 0 : max(0, max(fullCount, extra?.needs ?? 0) - seen.count)
        var offers: [Improvement] = []
        for added in 0...more {
            let kinds = (costs.named["each"] ?? .zero) * added
            offers.append(Improvement(points: points(seen.count + added, extra: seen.extra), cost: kinds))
            if let extra, !seen.extra, let price = costs.named[extra.key] {
                offers.append(Improvement(points: points(seen.count + added, extra: true), cost: kinds + price))
            }
        }
        return offers
    }
}

/// Points that are there from the start, less some for each fault.
public struct DeductRule: Hashable, Sendable {
    public var from: Exact
    public var each: Exact
    public var floor: Exact
    public var kinds: [Named]

    public init(from: Exact, each: Exact, floor: Exact = .zero, kinds: [Named] = []) {
        self.from = from
        self.each = each
        self.floor = floor
        self.kinds = kinds
    }

    func judge(_ seen: Observation.Counted) -> Judgement {
        let points = max(floor, from - each * Exact(seen.count))
        let names = seen.present.isEmpty ? nil : seen.present.map { CountRule.title($0, among: kinds) }.joined()
        return Judgement(
            points,
            Phrase(
                zh:
                    "基准 \(from.shown) 分，\(seen.count) 处不符\(names.map { "（\($0.zh)）" } ?? "")，每处扣 \(each.shown) 分，得 "
                    + "\(points.shown) 分",
                en:
                    "\(from.shown) less \(each.shown) for each of \(seen.count) "
                    + "faults\(names.map { " (\($0.en))" } ?? ""): \(points.shown) points"
            )
        )
    }

    func improvements(_ observation: Observation?, _ costs: ItemCosts) -> [Improvement] {
        guard case .count(let seen) = observation, seen.count > 0, let each = costs.named["each"] else { return [] }
        // Faults beyond the floor cost as much to mend but bring nothing, so only the last ones are worth listing.
        let perFault = self.each > .zero ? (from - floor) / self.each : .zero
        let useful = min(seen.count, perFault.ceiling)
        return (0...useful).map { left in
            Improvement(
                points: judge(Observation.Counted(count: left)).points, cost: each * (seen.count - left))
        }
    }
}
