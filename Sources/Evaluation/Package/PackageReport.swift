public import Commons
public import Rulebook
public import Secrets

/// What a check of a package found: what was looked at, and the first thing that is wrong.
public struct PackageReport: Sendable {
    public struct Check: Hashable, Sendable {
        /// How many were looked at.
        public var count: Int
        /// What they are and that they are sound.
        public var text: Phrase
    }

    /// A journal that speaks of some acts.
    public struct Journal: Hashable, Sendable {
        public var first: Int
        public var last: Int
        public var checkpoint: Checkpoint
        /// Who signed; their ids are to be compared with what their owner says.
        public var keys: [VerifyingKey]
        /// Whether one of them is known from elsewhere.
        public var isTrusted: Bool
    }

    /// What the case is worth by the word of one layer.
    public struct Layer: Hashable, Sendable {
        /// `application`, `review`, `visit/` and an expert's id, `consensus`.
        public var id: String
        public var title: Phrase
        public var findings: Int
        public var q: Exact
        /// nil: none.
        public var grade: Phrase?
        public var gradeID: String?
    }

    public var caseID: String
    public var number: String
    public var community = ""
    public var state = ""
    /// Those that were passed, in order.
    public var checks: [Check] = []
    public var journals: [Journal] = []
    public var layers: [Layer] = []
    /// Why it is not sound; nil: it is.
    public var fault: Refusal?

    public var isSound: Bool { fault == nil }
    /// Whether each journal was signed by a key that is known from elsewhere.
    public var isTrusted: Bool { !journals.isEmpty && journals.allSatisfy(\.isTrusted) }

    mutating func add(_ count: Int, zh: String, en: String) {
        checks.append(Check(count: count, text: Phrase(zh: zh, en: en)))
    }
}
