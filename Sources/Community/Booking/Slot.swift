public import Commons

/// That an item takes up a resource for a time.
public struct Slot: Hashable, Sendable {
    public var item: String
    public var resource: String
    public var span: TimeSpan
    /// Whose it is; nil: a rule's.
    public var person: String?

    public init(item: String, resource: String, span: TimeSpan, person: String?) {
        self.item = item
        self.resource = resource
        self.span = span
        self.person = person
    }
}

/// What is taken up when, within one transaction.
public protocol SlotRecords {
    /// Those that meet a span, in order of time.
    func slots(of resource: String, in span: TimeSpan) throws -> [Slot]
    /// How many somebody has of a resource that are not over, but for one item's.
    func countSlots(of resource: String, person: String, after: Instant, besides item: String) throws -> Int
    /// Puts it in the place of the item's other one.
    func put(_ slot: Slot) throws
    func dropSlot(of item: String) throws
}
