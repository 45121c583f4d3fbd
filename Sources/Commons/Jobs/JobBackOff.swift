/// How long a job waits after it failed.
public struct JobBackOff: Hashable, Sendable {
    /// In seconds, after the first failure; it doubles with each further one.
    public var first: Int64
    /// In seconds, at most.
    public var longest: Int64
    /// After so many failures in a row it is given up, unless it is periodic.
    public var attempts: Int

    public init(first: Int64 = 10, longest: Int64 = 3600, attempts: Int = 20) {
        self.first = first
        self.longest = longest
        self.attempts = attempts
    }

    /// Seconds until the next attempt, after so many failures (1 and more); nil: none.
    public func delay(afterFailures failures: Int, isPeriodic: Bool = false) -> Int64? {
        guard isPeriodic || failures < attempts else { return nil }
        let doublings = min(max(failures - 1, 0), 32)
        return min(longest, first << Int64(doublings))
    }
}
