public import Rulebook

/// Which days are worked: Monday to Friday, but for public holidays, and the weekend days worked in their place.
///
/// The State Council announces both for one year at a time, so they are settings.
public struct WorkCalendar: Hashable, Sendable {
    public var holidays: Set<Day>
    public var workedWeekends: Set<Day>

    public init(holidays: Set<Day> = [], workedWeekends: Set<Day> = []) {
        self.holidays = holidays
        self.workedWeekends = workedWeekends
    }

    public func isWorked(_ day: Day) -> Bool {
        if holidays.contains(day) { return false }
        return day.weekday <= 5 || workedWeekends.contains(day)
    }

    /// The last day of a term of so many working days; the day itself does not count.
    public func adding(workingDays: Int, to day: Day) -> Day {
        var (day, left) = (day, workingDays)
        while left > 0 {
            let next = day.adding(days: 1)
            if next == day { return day }
            day = next
            if isWorked(day) { left -= 1 }
        }
        return day
    }
}
