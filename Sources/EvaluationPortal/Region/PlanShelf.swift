import Rulebook
import Synchronization

/// What the next star costs, by community, as far as somebody asked lately: a plan takes some milliseconds.
final class PlanShelf: Sendable {
    struct Key: Hashable, Sendable {
        var caseID: String
        /// Of the case's last entry.
        var sequence: Int
        var grade: String
        /// Of the costs.
        var costs: String
        /// The digest of the case's rulebook.
        var rulebook: String
    }

    /// What the planner says.
    enum Outcome: Hashable, Sendable {
        case cost(Money)
        case impossible(Phrase)
        /// The costs file does not fit the edition that the case rests on.
        case unfit
    }

    private struct Held {
        var outcome: Outcome
        var used: UInt64
    }

    private struct Shelf {
        var held: [Key: Held] = [:]
        var clock: UInt64 = 0
    }

    private let shelf = Mutex(Shelf())
    private let capacity: Int

    init(capacity: Int = 8192) { self.capacity = capacity }

    subscript(key: Key) -> Outcome? {
        shelf.withLock { shelf in
            shelf.clock += 1
            shelf.held[key]?.used = shelf.clock
            return shelf.held[key]?.outcome
        }
    }

    func keep(_ outcome: Outcome, for key: Key) {
        shelf.withLock { shelf in
            shelf.clock += 1
            shelf.held[key] = Held(outcome: outcome, used: shelf.clock)
            guard shelf.held.count > capacity else { return }
            // A quarter at once, so that it is not sorted at every plan.
            let oldest = shelf.held.sorted { $0.value.used < $1.value.used }.prefix(capacity / 4 + 1)
            for (key, _) in oldest { shelf.held[key] = nil }
        }
    }

    var count: Int { shelf.withLock { $0.held.count } }
}
