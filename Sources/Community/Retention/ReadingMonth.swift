public import Commons
public import Rulebook

/// A month in Beijing time, whose readings lie together where the engine parts them (PostgreSQL).
public struct ReadingMonth: Hashable, Sendable, Comparable {
    public let first: Day

    public init(_ day: Day) { first = day.adding(days: 1 - day.day) }

    public init(_ moment: Instant) { self.init(moment.day) }

    public var start: Instant { Instant(first) }
    /// The first moment after it.
    public var end: Instant { Instant(next.first) }
    public var next: ReadingMonth { ReadingMonth(first.adding(months: 1)) }

    public static func < (left: ReadingMonth, right: ReadingMonth) -> Bool { left.first < right.first }
}

/// The months that readings lie in, within one transaction. An engine that does not part them has none.
public protocol ReadingMonthRecords {
    /// All readings stay where they are found until this transaction ends. It comes before anything is read: what is
    /// moved or dropped as a whole is gone for older snapshots as well.
    func holdReadings() throws
    /// Months of the span that are not made yet, and those of which readings lie apart.
    func missingMonths(from: Instant, through: Instant) throws -> [ReadingMonth]
    /// Makes a month, and takes into it what lies apart of it. First in its transaction, like `holdReadings`.
    func make(_ month: ReadingMonth) throws
    /// Months that are over before a moment, oldest first.
    func months(before: Instant) throws -> [ReadingMonth]
    /// Nothing comes into a month any more until this transaction ends. First in its transaction, like `holdReadings`.
    func close(_ month: ReadingMonth) throws
    /// Removes a month that is closed.
    /// - Returns: how many readings were in it.
    func drop(_ month: ReadingMonth) throws -> Int
}

extension CommunityDesk {
    /// How many months are there before they begin.
    private static let monthsAhead = 2

    /// Makes the months that readings are still taken for, and the next ones.
    /// - Returns: how many were missing.
    @discardableResult
    public func keepMonths() async throws -> Int {
        let now = surroundings.now()
        let from = Instant(milliseconds: now.milliseconds - CommunityLimits.late)
        let through = Instant(now.day.adding(months: Self.monthsAhead))
        let missing = try await store.readCommunity { try $0.missingMonths(from: from, through: through) }
        for month in missing { try await store.writeCommunity { try $0.make(month) } }
        return missing.count
    }
}
