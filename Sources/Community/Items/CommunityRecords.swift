public import Commons

/// What a community keeps besides what Commons does, within one transaction.
public protocol CommunityRecords: Records, SlotRecords, ReceiptRecords, MoneyRecords, MetricRecords, RetentionRecords,
    ReadingMonthRecords, TallyRecords, PaymentRecords, DeviceRecords, BrokerRecords
{
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
    /// `personal`: ids of the fields that are encrypted; `index`: what lists can be narrowed by, and what items are
    /// found by of the encrypted fields, whose words are kept as blind indexes.
    func append(_ entry: CaseEntry, _ item: Item, personal: Set<String>, index: [ItemQuery.Value]) throws
    /// Puts the index of an item in the place of what there is.
    func putIndex(_ index: [ItemQuery.Value], of item: Item, personal: Set<String>) throws
    /// Whether the items of a kind are indexed by these fields, the encrypted ones under the key in use.
    func isIndexed(_ kind: String, by fields: [String]) throws -> Bool
    func setIndexed(_ kind: String, by fields: [String]) throws
    /// Ids of items within reach in which one of these encrypted fields is this very word, at most 100.
    func items(of kind: String, having values: [ItemQuery.Value], reach: [CaseQuery.Reach]) throws -> [String]

    /// What proves that an address with this text was made here, and says nothing to whoever does not hold the keys:
    /// hexadecimal digits, 64 of them. It turns with the keys.
    func seal(_ text: String, for purpose: String) -> String
    /// As above, under each key that is still held.
    func seals(_ text: String, for purpose: String) -> [String]

    /// Takes these fields out of everything that was ever done to an item, so that nothing leads back to them.
    func redact(_ fields: Set<String>, of item: String) throws

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
    /// Waits until no other node takes in what devices say, before anything is read: else each would undo the other's.
    func takeTurn() throws
    /// Changes whenever a device does: who holds what it knows of devices can tell whether it still does.
    func deviceVersion() throws -> Int
    /// `item`: the device or service that changed; nil: it is more than one can say.
    func raiseDeviceVersion(for item: String?, at: Instant) throws
    /// Items of devices and services that changed since a version; nil: that cannot be told.
    func devicesChanged(since version: Int) throws -> Set<String>?
    func forgetDeviceChanges(before: Instant) throws
    /// All series, by device and property.
    func allSeries() throws -> [SeriesKey: Int]
    /// Their numbers, made where there is none.
    func series(_ keys: [SeriesKey]) throws -> [SeriesKey: Int]
    /// What there is of a day, by series. `series`: only these; nil: all.
    func readingDays(_ day: Int, of series: [Int]?) throws -> [Int: ReadingDay]
    /// Adds readings, none of which is there yet.
    func add(_ readings: [Reading]) throws
    /// Adds those that are not there yet; no two are of the same series and moment.
    /// - Returns: for each the value that was there; nil: it was added.
    func addOnce(_ readings: [Reading]) throws -> [Double?]
    func lastReading(of series: Int, before: Instant, since: Instant) throws -> Reading?
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
    /// Items whose term is over and that the rule has not looked at since they came into their state: of its
    /// organisation and place, where it has any.
    func overdueItems(kind: String, state: String, before: Instant, rule: Rule?, limit: Int) throws -> [Item]
    /// That the rule has looked at it.
    func markEscalated(_ item: Item, rule: String) throws
    /// Newest first.
    func ruleRuns(_ query: RuleRunQuery) throws -> [RuleRun]

    // Rules
    /// Changes whenever rules that people wrote do.
    /// Of the models that people have added.
    func modelVersion() throws -> Int
    func raiseModelVersion() throws
    func ruleVersion() throws -> Int
    func raiseRuleVersion() throws
    /// What a rule has seen to, by device or organisation.
    func ruleMarks(of rule: String) throws -> [String: Int64]
    func markRule(_ rule: String, _ subject: String, _ mark: Int64) throws
    /// What it has seen to counts no longer.
    func dropRuleMarks(of rule: String) throws
    /// Organisations that keep places, with their regions.
    func keepers() throws -> [(organisation: String, region: String)]
    /// Of any of these series, in order of time.
    func readings(ofAny series: [Int], from: Instant, until: Instant, limit: Int) throws -> [Reading]
    /// Items of a kind that the organisation keeps, of which one of these acts was done since: latest first.
    func acted(kind: String, acts: [String], organisation: String, since: Instant, limit: Int) throws -> [String]
    /// Who made an edition of a form, and when; of those that the program made nobody.
    func formEditionHistory(of kind: String) throws -> [(at: Instant, person: String?)]
    func setFormAuthor(_ person: String, of kind: String, edition: Int) throws

    // Figures
    /// How long items took from being entered to the first of these acts, in milliseconds.
    func responses(of kind: String, to acts: [String], reach: [CaseQuery.Reach], from: Instant, until: Instant) throws
        -> [Response]
}

extension CommunityRecords {
    /// What there is of a day, of all series.
    public func readingDays(_ day: Int) throws -> [Int: ReadingDay] { try readingDays(day, of: nil) }
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
