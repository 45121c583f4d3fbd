public import Commons
public import Rulebook

/// What the many rows of a day came to. The journal tells it in place of each of them: readings, the figures of their
/// day, events, what was kept apart, runs of rules.
public struct DayTally: Hashable, Sendable {
    /// The id of a `RetentionSubject`, or `figures`.
    public var subject: String
    public var count: Int
    /// SHA-256 of the rows in their order, in hexadecimal.
    public var digest: String

    public init(subject: String, count: Int, digest: String) {
        self.subject = subject
        self.count = count
        self.digest = digest
    }

    /// The figures of days, which stay when their readings go.
    public static let figures = "figures"
}

/// What days came to, within one transaction.
public protocol TallyRecords {
    /// Of readings by when they were measured, of the rest by when it came in; what there is none of is left out.
    func tallies(of day: Day) throws -> [DayTally]
    /// The first day that anything is of; nil: there is nothing.
    func firstTallied() throws -> Day?
    /// Up to which day everything has been told; nil: nothing has.
    func toldUpTo() throws -> Day?
    func setTold(upTo day: Day) throws
    /// Days that readings came late for since they were told, with how many.
    func lateDays() throws -> [Day: Int]
    /// That readings came late for a day.
    func came(late count: Int, for day: Day) throws
    /// That what came late for a day is told.
    func settleLate(_ day: Day) throws
}

extension JournalNote {
    /// What a day came to: on `day/2026-11-27`, in `details` by subject the count and the digest, and under `late` how
    /// many of its readings came since it was told before.
    public static let dayTold = "rows.told"
    /// That readings came for a day that was over: on the day, in `details` under `count` how many.
    public static let cameLate = "rows.late"

    init(late count: Int, for day: Day) {
        self.init(JournalNote.cameLate, on: "day/\(day)", details: ["count": String(count)])
    }

    init(_ tallies: [DayTally], of day: Day, late: Int) {
        self.init(JournalNote.dayTold, on: "day/\(day)")
        for tally in tallies { details[tally.subject] = "\(tally.count) \(tally.digest)" }
        if late > 0 { details["late"] = String(late) }
    }
}
