/// A grade with everything it rests on: a tree of reasons, never a bare number.
public struct Score: Sendable {
    public var rulebook: Rulebook
    public var assessment: Assessment
    public var conditions: [ConditionResult]
    /// Control items and vetoes, in the standard's order.
    public var controls: [ItemScore]
    /// Items that give points, in the standard's order.
    public var items: [ItemScore]
    /// In the rulebook's order.
    public var categories: [CategoryScore]
    /// The base points that count.
    public var base: Exact
    public var q: Exact
    public var grade: GradeResult

    public struct ConditionResult: Hashable, Sendable {
        public var condition: Condition
        public var isMet: Bool
        public var reason: Phrase
    }

    public struct CategoryScore: Hashable, Sendable {
        public var category: Category
        /// Points earned, after rescaling and caps.
        public var score: Exact
        /// Points that were possible at most.
        public var maximum: Exact
        public var sections: [LevelScore]

        /// Its term in the sum that Q is made of.
        public var weighted: Exact { category.weight * score }
    }

    public struct LevelScore: Hashable, Sendable {
        public var level: Level
        public var score: Exact
        public var maximum: Exact
        public var children: [Child]

        public enum Child: Hashable, Sendable {
            case level(LevelScore)
            /// Index into `Score.items`.
            case item(Int)
        }
    }

    public struct GradeResult: Hashable, Sendable {
        /// nil: no grade.
        public var grade: Grade?
        /// What decided it.
        public var reason: Phrase
    }

    public var isEligible: Bool { conditions.allSatisfy(\.isMet) }

    /// Every control item judged and met, no veto.
    public var controlsAreMet: Bool { controls.allSatisfy(\.holds) }

    /// Clauses that nobody has judged, control items first.
    public var unjudged: [String] {
        (controls + items).filter { $0.status == .unjudged }.map(\.item.clause)
    }

    /// The readings this score rests on: those that always count, and those that a judged item touches.
    public var readings: [Reading] {
        let judged = (controls + items).filter { $0.status != .unjudged }.map(\.item)
        return rulebook.readings.filter { reading in
            switch reading.scope {
            case .always: true
            case .rule(let kind): judged.contains { $0.rule.kind == kind || $0.readings.contains(reading.id) }
            case .cited: judged.contains { $0.readings.contains(reading.id) }
            }
        }
    }

    public func item(_ clause: String) -> ItemScore? {
        controls.first { $0.item.clause == clause } ?? items.first { $0.item.clause == clause }
    }
}

/// Points of one item, and why.
public struct ItemScore: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        case judged, unjudged, notApplicable
    }
    public var item: Item
    public var finding: Finding?
    public var status: Status
    /// Before the item's weight; 0 for control items.
    public var points: Exact
    /// For control items: met, or no veto. Items that do not apply hold.
    public var holds: Bool
    public var reason: Phrase
    /// How much one of its points moves Q, as long as no cap is in the way.
    public var leverage: Exact
}
