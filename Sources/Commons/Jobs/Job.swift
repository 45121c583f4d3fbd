/// Something to be done outside of a request, at least once, by one node at a time.
public struct Job: Hashable, Sendable {
    /// Says which handler does it, e.g. `files.sweep`.
    public var kind: String
    /// There is one job of a kind and key at a time.
    public var key: String
    public var payload: [UInt8]
    /// Not before then.
    public var runAt: Instant
    /// Of a periodic job, in seconds; 0: done once.
    public var period: Int64
    /// How often it failed in a row.
    public var failures: Int
    /// What it failed of last, for the log and the administrators.
    public var failure: String
    /// It failed too often: it runs no more until somebody asks for it.
    public var isGivenUp: Bool
    /// Who has it, and until when.
    public var node: String?
    public var leasedUntil: Instant?
    /// How often it was handed out; what a node says of a job counts only while this is as it was.
    public var leases: Int64

    public init(
        kind: String, key: String, payload: [UInt8], runAt: Instant, period: Int64 = 0, failures: Int = 0,
        failure: String = "", isGivenUp: Bool = false, node: String? = nil, leasedUntil: Instant? = nil,
        leases: Int64 = 0
    ) {
        self.kind = kind
        self.key = key
        self.payload = payload
        self.runAt = runAt
        self.period = period
        self.failures = failures
        self.failure = failure
        self.isGivenUp = isGivenUp
        self.node = node
        self.leasedUntil = leasedUntil
        self.leases = leases
    }
}

extension Job {
    /// When a periodic job is due next; times that were missed are left out. Nil: it is done once.
    public func nextTime(after now: Instant) -> Instant? {
        guard period > 0 else { return nil }
        let missed = max(0, (now.milliseconds - runAt.milliseconds) / (period * 1000))
        return runAt.adding(seconds: (missed + 1) * period)
    }
}
