import Commons
import Database
import Secrets

extension SQLRecords: CaseRecords {
    static let headColumns =
        "h.id, h.kind, h.number, h.title, h.state, h.sequence, h.opener, h.handler, h.region, h.opened_at, "
        + "h.changed_at, h.due"

    static func head(_ row: Row) throws -> CaseHead {
        CaseHead(
            id: try row.text(0), kind: try row.text(1), number: try row.text(2), title: try row.text(3),
            state: try row.text(4), sequence: try row.int(5), opener: try row.text(6), handler: try row.text(7),
            region: try row.text(8), openedAt: try row.instant(9), changedAt: try row.instant(10),
            due: row[11].int.map(Instant.init(milliseconds:)))
    }

    func head(_ id: String) throws -> CaseHead? {
        try connection.row("SELECT \(SQLRecords.headColumns) FROM case_head h WHERE h.id = $1", [.text(id)])
            .map(SQLRecords.head)
    }

    static let entryColumns = "case_id, sequence, id, at, person, organisation, act, data, sealed, key_id"

    func entry(_ row: Row) throws -> CaseEntry {
        let plain = try SealedTable.entries.opened(row, ring)
        return CaseEntry(
            caseID: try row.text(0), sequence: try row.int(1), id: try row.text(2), at: try row.instant(3),
            person: row[4].text, organisation: row[5].text, act: try row.text(6), data: Array(try plain.text(7).utf8),
            isPersonal: row["sealed"] != .null)
    }

    func entries(of id: String, after sequence: Int) throws -> [CaseEntry] {
        try connection.query(
            "SELECT \(SQLRecords.entryColumns) FROM case_entry WHERE case_id = $1 AND sequence > $2 ORDER BY sequence",
            [.text(id), .int(Int64(sequence))]
        ).map(entry)
    }

    func entry(of caseID: String, id: String) throws -> CaseEntry? {
        try connection.row(
            "SELECT \(SQLRecords.entryColumns) FROM case_entry WHERE case_id = $1 AND id = $2",
            [.text(caseID), .text(id)]
        ).map(entry)
    }

    func append(_ entry: CaseEntry, head: CaseHead, assigned: Set<String>) throws {
        let values = SQLRecords.values(head)
        if entry.sequence == 1 {
            try insert(head)
        } else {
            // The row is also the lock: of two nodes that read the same last entry, one waits here and then finds none.
            let changed = try connection.execute(
                "UPDATE case_head SET kind = $2, number = $3, title = $4, state = $5, sequence = $6, opener = $7, "
                    + "handler = $8, region = $9, opened_at = $10, changed_at = $11, due = $12, search = $13 "
                    + "WHERE id = $1 AND sequence = $6 - 1", values)
            guard changed == 1 else {
                throw Refusal(
                    .conflict, zh: "他人刚刚作了修改，请重试", en: "somebody else has changed this just now; try again")
            }
        }
        try insert(entry, salt: SecureRandom.bytes(16))
        try assign(assigned, to: head.id)
    }

    private static func values(_ head: CaseHead) -> [SQLValue] {
        [
            .text(head.id), .text(head.kind), .text(head.number), .text(head.title), .text(head.state),
            .int(Int64(head.sequence)), .text(head.opener), .text(head.handler), .text(head.region),
            .int(head.openedAt.milliseconds), .int(head.changedAt.milliseconds), SQLValue(head.due?.milliseconds),
            .text("\(head.title)\n\(head.number)".lowercased()),
        ]
    }

    func insert(_ head: CaseHead) throws {
        try connection.execute(
            "INSERT INTO case_head (id, kind, number, title, state, sequence, opener, handler, region, opened_at, "
                + "changed_at, due, search) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            SQLRecords.values(head))
    }

    func insert(_ entry: CaseEntry, salt: [UInt8]) throws {
        let keys: [SQLValue] = [.text(entry.caseID), .int(Int64(entry.sequence))]
        let data = String(decoding: entry.data, as: UTF8.self)
        let table = SealedTable.entries
        let stored =
            entry.isPersonal
            ? table.values(data, for: Row(columns: table.keys, values: keys), ring()) : [.text(data), .null, .null]
        try connection.execute(
            "INSERT INTO case_entry (\(SQLRecords.entryColumns), salt) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            keys + [
                .text(entry.id), .int(entry.at.milliseconds), SQLValue(entry.person), SQLValue(entry.organisation),
                .text(entry.act),
            ] + stored + [.blob(salt)])
    }

    func assign(_ people: Set<String>, to id: String) throws {
        let rows = try connection.query("SELECT person FROM case_assigned WHERE case_id = $1", [.text(id)])
        let before = Set(rows.compactMap { $0[0].text })
        for person in before.subtracting(people) {
            try connection.execute(
                "DELETE FROM case_assigned WHERE case_id = $1 AND person = $2", [.text(id), .text(person)])
        }
        for person in people.subtracting(before) {
            try connection.execute(
                "INSERT INTO case_assigned (person, case_id) VALUES ($1, $2)", [.text(person), .text(id)])
        }
    }

    func heads(_ query: CaseQuery) throws -> [CaseHead] {
        var sql = Statement("SELECT \(SQLRecords.headColumns) FROM case_head h WHERE h.kind = ", [.text(query.kind)])
        sql.narrow(query)
        if let after = query.after {
            sql.add(" AND (h.changed_at < ", .int(after.changedAt.milliseconds))
            sql.add(" OR (h.changed_at = ", .int(after.changedAt.milliseconds))
            sql.add(" AND h.id < ", .text(after.id))
            sql.text += "))"
        }
        sql.add(" ORDER BY h.changed_at DESC, h.id DESC LIMIT ", .int(Int64(min(max(query.limit, 1), 500))))
        return try connection.query(sql.text, sql.arguments).map(SQLRecords.head)
    }

    func count(_ query: CaseQuery) throws -> [String: Int] {
        var sql = Statement("SELECT h.state, count(*) FROM case_head h WHERE h.kind = ", [.text(query.kind)])
        sql.narrow(query)
        sql.text += " GROUP BY h.state"
        var counts: [String: Int] = [:]
        for row in try connection.query(sql.text, sql.arguments) { counts[try row.text(0)] = try row.int(1) }
        return counts
    }

    func nextNumber(kind: String, year: Int) throws -> Int {
        let row = try connection.row(
            "INSERT INTO case_number (kind, year, last) VALUES ($1, $2, 1) "
                + "ON CONFLICT (kind, year) DO UPDATE SET last = case_number.last + 1 RETURNING last",
            [.text(kind), .int(Int64(year))])
        guard let row else { throw DatabaseError(.other, "no number was given") }
        return try row.int(0)
    }
}

extension Statement {
    mutating func narrow(_ query: CaseQuery) {
        if !query.reach.contains(.all) {
            text += " AND ("
            for (index, reach) in query.reach.enumerated() {
                if index > 0 { text += " OR " }
                switch reach {
                case .all: text += "1 = 1"
                case .organisation(let id):
                    add("h.opener = ", .text(id))
                    add(" OR h.handler = ", .text(id))
                case .region(let code): startsWith("h.region", code)
                case .assigned(let person):
                    add("h.id IN (SELECT case_id FROM case_assigned WHERE person = ", .text(person))
                    text += ")"
                case .owner(let person):
                    add("h.id IN (SELECT id FROM item WHERE owner = ", .text(person))
                    text += ")"
                case .places(let places):
                    let places = places.sorted()
                    for (start, next) in [
                        ("h.id IN (", ") OR "), ("h.id IN (SELECT id FROM item WHERE place IN (", "))"),
                    ] {
                        for (index, place) in places.enumerated() { add(index == 0 ? start : ", ", .text(place)) }
                        text += next
                    }
                }
            }
            // Nobody's rows are no rows.
            text += query.reach.isEmpty ? "1 = 0)" : ")"
        }
        if !query.states.isEmpty {
            text += " AND h.state IN ("
            for (index, state) in query.states.enumerated() { add(index > 0 ? ", " : "", .text(state)) }
            text += ")"
        }
        if !query.text.isEmpty {
            add(" AND (h.search LIKE ", .text(Statement.containing(query.text.lowercased())))
            text += " ESCAPE '!'"
            for (index, id) in query.also.enumerated() { add(index == 0 ? " OR h.id IN (" : ", ", .text(id)) }
            text += query.also.isEmpty ? ")" : "))"
        }
        if let due = query.dueBefore { add(" AND h.due < ", .int(due.milliseconds)) }
    }
}
