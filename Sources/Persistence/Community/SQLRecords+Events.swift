import Commons
import Community
import Database

extension SQLRecords {
    private static let eventColumns = "id, kind, device, place, at, received_at, level, content, is_drill"

    func add(_ event: Event) throws -> Int {
        let row = try connection.row(
            "INSERT INTO event (kind, device, place, at, received_at, level, content, is_drill) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            [
                .text(event.kind), SQLValue(event.device), SQLValue(event.place), .int(event.at.milliseconds),
                .int(event.receivedAt.milliseconds), .text(event.level.rawValue), .text(event.text),
                .int(event.isDrill ? 1 : 0),
            ])
        guard let row else { throw DatabaseError(.other, "an event was not added") }
        return try row.int(0)
    }

    func openAlarm(_ key: String) throws -> OpenAlarm? {
        try connection.row("SELECT \(Self.alarmColumns) FROM open_alarm WHERE key = $1", [.text(key)]).map(Self.alarm)
    }

    private static let alarmColumns = "key, item, count, first_at, last_at"

    private static func alarm(_ row: Row) throws -> OpenAlarm {
        OpenAlarm(
            key: try row.text(0), item: try row.text(1), count: try row.int(2), firstAt: try row.instant(3),
            lastAt: try row.instant(4))
    }

    func put(_ alarm: OpenAlarm) throws {
        try connection.execute(
            "INSERT INTO open_alarm (\(Self.alarmColumns)) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (key) DO UPDATE SET count = $3, last_at = $5",
            [
                .text(alarm.key), .text(alarm.item), .int(Int64(alarm.count)), .int(alarm.firstAt.milliseconds),
                .int(alarm.lastAt.milliseconds),
            ])
    }

    func dropAlarm(of item: String) throws -> OpenAlarm? {
        let found = try connection.row(
            "SELECT \(Self.alarmColumns) FROM open_alarm WHERE item = $1", [.text(item)]
        ).map(Self.alarm)
        if found != nil { try connection.execute("DELETE FROM open_alarm WHERE item = $1", [.text(item)]) }
        return found
    }

    func openAlarms() throws -> [OpenAlarm] {
        try connection.query("SELECT \(Self.alarmColumns) FROM open_alarm ORDER BY first_at, key").map(Self.alarm)
    }

    func events(_ query: EventQuery) throws -> [Event] {
        var sql = Statement(
            "SELECT \(Self.eventColumns) FROM event WHERE id < ", [.int(Int64(query.before ?? Int.max))])
        if !query.kinds.isEmpty { sql.isOne("kind", of: query.kinds) }
        if let device = query.device { sql.add(" AND device = ", .text(device)) }
        if let space = query.within {
            sql.add(" AND place IN (SELECT space FROM space_link WHERE outer_space = ", .text(space))
            sql.text += ")"
        }
        if let from = query.from { sql.add(" AND at >= ", .int(from.milliseconds)) }
        if let until = query.until { sql.add(" AND at < ", .int(until.milliseconds)) }
        if let organisations = query.organisations {
            sql.text += " AND place IN (SELECT id FROM case_head WHERE kind = 'space'"
            sql.isOne("handler", of: organisations)
            sql.text += ")"
        }
        sql.add(" ORDER BY id DESC LIMIT ", .int(Int64(min(max(query.limit, 1), EventQuery.most + 1))))
        return try connection.query(sql.text, sql.arguments).map { row in
            Event(
                id: try row.int(0), kind: try row.text(1), device: row[2].text, place: row[3].text,
                at: try row.instant(4), receivedAt: try row.instant(5),
                level: EventKind.Level(rawValue: try row.text(6)) ?? .info, text: try row.text(7),
                isDrill: try row.int(8) == 1)
        }
    }

    func add(_ run: RuleRun) throws {
        try connection.execute(
            "INSERT INTO rule_run (rule, item, handler, at, cause, is_drill, steps) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                .text(run.rule), SQLValue(run.item), .text(run.handler), .int(run.at.milliseconds), .text(run.cause),
                .int(run.isDrill ? 1 : 0),
                .text(String(decoding: try CanonicalJSON.encode(run.steps), as: UTF8.self)),
            ])
    }

    func ruleRuns(_ query: RuleRunQuery) throws -> [RuleRun] {
        var sql = Statement("SELECT rule, item, handler, at, cause, is_drill, steps FROM rule_run WHERE 1 = 1", [])
        if let rule = query.rule { sql.add(" AND rule = ", .text(rule)) }
        if let items = query.items { sql.isOne("item", of: items) }
        if let organisations = query.organisations { sql.isOne("handler", of: organisations) }
        sql.add(" ORDER BY id DESC LIMIT ", .int(Int64(query.limit)))
        return try connection.query(sql.text, sql.arguments).map { row in
            RuleRun(
                rule: try row.text(0), item: row[1].text, handler: try row.text(2), at: try row.instant(3),
                cause: try row.text(4), isDrill: try row.int(5) == 1,
                steps: try CanonicalJSON.decode([RuleRun.Step].self, Array(try row.text(6).utf8)))
        }
    }

    func overdueItems(
        kind: String, state: String, before: Instant, rule: Rule?, limit: Int
    ) throws -> [Item] {
        var sql = Statement("SELECT i.id FROM case_head h JOIN item i ON i.id = h.id WHERE h.kind = ", [.text(kind)])
        sql.add(" AND h.state = ", .text(state))
        sql.add(" AND h.due < ", .int(before.milliseconds))
        if let rule {
            sql.add(
                " AND NOT EXISTS (SELECT 1 FROM escalation e WHERE e.item = i.id AND e.since = i.since "
                    + "AND e.rule = ", .text(rule.id))
            sql.text += ")"
        }
        if let organisation = rule?.organisation { sql.add(" AND h.handler = ", .text(organisation)) }
        if let space = rule?.place {
            sql.add(" AND i.place IN (SELECT space FROM space_link WHERE outer_space = ", .text(space))
            sql.text += ")"
        }
        sql.add(" ORDER BY h.due LIMIT ", .int(Int64(limit)))
        let rows = try connection.query(sql.text, sql.arguments)
        let found = try items(Set(rows.map { try $0.text(0) }))
        return try rows.compactMap { found[try $0.text(0)] }
    }

    func markEscalated(_ item: Item, rule: String) throws {
        try connection.execute(
            "INSERT INTO escalation (item, rule, since) VALUES ($1, $2, $3)",
            [.text(item.id), .text(rule), .int(item.since.milliseconds)])
    }

    func responses(
        of kind: String, to acts: [String], reach: [CaseQuery.Reach], from: Instant, until: Instant
    ) throws -> [Response] {
        var sql = Statement(
            "SELECT h.id, i.place, h.opened_at, e.at, e.person FROM case_head h JOIN item i ON i.id = h.id "
                + "LEFT JOIN case_entry e ON e.case_id = h.id AND e.sequence = (SELECT min(f.sequence) "
                + "FROM case_entry f WHERE f.case_id = h.id AND f.act IN (", [])
        for (index, act) in acts.enumerated() { sql.add(index > 0 ? ", " : "", .text(act)) }
        sql.add(")) WHERE h.kind = ", .text(kind))
        sql.add(" AND h.opened_at >= ", .int(from.milliseconds))
        sql.add(" AND h.opened_at < ", .int(until.milliseconds))
        sql.narrow(CaseQuery(kind: kind, reach: reach))
        sql.text += " ORDER BY h.opened_at, h.id"
        return try connection.query(sql.text, sql.arguments).map { row in
            let opened = try row.instant(2)
            return Response(
                item: try row.text(0), place: row[1].text, openedAt: opened,
                milliseconds: row[3].int.map { $0 - opened.milliseconds }, person: row[4].text)
        }
    }
}
