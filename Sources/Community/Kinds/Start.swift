public import Commons
public import Rulebook

/// What people of a role come for so often that it stands first on their start page.
public struct Start: Hashable, Sendable {
    /// What opens.
    public enum Goal: Hashable, Sendable {
        /// The form of a new one.
        case new
        /// The list, with how many of them still ask something.
        case open
        /// The list.
        case all
    }

    public var role: Role
    /// The id of the kind.
    public var kind: String
    public var goal: Goal
    /// As that role calls it.
    public var title: Phrase
    /// The word of a drawing: see `Launcher.Symbol`.
    public var symbol: String
    /// The lowest stands first.
    public var rank: Int
    /// The states that ask something of this role; empty: those that ask something of anybody.
    public var states: Set<String>

    public init(
        _ role: Role, _ goal: Goal, _ kind: String, zh: String, en: String, symbol: String, rank: Int,
        in states: Set<String> = []
    ) {
        self.role = role
        self.goal = goal
        self.kind = kind
        title = Phrase(zh: zh, en: en)
        self.symbol = symbol
        self.rank = rank
        self.states = states
    }
}

extension Start {
    /// What its role has to be granted to use it.
    public func function(of kind: Kind) -> Function { kind.function(goal == .new ? .create : .read) }
}
