import Synchronization

/// What the portal counts about itself, for Prometheus.
final class Metrics: Sendable {
    /// Upper bounds of the histogram, in microseconds.
    static let bounds: [Int64] = [500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000]

    struct Count: Sendable {
        var byStatus: [Int: Int] = [:]
        /// How many took at most each bound, one after the other; the last: longer.
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var sum: Int64 = 0
    }

    private final class Row: Sendable {
        let count = Mutex(Count())
    }

    /// Of each endpoint; the last is for what led to none.
    private let rows: [Row]
    let inFlight = Atomic(0)
    let listeners = Atomic(0)

    init(endpoints: Int) { rows = (0...endpoints).map { _ in Row() } }

    /// - Parameter index: of the endpoint; nil: none.
    func note(_ index: Int?, status: Int, microseconds: Int64) {
        let bucket = Metrics.bounds.firstIndex { microseconds <= $0 } ?? Metrics.bounds.count
        rows[index ?? rows.count - 1].count.withLock { count in
            count.byStatus[status, default: 0] += 1
            count.buckets[bucket] += 1
            count.sum += microseconds
        }
    }

    var counts: [Count] { rows.map { $0.count.withLock { $0 } } }
}
