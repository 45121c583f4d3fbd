public import Rulebook

/// What a check of a journal found.
public struct JournalReport: Sendable {
    public struct Fault: Hashable, Sendable {
        /// The entry that is wrong, or that the row stands in; nil: none.
        public var sequence: Int?
        /// `journal_entry/17`, `person/01h…`.
        public var place: String
        public var reason: Phrase
    }

    public var entries = 0
    /// Committed, but without a place yet.
    public var pending = 0
    public var checkpoints = 0
    public var rows = 0
    /// Days whose rows were compared with what the journal says they came to.
    public var days = 0
    /// Days that readings came late for, and that the journal has not been told of again so far.
    public var lateDays = 0
    public var files = 0
    /// Rows that are encrypted, and whose contents could not be compared without the installation's keys.
    public var unopened = 0
    /// Entries that say that a server's clock was set back: times after them may be wrong.
    public var clockBacks: [Int] = []
    /// Of the tree, in hexadecimal.
    public var root = ""
    public var origin = ""
    /// In the order of the check; at most `mostFaults`.
    public private(set) var faults: [Fault] = []
    public static let mostFaults = 200
    var limit = JournalReport.mostFaults

    /// The lowest entry that is wrong. A row whose last entry is gone is compared with an earlier one, which is sound:
    /// what entries themselves show comes first.
    public var firstBadEntry: Int? {
        faults.filter { $0.place.hasPrefix("journal_entry/") }.compactMap(\.sequence).min()
            ?? faults.compactMap(\.sequence).min()
    }
    public var isSound: Bool { faults.isEmpty }

    mutating func add(_ place: String, _ sequence: Int? = nil, zh: String, en: String) {
        guard faults.count < limit else { return }
        faults.append(Fault(sequence: sequence, place: place, reason: Phrase(zh: zh, en: en)))
    }
}
