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
                case .all, .assigned, .owner, .places: continue
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
        /// nil: there is nothing to tell.
        var marks: [MetricMark]?
    }

    func put(_ values: [MetricValue]) throws {
        for value in values {
            let content = Content(
                reason: value.reason, details: value.details, marks: value.marks.isEmpty ? nil : value.marks)
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
                details: content.details, marks: content.marks ?? [])
        }
    }

    // MARK: Spaces and people

    func countPlaced(level: String, with items: Metric.Items, _ scope: MetricScope) throws -> Int {
        var spaces = Statement("SELECT h.id FROM case_head h WHERE h.handler = ", [.text(scope.organisation)])
        spaces.narrow(.init(Estate.space.id, in: ["current"], having: ["level": level]))
        var places = Statement(
            "SELECT DISTINCT i.place FROM case_head h JOIN item i ON i.id = h.id WHERE i.place IS NOT NULL "
                + "AND h.handler = ", [.text(scope.organisation)])
        places.narrow(items, scope)
        // Two lists: as one statement PostgreSQL looks at all that ever was at each of the spaces.
        return Set(try ids(spaces)).intersection(try ids(places)).count
    }

    private func ids(_ sql: Statement) throws -> [String] {
        try connection.query(sql.text, sql.arguments).map { try $0.text(0) }
    }

    func filled(_ items: Metric.Items, fields: Set<String>, _ scope: MetricScope) throws -> [Set<String>: Int] {
        var (counts, after) = ([Set<String>: Int](), "")
        let batch = 2000
        while true {
            var sql = Statement("SELECT h.id FROM case_head h WHERE h.handler = ", [.text(scope.organisation)])
            sql.narrow(items, scope)
            sql.add(" AND h.id > ", .text(after))
            sql.add(" ORDER BY h.id LIMIT ", .int(Int64(batch)))
            let ids = try ids(sql)
            for item in try self.items(Set(ids)).values {
                counts[fields.filter { item.fields[$0].map { !$0.words.isEmpty } ?? false }, default: 0] += 1
            }
            guard ids.count == batch, let last = ids.last else { return counts }
            after = last
        }
    }

    func activity(roles: [String], _ scope: MetricScope) throws -> (active: Int, all: Int) {
        var sql = Statement("SELECT count(CASE WHEN ", [])
        let deeds = [("case_entry", "at"), ("receipt", "read_at"), ("receipt", "answered_at")]
        for (index, (table, column)) in deeds.enumerated() {
            sql.text += (index > 0 ? " OR " : "") + Statement.lookUp + "\(table) d WHERE d.person = p.id"
            if let from = scope.from { sql.add(" AND d.\(column) >= ", .int(from.milliseconds)) }
            sql.add(" AND d.\(column) < ", .int(scope.until.milliseconds))
            sql.text += Statement.once
        }
        sql.add(
            " THEN 1 END), count(*) FROM person p WHERE p.is_active = 1 AND p.id IN (SELECT person_id FROM credential) "
                + "AND p.id IN (SELECT m.person_id FROM membership m WHERE m.organisation_id = ",
            .text(scope.organisation))
        sql.isOne("m.role", of: roles)
        sql.text += ")"
        let row = try connection.row(sql.text, sql.arguments)
        return (try row?.int(0) ?? 0, try row?.int(1) ?? 0)
    }

    func receipts(
        _ items: Metric.Items, figure: Metric.Receiving, _ scope: MetricScope
    ) throws -> (done: Int, all: Int) {
        let column = figure == .read ? "read_at" : "answered_at"
        var sql = Statement(
            "SELECT count(*), count(r.\(column)) FROM receipt r WHERE r.item IN "
                + "(SELECT h.id FROM case_head h WHERE h.handler = ", [.text(scope.organisation)])
        sql.narrow(items, scope)
        sql.text += ")"
        let row = try connection.row(sql.text, sql.arguments)
        return (try row?.int(1) ?? 0, try row?.int(0) ?? 0)
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
        if !items.by.isEmpty {
            text += " AND " + Statement.lookUp
            text += "item b JOIN membership m ON m.person_id = b.owner WHERE b.id = h.id"
            add(" AND m.organisation_id = ", .text(scope.organisation))
            isOne("m.role", of: items.by)
            text += Statement.once
        }
        guard items.holds else { return }
        let last = Instant(milliseconds: scope.until.milliseconds - 1).day.description
        for (field, sign) in [("until", "<"), ("since", ">")] {
            value("NOT ", field)
            add(" AND v.word \(sign) ", .text(last))
            text += Statement.once
        }
    }

    fileprivate mutating func narrow(_ items: Metric.Items) {
        add(" AND h.kind = ", .text(items.kind))
        if !items.states.isEmpty { isOne("h.state", of: items.states) }
        for (field, values) in items.referring.sorted(by: { $0.key < $1.key }) {
            for (name, word) in values.sorted(by: { $0.key < $1.key }) {
                value("", field)
                text += " AND \(Statement.lookUp)item_value r WHERE r.item = v.word"
                add(" AND r.field = ", .text(name))
                add(" AND r.word = ", .text(word))
                text += Statement.once + Statement.once
            }
        }
        for (values, sign) in [(items.having, ""), (items.lacking, "NOT ")] {
            for (field, word) in values.sorted(by: { $0.key < $1.key }) {
                value(sign, field)
                add(" AND v.word = ", .text(word))
                text += Statement.once
            }
        }
        for (field, words) in items.any.sorted(by: { $0.key < $1.key }) {
            value("", field)
            isOne("v.word", of: words)
            text += Statement.once
        }
    }

    /// What `h` has in a field, up to what is asked of its word. Its kind is not asked again: with it PostgreSQL would
    /// go through the values of all of the kind.
    private mutating func value(_ sign: String, _ field: String) {
        add(" AND \(sign)\(Statement.lookUp)item_value v WHERE v.item = h.id AND v.field = ", .text(field))
    }

    /// Looked up for each row of the scope: a list of all that were ever so would grow with history. The limit keeps
    /// PostgreSQL from making a join of it, for which it makes such a list.
    fileprivate static let lookUp = "EXISTS (SELECT 1 FROM "
    fileprivate static let once = " LIMIT 1 OFFSET 0)"
}
