import Commons
import Community
import Database
import Secrets

extension SQLRecords {
    func ruleMarks(of rule: String) throws -> [String: Int64] {
        var marks: [String: Int64] = [:]
        for row in try connection.query("SELECT subject, mark FROM rule_mark WHERE rule = $1", [.text(rule)]) {
            marks[try row.text(0)] = row[1].int
        }
        return marks
    }

    func markRule(_ rule: String, _ subject: String, _ mark: Int64) throws {
        try connection.execute(
            "INSERT INTO rule_mark (rule, subject, mark) VALUES ($1, $2, $3) "
                + "ON CONFLICT (rule, subject) DO UPDATE SET mark = excluded.mark",
            [.text(rule), .text(subject), .int(mark)])
    }

    func dropRuleMarks(of rule: String) throws {
        try connection.execute("DELETE FROM rule_mark WHERE rule = $1", [.text(rule)])
    }

    func keepers() throws -> [(organisation: String, region: String)] {
        try connection.query(
            "SELECT h.handler, min(h.region) FROM case_head h WHERE h.kind = $1 GROUP BY h.handler ORDER BY h.handler",
            [.text(Estate.space.id)]
        ).map { (try $0.text(0), try $0.text(1)) }
    }

    func readings(ofAny series: [Int], from: Instant, until: Instant, limit: Int) throws -> [Reading] {
        var found: [Reading] = []
        for start in stride(from: 0, to: series.count, by: 500) {
            var sql = Statement("SELECT at, series, value FROM reading WHERE at >= ", [.int(from.milliseconds)])
            sql.add(" AND at < ", .int(until.milliseconds))
            sql.text += " AND series IN ("
            for (index, one) in series[start..<min(start + 500, series.count)].enumerated() {
                sql.add(index > 0 ? ", " : "", .int(Int64(one)))
            }
            sql.add(") ORDER BY at, series LIMIT ", .int(Int64(limit)))
            found += try connection.query(sql.text, sql.arguments).map {
                Reading(series: try $0.int(1), at: try $0.instant(0), value: $0[2].double ?? 0)
            }
        }
        if series.count > 500 { found.sort { ($0.at.milliseconds, $0.series) < ($1.at.milliseconds, $1.series) } }
        return Array(found.prefix(limit))
    }

    func acted(kind: String, acts: [String], organisation: String, since: Instant, limit: Int) throws -> [String] {
        var sql = Statement(
            "SELECT e.case_id FROM case_entry e JOIN case_head h ON h.id = e.case_id WHERE h.kind = ", [.text(kind)])
        sql.add(" AND h.handler = ", .text(organisation))
        sql.isOne("e.act", of: acts)
        sql.add(" AND e.at >= ", .int(since.milliseconds))
        sql.add(" GROUP BY e.case_id ORDER BY max(e.at) DESC, e.case_id LIMIT ", .int(Int64(limit)))
        return try connection.query(sql.text, sql.arguments).map { try $0.text(0) }
    }

    func formEditionHistory(of kind: String) throws -> [(at: Instant, person: String?)] {
        try connection.query(
            "SELECT f.made_at, a.person FROM form_edition f LEFT JOIN form_author a ON a.kind = f.kind "
                + "AND a.edition = f.edition WHERE f.kind = $1 ORDER BY f.edition", [.text(kind)]
        ).map { (try $0.instant(0), $0[1].text) }
    }

    func setFormAuthor(_ person: String, of kind: String, edition: Int) throws {
        try connection.execute(
            "INSERT INTO form_author (kind, edition, person) VALUES ($1, $2, $3)",
            [.text(kind), .int(Int64(edition)), .text(person)])
    }
}
