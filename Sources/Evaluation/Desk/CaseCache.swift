import Commons
import Synchronization

/// Cases that were read lately. A case is used only if the database says that its last entry is the same.
final class CaseCache: Sendable {
    private struct Held {
        var evaluation: EvaluationCase
        var head: CaseHead
        var used: UInt64
    }
    private struct Shelf {
        var held: [String: Held] = [:]
        var clock: UInt64 = 0
    }
    private let shelf = Mutex(Shelf())
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    subscript(_ head: CaseHead) -> EvaluationCase? {
        shelf.withLock { shelf in
            guard let held = shelf.held[head.id], held.evaluation.sequence == head.sequence else { return nil }
            shelf.clock += 1
            shelf.held[head.id]?.used = shelf.clock
            return held.evaluation
        }
    }

    /// What this node knows of a case, perhaps no longer all of it.
    func known(_ id: String) -> EvaluationCase? { shelf.withLock { $0.held[id]?.evaluation } }

    /// A later state of a case than this, which has been committed since.
    func newer(than head: CaseHead) -> (evaluation: EvaluationCase, head: CaseHead)? {
        shelf.withLock { shelf in
            guard let held = shelf.held[head.id], held.head.sequence > head.sequence else { return nil }
            return (held.evaluation, held.head)
        }
    }

    func keep(_ evaluation: EvaluationCase, _ head: CaseHead) {
        shelf.withLock { shelf in
            if let old = shelf.held[evaluation.id], old.evaluation.sequence > evaluation.sequence { return }
            shelf.clock += 1
            shelf.held[evaluation.id] = Held(evaluation: evaluation, head: head, used: shelf.clock)
            guard shelf.held.count > capacity else { return }
            // A quarter at once, so that it is not sorted at every case.
            let oldest = shelf.held.sorted { $0.value.used < $1.value.used }.prefix(capacity / 4 + 1)
            for (id, _) in oldest { shelf.held[id] = nil }
        }
    }
}
