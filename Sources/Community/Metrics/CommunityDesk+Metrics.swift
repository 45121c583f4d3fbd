public import Commons
public import Rulebook

/// A metric with what it was lately.
public struct MetricLine: Hashable, Sendable {
    public var metric: Metric
    /// Oldest first; the last is the latest.
    public var values: [MetricValue]

    public init(metric: Metric, values: [MetricValue]) {
        self.metric = metric
        self.values = values
    }

    public var latest: MetricValue? { values.last }
}

/// The metrics of one community.
public struct MetricBoard: Sendable {
    public var keeper: Keeper
    /// Those that the visitor may look at, by name.
    public var keepers: [Keeper]
    public var lines: [MetricLine]

    public init(keeper: Keeper, keepers: [Keeper], lines: [MetricLine]) {
        self.keeper = keeper
        self.keepers = keepers
        self.lines = lines
    }

    /// Days that a board shows.
    public static let days = 30
    /// Days that one metric is shown for.
    public static let longest = 400
}

extension CommunityDesk {
    /// All metrics of one community.
    /// `organisation`: nil: the first that the visitor may look at.
    public func metrics(of organisation: String?, _ visitor: Visitor) async throws -> MetricBoard {
        let reach = try reach(CommunityFunction.metrics, visitor)
        let first = surroundings.now().day.adding(days: 1 - MetricBoard.days)
        return try await store.readCommunity { records in
            let (keeper, keepers) = try keeper(organisation, reach, records)
            let values = try records.metricValues(MetricQuery(organisation: keeper.id, from: first))
            let byMetric = Dictionary(grouping: values.reversed(), by: \.metric)
            let lines = catalog.metrics.map { MetricLine(metric: $0, values: byMetric[$0.id] ?? []) }
            return MetricBoard(keeper: keeper, keepers: keepers, lines: lines)
        }
    }

    /// One metric, day by day; `from`, `until`: the first and the last day.
    public func metric(
        _ id: String, of organisation: String?, from: Day? = nil, until: Day? = nil, _ visitor: Visitor
    ) async throws -> MetricBoard {
        let reach = try reach(CommunityFunction.metrics, visitor)
        let metric = try metric(id)
        return try await store.readCommunity { records in
            let (keeper, keepers) = try keeper(organisation, reach, records)
            let values = try records.metricValues(
                MetricQuery(
                    organisation: keeper.id, metric: metric.id, from: from, until: until, limit: MetricBoard.longest))
            return MetricBoard(
                keeper: keeper, keepers: keepers, lines: [MetricLine(metric: metric, values: values.reversed())])
        }
    }

    /// Computes metrics now; a value of today is replaced. `id`: nil: all of them.
    @discardableResult
    public func computeMetrics(
        _ id: String? = nil, of organisation: String?, by visitor: Visitor
    ) async throws -> [MetricValue] {
        let reach = try reach(CommunityFunction.compute, visitor)
        let wanted = try id.map { [try metric($0)] } ?? catalog.metrics
        let now = surroundings.now()
        let values = try await store.readCommunity { records in
            let (keeper, _) = try keeper(organisation, reach, records)
            return try self.values(of: wanted, for: keeper, at: now, records)
        }
        try await store.writeCommunity { try $0.put(values) }
        return values
    }

    /// Computes what has no value of today yet, community by community.
    /// - Returns: how many values are new.
    @discardableResult
    public func computeMetricsOfToday() async throws -> Int {
        let now = surroundings.now()
        let keepers = try await store.readCommunity { try $0.keepers([.all]) }
        var count = 0
        for keeper in keepers {
            let values = try await store.readCommunity { records in
                let known = Set(
                    try records.metricValues(MetricQuery(organisation: keeper.id, from: now.day)).map(\.metric))
                let missing = catalog.metrics.filter { !known.contains($0.id) }
                return try self.values(of: missing, for: keeper, at: now, records)
            }
            guard !values.isEmpty else { continue }
            try await store.writeCommunity { try $0.put(values) }
            count += values.count
        }
        return count
    }

    private func values(
        of metrics: [Metric], for keeper: Keeper, at now: Instant, _ records: any CommunityRecords
    ) throws -> [MetricValue] {
        try records.planEach()
        let run = MetricRun(metrics, records)
        return try metrics.map { metric in
            try Measurement(desk: self, metric: metric, keeper: keeper, at: now, records: records, run: run).value()
        }
    }

    private func metric(_ id: String) throws -> Metric {
        guard let metric = catalog.metrics.first(where: { $0.id == id }) else { throw CommunityDesk.missing }
        return metric
    }

    /// Those that somebody's rows reach, and the one that is asked for; what they do not reach is missing.
    private func keeper(
        _ organisation: String?, _ reach: [CaseQuery.Reach], _ records: any CommunityRecords
    ) throws -> (Keeper, [Keeper]) {
        let keepers = try records.keepers(reach)
        guard let found = organisation.map({ id in keepers.first { $0.id == id } }) ?? keepers.first else {
            throw Refusal(.missing, zh: "没有可以查看的社区", en: "there is no such community")
        }
        return (found, keepers)
    }
}
