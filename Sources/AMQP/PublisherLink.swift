import Synchronization

/// Between the tasks that publish and the thread of the connection.
final class PublisherLink: ConnectionUser {
    private struct Waiting {
        var continuation: CheckedContinuation<Void, any Error>
        var deadline: ContinuousClock.Instant
        var isSent = false
    }

    private struct State {
        /// Whoever waits, by the identifier of the publication. What is not in it any more is not sent.
        var waiting: [Int64: Waiting] = [:]
        /// Not sent yet, in their order; what stands before `next` is gone.
        var queue: [Publication] = []
        var next = 0
        /// Sent on this connection and not confirmed, by their tag.
        var inFlight: [UInt64: Publication] = [:]
        var oldestTag: UInt64 = 1
        var nextTag: UInt64 = 1
        /// Identifiers in the order of their deadlines.
        var deadlines: [Int64] = []
        var isWatching = false
        var isClosed = false
        /// Why nothing is sent at the moment.
        var obstacle: String? = "there is no connection yet"
        var isBlocked = false
    }

    /// How many messages are on their way before the first confirmation is waited for.
    private static let mostInFlight = 2_000
    /// Sent before what has come in is looked at.
    private static let mostAtOnce = 200

    private let timeout: Duration
    private let report: @Sendable (AMQPConnectionState) -> Void
    private let state = Mutex(State())

    init(timeout: Duration, report: @escaping @Sendable (AMQPConnectionState) -> Void) {
        self.timeout = timeout
        self.report = report
    }

    // MARK: The tasks

    func submit(_ publication: Publication, _ continuation: CheckedContinuation<Void, any Error>) {
        let (isClosed, startsWatching) = state.withLock { state -> (Bool, Bool) in
            if state.isClosed { return (true, false) }
            state.waiting[publication.id] = Waiting(
                continuation: continuation, deadline: ContinuousClock.now + timeout)
            state.queue.append(publication)
            state.deadlines.append(publication.id)
            defer { state.isWatching = true }
            return (false, !state.isWatching)
        }
        if isClosed { continuation.resume(throwing: AMQPError(.publication, "the publisher is closed")) }
        // Not on the thread: a broker that reads nothing may hold that up.
        if startsWatching { Task { await watchDeadlines() } }
    }

    func finish(_ id: Int64, _ result: Result<Void, any Error>) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: id) }
        waiting?.continuation.resume(with: result)
    }

    /// Fails whoever waits, and whoever comes.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for one in waiting.values {
            let what = one.isSent ? "it was sent, and not confirmed yet" : "it was not sent"
            one.continuation.resume(throwing: AMQPError(.confirmation, "the publisher was closed; \(what)"))
        }
    }

    private func watchDeadlines() async {
        while let next = expire() {
            // Nobody cancels this task.
            try? await Task.sleep(until: next, clock: .continuous)
        }
    }

    /// Fails those whose time is over.
    /// - Returns: When the next one's is; nil: nobody waits.
    private func expire() -> ContinuousClock.Instant? {
        let now = ContinuousClock.now
        let (late, obstacle, next) = state.withLock { state in
            var late: [Waiting] = []
            var done = 0
            var next: ContinuousClock.Instant?
            for id in state.deadlines {
                if let waiting = state.waiting[id] {
                    guard waiting.deadline <= now else {
                        next = waiting.deadline
                        break
                    }
                    late.append(waiting)
                    state.waiting[id] = nil
                }
                done += 1
            }
            state.deadlines.removeFirst(done)
            state.isWatching = next != nil
            return (late, state.obstacle, next)
        }
        for one in late {
            let what = one.isSent ? "the broker did not confirm it, but may have it" : "it was not sent"
            let why = obstacle.map { ": \($0)" } ?? ""
            one.continuation.resume(
                throwing: AMQPError(.confirmation, "no confirmation within \(timeout); \(what)\(why)"))
        }
        return next
    }

    // MARK: The thread

    func prepare(_ connection: BrokerConnection) throws(AMQPError) {
        try connection.selectConfirms()
        state.withLock { state in
            state.obstacle = nil
            state.isBlocked = false
            state.nextTag = 1
            state.oldestTag = 1
        }
    }

    func send(_ connection: BrokerConnection) throws(AMQPError) {
        for _ in 0..<Self.mostAtOnce {
            guard connection.isWritable, let publication = takeNext() else { return }
            try connection.publish(publication)
        }
    }

    var waitsToSend: Bool {
        state.withLock { !$0.isBlocked && $0.next < $0.queue.count && $0.inFlight.count < Self.mostInFlight }
    }

    func receive(_ connection: BrokerConnection) throws(AMQPError) -> Bool {
        for _ in 0..<Self.mostAtOnce {
            guard let event = try connection.nextEvent() else { return false }
            switch event {
            case .delivery: break
            case .confirmation(let tag, let isMultiple, let isTaken): confirm(tag, isMultiple, isTaken)
            case .returned(let id, let error):
                if let id { finish(id, .failure(error)) }
            case .blocked(let reason):
                state.withLock { state in
                    state.isBlocked = true
                    state.obstacle = "the broker takes nothing at the moment: \(reason)"
                }
                report(.blocked(reason: reason))
            case .unblocked:
                state.withLock { state in
                    state.isBlocked = false
                    state.obstacle = nil
                }
                report(.unblocked)
            }
        }
        return true
    }

    /// What was on its way goes again on the next connection: whether the broker has it is not known.
    func lost(_ error: AMQPError) {
        let failed = state.withLock { state in
            var again = state.inFlight.sorted { $0.key < $1.key }.map(\.value)
            var failed: [Publication] = []
            if error.place == .publication, error.code != nil {
                // One of them is the reason. It would be again.
                failed = again.filter { error.reason.contains("'\($0.exchange)'") }
                if failed.isEmpty { failed = again }
                let culprits = Set(failed.map(\.id))
                again.removeAll { culprits.contains($0.id) }
            }
            for publication in again { state.waiting[publication.id]?.isSent = false }
            state.queue.replaceSubrange(..<state.next, with: again)
            state.next = 0
            state.inFlight = [:]
            state.isBlocked = false
            state.obstacle = "there is no connection: \(error)"
            return failed
        }
        for publication in failed { finish(publication.id, .failure(error)) }
    }

    private func takeNext() -> Publication? {
        state.withLock { state in
            guard !state.isBlocked, state.inFlight.count < Self.mostInFlight else { return nil }
            while state.next < state.queue.count {
                let publication = state.queue[state.next]
                state.next += 1
                if state.next == state.queue.count || state.next > Self.mostInFlight {
                    state.queue.removeFirst(state.next)
                    state.next = 0
                }
                guard state.waiting[publication.id] != nil else { continue }
                state.waiting[publication.id]?.isSent = true
                state.inFlight[state.nextTag] = publication
                state.nextTag += 1
                return publication
            }
            return nil
        }
    }

    private func confirm(_ tag: UInt64, _ isMultiple: Bool, _ isTaken: Bool) {
        let waiting = state.withLock { state in
            var ids: [Int64] = []
            if isMultiple {
                while state.oldestTag <= tag, state.oldestTag < state.nextTag {
                    if let publication = state.inFlight.removeValue(forKey: state.oldestTag) {
                        ids.append(publication.id)
                    }
                    state.oldestTag += 1
                }
            } else if let publication = state.inFlight.removeValue(forKey: tag) {
                ids.append(publication.id)
            }
            return ids.compactMap { state.waiting.removeValue(forKey: $0) }
        }
        for one in waiting {
            if isTaken {
                one.continuation.resume()
            } else {
                one.continuation.resume(
                    throwing: AMQPError(.confirmation, "the broker did not take it: a queue is full, or it failed"))
            }
        }
    }
}
