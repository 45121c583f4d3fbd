public import Commons
import Rulebook

/// Something that was delivered to the visitor.
public struct Message: Sendable {
    public var item: Item
    public var kind: Kind
    public var receipt: Receipt
    /// What it asks; nil: nothing.
    public var questions: Form?
    /// Whether it can be answered now.
    public var isOpen: Bool
    /// Nobody learns who answered what.
    public var isSecret: Bool
    /// What all of them answered, of a poll that is over; nil: not to be seen by them.
    public var tallies: [Tally]?

    public var isRead: Bool { receipt.readAt != nil }
    /// It waits for an answer.
    public var asks: Bool { questions != nil && isOpen && receipt.answeredAt == nil }
}

extension CommunityDesk {
    private func person(_ function: Function, _ visitor: Visitor) throws -> String {
        let decision = policy().decide(visitor, function)
        guard decision.isAllowed, let person = visitor.person else { throw Refusal(.forbidden, decision.reason) }
        return person.id
    }

    /// States of what is out or has been; what was withdrawn is gone.
    private var shownStates: [String] {
        Set(catalog.kinds.compactMap(\.audience).flatMap { [$0.state, $0.ended] }).sorted()
    }

    /// What was delivered to the visitor, the latest first, and how much of it is unread.
    ///
    /// `isRead`: nil: all of it; `limit`: 1...500.
    public func messages(
        _ visitor: Visitor, isRead: Bool? = nil, after: ItemQuery.Cursor? = nil, limit: Int = 50
    ) async throws -> (messages: [Message], unread: Int) {
        let person = try person(CommunityFunction.readMessages, visitor)
        let query = ReceiptQuery(
            person: person, states: shownStates, isRead: isRead, after: after, limit: min(max(limit, 1), 500))
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let receipts = try records.receipts(query)
            let items = try records.items(Set(receipts.map(\.item)))
            let messages = try receipts.compactMap { receipt in
                try items[receipt.item].flatMap { try message($0, receipt, at: now) }
            }
            return (messages, try records.countUnread(query))
        }
    }

    /// What was delivered to the visitor; `reading`: they have it before them, which is kept once.
    public func message(_ id: String, _ visitor: Visitor, reading: Bool) async throws -> Message {
        let person = try person(CommunityFunction.readMessages, visitor)
        let now = surroundings.now()
        let shown = try await store.readCommunity { try delivered(id, to: person, at: now, $0) }
        guard reading, !shown.isRead else { return shown }
        return try await store.writeCommunity { records in
            var message = try delivered(id, to: person, at: now, records)
            if message.receipt.readAt == nil {
                message.receipt.readAt = now
                try records.put(message.receipt)
            }
            return message
        }
    }

    /// Answers a poll or a survey; until its end the answer can be given anew. `texts`: what came, by question.
    public func answer(_ id: String, _ texts: [String: [String]], by visitor: Visitor) async throws -> Message {
        let person = try person(CommunityFunction.answerMessages, visitor)
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            var message = try delivered(id, to: person, at: now, records)
            guard let questions = message.questions else {
                throw Refusal(.locked, zh: "这一通知不需要答复", en: "nothing is asked here")
            }
            guard message.isOpen else { throw Refusal(.locked, zh: "已经截止，不能再答复", en: "it is over") }
            let answer = try questions.read { texts[$0.id] ?? [] }
            if message.receipt.answeredAt != nil, message.receipt.answer == answer { return message }
            message.receipt.readAt = message.receipt.readAt ?? now
            message.receipt.answeredAt = now
            message.receipt.answer = answer
            try records.put(message.receipt)
            return message
        }
    }

    private func delivered(
        _ id: String, to person: String, at now: Instant, _ records: any CommunityRecords
    ) throws -> Message {
        guard CommunityDesk.isID(id), let receipt = try records.receipt(of: id, person: person),
            let item = try records.item(id), var message = try message(item, receipt, at: now),
            let facet = message.kind.audience
        else { throw CommunityDesk.missing }
        if case .options = facet.asks, !message.isOpen, let questions = message.questions {
            let receipts = try records.receipts(of: id)
            if Tally.obstacle(receipts, isSecret: message.isSecret, isOpen: false) == nil {
                message.tallies = Tally.all(questions, receipts)
            }
        }
        return message
    }

    /// nil: it is not out.
    private func message(_ item: Item, _ receipt: Receipt, at now: Instant) throws -> Message? {
        guard let kind = catalog.kind(item.head.kind), let facet = kind.audience,
            [facet.state, facet.ended].contains(item.state)
        else { return nil }
        return Message(
            item: item, kind: kind, receipt: receipt,
            questions: try Questionnaire.form(of: item, facet, title: item.head.title),
            isOpen: facet.isOpen(item, at: now), isSecret: facet.isSecret(item))
    }
}
