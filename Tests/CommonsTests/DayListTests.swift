import Commons
import Foundation
import Rulebook
import Testing

struct DayListTests {
    private func read(_ text: String) throws -> [String] {
        try DayList.read(text, place: "holidays").sorted().map(\.description)
    }

    @Test func daysAndRangesAsPeopleTypeThem() throws {
        let week = ["2026-10-01", "2026-10-02", "2026-10-03"]
        for text in [
            "2026-10-01..2026-10-03", "2026-10-01 至 2026-10-03", "2026-10-01~2026-10-03",
            "2026-10-03\n2026-10-01\r\n2026-10-02", " 2026-10-01，2026-10-02、2026-10-03；",
        ] { #expect(try read(text) == week, "\(text)") }
        #expect(try read(" \n ,") == [])
        #expect(try read("2026-12-31..2027-01-01") == ["2026-12-31", "2027-01-01"])
    }

    @Test func whatIsNoDayIsNamed() throws {
        for text in [
            "2026-02-29", "2026-10-1", "10-01", "国庆", "2026-10-03..2026-10-01",
            "2026-01-01..2026-02-01", "2026-10-01..2026-10-02..2026-10-03", "2026-10-01 2026-10-02",
        ] {
            let refusal = #expect(throws: Refusal.self, "\(text)") { try read(text) }
            #expect(refusal?.kind == .invalid && refusal?.place == "holidays")
        }
    }

    @Test func writtenAsItIsRead() throws {
        var generator = SystemRandomNumberGenerator()
        let start = try #require(Day("2026-01-01"))
        for _ in 0..<200 {
            let days = Set(
                (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                    start.adding(days: Int.random(in: 0...120, using: &generator))
                })
            #expect(try DayList.read(DayList.text(days), place: "") == days)
        }
        let long = Set((0..<40).map { start.adding(days: $0) })
        #expect(DayList.text(long) == "2026-01-01..2026-01-31\n2026-02-01..2026-02-09")
    }

    @Test func calendarsAreKeptInOrder() throws {
        let calendar = WorkCalendar(
            holidays: try DayList.read("2026-10-01..2026-10-03", place: ""),
            workedWeekends: try DayList.read("2026-09-27", place: ""))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(calendar), as: UTF8.self)
        #expect(
            text == "{\"holidays\":[\"2026-10-01\",\"2026-10-02\",\"2026-10-03\"],\"workedWeekends\":[\"2026-09-27\"]}")
        #expect(try JSONDecoder().decode(WorkCalendar.self, from: Data(text.utf8)) == calendar)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(
                WorkCalendar.self, from: Data("{\"holidays\":[\"x\"],\"workedWeekends\":[]}".utf8))
        }
    }
}
