import Glibc
import Synchronization

/// A thread that keeps a connection: it makes it, makes it anew when it broke, and lets its user work on it.
final class ConnectionThread: Sendable {
    private struct State {
        var isStopping = false
        var hasEnded = false
        /// Nothing has been sent or taken on the connection that is being made: nobody need wait for its end.
        var isConnecting = true
        /// A second number of the connection's socket, while there is one: the library may close the first at any time.
        var socket: Int32?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let address: AMQPAddress
    private let options: AMQPConnectionOptions
    private let user: any ConnectionUser
    private let report: @Sendable (AMQPConnectionState) -> Void
    private let waker: Waker
    private let state = Mutex(State())

    init(
        _ address: AMQPAddress, _ options: AMQPConnectionOptions, user: any ConnectionUser,
        report: @escaping @Sendable (AMQPConnectionState) -> Void
    ) throws(AMQPError) {
        self.address = address
        self.options = options
        self.user = user
        self.report = report
        waker = try Waker()
    }

    /// Once.
    func start() throws(AMQPError) {
        let context = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ConnectionThread>.fromOpaque(context).takeRetainedValue().main()
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            throw AMQPError(.connection, "no thread: \(String(cString: strerror(status)))")
        }
        pthread_detach(thread)
    }

    /// There is something to send.
    func wake() { waker.wake() }

    /// Says that it is to end.
    func requestStop() {
        state.withLock { $0.isStopping = true }
        waker.wake()
    }

    /// Sends what waits, closes the connection, and ends: within a second, or by force.
    func stop() async {
        requestStop()
        let force = Task {
            try await Task.sleep(for: .seconds(1))
            state.withLock { state in
                // It wakes a thread that waits for a peer that does not listen.
                if let socket = state.socket { _ = shutdown(socket, Int32(SHUT_RDWR)) }
            }
        }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.hasEnded || state.isConnecting { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        force.cancel()
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    private func main() {
        var backoff = Backoff()
        while !isStopping {
            var connected: ContinuousClock.Instant?
            do throws(AMQPError) {
                try connectAndWork(&connected)
            } catch {
                user.lost(error)
                // A broker that takes a connection and drops it at once is not pressed. A message that cannot be
                // published is not its fault.
                let isSound = connected.map { ContinuousClock.now - $0 > .seconds(Backoff.longest) } ?? false
                if isSound || error.place == .publication { backoff.reset() }
                guard !isStopping else { break }
                report(.lost(error))
                sleep(backoff.next())
            }
        }
        let waiting = state.withLock { state in
            state.hasEnded = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func connectAndWork(_ connected: inout ContinuousClock.Instant?) throws(AMQPError) {
        state.withLock { $0.isConnecting = true }
        let connection = try BrokerConnection(address, options)
        let socket = fcntl(connection.socket, F_DUPFD_CLOEXEC, 0)
        state.withLock { $0.socket = socket }
        defer {
            connection.close()
            state.withLock { state in
                state.socket = nil
                close(socket)
            }
        }
        try user.prepare(connection)
        let isWanted = state.withLock { state in
            state.isConnecting = false
            return !state.isStopping
        }
        guard isWanted else { return }
        connected = ContinuousClock.now
        report(.connected)
        while true {
            // Seen before it sends: what was to be sent when it was told to stop is sent.
            let isLast = isStopping
            try user.send(connection)
            if isLast { return }
            if try user.receive(connection) { continue }
            waker.wait(for: connection.socket, toWrite: user.waitsToSend, atMost: connection.longestPause)
        }
    }

    /// Until then, or until it is to stop.
    private func sleep(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while !isStopping, ContinuousClock.now < end {
            waker.wait(for: nil, atMost: end - ContinuousClock.now)
        }
    }
}
