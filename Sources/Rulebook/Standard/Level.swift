/// A category or a section: what stands below it, and how the points from there count.
public struct Level: Hashable, Sendable {
    /// Category id (`platform`) or section clause (`7.2.4`).
    public var id: String
    public var title: Phrase
    public var weight: Exact
    /// The full score the rulebook declares; checked against what the children add up to.
    public var total: Exact?
    /// No more than this counts.
    public var cap: Exact?
    /// The score is rescaled so that the full score becomes this number.
    public var scaleTo: Exact?
    /// Items that do not apply leave the denominator here.
    public var rescalesToApplicable: Bool
    public var children: [Child]

    public enum Child: Hashable, Sendable {
        case level(Level)
        /// Index into `Rulebook.items`.
        case item(Int)
    }

    public init(
        id: String, title: Phrase, weight: Exact = .one, total: Exact? = nil, cap: Exact? = nil, scaleTo: Exact? = nil,
        rescalesToApplicable: Bool = false, children: [Child] = []
    ) {
        self.id = id
        self.title = title
        self.weight = weight
        self.total = total
        self.cap = cap
        self.scaleTo = scaleTo
        self.rescalesToApplicable = rescalesToApplicable
        self.children = children
    }

    /// What the children add up to at most, before cap and rescaling.
    public func rawMaximum(_ items: [Item]) -> Exact {
        children.map { child in
            switch child {
            case .level(let level): level.weight * level.maximum(items)
            case .item(let index): items[index].weight * items[index].maximum
            }
        }.sum()
    }

    /// The full score of this level.
    public func maximum(_ items: [Item]) -> Exact {
        let raw = rawMaximum(items)
        let capped = cap.map { min($0, raw) } ?? raw
        return scaleTo ?? capped
    }

    /// Indices of the items below, in order.
    public var itemIndices: [Int] {
        children.flatMap { child in
            switch child {
            case .level(let level): level.itemIndices
            case .item(let index): [index]
            }
        }
    }
}

/// A top level of a standard with a weight in Q.
public struct Category: Hashable, Sendable {
    public var level: Level
    /// A bonus: no grade asks a minimum of it.
    public var isAddition: Bool

    public var id: String { level.id }
    public var title: Phrase { level.title }
    public var weight: Exact { level.weight }

    public init(level: Level, isAddition: Bool = false) {
        self.level = level
        self.isAddition = isAddition
    }
}
