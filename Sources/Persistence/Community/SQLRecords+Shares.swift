import Commons
import Community
import Database
import Rulebook

extension SQLRecords {
    // MARK: Groups

    func count(_ items: Metric.Items, by field: String, _ scope: MetricScope) throws -> [String: Int] {
        var sql = Statement(
            "SELECT g.word, count(*) FROM case_head h JOIN item_value g ON g.item = h.id "
                + "WHERE g.field = ", [.text(field)])
        sql.add(" AND h.handler = ", .text(scope.organisation))
        sql.narrow(items, scope)
        sql.text += " GROUP BY g.word"
        let rows = try connection.query(sql.text, sql.arguments)
        return Dictionary(try rows.map { (try $0.text(0), try $0.int(1)) }) { $0 + $1 }
    }

    // MARK: The platform itself

    func heldRoles(_ organisation: String) throws -> [String: Int] {
        let rows = try connection.query(
            "SELECT m.role, count(*) FROM membership m JOIN person p ON p.id = m.person_id "
                + "WHERE m.organisation_id = $1 AND p.is_active = 1 "
                + "AND p.id IN (SELECT person_id FROM credential) GROUP BY m.role",
            [.text(organisation)])
        return Dictionary(try rows.map { (try $0.text(0), try $0.int(1)) }) { $0 + $1 }
    }

    func countPassedOn(_ scope: MetricScope) throws -> Int {
        var sql = Statement(
            "SELECT count(*) FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook WHERE d.state = 'delivered' "
                + "AND w.organisation = ", [.text(scope.organisation)])
        if let from = scope.from { sql.add(" AND d.at >= ", .int(from.milliseconds)) }
        sql.add(" AND d.at < ", .int(scope.until.milliseconds))
        return try connection.row(sql.text, sql.arguments)?.int(0) ?? 0
    }

    // MARK: Devices

    func devices(_ devices: Metric.Devices, on days: Range<Int>, of organisation: String) throws -> Set<String> {
        var sql = Statement("", [])
        sql.devices(devices, on: days, of: organisation)
        return Set(try connection.query(sql.text, sql.arguments).map { try $0.text(0) })
    }

    func uncovered(
        _ spaces: Metric.Items, by devices: Metric.Devices, through relation: String?, on days: Range<Int>,
        _ scope: MetricScope
    ) throws -> [String] {
        var sql = Statement("SELECT h.id FROM case_head h WHERE h.handler = ", [.text(scope.organisation)])
        sql.narrow(spaces, scope)
        sql.text +=
            " AND h.id NOT IN (SELECT l.outer_space FROM item i JOIN space_link l ON l.space = i.place WHERE i.id IN ("
        sql.devices(devices, on: days, of: scope.organisation)
        sql.text += "))"
        if let relation {
            sql.text += " AND h.id NOT IN ("
            sql.served(relation, on: days.upperBound - 1)
            sql.text += " AND d.word IN ("
            sql.devices(devices, on: days, of: scope.organisation)
            sql.text += "))"
        }
        sql.text += " ORDER BY h.title, h.id"
        return try connection.query(sql.text, sql.arguments).map { try $0.text(0) }
    }

    func countCommands(
        _ commands: [String], to models: [String], _ scope: MetricScope
    ) throws -> (done: Int, over: Int) {
        var sql = Statement(
            "SELECT count(CASE WHEN c.state = 'done' THEN 1 END), count(*) FROM device_command c "
                + "JOIN case_head h ON h.id = c.device JOIN item_value v ON v.item = c.device "
                + "WHERE v.kind = 'device' AND v.field = 'model' AND h.handler = ", [.text(scope.organisation)])
        sql.isOne("v.word", of: models)
        sql.isOne("c.command", of: commands)
        if let from = scope.from { sql.add(" AND c.asked_at >= ", .int(from.milliseconds)) }
        sql.add(" AND c.asked_at < ", .int(scope.until.milliseconds))
        sql.add(" AND (c.state NOT IN ('waiting', 'sent') OR c.until_at < ", .int(scope.until.milliseconds))
        sql.text += ")"
        guard let row = try connection.row(sql.text, sql.arguments) else { return (0, 0) }
        return (try row.int(0), try row.int(1))
    }
}

extension Statement {
    /// Ids of devices in use that meet all needs.
    fileprivate mutating func devices(_ devices: Metric.Devices, on days: Range<Int>, of organisation: String) {
        add(
            "SELECT v.item FROM item_value v JOIN case_head k ON k.id = v.item WHERE v.kind = 'device' "
                + "AND v.field = 'model' AND k.state = 'active' AND k.handler = ", .text(organisation))
        isOne("v.word", of: devices.models)
        for need in devices.needs {
            add(
                " AND EXISTS (SELECT 1 FROM series s JOIN reading_day r ON r.series = s.id WHERE s.device = v.item "
                    + "AND s.property = ", .text(need.property))
            add(" AND r.last >= ", .int(Int64(need.least)))
            add(
                " AND r.day = (SELECT max(x.day) FROM reading_day x WHERE x.series = s.id AND x.day >= ",
                .int(Int64(days.lowerBound)))
            add(" AND x.day < ", .int(Int64(days.upperBound)))
            text += "))"
        }
    }

    /// Spaces that a service of this relation leads to on a day, with the device that it is from as `d.word`.
    fileprivate mutating func served(_ relation: String, on day: Int) {
        add(
            "SELECT t.word FROM item_value t JOIN case_head c ON c.id = t.item JOIN item_value w ON w.item = t.item "
                + "JOIN item_value d ON d.item = t.item JOIN item_value b ON b.item = t.item "
                + "WHERE t.kind = 'service' AND t.field = 'space' AND c.state = 'current' "
                + "AND w.kind = 'service' AND w.field = 'relation' AND d.kind = 'service' AND d.field = 'device' "
                + "AND b.kind = 'service' AND b.field = 'since' AND w.word = ", .text(relation))
        let today = Day(ordinal: day)?.description ?? ""
        add(" AND b.word <= ", .text(today))
        add(
            " AND NOT EXISTS (SELECT 1 FROM item_value u WHERE u.kind = 'service' AND u.field = 'until' "
                + "AND u.item = t.item AND u.word < ", .text(today))
        text += ")"
    }
}
