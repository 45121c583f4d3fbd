import Synchronization

/// Hands announcements to those who listen within this process. Engines publish into it after a commit.
public final class AnnouncementHub: Sendable {
    /// A listener that falls further behind loses the oldest messages.
    public static let bufferedMessages = 10_000

    private struct State {
        var nextID = 0
        var listeners: [String: [Int: AsyncStream<String>.Continuation]] = [:]
        var isFinished = false
        var onLastLeft: (@Sendable (String) -> Void)?
    }

    private let state = Mutex(State())

    public init() {}

    /// Calls the body with a channel that nobody listens to any more, on any thread.
    public func whenLastLeaves(_ body: @escaping @Sendable (String) -> Void) {
        state.withLock { $0.onLastLeft = body }
    }

    /// What is published from now on; ends when its reader is cancelled or lets go of it, and with `finish()`.
    public func listen(on channel: String) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(Self.bufferedMessages))
        let id = state.withLock { state -> Int? in
            guard !state.isFinished else { return nil }
            state.nextID += 1
            state.listeners[channel, default: [:]][state.nextID] = continuation
            return state.nextID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id, channel) }
        return stream
    }

    public func publish(_ message: String, on channel: String) {
        let listeners = state.withLock { $0.listeners[channel].map { Array($0.values) } ?? [] }
        for listener in listeners { listener.yield(message) }
    }

    /// Channels that somebody listens to.
    public var channels: Set<String> { state.withLock { Set($0.listeners.keys) } }

    /// Ends every stream, also those asked for later.
    public func finish() {
        let listeners = state.withLock { state in
            state.isFinished = true
            defer { state.listeners = [:] }
            return state.listeners.values.flatMap(\.values)
        }
        for listener in listeners { listener.finish() }
    }

    private func remove(_ id: Int, _ channel: String) {
        let lastLeft = state.withLock { state -> (@Sendable (String) -> Void)? in
            guard state.listeners[channel]?.removeValue(forKey: id) != nil else { return nil }
            guard state.listeners[channel]?.isEmpty == true else { return nil }
            state.listeners[channel] = nil
            return state.onLastLeft
        }
        lastLeft?(channel)
    }
}
