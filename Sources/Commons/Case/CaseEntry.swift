/// One act on a case, as it stands in the case's journal for good. The state of a case is what its entries make of it.
public struct CaseEntry: Hashable, Sendable {
    public var caseID: String
    /// From 1, without gaps.
    public var sequence: Int
    /// Chosen by whoever sent the act, so that sending it twice does it once; unique within a case.
    public var id: String
    public var at: Instant
    /// Who acted; nil: the public, or the system.
    public var person: String?
    public var organisation: String?
    /// The act's name in its life cycle.
    public var act: String
    /// The act as JSON.
    public var data: [UInt8]

    public init(
        caseID: String, sequence: Int, id: String, at: Instant, person: String?, organisation: String?, act: String,
        data: [UInt8]
    ) {
        self.caseID = caseID
        self.sequence = sequence
        self.id = id
        self.at = at
        self.person = person
        self.organisation = organisation
        self.act = act
        self.data = data
    }
}

/// What lists and rights need to know of a case without reading its entries.
public struct CaseHead: Hashable, Sendable {
    public var id: String
    /// `evaluation`, `repair`…
    public var kind: String
    /// What people call it: `2026-000017`.
    public var number: String
    public var title: String
    public var state: String
    /// Of its last entry.
    public var sequence: Int
    /// The organisation it was opened by, and the one that handles it.
    public var opener: String
    public var handler: String
    public var region: String
    public var openedAt: Instant
    public var changedAt: Instant
    /// When its present state should be over.
    public var due: Instant?

    public init(
        id: String, kind: String, number: String, title: String, state: String, sequence: Int, opener: String,
        handler: String, region: String, openedAt: Instant, changedAt: Instant, due: Instant?
    ) {
        self.id = id
        self.kind = kind
        self.number = number
        self.title = title
        self.state = state
        self.sequence = sequence
        self.opener = opener
        self.handler = handler
        self.region = region
        self.openedAt = openedAt
        self.changedAt = changedAt
        self.due = due
    }
}
