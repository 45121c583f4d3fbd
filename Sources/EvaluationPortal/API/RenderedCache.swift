import Commons
import Evaluation
import PortalKit
import Rulebook
import Synchronization

/// Answers that take long to make, as bytes. Limited by their size; what was not used for the longest time goes first.
final class RenderedCache: Sendable {
    /// What an answer depends on, and nothing less: two visitors share one only if they may see the very same.
    struct Key: Hashable, Sendable {
        /// `tree`, `score/review`.
        var what: String
        var caseID: String
        var sequence: Int
        var language: Language
        /// Names of the groups of fields that are hidden, in order.
        var hidden: [String]
        /// Whose own words are shown; nil: the visitor has no part in the case as a person.
        var person: String?
    }

    struct Answer: Sendable {
        var bytes: [UInt8]
        var etag: EntityTag

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            etag = EntityTag(of: bytes)
        }
    }

    private struct Shelf {
        var answers: [Key: (answer: Answer, used: UInt64)] = [:]
        var size = 0
        var clock: UInt64 = 0
    }
    private let shelf = Mutex(Shelf())
    private let limit: Int

    /// - Parameter limit: in bytes.
    init(limit: Int) { self.limit = limit }

    /// The answer, made only if it is not there. Two that ask at the same time may both make it.
    func answer(_ key: Key, make: () throws -> [UInt8]) rethrows -> Answer {
        let known = shelf.withLock { shelf -> Answer? in
            guard let known = shelf.answers[key]?.answer else { return nil }
            shelf.clock += 1
            shelf.answers[key]?.used = shelf.clock
            return known
        }
        if let known { return known }
        let answer = Answer(try make())
        shelf.withLock { shelf in
            guard answer.bytes.count <= limit / 4, shelf.answers[key] == nil else { return }
            shelf.clock += 1
            shelf.answers[key] = (answer, shelf.clock)
            shelf.size += answer.bytes.count
            guard shelf.size > limit else { return }
            // Down to three quarters at once, so that it is not sorted at every answer.
            for (old, held) in shelf.answers.sorted(by: { $0.value.used < $1.value.used }) {
                guard shelf.size > limit / 4 * 3 else { break }
                shelf.answers[old] = nil
                shelf.size -= held.answer.bytes.count
            }
        }
        return answer
    }

    /// How many bytes are kept.
    var size: Int { shelf.withLock(\.size) }
}

extension RenderedCache.Key {
    /// For a case as one visitor sees it.
    init(_ what: String, _ opened: EvaluationDesk.Opened, person: String?, _ language: Language) {
        let evaluation = opened.evaluation
        self.what = what
        caseID = evaluation.id
        sequence = evaluation.sequence
        self.language = language
        hidden = opened.hidden.map(\.rawValue).sorted()
        // Only somebody with a part in the case sees another case than anybody else with the same rights.
        let hasPart =
            person.map { id in
                let own = "visit/\(id)/"
                return evaluation.panelist(id) != nil || evaluation.visitFindings[id] != nil
                    || evaluation.versions.keys.contains { $0.hasPrefix(own) }
            } ?? false
        self.person = hasPart ? person : nil
    }
}
