public import Commons
public import Community
public import Evaluation
public import Rulebook

/// Holds values of metrics against what the clauses of a rulebook ask: the same values give the same score.
public struct LiveJudge: Sendable {
    public var rulebook: Rulebook
    public var bindings: Bindings
    /// Says what is a time, which is kept in milliseconds and asked in minutes.
    public var catalog: Catalog

    public init(rulebook: Rulebook, bindings: Bindings, catalog: Catalog) {
        self.rulebook = rulebook
        self.bindings = bindings
        self.catalog = catalog
    }

    /// Values of the day before still count: the next ones come in the night.
    public static let freshDays = 1

    /// `values`: of any days; of each metric the latest on or before `day` counts.
    public func score(_ values: [MetricValue], for keeper: Keeper, on day: Day, at: Instant) -> LiveScore {
        var latest: [String: MetricValue] = [:]
        for value in values where value.day <= day {
            if value.day >= latest[value.metric]?.day ?? value.day { latest[value.metric] = value }
        }
        let facts = Dictionary(latest.map { ($0.key, fact($0.value, on: day)) }) { first, _ in first }
        let lines = (rulebook.controls + rulebook.items).map { item in
            line(item.clause, DataVerdict(item, bindings.clauses[item.clause], facts: facts), latest)
        }
        let shown = Scorer(rulebook).score(assessment(lines, keeper, day))
        return LiveScore(
            head: .init(
                organisation: keeper.id, region: keeper.region, rulebook: rulebook.id, day: day, at: at, q: shown.q,
                met: lines.count { $0.standing == .met }),
            lines: lines)
    }

    /// What data alone shows of a community, as a score is computed from it.
    public func assessment(_ lines: [LiveLine], _ keeper: Keeper, _ day: Day) -> Assessment {
        let met = lines.filter { $0.standing == .met }.compactMap { line in
            line.finding.map { (line.clause, $0.finding) }
        }
        return Assessment(
            rulebook: rulebook.id, community: .init(name: keeper.name), appliedOn: day,
            findings: Dictionary(met) { first, _ in first })
    }

    private func fact(_ value: MetricValue, on day: Day) -> DataFact {
        let age = day.ordinal - value.day.ordinal
        guard age <= LiveJudge.freshDays else { return .stale }
        let state: DataFact.State =
            switch value.state {
            case .ok: .sound
            case .thin: .thin
            case .none: .none
            }
        return DataFact(asked(value), state)
    }

    /// As a demand asks it; nil: there is none.
    private func asked(_ value: MetricValue) -> Exact? {
        guard value.denominator > 0 else { return nil }
        let exact = Exact(value.numerator, over: value.denominator)
        let metric = catalog.metrics.first { $0.id == value.metric }
        return metric?.unit(in: catalog) == .time ? exact / Exact(60_000) : exact
    }

    private func line(_ clause: String, _ verdict: DataVerdict, _ values: [String: MetricValue]) -> LiveLine {
        let answers = verdict.answers.map { answer in
            let value = values[answer.demand.metric]
            return LiveAnswer(
                part: answer.part, metric: answer.demand.metric, side: answer.demand.line.side.rawValue,
                line: answer.demand.line.value.shortest, holds: answer.holds, state: answer.fact.state,
                numerator: value?.numerator ?? 0, denominator: value?.denominator ?? 0, sample: value?.sample ?? 0,
                at: value?.at.milliseconds, from: value?.from?.milliseconds, reason: value?.reason,
                marks: value.flatMap { $0.marks.isEmpty ? nil : $0.marks.map(\.words) })
        }
        return LiveLine(
            clause: clause, standing: verdict.standing, answers: answers, open: verdict.open.map(\.id),
            finding: verdict.finding.map(FindingRecord.init))
    }
}
