import Testing

@testable import Rulebook

@Suite struct DayTests {
    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// The calendar counted up day by day: common years, leap years, 1900 and 2000.
    private static let calendar: [(year: Int, month: Int, day: Int)] = {
        var days: [(year: Int, month: Int, day: Int)] = []
        for year in [1, 4, 1899, 1900, 1999, 2000, 2023, 2024, 2025, 2100, 9999] {
            let isLeap = [4, 2000, 2024].contains(year)
            for month in 1...12 {
                for day in 1...(lengths[month - 1] + (isLeap && month == 2 ? 1 : 0)) { days.append((year, month, day)) }
            }
        }
        return days
    }()

    private func text(_ year: Int, _ month: Int, _ day: Int) -> String {
        func padded(_ value: Int, _ width: Int) -> String {
            String(String(10_000 + value).suffix(width))
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    @Test func existsExactlyWhereTheCalendarHasIt() {
        let existing = Set(Self.calendar.map { text($0.year, $0.month, $0.day) })
        var wrong = Wrong()
        for year in Set(Self.calendar.map(\.year)) {
            for month in 0...13 {
                for day in 0...32 {
                    let written = text(year, month, day)
                    let exists = existing.contains(written)
                    wrong.unless((Day(year: year, month: month, day: day) != nil) == exists, written)
                    wrong.unless((Day(written) != nil) == exists, "read \(written)")
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func isWrittenAsItIsRead() throws {
        var wrong = Wrong()
        for (year, month, day) in Self.calendar {
            let date = try #require(Day(text(year, month, day)))
            wrong.unless(date.year == year && date.month == month && date.day == day, "\(date)")
            wrong.unless(date.description == text(year, month, day), "\(date)")
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test(arguments: [
        "", "2026", "2026-03", "2026-3-1", "26-03-01", "2026/03/01", "20260301", "2026-03-01T00:00", "2026-03-01 ",
        " 2026-03-01", "2026-03--1", "-026-03-01", "+026-03-01", "２０２６-03-01", "2026-0x-01", "0000-01-01",
        "10000-01-01", "2026-02-29", "2024-02-30", "2026-04-31", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
        "2026-01-32", "2026年03月01日",
    ])
    func refusesWhatIsNoDay(_ text: String) {
        #expect(Day(text) == nil)
    }

    @Test func followsTheCalendarInOrder() {
        let days = Self.calendar.map { Day(year: $0.year, month: $0.month, day: $0.day)! }
        var wrong = Wrong()
        for (earlier, later) in zip(days, days.dropFirst()) {
            wrong.unless(earlier < later && !(later < earlier) && earlier != later, "\(earlier), \(later)")
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    /// The same day of the month; a day that the shorter month lacks falls on its last day.
    @Test func addsCalendarMonths() {
        var wrong = Wrong()
        for year in [1999, 2023, 2024] {
            for month in 1...12 {
                for day in 1...31 {
                    guard let start = Day(year: year, month: month, day: day) else { continue }
                    for months in 0...30 {
                        var (expectedYear, expectedMonth) = (year, month)
                        for _ in 0..<months {
                            expectedMonth += 1
                            if expectedMonth == 13 { (expectedYear, expectedMonth) = (expectedYear + 1, 1) }
                        }
                        var expectedDay = day
                        while Day(year: expectedYear, month: expectedMonth, day: expectedDay) == nil {
                            expectedDay -= 1
                        }
                        let expected = Day(year: expectedYear, month: expectedMonth, day: expectedDay)
                        wrong.unless(start.adding(months: months) == expected, "\(start) and \(months) months")
                    }
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test(arguments: [
        ("2023-11-30", 3, "2024-02-29"), ("2024-11-30", 3, "2025-02-28"), ("2025-10-31", 3, "2026-01-31"),
        ("2025-03-31", 3, "2025-06-30"), ("2025-12-01", 3, "2026-03-01"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"), ("2025-12-31", 2, "2026-02-28"), ("2025-01-31", 0, "2025-01-31"),
        ("2025-05-15", 1200, "2125-05-15"),
    ])
    func addsMonthsAcrossShortMonths(_ start: String, _ months: Int, _ due: String) {
        #expect(Day(start)?.adding(months: months) == Day(due))
    }

    /// 100 years after the last day there is, comparisons still hold.
    @Test func staysInOrderPastTheLastYear() {
        let last = Day("9999-12-31")!
        #expect(last.adding(months: 1) > last)
        #expect(last.adding(months: 1200).year == 10_099)
    }
}
