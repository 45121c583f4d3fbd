import BigInt

/// An amount of money in fen, 0.01 yuan.
public struct Money: Hashable, Sendable, Comparable, AdditiveArithmetic {
    /// Wide enough for a million times the highest price, for every item.
    public var fen: Int128

    public static let zero = Money(fen: 0)

    public init(fen: Int128) {
        self.fen = fen
    }

    /// Yuan with at most two decimals and twelve digits before the point: `20000`, `0.5`, `12.34`; anything else: nil.
    public init?(_ text: String) {
        guard let yuan = Exact(text), !text.contains("%"), !text.contains("/") else { return nil }
        guard let fen = (yuan * Exact(100)).whole, fen >= 0 else { return nil }
        self.fen = Int128(fen)
    }

    /// Yuan with two decimals: `128000.00`.
    public var shown: String { Exact(BigInt(fen), over: 100).rounded() }

    public static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    public static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    public static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }
    static func * (left: Money, right: Int) -> Money { Money(fen: left.fen * Int128(right)) }
}

/// What improving one item would cost from today's state.
public struct ItemCosts: Hashable, Sendable {
    /// For an item that is met or not.
    public var whole: Money?
    /// By the rule's own names: `each`, `pushed`, `twoStar`.
    public var named: [String: Money]
    /// For measured items: the cost of reaching a value.
    public var targets: [Target]

    public struct Target: Hashable, Sendable {
        public var value: Exact
        public var cost: Money

        public init(value: Exact, cost: Money) {
            self.value = value
            self.cost = cost
        }
    }

    /// What a costs file may say of an item.
    public enum Shape: Hashable, Sendable {
        case whole
        case named([String])
        case targets
    }

    public init(whole: Money? = nil, named: [String: Money] = [:], targets: [Target] = []) {
        self.whole = whole
        self.named = named
        self.targets = targets
    }
}

/// Costs by clause. An item without costs cannot be improved.
public struct Costs: Hashable, Sendable {
    public var items: [String: ItemCosts]

    public init(items: [String: ItemCosts] = [:]) {
        self.items = items
    }
}

/// Points an item could reach, and what that costs from today's state.
public struct Improvement: Hashable, Sendable {
    public var points: Exact
    public var cost: Money

    public init(points: Exact, cost: Money) {
        self.points = points
        self.cost = cost
    }
}
