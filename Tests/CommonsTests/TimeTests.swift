import Rulebook
import Testing

@testable import Commons

/// Moments in Beijing time.
@Suite struct TimeTests {
    private func day(_ text: String) -> Day { Day(text)! }

    @Test func momentsAndTheirDays() throws {
        // 2026-03-01T16:00:00Z is the first moment of the second of March in Beijing.
        let midnight: Int64 = 1_772_380_800_000
        #expect(Instant(day("2026-03-02")).milliseconds == midnight)
        #expect(Instant(milliseconds: midnight).day == day("2026-03-02"))
        #expect(Instant(milliseconds: midnight - 1).day == day("2026-03-01"))
        #expect(Instant(milliseconds: midnight + 86_399_999).day == day("2026-03-02"))
        #expect(Instant(milliseconds: 0).day == day("1970-01-01"))
        #expect(Instant(milliseconds: -28_800_001).day == day("1969-12-31"))
    }

    @Test func shownAndWritten() throws {
        let known: [(Int64, String, String)] = [
            (0, "1970-01-01 08:00", "1970-01-01T08:00:00.000+08:00"),
            (-1, "1970-01-01 07:59", "1970-01-01T07:59:59.999+08:00"),
            (-28_800_001, "1969-12-31 23:59", "1969-12-31T23:59:59.999+08:00"),
            (1_772_380_805_007, "2026-03-02 00:00", "2026-03-02T00:00:05.007+08:00"),
            (951_782_399_000, "2000-02-29 07:59", "2000-02-29T07:59:59.000+08:00"),
        ]
        for (milliseconds, shown, iso) in known {
            let instant = Instant(milliseconds: milliseconds)
            #expect(instant.shown == shown)
            #expect(instant.iso == iso)
        }
    }

    @Test func everyDayBeginsAndEndsWhereItShould() throws {
        var today = day("1960-01-01")
        let last = day("2100-12-31")
        var wrong: [Day] = []
        while today < last {
            let start = Instant(today)
            let next = today.adding(days: 1)
            let ends = Instant(milliseconds: Instant(next).milliseconds - 1)
            if start.day != today || ends.day != today || Instant(next) != start.adding(seconds: 86_400) {
                wrong.append(today)
            }
            today = next
        }
        #expect(wrong == [])
    }

    @Test func momentsBeyondTheCalendarAreStillMoments() {
        for milliseconds in [Int64.max / 2, Int64.min / 2, 253_402_300_800_000, -62_135_625_600_001] {
            let instant = Instant(milliseconds: milliseconds)
            #expect((1...9999).contains(instant.day.year))
            #expect(instant.iso.hasSuffix("+08:00"))
        }
    }

    @Test func order() {
        #expect(Instant(milliseconds: 1) < Instant(milliseconds: 2))
        #expect(Instant(milliseconds: 1).adding(seconds: 2) == Instant(milliseconds: 2001))
    }
}

/// Working days.
@Suite struct WorkCalendarTests {
    private func day(_ text: String) -> Day { Day(text)! }

    /// What one finds by ticking days off on a calendar.
    private func ticked(_ calendar: WorkCalendar, _ workingDays: Int, after start: Day) -> Day {
        var (ordinal, found) = (start.ordinal, 0)
        while found < workingDays {
            ordinal += 1
            let day = Day(ordinal: ordinal) ?? start
            // 1970-01-01 was a Thursday.
            let isWeekend = [2, 3].contains(((ordinal % 7) + 7) % 7)
            if calendar.holidays.contains(day) { continue }
            if !isWeekend || calendar.workedWeekends.contains(day) { found += 1 }
        }
        return Day(ordinal: ordinal) ?? start
    }

    @Test func weekends() throws {
        let calendar = WorkCalendar()
        let monday = day("2026-03-02")
        let worked = (0..<7).map { calendar.isWorked(monday.adding(days: $0)) }
        #expect(worked == [true, true, true, true, true, false, false])
        let expected = [
            (0, "2026-03-02"), (1, "2026-03-03"), (4, "2026-03-06"), (5, "2026-03-09"), (10, "2026-03-16"),
            (20, "2026-03-30"),
        ]
        for (days, last) in expected { #expect(calendar.adding(workingDays: days, to: monday) == day(last)) }
        // From a weekend the first working day is Monday.
        #expect(calendar.adding(workingDays: 1, to: day("2026-03-07")) == day("2026-03-09"))
        #expect(calendar.adding(workingDays: -3, to: monday) == monday)
    }

    /// National Day 2026 with the weekend days that are worked for it.
    @Test func holidaysAndWorkedWeekends() throws {
        let calendar = WorkCalendar(
            holidays: Set((1...7).map { day("2026-10-0\($0)") }),
            workedWeekends: [day("2026-09-27"), day("2026-10-10")])
        #expect(calendar.isWorked(day("2026-09-27")) && calendar.isWorked(day("2026-10-10")))
        #expect(!calendar.isWorked(day("2026-10-01")) && !calendar.isWorked(day("2026-10-11")))
        #expect(calendar.adding(workingDays: 1, to: day("2026-09-30")) == day("2026-10-08"))
        #expect(calendar.adding(workingDays: 3, to: day("2026-09-30")) == day("2026-10-10"))
        #expect(calendar.adding(workingDays: 2, to: day("2026-09-25")) == day("2026-09-28"))
        // A holiday that somebody also lists as worked is a holiday.
        var both = calendar
        both.workedWeekends.insert(day("2026-10-03"))
        #expect(!both.isWorked(day("2026-10-03")))
    }

    @Test func anyTermFromAnyDay() throws {
        let start = day("2026-09-01")
        let calendar = WorkCalendar(
            holidays: Set((30..<38).map { start.adding(days: $0) } + [start.adding(days: 24)]),
            workedWeekends: [start.adding(days: 25), start.adding(days: 39), start.adding(days: 40)])
        var wrong: [String] = []
        for offset in 0..<70 {
            for days in 0..<45 {
                let from = start.adding(days: offset)
                if calendar.adding(workingDays: days, to: from) != ticked(calendar, days, after: from) {
                    wrong.append("\(from) + \(days)")
                }
            }
        }
        #expect(wrong == [])
    }

    @Test func theEndOfTheCalendarIsTheEnd() throws {
        let last = day("9999-12-31")
        #expect(WorkCalendar().adding(workingDays: 30, to: day("9999-12-20")) == last)
    }
}
