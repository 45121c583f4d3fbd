public import Rulebook

/// A moment, in milliseconds since 1970-01-01 00:00 UTC.
public struct Instant: Hashable, Sendable, Comparable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    public func adding(seconds: Int64) -> Instant { Instant(milliseconds: milliseconds + seconds * 1000) }

    /// Beijing time, which all of China keeps: UTC + 8 hours, without daylight saving.
    private static let offset: Int64 = 8 * 3_600_000
    private static let dayLength: Int64 = 86_400_000

    private var local: (day: Int64, rest: Int64) {
        let shifted = milliseconds + Instant.offset
        let rest = (shifted % Instant.dayLength + Instant.dayLength) % Instant.dayLength
        return ((shifted - rest) / Instant.dayLength, rest)
    }

    /// The calendar day in Beijing time.
    public var day: Day {
        // A moment outside of the years 1 to 9999 is no moment that anybody acted in.
        Day(ordinal: Int(clamping: local.day)) ?? Day("9999-12-31")!
    }

    /// The start of a day in Beijing time.
    public init(_ day: Day) {
        milliseconds = Int64(day.ordinal) * Instant.dayLength - Instant.offset
    }

    /// `2026-03-01 09:30`, Beijing time.
    public var shown: String { "\(day) \(clock)" }

    /// `2026-03-01T09:30:05.123+08:00` (RFC 3339).
    public var iso: String {
        let rest = local.rest
        let thousandths = rest % 1000
        let zeros = thousandths < 10 ? "00" : thousandths < 100 ? "0" : ""
        return "\(day)T\(clock):\(Instant.two(rest / 1000 % 60)).\(zeros)\(thousandths)+08:00"
    }

    private var clock: String {
        let rest = local.rest
        return "\(Instant.two(rest / 3_600_000)):\(Instant.two(rest / 60_000 % 60))"
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
}
