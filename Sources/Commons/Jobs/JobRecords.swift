/// The queue of jobs, within one transaction, for any number of nodes.
public protocol JobRecords {
    /// Puts a job into the queue. One with this kind and key that waits already takes this payload, and the earlier of
    /// both times; one that runs just now runs once more afterwards; one that was given up is tried anew.
    func enqueue(kind: String, key: String, payload: [UInt8], runAt: Instant) throws
    /// Makes sure that a job is done every so many seconds; what is there keeps its time and takes the period. A time
    /// later than one period from now was set by a clock that has been set back since: it is set anew.
    func enqueue(kind: String, key: String, payload: [UInt8], every period: Int64, from: Instant) throws
    /// The job that is due longest among these kinds, for this node alone until a moment; nil: nothing to do.
    /// A job whose lease ran out is due.
    func leaseJob(kinds: [String], node: String, now: Instant, until: Instant) throws -> Job?
    /// Keeps it longer. False: the lease ran out and another node has it.
    func extendLease(_ job: Job, until: Instant) throws -> Bool
    /// It is done: gone, or waiting for its next time. False: the lease ran out and another node has it.
    func completeJob(_ job: Job, now: Instant) throws -> Bool
    /// It failed: to be tried again, or with nil not any more. False: the lease ran out and another node has it.
    func failJob(_ job: Job, reason: String, retryAt: Instant?) throws -> Bool
    func job(kind: String, key: String) throws -> Job?
    /// Those given up, for the administrators.
    func jobsGivenUp(limit: Int) throws -> [Job]
    func removeJob(kind: String, key: String) throws
}
