/// How a workbook counts days. Excel stores dates as day numbers ("serials"); which day is number 0 is a
/// property of the workbook.
public enum DateSystem: Sendable, Equatable {
    /// Serial 1 is 1900-01-01. Serial 60 is a 29 February 1900 that never was, kept from Lotus 1-2-3.
    case since1900
    /// Serial 0 is 1904-01-01: workbooks from old Macs.
    case since1904

    /// The day of a whole serial; nil for serial 60 and 0 of the 1900 system, negative ones, and after 9999-12-31.
    public func date(serial: Int) -> CalendarDate? {
        guard serial >= 0, serial < 3_000_000 else { return nil }
        switch self {
        case .since1900:
            guard serial != 0, serial != 60 else { return nil }
            return CalendarDate(daysSince1970: serial - (serial < 60 ? 25_568 : 25_569))
        case .since1904:
            return CalendarDate(daysSince1970: serial - 24_107)
        }
    }

    /// The serial of a day; nil before the first day of the system.
    public func serial(of date: CalendarDate) -> Int? {
        let days = date.daysSince1970
        switch self {
        case .since1900:
            let serial = days + 25_569
            if serial >= 61 { return serial }
            return serial >= 2 ? serial - 1 : nil
        case .since1904:
            let serial = days + 24_107
            return serial >= 0 ? serial : nil
        }
    }

    /// The moment that a raw cell value such as `45292.5` means, rounded to whole seconds (a Double cannot hold
    /// more anyway); nil where the text is no number or the day does not exist.
    public func moment(serial text: String) -> CalendarMoment? {
        guard DecimalText.isNumber(text), let value = Double(text), value >= 0, value < 3_000_000 else { return nil }
        let seconds = Int((value * 86_400).rounded())
        guard let date = date(serial: seconds / 86_400) else { return nil }
        return CalendarMoment(date: date, secondOfDay: seconds % 86_400)
    }
}

/// A day and a time of day, in whatever zone the author of the sheet had in mind.
public struct CalendarMoment: Hashable, Sendable {
    public var date: CalendarDate
    /// 0...86,399
    public var secondOfDay: Int

    public init(date: CalendarDate, secondOfDay: Int) {
        self.date = date
        self.secondOfDay = secondOfDay
    }
}
