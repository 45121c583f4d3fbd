public import Commons
public import Rulebook

/// Whose, and from when until when.
public struct MetricScope: Hashable, Sendable {
    public var organisation: String
    /// nil: whatever its age.
    public var from: Instant?
    /// What is later is not seen.
    public var until: Instant

    public init(organisation: String, from: Instant?, until: Instant) {
        self.organisation = organisation
        self.from = from
        self.until = until
    }
}

/// How one item was answered.
public struct MetricAnswer: Hashable, Sendable {
    public var openedAt: Instant
    public var answeredAt: Instant?
    public var state: String
    /// When the present state began.
    public var since: Instant

    public init(openedAt: Instant, answeredAt: Instant?, state: String, since: Instant) {
        self.openedAt = openedAt
        self.answeredAt = answeredAt
        self.state = state
        self.since = since
    }
}

/// What devices of a model measured over whole days.
public struct MetricReadings: Hashable, Sendable {
    /// In use, and with a reading.
    public var devices: Int
    public var count: Int
    public var total: Double
    public var least: Double
    public var most: Double

    public init(devices: Int, count: Int, total: Double, least: Double, most: Double) {
        self.devices = devices
        self.count = count
        self.total = total
        self.least = least
        self.most = most
    }
}

/// What metrics are computed from, and where they are kept, within one transaction.
public protocol MetricRecords {
    /// Those that somebody's rows reach, by name.
    func keepers(_ reach: [CaseQuery.Reach]) throws -> [Keeper]
    /// A value of the same day is replaced.
    func put(_ values: [MetricValue]) throws
    /// Newest first, then by metric.
    func metricValues(_ query: MetricQuery) throws -> [MetricValue]

    /// What is asked from here on is planned for the span that it asks about, however often it was asked before.
    func planEach() throws

    /// Those entered in the scope.
    func count(_ items: Metric.Items, _ scope: MetricScope) throws -> Int
    /// One for each that was entered in the scope.
    func answers(_ items: Metric.Items, to acts: [String], _ scope: MetricScope) throws -> [MetricAnswer]
    /// Acts done in the scope.
    func entries(_ items: Metric.Items, act: String, _ scope: MetricScope) throws -> [CaseEntry]
    func countEvents(_ kinds: [String], _ scope: MetricScope) throws -> Int
    func hasEvents(_ kinds: [String], _ scope: MetricScope) throws -> Bool
    /// The first of a kind; nil: there is none.
    func firstEvent(_ kind: String, of organisation: String) throws -> Instant?
    /// How many of them there are for each value of this field.
    func count(_ items: Metric.Items, by field: String, _ scope: MetricScope) throws -> [String: Int]
    /// Ids of spaces, those alone that are not covered, by name. `days`: since 1970, on which devices have said what
    /// is needed; `through`: the relation of a service that holds on the last of them.
    func uncovered(
        _ spaces: Metric.Items, by devices: Metric.Devices, through: String?, on days: Range<Int>,
        _ scope: MetricScope
    ) throws -> [String]
    /// Ids of devices in use that meet all needs; without needs all of these models.
    func devices(_ devices: Metric.Devices, on days: Range<Int>, of organisation: String) throws -> Set<String>
    /// How many of these commands, given in the scope, were carried out, and how many are over by now.
    func countCommands(_ commands: [String], to models: [String], _ scope: MetricScope) throws -> (done: Int, over: Int)
    /// Spaces in use of a level at which there are such items.
    func countPlaced(level: String, with items: Metric.Items, _ scope: MetricScope) throws -> Int
    /// How many of those entered in the scope have which of these fields filled in, and no other of them.
    func filled(_ items: Metric.Items, fields: Set<String>, _ scope: MetricScope) throws -> [Set<String>: Int]
    /// People with one of these roles in the organisation who may log in, and those who did, read or answered
    /// something in the scope.
    func activity(roles: [String], _ scope: MetricScope) throws -> (active: Int, all: Int)
    /// How many people who may log in hold each role in an organisation.
    func heldRoles(_ organisation: String) throws -> [String: Int]
    /// How often programs of partners of the organisation took what they were told.
    func countPassedOn(_ scope: MetricScope) throws -> Int
    /// How many receipts there are of items entered in the scope, and how many were read or answered.
    func receipts(_ items: Metric.Items, figure: Metric.Receiving, _ scope: MetricScope) throws -> (done: Int, all: Int)
    /// From one day until before another, days since 1970.
    func readings(model: String, property: String, of organisation: String, from: Int, until: Int) throws
        -> MetricReadings
    func hasReadings(of organisation: String, on day: Int) throws -> Bool

    /// Events of the scope that came in so much later than they happened, in milliseconds, and all of them.
    func lateEvents(_ kinds: [String], _ scope: MetricScope, by milliseconds: Int64) throws -> (late: Int, all: Int)
    /// When those entered in the scope were entered, and the day that stands in a field of theirs.
    func dated(_ items: Metric.Items, by field: String, _ scope: MetricScope) throws -> [(openedAt: Instant, day: Day)]
    /// How many of them were entered on which day of the scope.
    func entered(_ items: Metric.Items, _ scope: MetricScope) throws -> [Day: Int]
    /// How many numbers were given to what was entered in the scope, whoever keeps it, and how many are there.
    func numbers(_ kind: String, prefix: String, _ scope: MetricScope) throws -> (given: Int, there: Int)

    /// Every item of a kind that the organisation keeps, with its acts before the end of the scope, oldest first.
    func eachJournal(of kind: String, _ scope: MetricScope, _ body: (CaseHead, [CaseEntry]) throws -> Void) throws
}
