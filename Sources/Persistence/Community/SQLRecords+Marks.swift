import Commons
import Community
import Database
import Rulebook

/// How the records that metrics rest on came about.
extension SQLRecords {
    func lateEvents(_ kinds: [String], _ scope: MetricScope, by milliseconds: Int64) throws -> (late: Int, all: Int) {
        let sql = events(
            "count(*), count(CASE WHEN e.received_at - e.at > \(milliseconds) THEN 1 END)", kinds, scope)
        guard let row = try connection.row(sql.text, sql.arguments) else { return (0, 0) }
        return (try row.int(1), try row.int(0))
    }

    func dated(
        _ items: Metric.Items, by field: String, _ scope: MetricScope
    ) throws -> [(openedAt: Instant, day: Day)] {
        var sql = Statement(
            "SELECT h.opened_at, d.word FROM case_head h JOIN item_value d ON d.item = h.id AND d.field = ",
            [.text(field)])
        sql.add(" WHERE h.handler = ", .text(scope.organisation))
        sql.narrow(items, scope)
        return try connection.query(sql.text, sql.arguments).compactMap { row in
            guard let day = Day(try row.text(1)) else { return nil }
            return (try row.instant(0), day)
        }
    }

    func entered(_ items: Metric.Items, _ scope: MetricScope) throws -> [Day: Int] {
        // Days begin at midnight in Beijing.
        let day = "(h.opened_at + \(8 * 3_600_000)) / 86400000"
        var sql = Statement(
            "SELECT \(day), count(*) FROM case_head h WHERE h.handler = ", [.text(scope.organisation)])
        sql.narrow(items, scope)
        sql.text += " GROUP BY \(day)"
        var days: [Day: Int] = [:]
        for row in try connection.query(sql.text, sql.arguments) {
            if let day = Day(ordinal: try row.int(0)) { days[day] = try row.int(1) }
        }
        return days
    }

    func numbers(_ kind: String, prefix: String, _ scope: MetricScope) throws -> (given: Int, there: Int) {
        var (given, there) = (0, 0)
        let years = (scope.from ?? scope.until).day.year...scope.until.day.year
        for year in years {
            let head = "\(prefix)-\(year)-"
            // Those of six digits: numbers sort as they count. For the least of the bare column PostgreSQL goes through
            // all numbers ever given, in their order.
            var sql = Statement(
                "SELECT min(number || ''), max(number || '') FROM case_head WHERE kind = ", [.text(kind)])
            if let from = scope.from {
                sql.add(" AND changed_at >= ", .int(from.milliseconds))
                sql.add(" AND opened_at >= ", .int(from.milliseconds))
            }
            sql.add(" AND opened_at < ", .int(scope.until.milliseconds))
            sql.add(" AND number LIKE ", .text(head + "______"))
            guard let row = try connection.row(sql.text, sql.arguments), let first = row[0].text,
                let last = row[1].text, let low = Int(first.dropFirst(head.count)),
                let high = Int(last.dropFirst(head.count))
            else { continue }
            let count = try connection.row(
                "SELECT count(*) FROM case_head WHERE kind = $1 AND number >= $2 AND number <= $3",
                [.text(kind), .text(first), .text(last)])
            given += high - low + 1
            there += try count?.int(0) ?? 0
        }
        return (given, there)
    }
}
