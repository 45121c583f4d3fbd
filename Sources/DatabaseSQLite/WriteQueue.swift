import Database
import GRDB
import Synchronization

/// Runs transactions one after the other and makes those that wait together durable by one sync of the disk.
///
/// Each has a savepoint of its own, so one that fails takes nothing else with it; none is answered before the commit.
final class WriteQueue: Sendable {
    /// A transaction that waits.
    struct Job: Sendable {
        /// Runs it and says how to answer who waits.
        var run: @Sendable (SQLiteConnection) -> Outcome
        /// Answers without having run it.
        var fail: @Sendable (any Error) -> Void
    }

    struct Outcome: Sendable {
        var isFailed: Bool
        /// Answers: with its own result, or with the error of the commit.
        var answer: @Sendable ((any Error)?) -> Void
    }

    private struct Waiting {
        var jobs: ArraySlice<Job> = []
        var isDraining = false
    }

    private static let longestBatch = 200
    /// How long a batch takes in more before it commits.
    private static let patience: Duration = .milliseconds(10)

    private let pool: DatabasePool
    private let orders: ParameterOrders
    private let hub: AnnouncementHub
    private let waiting = Mutex(Waiting())

    init(_ pool: DatabasePool, _ orders: ParameterOrders, _ hub: AnnouncementHub) {
        self.pool = pool
        self.orders = orders
        self.hub = hub
    }

    func add(_ job: Job) {
        let begins = waiting.withLock { waiting in
            waiting.jobs.append(job)
            defer { waiting.isDraining = true }
            return !waiting.isDraining
        }
        if begins { pool.asyncWriteWithoutTransaction { self.drain($0) } }
    }

    private func drain(_ handle: EngineHandle) {
        while true {
            let count = waiting.withLock { waiting in
                if waiting.jobs.isEmpty {
                    waiting.isDraining = false
                    waiting.jobs = []
                }
                return waiting.jobs.count
            }
            switch count {
            case 0: return
            case 1: if let job = next() { runAlone(job, handle) }
            default: runTogether(handle)
            }
        }
    }

    private func next() -> Job? { waiting.withLock { $0.jobs.popFirst() } }

    private func runAlone(_ job: Job, _ handle: EngineHandle) {
        do {
            try handle.beginTransaction(.immediate)
        } catch {
            return job.fail(PortError.translated(error))
        }
        let connection = SQLiteConnection(handle, orders, isReadOnly: false)
        let outcome = job.run(connection)
        guard !outcome.isFailed else {
            rollBack(handle)
            return outcome.answer(nil)
        }
        do {
            try handle.commit()
        } catch {
            rollBack(handle)
            return outcome.answer(PortError.translated(error))
        }
        publish(connection)
        outcome.answer(nil)
    }

    private func runTogether(_ handle: EngineHandle) {
        var done: [(job: Job, connection: SQLiteConnection, outcome: Outcome)] = []
        do {
            try handle.beginTransaction(.immediate)
        } catch {
            // Whatever was in the way: each finds out for itself.
            if let job = next() { runAlone(job, handle) }
            return
        }
        let end = ContinuousClock.now + Self.patience
        do {
            while done.count < Self.longestBatch, done.isEmpty || ContinuousClock.now < end, let job = next() {
                let connection = SQLiteConnection(handle, orders, isReadOnly: false)
                done.append((job, connection, Outcome(isFailed: true, answer: { _ in })))
                try handle.cachedStatement(sql: "SAVEPOINT job").execute()
                let outcome = job.run(connection)
                done[done.count - 1].outcome = outcome
                if outcome.isFailed { try handle.cachedStatement(sql: "ROLLBACK TO SAVEPOINT job").execute() }
                try handle.cachedStatement(sql: "RELEASE SAVEPOINT job").execute()
            }
            try handle.commit()
        } catch {
            // The whole batch is lost, perhaps by a single one of it: once more, each alone.
            rollBack(handle)
            for (job, _, _) in done { runAlone(job, handle) }
            return
        }
        for (_, connection, outcome) in done {
            if !outcome.isFailed { publish(connection) }
            outcome.answer(nil)
        }
    }

    private func rollBack(_ handle: EngineHandle) {
        // What made the transaction fail is already the answer.
        if handle.isInsideTransaction { try? handle.rollback() }
    }

    private func publish(_ connection: SQLiteConnection) {
        if connection.changesSchema { pool.invalidateReadOnlyConnections() }
        for (message, channel) in connection.announcements { hub.publish(message, on: channel) }
    }
}
