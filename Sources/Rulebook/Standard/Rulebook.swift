/// A standard as data: what is judged, how a finding becomes points, points a total, a total a grade.
public struct Rulebook: Hashable, Sendable {
    public var id: String
    public var edition: String
    public var title: Phrase
    public var conditions: [Condition]
    /// In the order reports list them.
    public var categories: [Category]
    /// Control items and vetoes, in the standard's order.
    public var controls: [Item] { didSet { index = Rulebook.index(controls, items) } }
    /// Items that give points, in the standard's order.
    public var items: [Item] { didSet { index = Rulebook.index(controls, items) } }
    public var total: Total
    /// Lowest first.
    public var grades: [Grade]
    public var readings: [Reading]
    /// Where each clause stands: in `controls`, or after them in `items`.
    private var index: [String: Int]

    /// Q = (base + Σ weight × score of category) ÷ divisor, at most `maximum`.
    public struct Total: Hashable, Sendable {
        public var base: Exact
        /// The base counts only when every control item is met.
        public var baseNeedsControls: Bool
        public var divisor: Exact
        public var maximum: Exact?

        public init(
            base: Exact = .zero, baseNeedsControls: Bool = false, divisor: Exact = .one, maximum: Exact? = nil
        ) {
            self.base = base
            self.baseNeedsControls = baseNeedsControls
            self.divisor = divisor
            self.maximum = maximum
        }
    }

    public init(
        id: String, edition: String, title: Phrase, conditions: [Condition], categories: [Category], controls: [Item],
        items: [Item], total: Total, grades: [Grade], readings: [Reading]
    ) {
        self.id = id
        self.edition = edition
        self.title = title
        self.conditions = conditions
        self.categories = categories
        self.controls = controls
        self.items = items
        self.total = total
        self.grades = grades
        self.readings = readings
        index = Rulebook.index(controls, items)
    }

    private static func index(_ controls: [Item], _ items: [Item]) -> [String: Int] {
        Dictionary((controls + items).enumerated().map { ($1.clause, $0) }) { first, _ in first }
    }

    /// The control or scored item of a clause.
    public func item(_ clause: String) -> Item? {
        guard let position = index[clause] else { return nil }
        return position < controls.count ? controls[position] : items[position - controls.count]
    }

    public func grade(_ id: String) -> Grade? { grades.first { $0.id == id } }

    /// The most that Q can be.
    public var highestQ: Exact {
        let sum = total.base + categories.map { $0.weight * $0.level.maximum(items) }.sum()
        let q = sum / total.divisor
        return total.maximum.map { min($0, q) } ?? q
    }

    /// The rulebook as somebody else might read it.
    public func reading(_ alternative: Reading.Alternative) -> Rulebook {
        var other = self
        for index in other.categories.indices {
            if let weight = alternative.weights[other.categories[index].id] {
                other.categories[index].level.weight = weight
            }
        }
        if let grades = alternative.grades { other.grades = grades }
        for index in other.items.indices {
            if let rule = alternative.rules[other.items[index].clause] { other.items[index].rule = rule }
        }
        for index in other.controls.indices {
            if let rule = alternative.rules[other.controls[index].clause] { other.controls[index].rule = rule }
        }
        return other
    }
}
