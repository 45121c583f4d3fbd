import Commons
import Database

extension SQLRecords: JobRecords {
    private static let jobColumns =
        "kind, key, payload, run_at, period, failures, failure, given_up, node, leased_until, leases"

    private static func job(_ row: Row) throws -> Job {
        Job(
            kind: try row.text(0), key: try row.text(1), payload: row[2].blob ?? [], runAt: try row.instant(3),
            period: Int64(try row.int(4)), failures: try row.int(5), failure: try row.text(6),
            isGivenUp: try row.int(7) == 1, node: row[8].text, leasedUntil: row[9].int.map(Instant.init(milliseconds:)),
            leases: Int64(try row.int(10)))
    }

    func enqueue(kind: String, key: String, payload: [UInt8], runAt: Instant) throws {
        // A job that has a node runs; `again_at` then holds when to run it once more.
        try connection.execute(
            """
            INSERT INTO job (\(SQLRecords.jobColumns)) VALUES ($1, $2, $3, $4, 0, 0, '', 0, NULL, NULL, 0)
            ON CONFLICT (kind, key) DO UPDATE SET payload = excluded.payload,
            again_at = CASE WHEN job.node IS NULL THEN NULL
                WHEN job.again_at < excluded.run_at THEN job.again_at ELSE excluded.run_at END,
            run_at = CASE WHEN job.node IS NULL AND (job.given_up = 1 OR excluded.run_at < job.run_at)
                THEN excluded.run_at ELSE job.run_at END,
            failures = CASE WHEN job.given_up = 1 THEN 0 ELSE job.failures END, given_up = 0
            """,
            [.text(kind), .text(key), .blob(payload), .int(runAt.milliseconds)])
        try connection.announce(kind, on: JobRunner.channel)
    }

    func enqueue(kind: String, key: String, payload: [UInt8], every period: Int64, from: Instant) throws {
        try connection.execute(
            """
            INSERT INTO job (\(SQLRecords.jobColumns)) VALUES ($1, $2, $3, $4, $5, 0, '', 0, NULL, NULL, 0)
            ON CONFLICT (kind, key) DO UPDATE SET payload = excluded.payload, period = excluded.period,
            run_at = CASE WHEN job.run_at > excluded.run_at + 1000 * excluded.period AND job.failures = 0
                THEN excluded.run_at ELSE job.run_at END
            """,
            [.text(kind), .text(key), .blob(payload), .int(from.milliseconds), .int(max(period, 1))])
    }

    func leaseJob(kinds: [String], node: String, now: Instant, until: Instant) throws -> Job? {
        if kinds.isEmpty { return nil }
        var sql = Statement(
            "SELECT kind, key, leases FROM job WHERE given_up = 0 AND run_at <= ", [.int(now.milliseconds)])
        sql.add(" AND (leased_until IS NULL OR leased_until < ", .int(now.milliseconds))
        sql.text += ") AND kind IN ("
        sql.list(kinds)
        sql.text += ") ORDER BY run_at, kind, key LIMIT 1"
        // Another node may have chosen the same one: then this changes nothing, and the next may be free.
        while let row = try connection.row(sql.text, sql.arguments) {
            let leased = try connection.row(
                """
                UPDATE job SET node = $4, leased_until = $5, leases = leases + 1,
                again_at = CASE WHEN again_at <= $6 THEN NULL ELSE again_at END
                WHERE kind = $1 AND key = $2 AND leases = $3 RETURNING \(SQLRecords.jobColumns)
                """,
                [row[0], row[1], row[2], .text(node), .int(until.milliseconds), .int(now.milliseconds)])
            if let leased { return try SQLRecords.job(leased) }
        }
        return nil
    }

    /// What a job is asked for once more at while this node has it; nil: another node has it.
    private func held(_ job: Job) throws -> (againAt: Int64?, Void)? {
        try connection.row(
            "SELECT again_at FROM job WHERE kind = $1 AND key = $2 AND leases = $3 AND node IS NOT NULL",
            [.text(job.kind), .text(job.key), .int(job.leases)]
        ).map { ($0[0].int, ()) }
    }

    func extendLease(_ job: Job, until: Instant) throws -> Bool {
        try connection.execute(
            "UPDATE job SET leased_until = $4 WHERE kind = $1 AND key = $2 AND leases = $3 AND node IS NOT NULL",
            [.text(job.kind), .text(job.key), .int(job.leases), .int(until.milliseconds)]) == 1
    }

    func completeJob(_ job: Job, now: Instant) throws -> Bool {
        guard let (againAt, _) = try held(job) else { return false }
        let times = [againAt, job.nextTime(after: now)?.milliseconds].compactMap(\.self)
        guard let next = times.min() else {
            try removeJob(kind: job.kind, key: job.key)
            return true
        }
        try connection.execute(
            """
            UPDATE job SET run_at = $3, failures = 0, failure = '', node = NULL, leased_until = NULL, again_at = NULL
            WHERE kind = $1 AND key = $2
            """,
            [.text(job.kind), .text(job.key), .int(next)])
        return true
    }

    func failJob(_ job: Job, reason: String, retryAt: Instant?) throws -> Bool {
        guard let (againAt, _) = try held(job) else { return false }
        let next = [againAt, retryAt?.milliseconds].compactMap(\.self).min()
        try connection.execute(
            """
            UPDATE job SET run_at = coalesce($3, run_at), failures = failures + 1, failure = $4, given_up = $5,
            node = NULL, leased_until = NULL, again_at = NULL WHERE kind = $1 AND key = $2
            """,
            [.text(job.kind), .text(job.key), SQLValue(next), .text(reason), .int(next == nil ? 1 : 0)])
        return true
    }

    func job(kind: String, key: String) throws -> Job? {
        try connection.row(
            "SELECT \(SQLRecords.jobColumns) FROM job WHERE kind = $1 AND key = $2", [.text(kind), .text(key)]
        ).map(SQLRecords.job)
    }

    func jobsGivenUp(limit: Int) throws -> [Job] {
        try connection.query(
            "SELECT \(SQLRecords.jobColumns) FROM job WHERE given_up = 1 ORDER BY run_at, kind, key LIMIT $1",
            [.int(Int64(limit))]
        ).map(SQLRecords.job)
    }

    func removeJob(kind: String, key: String) throws {
        try connection.execute("DELETE FROM job WHERE kind = $1 AND key = $2", [.text(kind), .text(key)])
    }
}
