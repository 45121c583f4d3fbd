public import Commons
public import Rulebook

/// What the data of a community said of a rulebook on a day.
public struct LiveScore: Hashable, Sendable {
    /// One day of it in a line, for its history.
    public struct Head: Hashable, Sendable {
        /// The organisation that keeps the community.
        public var organisation: String
        public var region: String
        /// The id of the rulebook.
        public var rulebook: String
        public var day: Day
        /// When it was computed; values of the same day may have been replaced since.
        public var at: Instant
        /// Q of what data alone shows.
        public var q: Exact
        /// Clauses that it shows, control items among them.
        public var met: Int

        public init(
            organisation: String, region: String, rulebook: String, day: Day, at: Instant, q: Exact, met: Int
        ) {
            self.organisation = organisation
            self.region = region
            self.rulebook = rulebook
            self.day = day
            self.at = at
            self.q = q
            self.met = met
        }
    }

    public var head: Head
    /// Every clause of the rulebook, control items first, in the standard's order.
    public var lines: [LiveLine]

    public init(head: Head, lines: [LiveLine]) {
        self.head = head
        self.lines = lines
    }
}

/// What data said of one clause.
public struct LiveLine: Hashable, Sendable, Codable {
    public var clause: String
    public var standing: DataVerdict.Standing
    public var answers: [LiveAnswer]
    /// Ids of the checks that nobody can see in data.
    public var open: [String]
    /// What data shows, if anything.
    public var finding: FindingRecord?

    public init(
        clause: String, standing: DataVerdict.Standing, answers: [LiveAnswer] = [], open: [String] = [],
        finding: FindingRecord? = nil
    ) {
        self.clause = clause
        self.standing = standing
        self.answers = answers
        self.open = open
        self.finding = finding
    }
}

/// One line that a metric had to reach, and what it was.
public struct LiveAnswer: Hashable, Sendable, Codable {
    /// The check, kind or extra fact that asks it; nil: the clause as a whole.
    public var part: String?
    public var metric: String
    /// `atLeast 180`: a side of `Threshold` and an exact number.
    public var side: String
    public var line: String
    public var holds: Bool
    public var state: DataFact.State
    /// The value, exactly: 0 of 0 where there is none.
    public var numerator: Int
    public var denominator: Int
    /// How many things it rests on.
    public var sample: Int
    /// When it was computed, and from when on it looked; nil: it was not, or it is of that moment. Milliseconds since
    /// 1970.
    public var at: Int64?
    public var from: Int64?
    /// Why it is thin or missing.
    public var reason: Phrase?
    /// What is out of the ordinary in how its records came about; nil: nothing.
    public var marks: [Phrase]?

    public init(
        part: String?, metric: String, side: String, line: String, holds: Bool, state: DataFact.State,
        numerator: Int = 0,
        denominator: Int = 0, sample: Int = 0, at: Int64? = nil, from: Int64? = nil, reason: Phrase? = nil,
        marks: [Phrase]? = nil
    ) {
        self.part = part
        self.metric = metric
        self.side = side
        self.line = line
        self.holds = holds
        self.state = state
        self.numerator = numerator
        self.denominator = denominator
        self.sample = sample
        self.at = at
        self.from = from
        self.reason = reason
        self.marks = marks
    }

    /// nil: what was kept is no line.
    public var threshold: Threshold? {
        guard let side = Threshold.Side(rawValue: side), let value = Exact(line) else { return nil }
        return Threshold(side, value)
    }
}

/// What live scores are kept by, within one transaction.
public protocol LiveRecords {
    /// One of the same day is replaced.
    func put(_ score: LiveScore) throws
    /// The latest on or before a day.
    func liveScore(of organisation: String, rulebook: String, onOrBefore day: Day) throws -> LiveScore?
    /// From a day on, oldest first.
    func liveHeads(of organisation: String, rulebook: String, from day: Day) throws -> [LiveScore.Head]
}
