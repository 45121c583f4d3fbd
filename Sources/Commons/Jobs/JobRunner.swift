import Rulebook
import Synchronization

/// Takes jobs off the queue and does them, on each of any number of nodes.
public final class JobRunner: Sendable {
    /// What a node announces jobs on, so that others need not wait for their next look.
    public static let channel = "jobs"

    private let store: any Store
    private let now: @Sendable () -> Instant
    private let node: String
    private let handlers: [String: JobHandler]
    private let rhythm: Rhythm
    private let backOff: JobBackOff
    private let sleep: @Sendable (Int64) async throws -> Void
    private let report: @Sendable (Job, any Error) -> Void
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let isStopping = Mutex(false)

    /// Seconds between things.
    public struct Rhythm: Hashable, Sendable {
        /// How long a job is this node's alone; it is prolonged while it runs.
        public var lease: Int64
        /// How often to look whether something is due.
        public var look: Int64

        public init(lease: Int64 = 120, look: Int64 = 5) {
            self.lease = lease
            self.look = look
        }
    }

    /// - `node`: What this process is called in the queue; unique among those that run.
    /// - `sleep`: Waits so many seconds, and throws when its task is cancelled.
    /// - `report`: Told of each failure, for the log.
    public init(
        store: any Store, surroundings: Surroundings, node: String, handlers: [JobHandler], rhythm: Rhythm = Rhythm(),
        backOff: JobBackOff = JobBackOff(), sleep: @escaping @Sendable (Int64) async throws -> Void,
        report: @escaping @Sendable (Job, any Error) -> Void = { _, _ in }
    ) {
        self.store = store
        now = surroundings.now
        self.node = node
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { _, last in last }
        self.rhythm = rhythm
        self.backOff = backOff
        self.sleep = sleep
        self.report = report
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        signal.yield()
    }

    /// Does jobs one after the other until `stop` is called or the task is cancelled. Call it once.
    public func run() async {
        await withTaskGroup { group in
            group.addTask { await self.tick() }
            group.addTask { await self.listen() }
            for await _ in signals { await drain() }
            group.cancelAll()
        }
    }

    /// Lets the job that runs end, and `run` with it.
    public func stop() {
        isStopping.withLock { $0 = true }
        signal.finish()
    }

    private func tick() async {
        while !Task.isCancelled {
            do { try await sleep(rhythm.look) } catch { return }
            signal.yield()
        }
    }

    /// Announcements only make it faster: without them the next look finds the job.
    private func listen() async {
        guard let announcements = try? await store.announcements(on: Self.channel) else { return }
        for await _ in announcements { signal.yield() }
    }

    private func drain() async {
        while !Task.isCancelled, !isStopping.withLock({ $0 }) {
            // The store may be there again by the next look.
            guard let didOne = try? await runOne(), didOne else { return }
        }
    }

    /// Does the job that is due longest. False: there is none.
    public func runOne() async throws -> Bool {
        let (kinds, node, start) = (handlers.keys.sorted(), node, now())
        let until = start.adding(seconds: rhythm.lease)
        let leased = try await store.write {
            try $0.leaseJob(kinds: kinds, node: node, now: start, until: until)
        }
        guard let job = leased, let handler = handlers[job.kind] else { return false }
        let failure = await perform(job, handler)
        try await settle(job, failure)
        return true
    }

    /// The error that it ended with, if any.
    private func perform(_ job: Job, _ handler: JobHandler) async -> (any Error)? {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask {
                do {
                    try await handler.run(job)
                    return .ran(nil)
                } catch {
                    return .ran(error)
                }
            }
            group.addTask {
                await self.prolong(job)
                return .lost
            }
            // Losing the lease does not stop it: half done is worse than done twice.
            for await case .ran(let failure) in group {
                group.cancelAll()
                return failure
            }
            return nil
        }
    }

    private enum Ending: Sendable {
        case ran((any Error)?)
        case lost
    }

    private func prolong(_ job: Job) async {
        while !Task.isCancelled {
            do { try await sleep(max(1, rhythm.lease / 3)) } catch { return }
            let until = now().adding(seconds: rhythm.lease)
            // The store may be there again before the lease ends.
            if (try? await store.write({ try $0.extendLease(job, until: until) })) == false { return }
        }
    }

    /// Notes how it ended, even when this task is cancelled meanwhile.
    private func settle(_ job: Job, _ failure: (any Error)?) async throws {
        let (store, end) = (store, now())
        guard let failure else {
            _ = try await Task { try await store.write { try $0.completeJob(job, now: end) } }.value
            return
        }
        // Whoever stops the program does not make the job fail: another node has it once the lease ends.
        let wasStopped = failure is CancellationError
        if !wasStopped { report(job, failure) }
        let delay =
            wasStopped ? 0 : backOff.delay(afterFailures: job.failures + 1, isPeriodic: job.period > 0)
        let reason = JobRunner.words(failure)
        let retryAt = delay.map { end.adding(seconds: $0) }
        _ = try await Task { try await store.write { try $0.failJob(job, reason: reason, retryAt: retryAt) } }.value
    }

    private static func words(_ error: any Error) -> String {
        let text = (error as? Refusal)?.reason.en ?? String(describing: error)
        return String(text.prefix(500))
    }
}
