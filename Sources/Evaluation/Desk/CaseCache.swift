import Commons
import Synchronization

/// Cases that were read lately, as they were when their transaction committed. What one may be used for is for the
/// reader to tell by its head.
final class CaseCache: Sendable {
    struct Known: Sendable {
        var evaluation: EvaluationCase
        var head: CaseHead
    }

    private struct Held {
        var known: Known
        var used: UInt64
    }
    private struct Shelf {
        var held: [String: Held] = [:]
        var clock: UInt64 = 0
    }
    private let shelf = Mutex(Shelf())
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// The latest state of a case that this node has seen; the database may have a later one.
    subscript(_ id: String) -> Known? {
        shelf.withLock { shelf in
            guard let held = shelf.held[id] else { return nil }
            shelf.clock += 1
            shelf.held[id]?.used = shelf.clock
            return held.known
        }
    }

    /// Only what has been committed.
    func keep(_ known: Known) {
        shelf.withLock { shelf in
            let id = known.head.id
            if let old = shelf.held[id], old.known.head.sequence > known.head.sequence { return }
            shelf.clock += 1
            shelf.held[id] = Held(known: known, used: shelf.clock)
            guard shelf.held.count > capacity else { return }
            // A quarter at once, so that it is not sorted at every case.
            let oldest = shelf.held.sorted { $0.value.used < $1.value.used }.prefix(capacity / 4 + 1)
            for (id, _) in oldest { shelf.held[id] = nil }
        }
    }
}
