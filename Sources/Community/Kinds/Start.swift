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
    /// Of `new`: what fields of the form are filled in with, by id; they are not asked of this role.
    public var presets: [String: String]
    /// Of `new`: fields of the form that are not asked of this role, and stay empty.
    public var skipped: Set<String>

    public init(
        _ role: Role, _ goal: Goal, _ kind: String, zh: String, en: String, symbol: String, rank: Int,
        in states: Set<String> = [], presets: [String: String] = [:], skipping skipped: Set<String> = []
    ) {
        self.role = role
        self.goal = goal
        self.kind = kind
        title = Phrase(zh: zh, en: en)
        self.symbol = symbol
        self.rank = rank
        self.states = states
        self.presets = presets
        self.skipped = skipped
    }
}

extension Start {
    /// What its role is asked of a form.
    public func asked(_ form: Form) -> Form {
        Form(form.fields.filter { presets[$0.id] == nil && !skipped.contains($0.id) })
    }

    /// What its role has to be granted to use it.
    public func function(of kind: Kind) -> Function { kind.function(goal == .new ? .create : .read) }
}

extension Catalog {
    /// What somebody's role calls a new thing of a kind, or their list of them. nil: what everybody calls it, which
    /// holds for those who have several roles too.
    public func start(of kind: Kind, for visitor: Visitor, isNew: Bool) -> Start? {
        let roles = Set(visitor.memberships.map(\.role))
        guard roles.count == 1 else { return nil }
        return starts.first { $0.kind == kind.id && roles.contains($0.role) && ($0.goal == .new) == isNew }
    }
}
