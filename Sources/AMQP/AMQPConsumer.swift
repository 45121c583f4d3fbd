/// Takes messages from a queue in batches and acknowledges a batch when it has been handled. Any number of consumers,
/// in any number of processes, may share a queue.
///
/// A message comes at least once: again when its handling failed, or when the connection broke before the broker heard
/// of its acknowledgement. So handling one twice must do no harm.
public struct AMQPConsumer: Sendable {
    public var address: AMQPAddress
    /// Declared on every new connection.
    public var queue: AMQPQueue
    /// How many deliveries this consumer holds at most that are not acknowledged, 1 to 65535; all of them are in
    /// memory. With twice a batch the next one is collected while one is handled.
    public var prefetch: UInt16
    /// How many messages a batch has at most.
    public var batchCount: Int
    /// How many bytes of bodies a batch has at most; a single larger message is a batch of its own.
    public var batchBytes: Int
    public var options: AMQPConnectionOptions
    private let report: @Sendable (AMQPConnectionState) -> Void

    /// `report`: Hears of every change of the connection, on the connection's thread; it must not wait.
    public init(
        _ address: AMQPAddress, queue: AMQPQueue, prefetch: UInt16 = 2_000, batchCount: Int = 1_000,
        batchBytes: Int = 4_194_304, options: AMQPConnectionOptions = AMQPConnectionOptions(),
        report: @escaping @Sendable (AMQPConnectionState) -> Void = { _ in }
    ) {
        self.address = address
        self.queue = queue
        self.prefetch = max(prefetch, 1)
        self.batchCount = max(batchCount, 1)
        self.batchBytes = max(batchBytes, 1)
        self.options = options
        self.report = report
    }

    /// Consumes until the task is cancelled; whatever happens to the connection is reported, and it is made anew.
    ///
    /// A batch is what is there when the one before it is done, and at least one message. One is handled at a time; the
    /// next is collected meanwhile, on a thread of the connection's own, which also keeps the connection alive however
    /// long handling takes.
    ///
    /// When cancelled it starts no further batch, waits until the handler returns (which finds `Task.isCancelled`
    /// true), acknowledges the batch if it returned without an error, and gives back the rest.
    /// - Parameter handler: When it returns, the batch is acknowledged. When it throws, the batch and what was
    ///   collected behind it go back to the queue after a pause, which grows from 0.1 to 5 seconds while it goes on
    ///   failing. So it must not throw for a message that can never be handled, or that comes for ever.
    /// - Throws: `AMQPError` when the process has no more threads or file descriptors.
    public func run(_ handler: @Sendable ([AMQPDelivery]) async throws -> Void) async throws(AMQPError) {
        let link = ConsumerLink(queue, prefetch: prefetch, mostDeliveries: batchCount, mostBytes: batchBytes)
        let thread = try ConnectionThread(address, options, user: link, report: report)
        try thread.start()
        await withTaskCancellationHandler {
            var backoff = Backoff()
            while let batch = await link.nextBatch() {
                do {
                    try await handler(batch.deliveries)
                    backoff.reset()
                    link.acknowledge(batch)
                } catch {
                    // Cancelled, it does not wait.
                    try? await Task.sleep(for: backoff.next())
                    link.requeue(batch)
                }
                thread.wake()
            }
            await thread.stop()
        } onCancel: {
            link.cancel()
        }
    }
}
