public import Commons
import Foundation

/// A thing of a kind as it is now: what its acts make of it.
public struct Item: Hashable, Sendable {
    public var head: CaseHead
    /// Of the form that it was last written with.
    public var edition: Int
    public var fields: [String: FormValue]
    /// The space that it is in; of a space the one around it.
    public var place: String?
    /// Who entered it; nil: a device, a rule.
    public var owner: String?
    /// Who has it to do.
    public var assigned: Set<String>
    /// When the present state began.
    public var since: Instant

    public init(
        head: CaseHead, edition: Int, fields: [String: FormValue], place: String?, owner: String?,
        assigned: Set<String>, since: Instant
    ) {
        self.head = head
        self.edition = edition
        self.fields = fields
        self.place = place
        self.owner = owner
        self.assigned = assigned
        self.since = since
    }

    public var id: String { head.id }
    public var state: String { head.state }

    /// What rights need to know of it.
    public var subject: Subject {
        Subject(
            organisations: [head.handler, head.opener], region: head.region,
            assigned: assigned, owners: owner.map { [$0] } ?? [], places: Set([id, place].compactMap(\.self)))
    }
}

/// An act on an item, as it stands in its journal.
public struct ItemEntry: Hashable, Sendable, Codable {
    public var act: String
    /// The edition of the form that `fields` answers.
    public var edition: Int
    /// Of the kind's form: what changed; an empty list where something was emptied.
    public var fields: [String: FormValue]
    /// Fields that were emptied.
    public var emptied: [String]?
    /// Of the act's own form.
    public var answers: [String: FormValue]?
    /// The space that it is in from here on.
    public var place: String?
    public var state: String
    /// Who has it from here on; nil: as before.
    public var assigned: [String]?
    /// Whose it is from here on, empty for nobody's; nil: as before.
    public var owner: String?
    /// Fields that were here until the consent that they were kept by ended.
    public var redacted: [String]?

    public init(
        act: String, edition: Int, fields: [String: FormValue] = [:], emptied: [String]? = nil,
        answers: [String: FormValue]? = nil, place: String? = nil, state: String, assigned: [String]? = nil,
        owner: String? = nil
    ) {
        self.act = act
        self.edition = edition
        self.fields = fields
        self.emptied = emptied
        self.answers = answers
        self.place = place
        self.state = state
        self.assigned = assigned
        self.owner = owner
    }
}

extension Item {
    /// The item after an act.
    func applying(_ entry: ItemEntry, at: Instant) -> Item {
        var item = self
        item.edition = entry.edition
        item.fields.merge(entry.fields) { _, new in new }
        for field in entry.emptied ?? [] { item.fields[field] = nil }
        item.place = entry.place ?? place
        item.assigned = entry.assigned.map { Set($0) } ?? assigned
        if let owner = entry.owner { item.owner = owner.isEmpty ? nil : owner }
        if entry.state != state { item.since = at }
        item.head.state = entry.state
        item.head.sequence += 1
        item.head.changedAt = at
        return item
    }

    /// What its journal makes of it; nil: no such entries.
    ///
    /// `head`: for what no act changes, such as its number.
    public static func folding(_ entries: [CaseEntry], head: CaseHead) throws -> Item? {
        var item: Item?
        for entry in entries {
            let act = try CanonicalJSON.decode(ItemEntry.self, entry.data)
            if let before = item {
                item = before.applying(act, at: entry.at)
            } else {
                var first = head
                first.sequence = 0
                first.state = ""
                let blank = Item(
                    head: first, edition: 0, fields: [:], place: nil, owner: entry.person, assigned: [],
                    since: entry.at)
                item = blank.applying(act, at: entry.at)
            }
        }
        return item
    }
}
