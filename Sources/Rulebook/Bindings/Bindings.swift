/// Which clause of a rulebook asks what of which metric. Apart from the rulebook: it changes while an edition does not.
public struct Bindings: Hashable, Sendable {
    /// The id of the rulebook.
    public var rulebook: String
    /// By clause; of a clause without one, data says nothing.
    public var clauses: [String: Binding]

    public init(rulebook: String, clauses: [String: Binding] = [:]) {
        self.rulebook = rulebook
        self.clauses = clauses
    }

    /// Every metric that is asked for.
    public var metrics: Set<String> { Set(clauses.values.flatMap(\.demands).map(\.metric)) }
}

/// What data has to show for one clause.
public struct Binding: Hashable, Sendable {
    public var proof: Proof
    /// What data cannot show and somebody has to; nil: it decides alone.
    public var rest: Phrase?

    public enum Proof: Hashable, Sendable {
        /// The clause as a whole: all of these.
        case whole([Demand])
        /// Requirement by requirement, by the ids of the item's checks: what has no demands is for people.
        case checks([String: [Demand]])
        /// Kind by kind, by the ids of a `count` rule: each is there where all of its demands hold.
        /// `extra`: what the rule's extra fact asks; empty: data does not show it.
        case kinds([String: [Demand]], extra: [Demand])
    }

    public init(_ proof: Proof, rest: Phrase? = nil) {
        self.proof = proof
        self.rest = rest
    }

    /// All that it asks, part by part in the order of their ids.
    public var demands: [Demand] {
        switch proof {
        case .whole(let demands): demands
        case .checks(let parts): parts.sorted { $0.key < $1.key }.flatMap(\.value)
        case .kinds(let parts, let extra): parts.sorted { $0.key < $1.key }.flatMap(\.value) + extra
        }
    }
}

/// A line that a metric has to reach. Shares are parts of one, times are minutes.
public struct Demand: Hashable, Sendable {
    public var metric: String
    public var line: Threshold

    public init(_ metric: String, _ line: Threshold) {
        self.metric = metric
        self.line = line
    }
}

/// What a metric said, as a demand asks it.
public struct DataFact: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case sound
        /// It rests on too little to be relied on.
        case thin
        /// There was nothing to compute it from.
        case none
        /// It was not computed lately.
        case stale
    }

    /// nil: there is none.
    public var value: Exact?
    public var state: State

    public init(_ value: Exact?, _ state: State) {
        self.value = value
        self.state = state
    }

    public static let stale = DataFact(nil, .stale)
}
