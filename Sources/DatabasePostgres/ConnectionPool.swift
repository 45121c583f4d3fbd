import Database
import Synchronization

/// Connections that are not in use. There are as many in all as threads that use them.
final class ConnectionPool: Sendable {
    private struct State {
        var idle: [ServerConnection] = []
        var isClosed = false
    }

    private let settings: ConnectionSettings
    private let state = Mutex(State())

    init(_ settings: ConnectionSettings) { self.settings = settings }

    /// The one used last, or a new one.
    func take() throws -> ServerConnection {
        if let connection = state.withLock({ $0.idle.popLast() }) { return connection }
        return try ServerConnection(settings)
    }

    /// Closes it instead if it cannot be used again.
    func give(_ connection: ServerConnection) {
        guard connection.isIdle else { return }
        state.withLock { state in
            if !state.isClosed { state.idle.append(connection) }
        }
    }

    /// When one broke the others most likely did too.
    func dropIdle() {
        let dropped = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        // Closed here, outside the lock.
        _ = dropped.count
    }

    func close() {
        state.withLock { $0.isClosed = true }
        dropIdle()
    }
}
