import Commons
import Community
import Database

extension SQLRecords {
    func planEach() throws {
        // A plan that has to do for every span goes through all of history.
        guard connection.dialect == .postgresql else { return }
        try connection.execute("SET LOCAL plan_cache_mode = force_custom_plan")
    }

    // MARK: Events

    /// Events at places that an organisation keeps, found one by one.
    private static let events = " FROM event e JOIN case_head h ON h.id = e.place WHERE e.is_drill = 0 AND h.handler = "

    /// All of them: to make a list of the places first costs less than to look up that of each.
    func events(_ what: String, _ kinds: [String], _ scope: MetricScope) -> Statement {
        var sql = Statement(
            "SELECT \(what) FROM event e WHERE e.is_drill = 0 AND e.place IN (SELECT id FROM case_head "
                + "WHERE kind = 'space' AND handler = ", [.text(scope.organisation)])
        sql.text += ")"
        sql.narrow(kinds, scope)
        return sql
    }

    func countEvents(_ kinds: [String], _ scope: MetricScope) throws -> Int {
        let sql = events("count(*)", kinds, scope)
        return try connection.row(sql.text, sql.arguments)?.int(0) ?? 0
    }

    func hasEvents(_ kinds: [String], _ scope: MetricScope) throws -> Bool {
        var sql = Statement("SELECT 1" + SQLRecords.events, [.text(scope.organisation)])
        sql.narrow(kinds, scope)
        return try connection.row(sql.text + " LIMIT 1", sql.arguments) != nil
    }

    func firstEvent(_ kind: String, of organisation: String) throws -> Instant? {
        var sql = Statement("SELECT e.at" + SQLRecords.events, [.text(organisation)])
        sql.add(" AND e.kind = ", .text(kind))
        return try connection.row(sql.text + " ORDER BY e.at LIMIT 1", sql.arguments)?.instant(0)
    }

    // MARK: Devices

    func readings(
        model: String, property: String, of organisation: String, from: Int, until: Int
    ) throws -> MetricReadings {
        let row = try connection.row(
            "SELECT count(DISTINCT CASE WHEN h.state = 'active' THEN s.device END), CAST(sum(d.count) AS BIGINT), "
                + "sum(d.total), min(d.least), max(d.most) FROM item_value v JOIN case_head h ON h.id = v.item "
                + "JOIN series s ON s.device = v.item JOIN reading_day d ON d.series = s.id "
                + "WHERE v.kind = 'device' AND v.field = 'model' AND v.word = $1 AND s.property = $2 "
                + "AND h.handler = $3 AND d.day >= $4 AND d.day < $5",
            [.text(model), .text(property), .text(organisation), .int(Int64(from)), .int(Int64(until))])
        guard let row, let count = row[1].int, count > 0 else {
            return MetricReadings(devices: 0, count: 0, total: 0, least: 0, most: 0)
        }
        return MetricReadings(
            devices: try row.int(0), count: Int(count), total: row[2].double ?? 0, least: row[3].double ?? 0,
            most: row[4].double ?? 0)
    }

    func hasReadings(of organisation: String, on day: Int) throws -> Bool {
        try connection.row(
            "SELECT 1 FROM reading_day d JOIN series s ON s.id = d.series JOIN case_head h ON h.id = s.device "
                + "WHERE d.day = $1 AND h.handler = $2 LIMIT 1", [.int(Int64(day)), .text(organisation)]) != nil
    }
}

extension Statement {
    /// Events of these kinds in the scope.
    fileprivate mutating func narrow(_ kinds: [String], _ scope: MetricScope) {
        isOne("e.kind", of: kinds)
        if let from = scope.from { add(" AND e.at >= ", .int(from.milliseconds)) }
        add(" AND e.at < ", .int(scope.until.milliseconds))
    }
}
