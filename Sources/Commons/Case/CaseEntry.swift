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
    /// Whether names or numbers to reach people by are in it: then it is kept encrypted.
    public var isPersonal: Bool

    public init(
        caseID: String, sequence: Int, id: String, at: Instant, person: String?, organisation: String?, act: String,
        data: [UInt8], isPersonal: Bool = false
    ) {
        self.caseID = caseID
        self.sequence = sequence
        self.id = id
        self.at = at
        self.person = person
        self.organisation = organisation
        self.act = act
        self.data = data
        self.isPersonal = isPersonal
    }
}

/// An entry with the salt that the journal commits to it with: whoever has both can prove it.
public struct SaltedEntry: Hashable, Sendable {
    public var entry: CaseEntry
    /// 16 bytes.
    public var salt: [UInt8]

    public init(_ entry: CaseEntry, salt: [UInt8]) {
        self.entry = entry
        self.salt = salt
    }

    /// What the journal calls it.
    public var key: String { "\(CaseEntry.table)/\(entry.caseID)/\(entry.sequence)" }

    /// What the journal says of it.
    public var image: [String: JournalValue] {
        func optional(_ text: String?) -> JournalValue { text.map { .text($0) } ?? .nothing }
        return [
            "case_id": .text(entry.caseID), "sequence": .number(Int64(entry.sequence)), "id": .text(entry.id),
            "at": .number(entry.at.milliseconds), "person": optional(entry.person),
            "organisation": optional(entry.organisation), "act": .text(entry.act),
            "data": JournalField.text(String(decoding: entry.data, as: UTF8.self)).committed("data", salt: salt),
        ]
    }
}

extension CaseEntry {
    /// The table that the journal names entries by.
    public static let table = "case_entry"
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
