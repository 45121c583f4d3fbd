public import Commons

/// That an item was delivered to somebody, and what became of it.
public struct Receipt: Hashable, Sendable {
    public var item: String
    public var person: String
    public var deliveredAt: Instant
    public var readAt: Instant?
    public var answeredAt: Instant?
    /// By the ids of the questions.
    public var answer: [String: FormValue]

    public init(
        item: String, person: String, deliveredAt: Instant, readAt: Instant? = nil, answeredAt: Instant? = nil,
        answer: [String: FormValue] = [:]
    ) {
        self.item = item
        self.person = person
        self.deliveredAt = deliveredAt
        self.readAt = readAt
        self.answeredAt = answeredAt
        self.answer = answer
    }
}

/// Which of somebody's receipts to list, the latest delivery first.
public struct ReceiptQuery: Hashable, Sendable {
    public var person: String
    /// Of items in these states.
    public var states: [String]
    /// nil: read or not.
    public var isRead: Bool?
    /// Where the page before ended: when that was delivered, in milliseconds, and its id.
    public var after: ItemQuery.Cursor?
    /// 1...500.
    public var limit: Int

    public init(
        person: String, states: [String], isRead: Bool? = nil, after: ItemQuery.Cursor? = nil, limit: Int = 50
    ) {
        self.person = person
        self.states = states
        self.isRead = isRead
        self.after = after
        self.limit = limit
    }
}

/// What was delivered to whom, within one transaction.
public protocol ReceiptRecords {
    /// None of these is there yet.
    func add(_ receipts: [Receipt]) throws
    func receipt(of item: String, person: String) throws -> Receipt?
    /// All of an item, in order of the person's id.
    func receipts(of item: String) throws -> [Receipt]
    func receipts(_ query: ReceiptQuery) throws -> [Receipt]
    func countUnread(_ query: ReceiptQuery) throws -> Int
    /// Puts it in the place of the one that is there.
    func put(_ receipt: Receipt) throws
}
