import Dispatch
import Synchronization

/// Hands pieces from one thread to another and holds the first up while the second is behind. Both block, so neither
/// may be a thread of Swift's own pool.
final class Conduit<Element: Sendable>: Sendable {
    private enum Ending: Sendable {
        case finished
        case failed(any Error)
    }

    private struct State {
        var waiting: [Element] = []
        var ending: Ending?
        var isClosed = false
    }

    /// The other end has gone.
    struct Closed: Error {}

    private let state = Mutex(State())
    private let room: DispatchSemaphore
    private let news = DispatchSemaphore(value: 0)

    /// - Parameter capacity: How many pieces may wait.
    init(capacity: Int) { room = DispatchSemaphore(value: capacity) }

    /// Waits for room. Throws `Closed` once nobody receives any more.
    func send(_ element: Element) throws {
        room.wait()
        let isClosed = state.withLock { state in
            if !state.isClosed { state.waiting.append(element) }
            return state.isClosed
        }
        if isClosed {
            room.signal()
            throw Closed()
        }
        news.signal()
    }

    /// Nothing comes any more; with an error the receiver throws it.
    func finish(_ error: (any Error)? = nil) {
        state.withLock { $0.ending = $0.ending ?? error.map { .failed($0) } ?? .finished }
        news.signal()
    }

    /// Waits for the next piece; nil at the end.
    func receive() throws -> Element? {
        news.wait()
        let (element, ending) = state.withLock { state in
            (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.ending)
        }
        if let element {
            room.signal()
            return element
        }
        // For whoever asks again.
        news.signal()
        if case .failed(let error) = ending { throw error }
        return nil
    }

    /// The receiver takes no more.
    func close() {
        state.withLock { $0.isClosed = true }
        room.signal()
    }
}
