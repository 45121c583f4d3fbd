public import Commons

/// What a community keeps besides what Commons does, within one transaction.
public protocol CommunityRecords: Records {
    // Items
    func item(_ id: String) throws -> Item?
    func item(kind: String, number: String) throws -> Item?
    /// Those that exist.
    func items(_ ids: Set<String>) throws -> [String: Item]
    func items(_ query: ItemQuery) throws -> [Item]
    /// How many there are by state.
    func countItems(_ query: ItemQuery) throws -> [String: Int]
    /// Adds the entry to the item's journal, and puts the item as it is after it in its place. Throws a conflict if it
    /// has another last entry than the one before, or another item has its number.
    ///
    /// `personal`: ids of the fields that are encrypted; `index`: what lists can be narrowed by.
    func append(_ entry: CaseEntry, _ item: Item, personal: Set<String>, index: [ItemQuery.Value]) throws

    // Spaces
    /// The space itself, then the ones around it, innermost first.
    func spacesAround(_ space: String) throws -> [String]
    /// Puts a space, with all that lies in it, into another one; nil: into none.
    func put(space: String, in outer: String?) throws

    // Forms
    func formEditionCount(of kind: String) throws -> Int
    /// Oldest first; the first is edition 1.
    func formEditions(of kind: String) throws -> [Form]
    func addFormEdition(_ form: Form, of kind: String, edition: Int, at: Instant) throws

    // Readings
    /// Changes whenever a device does: who holds what it knows of devices can tell whether it still does.
    func deviceVersion() throws -> Int
    func raiseDeviceVersion() throws
    /// All series, by device and property.
    func allSeries() throws -> [SeriesKey: Int]
    /// Its number, made if there is none.
    func series(_ key: SeriesKey) throws -> Int
    /// What there is of a day, by series.
    func readingDays(_ day: Int) throws -> [Int: ReadingDay]
    /// Adds readings, none of which is there yet.
    func add(_ readings: [Reading]) throws
    /// Whether it was not there yet.
    func addOnce(_ reading: Reading) throws -> Bool
    func put(_ days: [ReadingDay]) throws
    func refuse(_ refused: [RefusedReading]) throws
    /// Newest first.
    func refusedReadings(_ query: RefusedQuery) throws -> [RefusedReading]
    /// In order of time.
    func readings(of series: Int, from: Instant, until: Instant, limit: Int) throws -> [Reading]
    /// The last one before a moment of each series.
    func lastReadings(of series: [Int], onOrBefore day: Int) throws -> [Int: ReadingDay]

    // Events
    func add(_ event: Event) throws -> Int
    func openAlarm(_ key: String) throws -> OpenAlarm?
    func put(_ alarm: OpenAlarm) throws
    func dropAlarm(of item: String) throws -> OpenAlarm?
    /// Oldest first.
    func openAlarms() throws -> [OpenAlarm]
    /// Newest first.
    func events(_ query: EventQuery) throws -> [Event]
    func add(_ run: RuleRun) throws
    /// Items whose term is over and that the rule has not looked at since they came into their state.
    func overdueItems(kind: String, state: String, before: Instant, rule: String, limit: Int) throws -> [Item]
    /// That the rule has looked at it.
    func markEscalated(_ item: Item, rule: String) throws
    /// Newest first.
    func ruleRuns(_ query: RuleRunQuery) throws -> [RuleRun]

    // Figures
    /// How long items took from being entered to the first of these acts, in milliseconds.
    func responses(of kind: String, to acts: [String], reach: [CaseQuery.Reach], from: Instant, until: Instant) throws
        -> [Response]
}

/// Where a community's records are kept; see `Store`.
public protocol CommunityStore: Store {
    func readCommunity<T: Sendable>(_ body: @escaping @Sendable (any CommunityRecords) throws -> T) async throws -> T
    func writeCommunity<T: Sendable>(_ body: @escaping @Sendable (any CommunityRecords) throws -> T) async throws -> T
}

/// How one item was answered.
public struct Response: Hashable, Sendable {
    public var item: String
    public var place: String?
    public var openedAt: Instant
    /// nil: not yet.
    public var milliseconds: Int64?
    public var person: String?

    public init(item: String, place: String?, openedAt: Instant, milliseconds: Int64?, person: String?) {
        self.item = item
        self.place = place
        self.openedAt = openedAt
        self.milliseconds = milliseconds
        self.person = person
    }
}
