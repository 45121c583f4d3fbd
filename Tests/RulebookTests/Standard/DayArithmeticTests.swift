import Testing

@testable import Rulebook

/// Days counted: against a calendar that is walked day by day.
@Suite struct DayArithmeticTests {
    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    private static func isLeap(_ year: Int) -> Bool {
        // Every fourth, but of the centuries every fourth only.
        year % 100 == 0 ? year / 100 % 4 == 0 : year % 4 == 0
    }

    /// Every day of these years in order.
    private static func walk(_ years: ClosedRange<Int>, _ visit: (Int, Int, Int) -> Void) {
        for year in years {
            for month in 1...12 {
                let length = lengths[month - 1] + (month == 2 && isLeap(year) ? 1 : 0)
                for day in 1...length { visit(year, month, day) }
            }
        }
    }

    @Test func everyDayFrom1600To2400FollowsTheOneBefore() throws {
        // 1600-01-01 was a Saturday, 135,140 days before 1970-01-01.
        var (ordinal, weekday) = (-135_140, 6)
        var wrong = Wrong()
        var before: Day?
        Self.walk(1600...2400) { year, month, number in
            guard let day = Day(year: year, month: month, day: number) else {
                wrong.unless(false, "\(year)-\(month)-\(number) is no day")
                return
            }
            wrong.unless(day.ordinal == ordinal, "\(day) is \(day.ordinal), not \(ordinal)")
            wrong.unless(Day(ordinal: ordinal) == day, "\(ordinal) is not \(day)")
            wrong.unless(day.weekday == weekday, "\(day) is \(day.weekday), not \(weekday)")
            if let before {
                wrong.unless(before.adding(days: 1) == day && day.adding(days: -1) == before, "\(before) \(day)")
                wrong.unless(before < day, "\(before) < \(day)")
            }
            before = day
            ordinal += 1
            weekday = weekday % 7 + 1
        }
        #expect(wrong.count == 0, "\(wrong)")
        // 801 years have 292,560 days.
        #expect(ordinal == -135_140 + 292_560)
    }

    @Test func daysThatEverybodyKnows() throws {
        let known: [(String, Int, Int)] = [
            ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2), ("2000-03-01", 11_017, 3),
            ("2026-03-02", 20_514, 1), ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5),
            ("2001-09-09", 11_574, 7), ("1949-10-01", -7_397, 6),
        ]
        for (text, ordinal, weekday) in known {
            let day = try #require(Day(text))
            #expect(day.ordinal == ordinal, "\(text)")
            #expect(day.weekday == weekday, "\(text)")
            #expect(Day(ordinal: ordinal) == day)
        }
    }

    @Test func theEndsOfTheCalendar() throws {
        let (first, last) = (try #require(Day("0001-01-01")), try #require(Day("9999-12-31")))
        for beyond in [-719_163, 2_932_897, Int.min, Int.max] { #expect(Day(ordinal: beyond) == nil) }
        #expect(first.adding(days: -1) == first && last.adding(days: 1) == last)
        #expect(first.adding(days: 10_000_000) == last && last.adding(days: -10_000_000) == first)
        #expect(first.adding(days: 3_652_058) == last)
        for far in [Int.max, Int.min, Int.max - 5] {
            #expect([first, last].contains(first.adding(days: far)))
            #expect(last.adding(days: far) == (far > 0 ? last : first))
        }
    }

    @Test func firstAndLastYearsWalked() {
        for (years, start) in [(1...4, -719_162), (9996...9999, 2_932_897 - 1_461)] {
            var ordinal = start
            var wrong = Wrong()
            Self.walk(years) { year, month, day in
                wrong.unless(Day(year: year, month: month, day: day)?.ordinal == ordinal, "\(year)-\(month)-\(day)")
                wrong.unless(Day(ordinal: ordinal)?.description.hasSuffix("\(day)") == true, "\(ordinal)")
                ordinal += 1
            }
            #expect(wrong.count == 0, "\(wrong)")
            #expect(ordinal == start + 1_461)
        }
    }

    @Test func addingInOneStepOrInMany() throws {
        var numbers = Seeded(7)
        var wrong = Wrong()
        for _ in 0..<2_000 {
            let day = try #require(Day(ordinal: numbers.int(-300_000...600_000)))
            let (first, second) = (numbers.int(-40_000...40_000), numbers.int(-40_000...40_000))
            wrong.unless(
                day.adding(days: first).adding(days: second) == day.adding(days: first + second),
                "\(day) \(first) \(second)")
            wrong.unless(day.adding(days: first).ordinal - day.ordinal == first, "\(day) \(first)")
        }
        #expect(wrong.count == 0, "\(wrong)")
    }
}
