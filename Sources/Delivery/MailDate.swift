/// The time in a mail's header: `Sun, 01 Mar 2026 09:30:05 +0800`, Beijing time.
enum MailDate {
    static func text(milliseconds: Int64) -> String {
        let seconds = floored(milliseconds, 1000) + 8 * 3600
        let day = floored(seconds, 86_400)
        let rest = seconds - day * 86_400
        let (year, month, dayOfMonth) = calendar(day)
        let weekday = weekdays[Int(day - floored(day + 4, 7) * 7 + 4)]
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map(two).joined(separator: ":")
        return "\(weekday), \(two(dayOfMonth)) \(months[Int(month) - 1]) \(year) \(time) +0800"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Of days since 1970-01-01. Years begin in March here, so that a leap day ends its year.
    private static func calendar(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = floored(shifted, 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func floored(_ value: Int64, _ unit: Int64) -> Int64 {
        value / unit - (value % unit < 0 ? 1 : 0)
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
