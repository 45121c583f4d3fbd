import Synchronization

/// How much of what devices said waits to be taken in, over all connections. Above the limit nothing more is read, so
/// that TCP holds the devices back and memory stays bounded.
final class Load: Sendable {
    private struct State {
        var bytes = 0
        var waiting: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private let most: Int
    private let state = Mutex(State())

    init(most: Int) { self.most = most }

    var bytes: Int { state.withLock { $0.bytes } }

    func add(_ bytes: Int) { state.withLock { $0.bytes += bytes } }

    /// From here on there is room for nothing.
    func close() { state.withLock { $0.isClosed = true } }

    func remove(_ bytes: Int) {
        let waiting = state.withLock { state -> [@Sendable () -> Void] in
            state.bytes -= bytes
            // Half of it, so that they do not stop again at once.
            guard state.bytes < most / 2, !state.isClosed, !state.waiting.isEmpty else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one() }
    }

    /// - Parameter then: called once there is room again, if there is none now.
    /// - Returns: whether there is room.
    func hasRoom(else then: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if state.bytes < most, !state.isClosed { return true }
            state.waiting.append(then)
            return false
        }
    }
}
