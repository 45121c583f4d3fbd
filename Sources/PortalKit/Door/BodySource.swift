import Hummingbird
import NIOCore
import Synchronization

/// Reads one request's body: counts it, and ends the wait for one that does not come.
///
/// Unchecked: the iterator is only used by whoever handles the request, and by the door after that has returned.
final class BodySource: @unchecked Sendable {
    private let body: RequestBody
    private let channel: (any Channel)?
    private var iterator: RequestBody.AsyncIterator?
    private var read = 0
    private var isAtEnd = false
    private var deadline: Scheduled<Void>?
    private let isTooSlow = Atomic(false)

    /// In bytes; what is more is refused.
    var limit = 0
    /// For the whole body.
    var seconds: Int64 = 60

    init(_ body: RequestBody, channel: (any Channel)?) {
        self.body = body
        self.channel = channel
    }

    deinit { deadline?.cancel() }

    func next() async throws -> ByteBuffer? {
        if isAtEnd { return nil }
        if iterator == nil {
            iterator = body.makeAsyncIterator()
            start(seconds: seconds)
        }
        guard let part = try await nextPart() else { return nil }
        read += part.readableBytes
        if read > limit { throw Fault.tooLarge(limit: limit) }
        return part
    }

    /// The whole body.
    /// - Parameter expected: its length, if the request says it.
    func all(expected: Int?) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let expected { bytes.reserveCapacity(min(expected, limit)) }
        while let part = try await next() { bytes.append(contentsOf: part.readableBytesView) }
        return bytes
    }

    private func nextPart() async throws -> ByteBuffer? {
        do {
            if let part = try await iterator?.next() { return part }
        } catch {
            isAtEnd = true
            deadline?.cancel()
            throw isTooSlow.load(ordering: .acquiring) ? Fault.tooSlow : Fault.brokenBody
        }
        isAtEnd = true
        deadline?.cancel()
        if isTooSlow.load(ordering: .acquiring) { throw Fault.tooSlow }
        return nil
    }

    /// Closes the way in when the time is over: whoever waits for the body gets its end.
    private func start(seconds: Int64) {
        guard let channel else { return }
        deadline?.cancel()
        deadline = channel.eventLoop.scheduleTask(in: .seconds(seconds)) { [weak self] in
            self?.isTooSlow.store(true, ordering: .releasing)
            channel.close(mode: .input, promise: nil)
        }
    }

    /// Ends the connection after an answer that did not wait for the whole body.
    ///
    /// Closing at once would throw away the answer along with what is still coming in, so a little of it is read.
    func close() async {
        guard let channel else { return }
        start(seconds: 2)
        if iterator == nil { iterator = body.makeAsyncIterator() }
        var left = 1 << 20
        while left > 0, !isAtEnd, let part = try? await nextPart() { left -= part.readableBytes }
        deadline?.cancel()
        channel.close(mode: .all, promise: nil)
    }
}
