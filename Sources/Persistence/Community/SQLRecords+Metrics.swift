import Commons
import Community
import Database
import Rulebook

extension SQLRecords {
    func keepers(_ reach: [CaseQuery.Reach]) throws -> [Keeper] {
        var sql = Statement(
            "SELECT o.id, o.name, o.region, min(h.opened_at) FROM case_head h "
                + "JOIN organisation o ON o.id = h.handler WHERE h.kind = ", [.text(Estate.space.id)])
        if !reach.contains(.all) {
            sql.text += " AND (1 = 0"
            for one in reach {
                switch one {
                case .organisation(let id): sql.add(" OR h.handler = ", .text(id))
                case .region(let code):
                    sql.text += " OR "
                    sql.startsWith("h.region", code)
                case .all, .assigned, .owner: continue
                }
            }
            sql.text += ")"
        }
        sql.text += " GROUP BY o.id, o.name, o.region ORDER BY o.name, o.id"
        return try connection.query(sql.text, sql.arguments).map {
            Keeper(id: try $0.text(0), name: try $0.text(1), region: try $0.text(2), since: try $0.instant(3))
        }
    }

    /// What stands beside the figures.
    private struct Content: Codable {
        var reason: Phrase?
        var details: [MetricValue.Detail]
    }

    func put(_ values: [MetricValue]) throws {
        for value in values {
            let content = Content(reason: value.reason, details: value.details)
            try connection.execute(
                "INSERT INTO metric_value (metric, organisation, day, region, at, from_at, numerator, denominator, "
                    + "sample, state, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
                    + "ON CONFLICT (metric, organisation, day) DO UPDATE SET region = $4, at = $5, from_at = $6, "
                    + "numerator = $7, denominator = $8, sample = $9, state = $10, content = $11",
                [
                    .text(value.metric), .text(value.organisation), .int(Int64(value.day.ordinal)),
                    .text(value.region), .int(value.at.milliseconds), SQLValue(value.from?.milliseconds),
                    .int(Int64(value.numerator)), .int(Int64(value.denominator)), .int(Int64(value.sample)),
                    .text(value.state.rawValue),
                    .text(String(decoding: try CanonicalJSON.encode(content), as: UTF8.self)),
                ])
        }
    }

    func metricValues(_ query: MetricQuery) throws -> [MetricValue] {
        var sql = Statement(
            "SELECT metric, organisation, day, region, at, from_at, numerator, denominator, sample, state, content "
                + "FROM metric_value WHERE organisation = ", [.text(query.organisation)])
        if let metric = query.metric { sql.add(" AND metric = ", .text(metric)) }
        if let from = query.from { sql.add(" AND day >= ", .int(Int64(from.ordinal))) }
        if let until = query.until { sql.add(" AND day <= ", .int(Int64(until.ordinal))) }
        sql.add(" ORDER BY day DESC, metric LIMIT ", .int(Int64(min(max(query.limit, 1), 20_000))))
        return try connection.query(sql.text, sql.arguments).map { row in
            let content = try CanonicalJSON.decode(Content.self, Array(try row.text(10).utf8))
            guard let day = Day(ordinal: try row.int(2)) else { throw DatabaseError(.other, "no day of a metric") }
            return MetricValue(
                metric: try row.text(0), organisation: try row.text(1), region: try row.text(3), day: day,
                at: try row.instant(4), from: row[5].int.map(Instant.init(milliseconds:)), numerator: try row.int(6),
                denominator: try row.int(7), sample: try row.int(8),
                state: MetricValue.State(rawValue: try row.text(9)) ?? .none, reason: content.reason,
                details: content.details)
        }
    }

    // MARK: Items

    func count(_ items: Metric.Items, _ scope: MetricScope) throws -> Int {
        var sql = Statement("SELECT count(*) FROM case_head h WHERE h.handler = ", [.text(scope.organisation)])
        sql.narrow(items, scope)
        return try connection.row(sql.text, sql.arguments)?.int(0) ?? 0
    }

    func answers(_ items: Metric.Items, to acts: [String], _ scope: MetricScope) throws -> [MetricAnswer] {
        var sql = Statement(
            "SELECT h.opened_at, h.state, i.since, (SELECT min(e.at) FROM case_entry e WHERE e.case_id = h.id "
                + "AND e.at < ", [.int(scope.until.milliseconds)])
        sql.isOne("e.act", of: acts)
        sql.text += ") FROM case_head h JOIN item i ON i.id = h.id"
        sql.add(" WHERE h.handler = ", .text(scope.organisation))
        sql.narrow(items, scope)
        return try connection.query(sql.text, sql.arguments).map { row in
            MetricAnswer(
                openedAt: try row.instant(0), answeredAt: row[3].int.map(Instant.init(milliseconds:)),
                state: try row.text(1), since: try row.instant(2))
        }
    }

    func entries(_ items: Metric.Items, act: String, _ scope: MetricScope) throws -> [CaseEntry] {
        var sql = Statement(
            "SELECT \(SQLRecords.entryColumns) FROM case_entry WHERE act = ", [.text(act)])
        if let from = scope.from { sql.add(" AND at >= ", .int(from.milliseconds)) }
        sql.add(" AND at < ", .int(scope.until.milliseconds))
        sql.add(" AND case_id IN (SELECT h.id FROM case_head h WHERE h.handler = ", .text(scope.organisation))
        // Whatever was done to an item in the scope changed it.
        if let from = scope.from { sql.add(" AND h.changed_at >= ", .int(from.milliseconds)) }
        sql.narrow(items)
        sql.text += ") ORDER BY case_id, sequence"
        return try connection.query(sql.text, sql.arguments).map(entry)
    }
}

extension Statement {
    /// Items entered in the scope, whichever index serves: what was entered in it has changed in it.
    mutating func narrow(_ items: Metric.Items, _ scope: MetricScope) {
        if let from = scope.from {
            add(" AND h.changed_at >= ", .int(from.milliseconds))
            add(" AND h.opened_at >= ", .int(from.milliseconds))
        }
        add(" AND h.opened_at < ", .int(scope.until.milliseconds))
        narrow(items)
    }

    fileprivate mutating func narrow(_ items: Metric.Items) {
        add(" AND h.kind = ", .text(items.kind))
        if !items.states.isEmpty { isOne("h.state", of: items.states) }
        for (values, relation) in [(items.having, "IN"), (items.lacking, "NOT IN")] {
            for (field, word) in values.sorted(by: { $0.key < $1.key }) {
                add(" AND h.id \(relation) (SELECT item FROM item_value WHERE kind = ", .text(items.kind))
                add(" AND field = ", .text(field))
                add(" AND word = ", .text(word))
                text += ")"
            }
        }
        for (field, words) in items.any.sorted(by: { $0.key < $1.key }) {
            add(" AND h.id IN (SELECT item FROM item_value WHERE kind = ", .text(items.kind))
            add(" AND field = ", .text(field))
            isOne("word", of: words)
            text += ")"
        }
    }
}
