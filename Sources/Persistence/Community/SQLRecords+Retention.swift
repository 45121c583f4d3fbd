import Commons
import Community
import Database
import Rulebook

extension SQLRecords {
    func remove(_ subject: RetentionSubject, before: Instant, limit: Int) throws -> Int {
        let (moment, most): (SQLValue, SQLValue) = (.int(before.milliseconds), .int(Int64(limit)))
        switch subject {
        case .events(let kind):
            // What was told late is kept as long from then on.
            return try connection.execute(
                "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE kind = $1 AND at < $2 "
                    + "AND received_at < $2 ORDER BY at LIMIT $3)", [.text(kind), moment, most])
        case .readings:
            // The rows have no number: all of a moment go with the last one of the batch.
            let last = try connection.row(
                "SELECT at FROM reading WHERE at < $1 ORDER BY at LIMIT 1 OFFSET CAST($2 AS BIGINT)",
                [moment, .int(Int64(limit - 1))])
            let end = try last?.instant(0).milliseconds ?? before.milliseconds - 1
            return try connection.execute("DELETE FROM reading WHERE at <= $1", [.int(end)])
        case .refused:
            return try connection.execute(
                "DELETE FROM reading_refused WHERE id IN (SELECT id FROM reading_refused WHERE received_at < $1 "
                    + "ORDER BY received_at LIMIT $2)", [moment, most])
        case .ruleRuns:
            return try connection.execute(
                "DELETE FROM rule_run WHERE id IN (SELECT id FROM rule_run WHERE at < $1 ORDER BY at LIMIT $2)",
                [moment, most])
        }
    }

    func oldest(_ subject: RetentionSubject) throws -> Instant? {
        let row =
            switch subject {
            case .events(let kind):
                try connection.row("SELECT min(at) FROM event WHERE kind = $1", [.text(kind)])
            case .readings: try connection.row("SELECT min(at) FROM reading")
            case .refused: try connection.row("SELECT min(received_at) FROM reading_refused")
            case .ruleRuns: try connection.row("SELECT min(at) FROM rule_run")
            }
        return row?[0].int.map(Instant.init(milliseconds:))
    }

    func note(_ run: RetentionRun) throws {
        try connection.execute(
            "INSERT INTO retention_run (subject, day, at, before_at, count) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (subject, day) DO UPDATE SET at = excluded.at, before_at = CASE WHEN "
                + "excluded.before_at > retention_run.before_at THEN excluded.before_at "
                + "ELSE retention_run.before_at END, count = retention_run.count + excluded.count",
            [
                .text(run.subject.id), .int(Int64(run.day.ordinal)), .int(run.at.milliseconds),
                .int(run.before.milliseconds), .int(Int64(run.count)),
            ])
    }

    func retentionRuns() throws -> [RetentionRun] {
        let rows = try connection.query(
            "SELECT r.subject, r.day, r.at, r.before_at, r.count FROM retention_run r WHERE r.before_at = "
                + "(SELECT max(s.before_at) FROM retention_run s WHERE s.subject = r.subject) "
                + "ORDER BY r.subject, r.day DESC")
        var seen: Set<RetentionSubject> = []
        return try rows.compactMap { row in
            guard let subject = RetentionSubject(id: try row.text(0)), let day = Day(ordinal: try row.int(1)),
                seen.insert(subject).inserted
            else { return nil }
            return RetentionRun(
                subject: subject, day: day, at: try row.instant(2), before: try row.instant(3), count: try row.int(4))
        }
    }
}
