import Commons
public import Rulebook

/// A metric's value of a day beside the same computed again: from the acts in the journal of each item, as they were at
/// that moment, where it is about items; else from the readings, events and devices that there are.
public struct MetricAccount: Sendable {
    /// An item that the value rests on.
    public struct Line: Hashable, Sendable {
        public var number: String
        public var title: String
        public var state: String
        /// It stands in the numerator as well; of a time or an answer: it has one.
        public var counts: Bool
    }

    public var metric: Metric
    public var keeper: Keeper
    /// nil: none is kept of that day.
    public var kept: MetricValue?
    public var again: MetricValue
    /// By number; empty where it is about something else than items.
    public var lines: [Line]
    /// It was computed from acts, not from what items are now.
    public var isFromActs: Bool

    /// Nothing was kept, or the very same came out.
    public var agrees: Bool {
        guard let kept else { return true }
        return (kept.numerator, kept.denominator) == (again.numerator, again.denominator)
    }
}

extension CommunityDesk {
    /// Computes a metric again. For whoever keeps the installation: nobody's rights are asked.
    /// - Parameters:
    ///   - id: Of the metric.
    ///   - organisation: Its id or name; nil: the only one.
    ///   - day: nil: the last of which a value is kept; now, where there is none.
    public func account(of id: String, for organisation: String?, on day: Day? = nil) async throws -> MetricAccount {
        guard let metric = catalog.metrics.first(where: { $0.id == id }) else { throw CommunityDesk.missing }
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let keepers = try records.keepers([.all])
            guard let keeper = keepers.first(where: { [nil, $0.id, $0.name].contains(organisation) }) else {
                throw Refusal(.missing, zh: "没有这个社区", en: "there is no such community")
            }
            guard organisation != nil || keepers.count == 1 else {
                let names = keepers.map(\.name)
                throw Refusal(
                    .invalid, zh: "有多个社区，请指明其一：\(names.joined(separator: "、"))",
                    en: "there are several communities, name one: \(names.joined(separator: ", "))")
            }
            let kept = try records.metricValues(
                MetricQuery(organisation: keeper.id, metric: metric.id, from: day, until: day, limit: 1)
            ).first
            let measurement = Measurement(
                desk: self, metric: metric, keeper: keeper, at: kept?.at ?? now, records: records,
                run: MetricRun([metric], records))
            if let recount = try MetricRecount(measurement) {
                return MetricAccount(
                    metric: metric, keeper: keeper, kept: kept, again: try measurement.value(recount.found),
                    lines: recount.lines, isFromActs: true)
            }
            return MetricAccount(
                metric: metric, keeper: keeper, kept: kept, again: try measurement.value(), lines: [],
                isFromActs: false)
        }
    }
}
