public import Commons

/// Something that happened: told by a device or found by a rule.
public struct Event: Hashable, Sendable {
    /// Given by the records.
    public var id: Int
    /// Of `EventKind`.
    public var kind: String
    /// The device's item.
    public var device: String?
    public var place: String?
    public var at: Instant
    public var receivedAt: Instant
    public var level: EventKind.Level
    /// In words, as whoever told it.
    public var text: String
    /// Nothing of it has an effect outside.
    public var isDrill: Bool
    /// The item that it is about, where neither device nor place tells which; not kept.
    public var about: String?

    public init(
        id: Int = 0, kind: String, device: String?, place: String?, at: Instant, receivedAt: Instant,
        level: EventKind.Level, text: String = "", isDrill: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.device = device
        self.place = place
        self.at = at
        self.receivedAt = receivedAt
        self.level = level
        self.text = text
        self.isDrill = isDrill
    }

    /// What tells it from others: the same thing again, while its alarm is open, is not another alarm.
    public var key: String {
        "\(isDrill ? "drill/" : "")\(kind)/\(device ?? "")/\(device == nil ? place ?? "" : "")"
            + (about.map { "/\($0)" } ?? "")
    }
}

/// An alarm that nobody has closed yet.
public struct OpenAlarm: Hashable, Sendable {
    public var key: String
    public var item: String
    /// How many events it stands for.
    public var count: Int
    public var firstAt: Instant
    public var lastAt: Instant

    public init(key: String, item: String, count: Int, firstAt: Instant, lastAt: Instant) {
        self.key = key
        self.item = item
        self.count = count
        self.firstAt = firstAt
        self.lastAt = lastAt
    }
}

/// Which events to list. All that is given must hold.
public struct EventQuery: Hashable, Sendable {
    public var kinds: [String]
    public var device: String?
    public var within: String?
    public var from: Instant?
    public var until: Instant?
    /// At places that one of these keeps; nil: anywhere.
    public var organisations: [String]?
    /// The last one of the page before.
    public var before: Int?
    /// 1...1,001.
    public var limit: Int

    /// How many one may ask for at once.
    public static let most = 1000

    public init(
        kinds: [String] = [], device: String? = nil, within: String? = nil, from: Instant? = nil,
        until: Instant? = nil, before: Int? = nil, limit: Int = 100
    ) {
        self.kinds = kinds
        self.device = device
        self.within = within
        self.from = from
        self.until = until
        self.before = before
        self.limit = limit
    }
}
