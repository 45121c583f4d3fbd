public import Commons
public import Rulebook

/// What a resource says of how it can be booked.
public struct Bookable: Hashable, Sendable {
    /// How many bookings there may be at once, from 1.
    public let capacity: Int
    /// Whole hours of a day, the second after the first; 0 and 24: always.
    public let opens: Int
    public let closes: Int
    /// How long one booking usually is: what the calendar offers.
    public let minutes: Int
    /// Somebody has to agree to each.
    public let confirms: Bool
    /// How many one person may have that are not over; nil: any number.
    public let most: Int?

    public init(_ resource: Item) {
        func number(_ field: String) -> Int? { resource.fields[field]?.number }
        capacity = number("capacity") ?? 1
        opens = number("opens") ?? 0
        closes = number("closes") ?? 24
        minutes = number("minutes") ?? 60
        confirms = resource.fields["confirms"]?.flag ?? false
        most = number("most")
    }

    private var isAlwaysOpen: Bool { opens == 0 && closes == 24 }

    /// When it is open on a day; nil: it never opens.
    public func hours(on day: Day) -> TimeSpan? {
        guard opens < closes else { return nil }
        let start = Instant(day)
        return TimeSpan(start.adding(seconds: Int64(opens) * 3600), start.adding(seconds: Int64(closes) * 3600))
    }

    /// Whether all of a span lies within the hours of one day, or it never closes.
    public func isOpen(_ span: TimeSpan) -> Bool {
        if isAlwaysOpen { return true }
        guard let hours = hours(on: span.from.day) else { return false }
        return span.from >= hours.from && span.until <= hours.until
    }

    /// What the calendar offers of a day, one after the other; what is left over at the end is not offered.
    public func cells(on day: Day) -> [TimeSpan] {
        guard let hours = hours(on: day), minutes > 0 else { return [] }
        let step = Int64(minutes) * 60
        return stride(from: 0, through: hours.milliseconds / 1000 - step, by: Int64.Stride(step)).map {
            let start = hours.from.adding(seconds: $0)
            return TimeSpan(start, start.adding(seconds: step))
        }
    }
}
