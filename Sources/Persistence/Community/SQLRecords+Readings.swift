import Commons
import Community
import Database

extension SQLRecords {
    func allSeries() throws -> [SeriesKey: Int] {
        var series: [SeriesKey: Int] = [:]
        for row in try connection.query("SELECT id, device, property FROM series") {
            series[SeriesKey(device: try row.text(1), property: try row.text(2))] = try row.int(0)
        }
        return series
    }

    func series(_ keys: [SeriesKey]) throws -> [SeriesKey: Int] {
        var found: [SeriesKey: Int] = [:]
        for start in stride(from: 0, to: keys.count, by: 200) {
            try addSeries(keys[start..<min(start + 200, keys.count)], &found)
        }
        return found
    }

    private func addSeries(_ keys: ArraySlice<SeriesKey>, _ found: inout [SeriesKey: Int]) throws {
        var sql = Statement("INSERT INTO series (device, property) VALUES ", [])
        for (index, key) in keys.enumerated() {
            sql.add(index > 0 ? ", (" : "(", .text(key.device))
            sql.add(", ", .text(key.property))
            sql.text += ")"
        }
        sql.text += " ON CONFLICT (device, property) DO NOTHING RETURNING id, device, property"
        for row in try connection.query(sql.text, sql.arguments) {
            found[SeriesKey(device: try row.text(1), property: try row.text(2))] = try row.int(0)
        }
        // Other nodes have made some.
        for key in keys where found[key] == nil {
            let names: [SQLValue] = [.text(key.device), .text(key.property)]
            found[key] = try connection.row("SELECT id FROM series WHERE device = $1 AND property = $2", names)?.int(0)
            if found[key] == nil { throw DatabaseError(.other, "a series was not made") }
        }
    }

    private static let dayColumns = "day, series, count, total, least, most, first_at, first, last_at, last"

    private static func day(_ row: Row) throws -> ReadingDay {
        ReadingDay(
            day: try row.int(0), series: try row.int(1), count: try row.int(2), sum: row[3].double ?? 0,
            least: row[4].double ?? 0, most: row[5].double ?? 0, firstAt: try row.instant(6),
            first: row[7].double ?? 0, lastAt: try row.instant(8), last: row[9].double ?? 0)
    }

    func readingDays(_ day: Int, of series: [Int]?) throws -> [Int: ReadingDay] {
        var days: [Int: ReadingDay] = [:]
        func keep(_ sql: Statement) throws {
            for row in try connection.query(sql.text, sql.arguments) {
                let day = try SQLRecords.day(row)
                days[day.series] = day
            }
        }
        guard let series else {
            try keep(Statement("SELECT \(SQLRecords.dayColumns) FROM reading_day WHERE day = ", [.int(Int64(day))]))
            return days
        }
        for start in stride(from: 0, to: series.count, by: 500) {
            try keep(statement(day, of: series[start..<min(start + 500, series.count)]))
        }
        return days
    }

    private func statement(_ day: Int, of series: ArraySlice<Int>) -> Statement {
        let all = "SELECT \(SQLRecords.dayColumns) FROM reading_day WHERE day = "
        guard connection.dialect == .postgresql else {
            var sql = Statement(all, [.int(Int64(day))])
            sql.isOne("series", of: series.map { .int(Int64($0)) })
            return sql
        }
        // A plan that was made while the day was empty stays for long, and would go through all of the day for each
        // of the series: here it cannot but look each of them up.
        var sql = Statement("SELECT d.* FROM (VALUES ", [])
        for (index, one) in series.enumerated() {
            sql.add(index > 0 ? "), (" : "(CAST(", .int(Int64(one)))
            if index == 0 { sql.text += " AS BIGINT)" }
        }
        sql.add(")) AS wanted (series) CROSS JOIN LATERAL (\(all)", .int(Int64(day)))
        sql.text += " AND series = wanted.series LIMIT 1) AS d"
        return sql
    }

    func add(_ readings: [Reading]) throws {
        try connection.executeMany(
            "INSERT INTO reading (at, series, value) VALUES ($1, $2, $3)",
            readings.map { [.int($0.at.milliseconds), .int(Int64($0.series)), .double($0.value)] })
    }

    func addOnce(_ readings: [Reading]) throws -> [Double?] {
        var there: [Double?] = []
        there.reserveCapacity(readings.count)
        for start in stride(from: 0, to: readings.count, by: 200) {
            there += try addSome(readings[start..<min(start + 200, readings.count)])
        }
        return there
    }

    private func addSome(_ readings: ArraySlice<Reading>) throws -> [Double?] {
        var sql = Statement("INSERT INTO reading (at, series, value) VALUES ", [])
        for (index, reading) in readings.enumerated() {
            sql.add(index > 0 ? ", (" : "(", .int(reading.at.milliseconds))
            sql.add(", ", .int(Int64(reading.series)))
            sql.add(", ", .double(reading.value))
            sql.text += ")"
        }
        sql.text += " ON CONFLICT (at, series) DO NOTHING RETURNING at, series"
        var added: [Int: Set<Int64>] = [:]
        for row in try connection.query(sql.text, sql.arguments) {
            added[try row.int(1), default: []].insert(try row.instant(0).milliseconds)
        }
        return try readings.map { reading in
            if added[reading.series]?.contains(reading.at.milliseconds) == true { return nil }
            return try connection.row(
                "SELECT value FROM reading WHERE at = $1 AND series = $2",
                [.int(reading.at.milliseconds), .int(Int64(reading.series))])?[0].double
        }
    }

    func takeTurn() throws {
        guard connection.dialect == .postgresql else { return }
        // A node that stands still in the middle of it must not keep all others waiting.
        try connection.execute("SET LOCAL idle_in_transaction_session_timeout = '30s'")
        try connection.execute("LOCK TABLE intake_turn IN EXCLUSIVE MODE")
    }

    func lastReading(of series: Int, before: Instant, since: Instant) throws -> Reading? {
        try connection.row(
            "SELECT at, value FROM reading WHERE at >= $1 AND at < $2 AND series = $3 ORDER BY at DESC LIMIT 1",
            [.int(since.milliseconds), .int(before.milliseconds), .int(Int64(series))]
        ).map { Reading(series: series, at: try $0.instant(0), value: $0[1].double ?? 0) }
    }

    func put(_ days: [ReadingDay]) throws {
        try connection.executeMany(
            "INSERT INTO reading_day (\(SQLRecords.dayColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
                + "ON CONFLICT (day, series) DO UPDATE SET count = excluded.count, total = excluded.total, "
                + "least = excluded.least, most = excluded.most, first_at = excluded.first_at, "
                + "first = excluded.first, last_at = excluded.last_at, last = excluded.last",
            days.map { day in
                [
                    .int(Int64(day.day)), .int(Int64(day.series)), .int(Int64(day.count)), .double(day.sum),
                    .double(day.least), .double(day.most), .int(day.firstAt.milliseconds), .double(day.first),
                    .int(day.lastAt.milliseconds), .double(day.last),
                ]
            })
    }

    func refuse(_ refused: [RefusedReading]) throws {
        try connection.executeMany(
            "INSERT INTO reading_refused (received_at, sender, organisation, line, reason, content) "
                + "VALUES ($1, $2, $3, $4, $5, $6)",
            refused.map {
                [
                    .int($0.receivedAt.milliseconds), .text($0.sender), .text($0.organisation), .int(Int64($0.line)),
                    .text($0.reason.rawValue), .text($0.text),
                ]
            })
    }

    func refusedReadings(_ query: RefusedQuery) throws -> [RefusedReading] {
        var sql = Statement(
            "SELECT id, received_at, sender, organisation, line, reason, content FROM reading_refused WHERE id < ",
            [.int(Int64(query.after ?? Int.max))])
        if let organisations = query.organisations { sql.isOne("organisation", of: organisations) }
        if let reason = query.reason { sql.add(" AND reason = ", .text(reason.rawValue)) }
        sql.add(" ORDER BY id DESC LIMIT ", .int(Int64(query.limit)))
        return try connection.query(sql.text, sql.arguments).map { row in
            RefusedReading(
                id: try row.int(0), receivedAt: try row.instant(1), sender: try row.text(2),
                organisation: try row.text(3), line: try row.int(4),
                reason: RefusedReading.Reason(rawValue: try row.text(5)) ?? .malformed, text: try row.text(6))
        }
    }

    func readings(of series: Int, from: Instant, until: Instant, limit: Int) throws -> [Reading] {
        try connection.query(
            "SELECT at, value FROM reading WHERE at >= $1 AND at < $2 AND series = $3 ORDER BY at LIMIT $4",
            [.int(from.milliseconds), .int(until.milliseconds), .int(Int64(series)), .int(Int64(limit))]
        ).map { Reading(series: series, at: try $0.instant(0), value: $0[1].double ?? 0) }
    }

    func lastReadings(of series: [Int], onOrBefore day: Int) throws -> [Int: ReadingDay] {
        var found: [Int: ReadingDay] = [:]
        for one in series {
            let row = try connection.row(
                "SELECT \(SQLRecords.dayColumns) FROM reading_day WHERE series = $1 AND day <= $2 "
                    + "ORDER BY day DESC LIMIT 1", [.int(Int64(one)), .int(Int64(day))])
            if let row { found[one] = try SQLRecords.day(row) }
        }
        return found
    }
}
