import Commons
import Database

extension SQLRecords: PartyRecords {
    // MARK: People

    func person(_ id: String) throws -> Person? {
        try connection.row("SELECT \(Person.columns) FROM person p WHERE p.id = $1", [.text(id)]).map { try Person($0) }
    }

    func person(login: String) throws -> Person? {
        try connection.row("SELECT \(Person.columns) FROM person p WHERE p.login = $1", [.text(login)])
            .map { try Person($0) }
    }

    func personVersion(_ id: String) throws -> Int? {
        try connection.row("SELECT version FROM person WHERE id = $1", [.text(id)]).map { try $0.int(0) }
    }

    func people(_ ids: Set<String>) throws -> [Person] {
        try rows("SELECT \(Person.columns) FROM person p WHERE p.id", ids).map { try Person($0) }
            .sorted { $0.id < $1.id }
    }

    func people(_ query: PartyQuery) throws -> [Person] {
        var sql = Statement("SELECT \(Person.columns) FROM person p WHERE 1 = 1", [])
        sql.narrow(query, "p")
        return try connection.query(sql.text, sql.arguments).map { try Person($0) }
    }

    func save(_ person: Person, version: Int) throws -> Int {
        let sql =
            version == 0
            // The column of mail addresses is of the time before these were encrypted.
            ? "INSERT INTO person (id, name, login, mail, language, is_active, search, version) "
                + "VALUES ($1, $2, $3, '', $4, $5, $6, $7 + 1)"
            : "UPDATE person SET name = $2, login = $3, language = $4, is_active = $5, search = $6, "
                + "version = $7 + 1 WHERE id = $1 AND version = $7"
        return try versioned(
            sql,
            [
                .text(person.id), .text(person.name), .text(person.login), .text(person.language),
                .int(person.isActive ? 1 : 0), .text("\(person.name) \(person.login)".lowercased()),
                .int(Int64(version)),
            ], after: version)
    }

    // MARK: Organisations

    func organisation(_ id: String) throws -> Organisation? {
        try connection.row("SELECT \(Organisation.columns) FROM organisation o WHERE o.id = $1", [.text(id)])
            .map { try Organisation($0, at: 0) }
    }

    func organisationVersion(_ id: String) throws -> Int? {
        try connection.row("SELECT version FROM organisation WHERE id = $1", [.text(id)]).map { try $0.int(0) }
    }

    func organisations(_ ids: Set<String>) throws -> [Organisation] {
        try rows("SELECT \(Organisation.columns) FROM organisation o WHERE o.id", ids)
            .map { try Organisation($0, at: 0) }.sorted { $0.id < $1.id }
    }

    func organisations(_ query: PartyQuery) throws -> [Organisation] {
        var sql = Statement("SELECT \(Organisation.columns) FROM organisation o WHERE 1 = 1", [])
        if let kind = query.kind { sql.add(" AND o.kind = ", .text(kind.rawValue)) }
        if !query.region.isEmpty {
            sql.text += " AND "
            sql.startsWith("o.region", query.region)
        }
        sql.narrow(query, "o")
        return try connection.query(sql.text, sql.arguments).map { try Organisation($0, at: 0) }
    }

    func save(_ organisation: Organisation, version: Int) throws -> Int {
        let sql =
            version == 0
            ? "INSERT INTO organisation (id, kind, name, region, is_active, search, version) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7 + 1)"
            : "UPDATE organisation SET kind = $2, name = $3, region = $4, is_active = $5, search = $6, "
                + "version = $7 + 1 WHERE id = $1 AND version = $7"
        return try versioned(
            sql,
            [
                .text(organisation.id), .text(organisation.kind.rawValue), .text(organisation.name),
                .text(organisation.region), .int(organisation.isActive ? 1 : 0),
                .text(organisation.name.lowercased()), .int(Int64(version)),
            ], after: version)
    }

    // MARK: Memberships

    func memberships(of person: String) throws -> [Membership] {
        try connection.query(
            "SELECT \(Membership.columns) FROM membership m JOIN organisation o ON o.id = m.organisation_id "
                + "WHERE m.person_id = $1 ORDER BY m.organisation_id, m.role", [.text(person)]
        ).map { try Membership($0, at: 0) }
    }

    func members(_ query: MemberQuery) throws -> [Member] {
        var sql = Statement(
            "SELECT \(Person.columns), \(Membership.columns) FROM membership m JOIN person p ON p.id = m.person_id "
                + "JOIN organisation o ON o.id = m.organisation_id WHERE 1 = 1", [])
        if let organisation = query.organisation { sql.add(" AND m.organisation_id = ", .text(organisation)) }
        if let role = query.role { sql.add(" AND m.role = ", .text(role.rawValue)) }
        if let field = query.field {
            sql.add(" AND ' ' || m.fields || ' ' LIKE ", .text(Statement.containing(" \(field) ")))
            sql.text += " ESCAPE '!'"
        }
        if query.onlyActive { sql.text += " AND p.is_active = 1 AND o.is_active = 1" }
        sql.text += " ORDER BY m.person_id, m.organisation_id, m.role"
        return try connection.query(sql.text, sql.arguments).map { row in
            Member(person: try Person(row), membership: try Membership(row, at: Person.width))
        }
        // LIKE takes no notice of case on one engine.
        .filter { query.field.map($0.membership.fields.contains) ?? true }
    }

    func save(_ membership: Membership) throws {
        try connection.execute(
            "INSERT INTO membership (person_id, organisation_id, role, fields) VALUES ($1, $2, $3, $4) "
                + "ON CONFLICT (person_id, organisation_id, role) DO UPDATE SET fields = excluded.fields",
            [
                .text(membership.person), .text(membership.organisation.id), .text(membership.role.rawValue),
                .text(membership.fields.joined(separator: " ")),
            ])
    }

    func removeMembership(of person: String, in organisation: String, as role: Role) throws -> Bool {
        try connection.execute(
            "DELETE FROM membership WHERE person_id = $1 AND organisation_id = $2 AND role = $3",
            [.text(person), .text(organisation), .text(role.rawValue)]) > 0
    }

    /// In pieces: engines limit how many values a statement takes.
    func rows(_ sql: String, _ ids: Set<String>) throws -> [Row] {
        let ids = Array(ids)
        return try stride(from: 0, to: ids.count, by: 500).flatMap { start in
            let piece = ids[start..<min(start + 500, ids.count)]
            let marks = (1...piece.count).map { "$\($0)" }.joined(separator: ", ")
            return try connection.query("\(sql) IN (\(marks))", piece.map { .text($0) })
        }
    }
}

extension Statement {
    /// What people and organisations are narrowed by alike, and the order.
    fileprivate mutating func narrow(_ query: PartyQuery, _ table: String) {
        // No text holds a NUL, and engines refuse one.
        let text = String(query.text.lowercased().filter { $0 != "\0" })
        if !text.isEmpty {
            add(" AND \(table).search LIKE ", .text(Statement.containing(text)))
            self.text += " ESCAPE '!'"
        }
        if query.onlyActive { self.text += " AND \(table).is_active = 1" }
        if let after = query.after { add(" AND \(table).id > ", .text(after)) }
        add(" ORDER BY \(table).id LIMIT ", .int(Int64(min(max(query.limit, 1), 500))))
    }
}
