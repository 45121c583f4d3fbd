import Dispatch
import Synchronization

/// Where passwords are hashed: away from the threads that answer requests, and only a few at a time, for each takes
/// 32 MiB and a tenth of a second.
public final class PasswordWorker: Sendable {
    private let queues: [DispatchQueue]
    private let limit: Int
    private let state = Mutex((waiting: 0, next: 0))

    /// - Parameters:
    ///   - width: how many are hashed at the same time, 1 or more.
    ///   - limit: how many may wait or be at work; a flood of logins is refused rather than queued.
    public init(width: Int = 2, limit: Int = 64) {
        queues = (0..<max(1, width)).map { DispatchQueue(label: "linli.passwords.\($0)") }
        self.limit = limit
    }

    /// What the work gives; nil if too much is waiting already.
    public func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T? {
        let queue = state.withLock { state -> DispatchQueue? in
            guard state.waiting < limit else { return nil }
            state.waiting += 1
            state.next = (state.next + 1) % queues.count
            return queues[state.next]
        }
        guard let queue else { return nil }
        let result = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
        state.withLock { $0.waiting -= 1 }
        return result
    }
}
