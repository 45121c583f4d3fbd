/// A grade and the line of Q that gives it.
public struct Grade: Hashable, Sendable {
    public var id: String
    public var title: Phrase
    public var range: Range
    /// Share of its total that every category without addition must reach.
    public var minimum: Exact?
    /// The same for single categories, by id; replaces `minimum` there.
    public var minimums: [String: Exact]

    public init(id: String, title: Phrase, range: Range, minimum: Exact? = nil, minimums: [String: Exact] = [:]) {
        self.id = id
        self.title = title
        self.range = range
        self.minimum = minimum
        self.minimums = minimums
    }

    /// The share of its total that a category must reach for this grade, 0...1; 0 where nothing is asked.
    public func minimum(of category: Category) -> Exact {
        minimums[category.id] ?? (category.isAddition ? .zero : minimum ?? .zero)
    }

    /// The interval of Q; a missing line is open to that side.
    public struct Range: Hashable, Sendable {
        public var lower: Line?
        public var upper: Line?

        public init(lower: Line?, upper: Line?) {
            self.lower = lower
            self.upper = upper
        }

        public func reachesLower(_ q: Exact) -> Bool {
            guard let lower else { return true }
            return lower.isInclusive ? q >= lower.value : q > lower.value
        }

        /// As a condition people read: `60 < Q ≤ 85`.
        public var shown: String {
            if let lower, let upper, lower.value == upper.value { return "Q = \(lower.value.shown)" }
            let left = lower.map { "\($0.value.shown) \($0.isInclusive ? "≤" : "<") " } ?? ""
            let right = upper.map { " \($0.isInclusive ? "≤" : "<") \($0.value.shown)" } ?? ""
            if left.isEmpty || !right.isEmpty { return left + "Q" + right }
            return lower.map { "Q \($0.isInclusive ? "≥" : ">") \($0.value.shown)" } ?? "Q"
        }
    }

    public struct Line: Hashable, Sendable {
        public var value: Exact
        /// The line itself belongs to the interval.
        public var isInclusive: Bool

        public init(_ value: Exact, isInclusive: Bool) {
            self.value = value
            self.isInclusive = isInclusive
        }
    }
}
