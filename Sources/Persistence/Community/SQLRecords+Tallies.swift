import Commons
import Community
import Database
import Rulebook

extension SQLRecords {
    private static let told = "days told"

    func tallies(of day: Day) throws -> [DayTally] {
        try DayRows(connection: connection).tallies(of: day).values.sorted { $0.subject < $1.subject }
    }

    func firstTallied() throws -> Day? { try DayRows(connection: connection).first() }

    func toldUpTo() throws -> Day? {
        try connection.row("SELECT value FROM counter WHERE name = $1", [.text(SQLRecords.told)])
            .flatMap { Day(ordinal: try $0.int(0)) }
    }

    func setTold(upTo day: Day) throws {
        try connection.execute(
            "INSERT INTO counter (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [.text(SQLRecords.told), .int(Int64(day.ordinal))])
    }

    func lateDays() throws -> [Day: Int] {
        var days: [Day: Int] = [:]
        for row in try connection.query("SELECT day, count FROM reading_late") {
            if let day = Day(ordinal: try row.int(0)) { days[day] = try row.int(1) }
        }
        return days
    }

    func came(late count: Int, for day: Day) throws {
        try connection.execute(
            "INSERT INTO reading_late (day, count) VALUES ($1, $2) "
                + "ON CONFLICT (day) DO UPDATE SET count = reading_late.count + excluded.count",
            [.int(Int64(day.ordinal)), .int(Int64(count))])
    }

    func settleLate(_ day: Day) throws {
        try connection.execute("DELETE FROM reading_late WHERE day = $1", [.int(Int64(day.ordinal))])
    }
}
