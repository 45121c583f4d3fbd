public import Commons

/// Which items to list. All that is given must hold.
public struct ItemQuery: Hashable, Sendable {
    public var kind: String
    /// The visitor's rows; an item is listed if any of these holds.
    public var reach: [CaseQuery.Reach]
    public var states: [String]
    /// Part of the title or the number.
    public var text: String
    /// Ids of those that `text` need not fit.
    public var also: [String] = []
    /// Values of fields that lists can be narrowed by.
    public var values: [Value]
    /// In this space or in one within it.
    public var within: String?
    /// In this space itself.
    public var at: String?
    public var order: Order
    /// Where the page before ended.
    public var after: Cursor?
    /// 1...100,000.
    public var limit: Int

    public struct Value: Hashable, Sendable {
        public var field: String
        public var word: String

        public init(_ field: String, _ word: String) {
            self.field = field
            self.word = word
        }
    }

    public enum Order: Hashable, Sendable {
        /// Newest change first.
        case changed
        /// By number.
        case number
    }

    public struct Cursor: Hashable, Sendable {
        /// The last one's number, or when it was changed in milliseconds.
        public var key: String
        public var id: String

        public init(key: String, id: String) {
            self.key = key
            self.id = id
        }
    }

    public init(
        kind: String, reach: [CaseQuery.Reach], states: [String] = [], text: String = "", values: [Value] = [],
        within: String? = nil, at: String? = nil, order: Order = .changed, after: Cursor? = nil, limit: Int = 50
    ) {
        self.kind = kind
        self.reach = reach
        self.states = states
        self.text = text
        self.values = values
        self.within = within
        self.at = at
        self.order = order
        self.after = after
        self.limit = limit
    }
}
