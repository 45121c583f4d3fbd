import Spreadsheet
import Testing

@Suite struct DateTests {
    /// Walks day by day with nothing but the rules of the calendar, from the first serial to the last.
    @Test(arguments: [(DateSystem.since1900, 1, 1900, 2_958_465), (DateSystem.since1904, 0, 1904, 2_957_003)])
    func everySerial(_ system: DateSystem, first: Int, firstYear: Int, last: Int) throws {
        var (year, month, day) = (firstYear, 1, 1)
        for serial in first...last {
            if system == .since1900, serial == 60 {
                #expect(system.date(serial: serial) == nil)
                continue
            }
            let date = system.date(serial: serial)
            guard let date, date.year == year, date.month == month, date.day == day, system.serial(of: date) == serial
            else {
                Issue.record("serial \(serial) is not \(year)-\(month)-\(day)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            day += 1
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(year == 10_000)
        #expect(system.date(serial: last + 1) == nil)
        #expect(system.date(serial: first - 1) == nil)
        #expect(system.date(serial: .max) == nil)
        #expect(system.date(serial: .min) == nil)
    }

    @Test func knownDays() {
        #expect(DateSystem.since1900.date(serial: 1)?.description == "1900-01-01")
        #expect(DateSystem.since1900.date(serial: 59)?.description == "1900-02-28")
        #expect(DateSystem.since1900.date(serial: 61)?.description == "1900-03-01")
        #expect(DateSystem.since1900.date(serial: 45_351)?.description == "2024-02-29")
        #expect(DateSystem.since1904.date(serial: 43_889)?.description == "2024-02-29")
    }

    @Test func moments() {
        let noon = DateSystem.since1900.moment(serial: "45292.5")
        #expect(noon?.date.description == "2024-01-01" && noon?.secondOfDay == 43_200)
        // Just below midnight, as doubles have it: rounds into the next day.
        let almost = DateSystem.since1900.moment(serial: "45291.9999999999")
        #expect(almost?.date.description == "2024-01-01" && almost?.secondOfDay == 0)
        for text in ["", "x", "-1", "nan", "inf", "0x10", "1e300", "60.5", "0.5"] {
            #expect(DateSystem.since1900.moment(serial: text) == nil, "\(text)")
        }
    }

    @Test func parsesOnlyRealDays() {
        #expect(CalendarDate("2024-02-29") != nil)
        for text in [
            "2023-02-29", "1900-02-29", "2024-00-01", "2024-13-01", "2024-1-01", "0000-01-01", "2024-04-31", "",
        ] {
            #expect(CalendarDate(text) == nil, "\(text)")
        }
    }
}
