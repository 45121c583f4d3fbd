import Synchronization

/// Publishes to exchanges and waits until the broker has each message. Any number of tasks may use it at once; it keeps
/// one connection, for the broker stops reading from those that publish when it is full, and consumers must go on.
public final class AMQPPublisher: Sendable {
    private let link: PublisherLink
    private let thread: ConnectionThread
    private let lastID = Atomic<Int64>(0)

    /// Starts to connect at once, and again for ever when the connection breaks.
    /// `timeout`: How long a message waits for its confirmation, the time to connect included.
    /// `report`: Hears of every change of the connection, on the connection's thread; it must not wait.
    /// - Throws: When the process has no more threads or file descriptors.
    public init(
        _ address: AMQPAddress, timeout: Duration = .seconds(5),
        options: AMQPConnectionOptions = AMQPConnectionOptions(),
        report: @escaping @Sendable (AMQPConnectionState) -> Void = { _ in }
    ) throws(AMQPError) {
        link = PublisherLink(timeout: timeout, report: report)
        thread = try ConnectionThread(address, options, user: link, report: report)
        try thread.start()
    }

    deinit {
        link.close()
        thread.requestStop()
    }

    /// Returns when the broker has the message: a persistent one is on disk in every durable queue that it went to.
    ///
    /// When the connection breaks in between it is sent again on the next one, so it may be there twice.
    /// `exchange`: Empty: the routing key is the name of a queue.
    /// `routingKey`: Words with dots between them, at most 255 bytes.
    /// - Throws: `AMQPError`: at `publication` when it can go nowhere, at `confirmation` when the broker did not take
    ///   it, or did not say so in time; then it may have it nevertheless. `CancellationError`; then it may have it as
    ///   well.
    public func publish(_ message: AMQPMessage, to exchange: String, routingKey: String) async throws {
        try message.check()
        try ShortString.check(exchange, "exchange", .publication)
        try ShortString.check(routingKey, "routing key", .publication)
        let id = lastID.add(1, ordering: .relaxed).newValue
        let publication = Publication(id: id, message: message, exchange: exchange, routingKey: routingKey)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                link.submit(publication, continuation)
                thread.wake()
                // Cancelled before it was submitted.
                if Task.isCancelled { link.finish(id, .failure(CancellationError())) }
            }
        } onCancel: {
            link.finish(id, .failure(CancellationError()))
        }
    }

    /// Closes the connection. Who waits for a confirmation gets an error.
    public func close() async {
        link.close()
        await thread.stop()
    }
}
