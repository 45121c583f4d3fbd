import Synchronization

/// Between the thread of a connection, which collects deliveries, and the task that has them handled.
final class ConsumerLink: ConnectionUser {
    /// Deliveries of one connection, in their order, with none left out.
    struct Batch: Sendable {
        var deliveries: [AMQPDelivery]
        var connection: Int
        var lastTag: UInt64
    }

    private enum Settlement {
        case acknowledge(through: UInt64)
        case requeue(through: UInt64)
    }

    private struct State {
        /// Counts connections. Tags of an earlier one mean nothing: what was not settled on it comes again.
        var connection = 0
        var collected: [AMQPDelivery] = []
        var settlements: [Settlement] = []
        var waiting: CheckedContinuation<Batch?, Never>?
        var isCancelled = false
    }

    private let queue: AMQPQueue
    private let prefetch: UInt16
    private let mostDeliveries: Int
    private let mostBytes: Int
    private let state = Mutex(State())

    init(_ queue: AMQPQueue, prefetch: UInt16, mostDeliveries: Int, mostBytes: Int) {
        self.queue = queue
        self.prefetch = prefetch
        self.mostDeliveries = mostDeliveries
        self.mostBytes = mostBytes
    }

    // MARK: The task

    /// Waits until something is there; nil: it was cancelled. Only one may wait.
    func nextBatch() async -> Batch? {
        await withCheckedContinuation { continuation in
            let (isOver, batch) = state.withLock { state -> (Bool, Batch?) in
                if state.isCancelled { return (true, nil) }
                if let batch = takeBatch(&state) { return (true, batch) }
                state.waiting = continuation
                return (false, nil)
            }
            if isOver { continuation.resume(returning: batch) }
        }
    }

    /// No more batches are given out.
    func cancel() {
        let waiting = state.withLock { state in
            state.isCancelled = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    func acknowledge(_ batch: Batch) {
        state.withLock { state in
            guard batch.connection == state.connection else { return }
            // One batch at a time, in their order: everything before it is settled already.
            state.settlements.append(.acknowledge(through: batch.lastTag))
        }
    }

    /// Gives back the batch and what was collected behind it: so the order stays, and others may have it.
    func requeue(_ batch: Batch) {
        state.withLock { state in
            guard batch.connection == state.connection else { return }
            state.settlements.append(.requeue(through: state.collected.last?.deliveryTag ?? batch.lastTag))
            state.collected.removeAll()
        }
    }

    private func takeBatch(_ state: inout State) -> Batch? {
        var count = 0
        var bytes = 0
        for delivery in state.collected.prefix(mostDeliveries) {
            bytes += delivery.body.count
            // One that is too large by itself goes alone.
            if count > 0, bytes > mostBytes { break }
            count += 1
        }
        guard count > 0 else { return nil }
        let deliveries = Array(state.collected[..<count])
        state.collected.removeFirst(count)
        return Batch(
            deliveries: deliveries, connection: state.connection, lastTag: deliveries[count - 1].deliveryTag)
    }

    // MARK: The thread

    func prepare(_ connection: BrokerConnection) throws(AMQPError) {
        try connection.declare(queue)
        state.withLock { state in
            state.connection += 1
            state.collected.removeAll()
            state.settlements.removeAll()
        }
        try connection.consume(queue.name, prefetch: prefetch)
    }

    func send(_ connection: BrokerConnection) throws(AMQPError) {
        let settlements = state.withLock { state in
            defer { state.settlements.removeAll() }
            return state.settlements
        }
        for settlement in settlements {
            switch settlement {
            case .acknowledge(let tag): try connection.acknowledge(through: tag)
            case .requeue(let tag): try connection.requeue(through: tag)
            }
        }
    }

    func receive(_ connection: BrokerConnection) throws(AMQPError) -> Bool {
        var deliveries: [AMQPDelivery] = []
        var mayBeMore = true
        while mayBeMore, deliveries.count < mostDeliveries {
            // What it throws takes those before along: they come again.
            let event = try connection.nextEvent()
            if case .delivery(let delivery) = event { deliveries.append(delivery) }
            mayBeMore = event != nil
        }
        collect(deliveries)
        return mayBeMore
    }

    let waitsToSend = false

    func lost(_ error: AMQPError) {
        state.withLock { state in
            state.connection += 1
            state.collected.removeAll()
            state.settlements.removeAll()
        }
    }

    private func collect(_ deliveries: [AMQPDelivery]) {
        guard !deliveries.isEmpty else { return }
        let (waiting, batch) = state.withLock { state -> (CheckedContinuation<Batch?, Never>?, Batch?) in
            state.collected += deliveries
            guard let waiting = state.waiting, let batch = takeBatch(&state) else { return (nil, nil) }
            state.waiting = nil
            return (waiting, batch)
        }
        waiting?.resume(returning: batch)
    }
}
