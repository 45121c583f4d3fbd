import Commons
import Community
import Testing

extension CommunityScene {
    /// What a metric is now.
    func measure(_ id: String, by person: String = "mia") async throws -> MetricValue {
        try #require(
            try await desk.computeMetrics(id, of: nil, by: visitor(person)).first { $0.metric == id })
    }

    func fraction(_ id: String) async throws -> [Int] {
        let value = try await measure(id)
        return [value.numerator, value.denominator]
    }

    @discardableResult
    func tell(
        _ kind: String, _ place: String? = nil, device: String? = nil, minutesAgo: Int64 = 0, isDrill: Bool = false
    ) async throws -> Item? {
        try await desk.tell(
            EventDraft(
                kind: kind, device: device, place: place, at: clock.instant.adding(seconds: -60 * minutesAgo),
                isDrill: isDrill),
            by: visitor(isDrill ? "dan" : "gus")
        ).alarm
    }
}
