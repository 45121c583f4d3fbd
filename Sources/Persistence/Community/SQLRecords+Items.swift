import Commons
import Community
import Database
import Secrets

extension SQLRecords: CommunityRecords {
    private static let itemColumns =
        "i.id, i.edition, i.place, i.owner, i.since, i.fields, i.secret, i.sealed, i.key_id"

    private static let items = "SELECT \(headColumns), \(itemColumns) FROM item i JOIN case_head h ON h.id = i.id"

    func item(_ id: String) throws -> Item? { try items([id])[id] }

    func item(kind: String, number: String) throws -> Item? {
        try head(kind: kind, number: number).flatMap { try item($0.id) }
    }

    func items(_ ids: Set<String>) throws -> [String: Item] {
        var found: [String: Item] = [:]
        let all = ids.sorted()
        for start in stride(from: 0, to: all.count, by: 500) {
            var sql = Statement(SQLRecords.items, [])
            sql.text += " WHERE i.id IN ("
            for (index, id) in all[start..<min(start + 500, all.count)].enumerated() {
                sql.add(index > 0 ? ", " : "", .text(id))
            }
            sql.text += ")"
            for item in try read(sql) { found[item.id] = item }
        }
        return found
    }

    func items(_ query: ItemQuery) throws -> [Item] {
        var sql = Statement(SQLRecords.items + " WHERE h.kind = ", [.text(query.kind)])
        sql.narrow(query)
        let column = query.order == .changed ? "h.changed_at" : "h.number"
        let sign = query.order == .changed ? "<" : ">"
        if let after = query.after {
            let key: SQLValue = query.order == .changed ? .int(Int64(after.key) ?? 0) : .text(after.key)
            sql.add(" AND (\(column) \(sign) ", key)
            sql.add(" OR (\(column) = ", key)
            sql.add(" AND h.id \(sign) ", .text(after.id))
            sql.text += "))"
        }
        let way = query.order == .changed ? "DESC" : "ASC"
        sql.add(
            " ORDER BY \(column) \(way), h.id \(way) LIMIT ",
            .int(Int64(min(max(query.limit, 1), 200_000))))
        return try read(sql)
    }

    func countItems(_ query: ItemQuery) throws -> [String: Int] {
        var sql = Statement(
            "SELECT h.state, count(*) FROM item i JOIN case_head h ON h.id = i.id WHERE h.kind = ",
            [.text(query.kind)])
        sql.narrow(query)
        sql.text += " GROUP BY h.state"
        var counts: [String: Int] = [:]
        for row in try connection.query(sql.text, sql.arguments) { counts[try row.text(0)] = try row.int(1) }
        return counts
    }

    private func read(_ sql: Statement) throws -> [Item] {
        let rows = try connection.query(sql.text, sql.arguments)
        var assigned: [String: Set<String>] = [:]
        for start in stride(from: 0, to: rows.count, by: 500) {
            var asked = Statement("SELECT case_id, person FROM case_assigned WHERE case_id IN (", [])
            for (index, row) in rows[start..<min(start + 500, rows.count)].enumerated() {
                asked.add(index > 0 ? ", " : "", .text(try row.text(0)))
            }
            asked.text += ")"
            for row in try connection.query(asked.text, asked.arguments) {
                assigned[try row.text(0), default: []].insert(try row.text(1))
            }
        }
        return try rows.map { row in
            let head = try SQLRecords.head(row)
            return Item(
                head: head, edition: try row.int(13), fields: try fields(row), place: row[14].text,
                owner: row[15].text, assigned: assigned[head.id] ?? [], since: try row.instant(16))
        }
    }

    private func fields(_ row: Row) throws -> [String: FormValue] {
        var fields = try CanonicalJSON.decode([String: FormValue].self, Array(try row.text(17).utf8))
        // The first twelve columns are the head's, which has an id as well.
        let own = Row(columns: Array(row.columns[12...]), values: Array(row.values[12...]))
        let secret = try SealedTable.items.opened(own, ring)["secret"].text ?? ""
        if !secret.isEmpty {
            let hidden = try CanonicalJSON.decode([String: FormValue].self, Array(secret.utf8))
            fields.merge(hidden) { _, new in new }
        }
        return fields
    }

    func append(_ entry: CaseEntry, _ item: Item, personal: Set<String>, index: [ItemQuery.Value]) throws {
        do {
            try append(entry, head: item.head, assigned: item.assigned)
        } catch let error as DatabaseError where error.kind == .duplicate {
            throw Refusal(
                .conflict, zh: "编号“\(item.head.number)”已经有了", en: "there is a '\(item.head.number)' already",
                place: "number")
        }
        let open = item.fields.filter { !personal.contains($0.key) }
        let hidden = item.fields.filter { personal.contains($0.key) }
        let secret = hidden.isEmpty ? "" : String(decoding: try CanonicalJSON.encode(hidden), as: UTF8.self)
        let stored =
            hidden.isEmpty
            ? [.text(""), .null, .null]
            : SealedTable.items.values(secret, for: Row(columns: ["id"], values: [.text(item.id)]), ring())
        let values: [SQLValue] = [
            .text(item.id), .text(item.head.kind), .int(Int64(item.edition)), SQLValue(item.place),
            SQLValue(item.owner), .int(item.since.milliseconds),
            .text(String(decoding: try CanonicalJSON.encode(open), as: UTF8.self)),
        ]
        if entry.sequence == 1 {
            try connection.execute(
                "INSERT INTO item (id, kind, edition, place, owner, since, fields, secret, sealed, key_id, salt) "
                    + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                values + stored + [.blob(SecureRandom.bytes(16))])
        } else {
            try connection.execute(
                "UPDATE item SET kind = $2, edition = $3, place = $4, owner = $5, since = $6, fields = $7, "
                    + "secret = $8, sealed = $9, key_id = $10 WHERE id = $1", values + stored)
        }
        try put(index, of: item, personal: personal, isNew: entry.sequence == 1)
    }

    private func put(_ index: [ItemQuery.Value], of item: Item, personal: Set<String>, isNew: Bool) throws {
        var before: Set<ItemQuery.Value> = []
        if !isNew {
            let rows = try connection.query("SELECT field, word FROM item_value WHERE item = $1", [.text(item.id)])
            before = Set(try rows.map { ItemQuery.Value(try $0.text(0), try $0.text(1)) })
        }
        let after = Set(
            index.map { value in
                guard personal.contains(value.field) else { return value }
                let blind = SQLRecords.blind(item.head.kind, value.field)
                return ItemQuery.Value(blind.field, ring().blindIndex(value.word, kind: blind.kind))
            })
        for value in before.subtracting(after) {
            try connection.execute(
                "DELETE FROM item_value WHERE kind = $1 AND field = $2 AND word = $3 AND item = $4",
                [.text(item.head.kind), .text(value.field), .text(value.word), .text(item.id)])
        }
        for value in after.subtracting(before).sorted(by: { ($0.field, $0.word) < ($1.field, $1.word) }) {
            try connection.execute(
                "INSERT INTO item_value (kind, field, word, item) VALUES ($1, $2, $3, $4)",
                [.text(item.head.kind), .text(value.field), .text(value.word), .text(item.id)])
        }
    }

    // MARK: What items are found by

    /// How the index calls an encrypted field, and what its words are blinded for.
    private static func blind(_ kind: String, _ field: String) -> (field: String, kind: String) {
        ("~" + field, "item/\(kind)/\(field)")
    }

    func putIndex(_ index: [ItemQuery.Value], of item: Item, personal: Set<String>) throws {
        try put(index, of: item, personal: personal, isNew: false)
    }

    /// As a number for `counter`.
    private func edition(of fields: [String]) -> Int64 {
        let key = ring().inUse(.fields)?.id ?? ""
        let words = (fields.sorted() + [key]).joined(separator: "/")
        return SHA256Digest.bytes(of: Array(words.utf8)).prefix(7).reduce(0) { $0 << 8 | Int64($1) }
    }

    func isIndexed(_ kind: String, by fields: [String]) throws -> Bool {
        try connection.row("SELECT value FROM counter WHERE name = $1", [.text("index/\(kind)")])?[0].int
            == edition(of: fields)
    }

    func setIndexed(_ kind: String, by fields: [String]) throws {
        try connection.execute(
            "INSERT INTO counter (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [.text("index/\(kind)"), .int(edition(of: fields))])
    }

    func items(
        of kind: String, having values: [ItemQuery.Value], reach: [CaseQuery.Reach]
    ) throws -> [String] {
        var found: Set<String> = []
        for value in values {
            let blind = SQLRecords.blind(kind, value.field)
            var sql = Statement(
                "SELECT v.item FROM item_value v JOIN case_head h ON h.id = v.item WHERE v.kind = ", [.text(kind)])
            sql.add(" AND v.field = ", .text(blind.field))
            sql.isOne("v.word", of: ring().blindIndexes(value.word, kind: blind.kind))
            sql.narrow(CaseQuery(kind: kind, reach: reach))
            sql.add(" ORDER BY v.item LIMIT ", .int(100))
            found.formUnion(try connection.query(sql.text, sql.arguments).map { try $0.text(0) })
        }
        return found.sorted()
    }

    func seal(_ text: String, for purpose: String) -> String { ring().blindIndex(text, kind: "seal/\(purpose)") }

    func seals(_ text: String, for purpose: String) -> [String] {
        ring().blindIndexes(text, kind: "seal/\(purpose)")
    }

    // MARK: Spaces

    func spacesAround(_ space: String) throws -> [String] {
        try connection.query(
            "SELECT outer_space FROM space_link WHERE space = $1 ORDER BY depth", [.text(space)]
        ).map { try $0.text(0) }
    }

    func put(space: String, in outer: String?) throws {
        let inner = try connection.query(
            "SELECT space, depth FROM space_link WHERE outer_space = $1 ORDER BY depth, space", [.text(space)]
        ).map { (id: try $0.text(0), depth: try $0.int(1)) }
        let around = try outer.map { try spacesAround($0) } ?? []
        if inner.isEmpty { try link(space, space, 0) }
        for (id, depth) in inner {
            // Links within what moves stay; those to what is around it go.
            try connection.execute(
                "DELETE FROM space_link WHERE space = $1 AND depth > $2", [.text(id), .int(Int64(depth))])
        }
        for (id, depth) in inner.isEmpty ? [(id: space, depth: 0)] : inner {
            for (step, outer) in around.enumerated() { try link(id, outer, depth + step + 1) }
        }
    }

    private func link(_ space: String, _ outer: String, _ depth: Int) throws {
        try connection.execute(
            "INSERT INTO space_link (space, outer_space, depth) VALUES ($1, $2, $3)",
            [.text(space), .text(outer), .int(Int64(depth))])
    }

    // MARK: Forms

    func formEditionCount(of kind: String) throws -> Int {
        try connection.row("SELECT count(*) FROM form_edition WHERE kind = $1", [.text(kind)])?.int(0) ?? 0
    }

    func formEditions(of kind: String) throws -> [Form] {
        try connection.query(
            "SELECT content FROM form_edition WHERE kind = $1 ORDER BY edition", [.text(kind)]
        ).map { try CanonicalJSON.decode(Form.self, Array(try $0.text(0).utf8)) }
    }

    func addFormEdition(_ form: Form, of kind: String, edition: Int, at: Instant) throws {
        try connection.execute(
            "INSERT INTO form_edition (kind, edition, made_at, content) VALUES ($1, $2, $3, $4)",
            [
                .text(kind), .int(Int64(edition)), .int(at.milliseconds),
                .text(String(decoding: try CanonicalJSON.encode(form), as: UTF8.self)),
            ])
    }
}

extension Statement {
    fileprivate mutating func narrow(_ query: ItemQuery) {
        narrow(
            CaseQuery(
                kind: query.kind, reach: query.reach, states: query.states, text: query.text, also: query.also))
        for value in query.values {
            add(" AND i.id IN (SELECT item FROM item_value WHERE kind = ", .text(query.kind))
            add(" AND field = ", .text(value.field))
            add(" AND word = ", .text(value.word))
            text += ")"
        }
        if let space = query.within {
            add(" AND i.place IN (SELECT space FROM space_link WHERE outer_space = ", .text(space))
            text += ")"
        }
        if let space = query.at { add(" AND i.place = ", .text(space)) }
    }
}
