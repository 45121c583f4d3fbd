public import Commons
public import Rulebook

/// What became of what was delivered, for whoever published it.
public struct AudienceResults: Sendable {
    /// What somebody answered under their name.
    public struct Answer: Sendable {
        public var person: CommunityDesk.Named
        public var values: [String: FormValue]
    }

    public var item: Item
    public var kind: Kind
    /// nil: nothing is asked.
    public var questions: Form?
    public var delivered: Int
    public var read: Int
    public var answered: Int
    public var isSecret: Bool
    /// Why there are no totals; nil: there are.
    public var withheld: Phrase?
    public var tallies: [Tally]
    /// Empty where it is secret.
    public var answers: [Answer]
    /// Who has not read it, by name.
    public var unread: [CommunityDesk.Named]
}

extension CommunityDesk {
    /// How far something has come that was published, and what was answered.
    public func results(_ id: String, of kind: Kind, _ visitor: Visitor) async throws -> AudienceResults {
        guard let facet = kind.audience else { throw CommunityDesk.missing }
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let item = try found(id, of: kind, records)
            try demand(kind.function(.handle), visitor, item)
            let receipts = try records.receipts(of: id)
            let questions = try Questionnaire.form(of: item, facet, title: item.head.title)
            let isSecret = facet.isSecret(item)
            let withheld = Tally.obstacle(receipts, isSecret: isSecret, isOpen: facet.isOpen(item, at: now))
            var named: [String: Named] = [:]
            let people = receipts.map(\.person)
            for start in stride(from: 0, to: people.count, by: 500) {
                for person in try records.people(Set(people[start..<min(start + 500, people.count)])) {
                    named[person.id] = Named(person)
                }
            }
            func name(_ receipt: Receipt) -> Named? { named[receipt.person] }
            let answered = receipts.filter { $0.answeredAt != nil }
            return AudienceResults(
                item: item, kind: kind, questions: questions, delivered: receipts.count,
                read: receipts.count { $0.readAt != nil }, answered: answered.count, isSecret: isSecret,
                withheld: withheld, tallies: withheld == nil ? questions.map { Tally.all($0, receipts) } ?? [] : [],
                answers: isSecret
                    ? [] : answered.compactMap { one in name(one).map { .init(person: $0, values: one.answer) } },
                unread: receipts.filter { $0.readAt == nil }.compactMap(name).sorted { $0.title < $1.title })
        }
    }
}
