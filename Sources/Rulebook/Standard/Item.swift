/// One item of a standard: a control item, or an item that gives points.
public struct Item: Hashable, Sendable {
    /// The clause id, e.g. `6.2.3.a.4`.
    public var clause: String
    public var title: Phrase
    /// The requirement in the rulebook's own words.
    public var requirement: Phrase?
    /// What proves it.
    public var documents: [Phrase]
    /// What an expert looks at on site.
    public var onSite: Phrase?
    public var rule: Rule
    /// The requirements that must all hold where the rule is all or nothing.
    public var checks: [Named]
    /// Ids of the readings that touch this item.
    public var readings: [String]
    public var notApplicable: NotApplicable
    /// Share of its points in the level above, 1 if the rulebook says nothing.
    public var weight: Exact
    /// Id of the category it belongs to.
    public var category: String
    /// Titles of the sections it stands in, outermost first, without the category.
    public var sections: [Phrase]

    /// What an item that does not apply to a community does to the score.
    public enum NotApplicable: String, Hashable, Sendable, CaseIterable {
        /// A finding may not say so.
        case refused
        /// It leaves the denominator of the nearest level that rescales.
        case excluded
        /// It gives full points.
        case full
    }

    public init(
        clause: String, title: Phrase, requirement: Phrase? = nil, documents: [Phrase] = [], onSite: Phrase? = nil,
        rule: Rule, checks: [Named] = [], readings: [String] = [], notApplicable: NotApplicable = .refused,
        weight: Exact = .one, category: String, sections: [Phrase] = []
    ) {
        self.clause = clause
        self.title = title
        self.requirement = requirement
        self.documents = documents
        self.onSite = onSite
        self.rule = rule
        self.checks = checks
        self.readings = readings
        self.notApplicable = notApplicable
        self.weight = weight
        self.category = category
        self.sections = sections
    }

    /// Most points it can give in its level, before its weight.
    public var maximum: Exact { rule.maximum }
}

/// Something with an id that a file uses and a title that people read: a kind, a check, an option.
public struct Named: Hashable, Sendable {
    public var id: String
    public var title: Phrase

    public init(id: String, title: Phrase) {
        self.id = id
        self.title = title
    }
}
