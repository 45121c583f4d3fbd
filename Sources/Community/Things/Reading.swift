public import Commons

/// What one device says of one property over time.
public struct SeriesKey: Hashable, Sendable {
    /// The id of the device's item.
    public var device: String
    public var property: String

    public init(device: String, property: String) {
        self.device = device
        self.property = property
    }
}

/// One value at one moment.
public struct Reading: Hashable, Sendable {
    public var series: Int
    public var at: Instant
    /// Flags are 0 and 1, states their place in the list.
    public var value: Double

    public init(series: Int, at: Instant, value: Double) {
        self.series = series
        self.at = at
        self.value = value
    }
}

/// What a series said in a day (Beijing time), kept up to date with every reading.
public struct ReadingDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    public var day: Int
    public var series: Int
    public var count: Int
    public var sum: Double
    public var least: Double
    public var most: Double
    public var firstAt: Instant
    public var first: Double
    public var lastAt: Instant
    public var last: Double

    public init(
        day: Int, series: Int, count: Int, sum: Double, least: Double, most: Double, firstAt: Instant, first: Double,
        lastAt: Instant, last: Double
    ) {
        self.day = day
        self.series = series
        self.count = count
        self.sum = sum
        self.least = least
        self.most = most
        self.firstAt = firstAt
        self.first = first
        self.lastAt = lastAt
        self.last = last
    }

    init(_ reading: Reading, day: Int) {
        self.init(
            day: day, series: reading.series, count: 1, sum: reading.value, least: reading.value, most: reading.value,
            firstAt: reading.at, first: reading.value, lastAt: reading.at, last: reading.value)
    }

    mutating func add(_ reading: Reading) {
        count += 1
        sum += reading.value
        least = min(least, reading.value)
        most = max(most, reading.value)
        if reading.at < firstAt { (firstAt, first) = (reading.at, reading.value) }
        if reading.at >= lastAt { (lastAt, last) = (reading.at, reading.value) }
    }

    public var mean: Double { sum / Double(max(count, 1)) }
}

/// A reading that was kept apart, as it came.
public struct RefusedReading: Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        /// No device of this number, or none that the sender may speak for.
        case unknownDevice
        /// The device was taken out of service.
        case revoked
        case unknownProperty
        /// Not a number, not a flag, none of the states.
        case wrongType
        /// Outside of what the device can measure.
        case outOfRange
        /// No moment, or none that this installation's clock has reached (5 minutes are let through).
        case future
        /// Older than it is taken in.
        case past
        /// A line that is no reading at all.
        case malformed
        /// Another value for a moment that there is a reading of.
        case contradiction
        /// An event of a kind that there is not.
        case unknownEvent
        /// An answer to a command that the device was not given.
        case unknownCommand
        /// More than one property of a device says in a day.
        case quota
        /// An event of a device that told more than can be meant.
        case quarantine
    }

    /// Given by the records.
    public var id: Int
    public var receivedAt: Instant
    /// Who sent it, and for which organisation.
    public var sender: String
    public var organisation: String
    /// From 1, in what was sent.
    public var line: Int
    public var reason: Reason
    /// At most `mostBytes` bytes of it.
    public var text: String

    static let mostBytes = 1000

    public init(
        id: Int = 0, receivedAt: Instant, sender: String, organisation: String, line: Int, reason: Reason, text: String
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.sender = sender
        self.organisation = organisation
        self.line = line
        self.reason = reason
        self.text = text
    }
}

/// Which of the readings that were kept apart. All that is given must hold.
public struct RefusedQuery: Hashable, Sendable {
    /// nil: of all.
    public var organisations: [String]?
    public var reason: RefusedReading.Reason?
    /// The last one of the page before.
    public var after: Int?
    public var limit: Int

    public init(
        organisations: [String]?, reason: RefusedReading.Reason? = nil, after: Int? = nil, limit: Int = 100
    ) {
        self.organisations = organisations
        self.reason = reason
        self.after = after
        self.limit = limit
    }
}
