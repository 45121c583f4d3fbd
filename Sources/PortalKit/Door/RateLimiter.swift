import Synchronization

/// Counts how fast somebody asks: a bucket of tokens each, filled at a steady pace.
///
/// The memory is bounded: when too many buckets are in use, those that were not touched for a generation are forgotten.
public final class RateLimiter: Sendable {
    /// A bucket's measures.
    public struct Pace: Hashable, Sendable {
        /// How many tokens come in a minute.
        public var perMinute: Int64
        /// How many a bucket holds.
        public var burst: Int64

        /// - `perMinute`: 1 to a million.
        /// - `burst`: 1 to a million.
        public init(perMinute: Int64, burst: Int64) {
            let range: ClosedRange<Int64> = 1...1_000_000
            precondition(range.contains(perMinute) && range.contains(burst), "a pace: \(perMinute), \(burst)")
            self.perMinute = perMinute
            self.burst = burst
        }
    }

    /// Who gets which.
    public struct Paces: Hashable, Sendable {
        /// An address that nobody has logged in from.
        public var anonymous = Pace(perMinute: 600, burst: 120)
        public var account = Pace(perMinute: 3000, burst: 600)
        /// Logging in, an address.
        public var logIn = Pace(perMinute: 10, burst: 10)

        public init() {}
    }

    private struct Bucket {
        /// In sixty-thousandths of a token: a millisecond brings a whole number of them.
        var level: Int64
        var at: Int64
    }

    private struct State {
        var recent: [String: Bucket] = [:]
        var older: [String: Bucket] = [:]
    }

    private let state = Mutex(State())
    private let most: Int

    /// `most`: buckets of a generation; two are kept.
    public init(most: Int = 20_000) { self.most = most }

    /// Takes a token from somebody's bucket.
    /// `now`: milliseconds since whenever.
    /// - Returns: nil, or after how many seconds there will be one.
    public func wait(_ name: String, _ pace: Pace, now: Int64) -> Int? {
        state.withLock { state -> Int? in
            let token: Int64 = 60_000
            let full = pace.burst * token
            var bucket = state.recent[name] ?? state.older[name] ?? Bucket(level: full, at: now)
            // A clock that was set back brings none; a day is enough for anybody.
            let passed = min(max(0, now - bucket.at), 86_400_000)
            bucket.level = min(full, bucket.level + passed * pace.perMinute)
            bucket.at = now
            let isAllowed = bucket.level >= token
            if isAllowed { bucket.level -= token }
            if state.recent[name] == nil, state.recent.count >= most {
                state.older = state.recent
                state.recent = [:]
            }
            state.recent[name] = bucket
            if isAllowed { return nil }
            let perSecond = pace.perMinute * 1000
            return Int((token - bucket.level + perSecond - 1) / perSecond)
        }
    }

    /// How many buckets are kept.
    var count: Int { state.withLock { $0.recent.count + $0.older.count } }
}
