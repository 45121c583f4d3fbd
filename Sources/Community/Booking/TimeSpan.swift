public import Commons

/// From a moment up to another one, which is no part of it: what ends at ten and what begins at ten do not meet.
public struct TimeSpan: Hashable, Sendable {
    public var from: Instant
    public var until: Instant

    public init(_ from: Instant, _ until: Instant) {
        self.from = from
        self.until = until
    }

    public var milliseconds: Int64 { until.milliseconds - from.milliseconds }

    func meets(_ other: TimeSpan) -> Bool { from < other.until && other.from < until }

    /// `2026-03-01 09:00–10:00`; with both days where there are two.
    public var shown: String {
        let (start, end) = (from.shown, until.shown)
        return from.day == until.day ? "\(start)–\(end.suffix(5))" : "\(start)–\(end)"
    }
}
