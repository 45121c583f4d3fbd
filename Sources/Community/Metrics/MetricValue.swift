public import Commons
public import Rulebook

/// What a metric was on a day, for one organisation that keeps a community.
public struct MetricValue: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, CaseIterable {
        case ok
        /// There is a value, but it rests on too little to be relied on.
        case thin
        /// There was nothing to compute it from.
        case none
    }

    /// Something that it rests on, in words.
    public struct Detail: Hashable, Sendable, Codable {
        public var label: Phrase
        public var text: Phrase

        public init(_ label: Phrase, _ text: Phrase) {
            self.label = label
            self.text = text
        }
    }

    public var metric: String
    public var organisation: String
    public var region: String
    public var day: Day
    /// When it was computed; it says how things were until then.
    public var at: Instant
    /// nil: it is of that moment.
    public var from: Instant?
    /// The value is `numerator / denominator`, exactly; a share is not in percent yet, a time is in milliseconds.
    public var numerator: Int
    /// 0: there is none.
    public var denominator: Int
    /// How many things it rests on.
    public var sample: Int
    public var state: State
    /// Why it is thin or missing.
    public var reason: Phrase?
    public var details: [Detail]
    /// How what it rests on came into the records, where that is out of the ordinary.
    public var marks: [MetricMark]

    public init(
        metric: String, organisation: String, region: String, day: Day, at: Instant, from: Instant?, numerator: Int,
        denominator: Int, sample: Int, state: State, reason: Phrase? = nil, details: [Detail] = [],
        marks: [MetricMark] = []
    ) {
        self.metric = metric
        self.organisation = organisation
        self.region = region
        self.day = day
        self.at = at
        self.from = from
        self.numerator = numerator
        self.denominator = denominator
        self.sample = sample
        self.state = state
        self.reason = reason
        self.details = details
        self.marks = marks
    }
}

extension MetricValue {
    /// The value in decimal digits: percent with one decimal, cut off so that only all is 100; others rounded to at
    /// most three. nil: there is none.
    public func digits(_ unit: Metric.Unit) -> String? { MetricValue.digits(numerator, over: denominator, unit) }

    static func digits(_ numerator: Int, over denominator: Int, _ unit: Metric.Unit) -> String? {
        guard denominator > 0 else { return nil }
        switch unit {
        case .percent: return digits(numerator * 1000 / denominator, decimals: 1)
        case .grade: return digits(rounded(numerator * 100, denominator), decimals: 2)
        case .measured: return digits(rounded(numerator * 1000, denominator), decimals: 3)
        case .count, .days, .time: return String(rounded(numerator, denominator))
        }
    }

    /// Half goes away from zero.
    private static func rounded(_ numerator: Int, _ denominator: Int) -> Int {
        let half = denominator / 2
        return (numerator + (numerator < 0 ? -half : half)) / denominator
    }

    private static func digits(_ scaled: Int, decimals: Int) -> String {
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        var text = "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return (scaled < 0 ? "-" : "") + text
    }
}

/// Which values. All that is given must hold.
public struct MetricQuery: Hashable, Sendable {
    public var organisation: String
    public var metric: String?
    /// From this day on.
    public var from: Day?
    public var until: Day?
    /// 1...20,000.
    public var limit: Int

    public init(organisation: String, metric: String? = nil, from: Day? = nil, until: Day? = nil, limit: Int = 20_000) {
        self.organisation = organisation
        self.metric = metric
        self.from = from
        self.until = until
        self.limit = limit
    }
}

/// An organisation that keeps places, and with them a community.
public struct Keeper: Hashable, Sendable {
    public var id: String
    public var name: String
    public var region: String
    /// When its first place was entered.
    public var since: Instant

    public init(id: String, name: String, region: String, since: Instant) {
        self.id = id
        self.name = name
        self.region = region
        self.since = since
    }
}
