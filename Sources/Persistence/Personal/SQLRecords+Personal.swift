import Commons
import Database
import Secrets

extension SQLRecords: PersonalRecords {
    // MARK: Fields

    func personalFields(of person: String) throws -> [PersonalField] {
        let rows = try connection.query(
            "SELECT \(PersonalField.columns) FROM personal_field f WHERE f.person_id = $1", [.text(person)])
        let fields = try opened(rows)
        return PersonalKind.allCases.compactMap { kind in fields.first { $0.kind == kind } }
    }

    func personalField(_ kind: PersonalKind, of person: String) throws -> PersonalField? {
        let rows = try connection.query(
            "SELECT \(PersonalField.columns) FROM personal_field f WHERE f.person_id = $1 AND f.kind = $2",
            [.text(person), .text(kind.rawValue)])
        return try opened(rows).first
    }

    func personalFields(_ kind: PersonalKind, of people: Set<String>) throws -> [String: PersonalField] {
        let rows = try rows(
            "SELECT \(PersonalField.columns) FROM personal_field f WHERE f.kind = '\(kind.rawValue)' AND f.person_id",
            people)
        return Dictionary(try opened(rows).map { ($0.person, $0) }) { first, _ in first }
    }

    /// The ring is asked for where there is something to open alone: looking for it costs more than most reads.
    private func opened(_ rows: [Row]) throws -> [PersonalField] {
        if rows.isEmpty { return [] }
        let ring = ring()
        return try rows.map { try PersonalField($0, ring) }
    }

    func save(_ field: PersonalField, version: Int) throws -> Int {
        let ring = ring()
        let sealed = ring.seal(field.value, for: field.place)
        let sql =
            version == 0
            ? "INSERT INTO personal_field (person_id, kind, sealed, key_id, blind, changed_at, version) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7 + 1)"
            : "UPDATE personal_field SET sealed = $3, key_id = $4, blind = $5, changed_at = $6, version = $7 + 1 "
                + "WHERE person_id = $1 AND kind = $2 AND version = $7"
        return try versioned(
            sql,
            [
                .text(field.person), .text(field.kind.rawValue), .blob(sealed),
                .text(KeyRing.keyID(of: sealed) ?? ""), .text(field.kind.blind(field.value, ring)),
                .int(field.changedAt.milliseconds), .int(Int64(version)),
            ], after: version)
    }

    func removePersonalField(_ kind: PersonalKind, of person: String) throws -> Bool {
        try connection.execute(
            "DELETE FROM personal_field WHERE person_id = $1 AND kind = $2", [.text(person), .text(kind.rawValue)]) > 0
    }

    func people(having value: String, in kind: PersonalKind) throws -> [Person] {
        guard kind.isSearchable else { return [] }
        var sql = Statement(
            "SELECT \(Person.columns) FROM personal_field f JOIN person p ON p.id = f.person_id WHERE f.kind = ",
            [.text(kind.rawValue)])
        for (position, blind) in ring().blindIndexes(value, kind: kind.rawValue).enumerated() {
            sql.add(position == 0 ? " AND f.blind IN (" : ", ", .text(blind))
        }
        sql.text += ") ORDER BY p.id LIMIT 50"
        return try connection.query(sql.text, sql.arguments).map { try Person($0) }
    }

    // MARK: Looks

    func insert(_ look: PersonalLook) throws {
        try connection.execute(
            "INSERT INTO personal_look (\(PersonalLook.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                .text(look.id), .text(look.person), .text(look.kind?.rawValue ?? ""), .text(look.by),
                .int(look.at.milliseconds), .text(look.purpose.rawValue), .text(look.words),
            ])
    }

    func looks(at person: String, limit: Int) throws -> [PersonalLook] {
        try connection.query(
            "SELECT \(PersonalLook.columns) FROM personal_look WHERE person_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
            [.text(person), .int(Int64(min(max(limit, 1), 500)))]
        ).map { try PersonalLook($0) }
    }

    // MARK: Consents

    func consents(of person: String) throws -> [Consent] {
        try connection.query(
            "SELECT \(Consent.columns) FROM consent WHERE person_id = $1 ORDER BY given_at DESC, number DESC, purpose",
            [.text(person)]
        ).map { try Consent($0) }
    }

    func save(_ consent: Consent) throws {
        try connection.execute(
            "INSERT INTO consent (\(Consent.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                + "ON CONFLICT (person_id, purpose, number) DO UPDATE SET withdrawn_at = excluded.withdrawn_at, "
                + "withdrawn_way = excluded.withdrawn_way",
            [
                .text(consent.person), .text(consent.purpose), .int(Int64(consent.number)), .text(consent.edition),
                .int(consent.givenAt.milliseconds), .text(consent.way.rawValue),
                SQLValue(consent.withdrawnAt?.milliseconds), consent.withdrawnWay.map { .text($0.rawValue) } ?? .null,
            ])
    }

    // MARK: What else there is

    func acts(of person: String) throws -> [PersonalAct] {
        try connection.query(
            "SELECT e.case_id, h.number, h.title, e.sequence, e.at, e.act FROM case_entry e "
                + "JOIN case_head h ON h.id = e.case_id WHERE e.person = $1 ORDER BY e.at, e.case_id, e.sequence",
            [.text(person)]
        ).map { row in
            PersonalAct(
                caseID: try row.text(0), number: try row.text(1), title: try row.text(2), sequence: try row.int(3),
                at: try row.instant(4), act: try row.text(5))
        }
    }

    func traces(of person: String) throws -> [PersonalTrace] {
        let assigned = try connection.query(
            "SELECT h.title, h.opened_at FROM case_assigned a JOIN case_head h ON h.id = a.case_id WHERE a.person = $1",
            [.text(person)])
        let hooks = try connection.query("SELECT url, created_at FROM webhook WHERE person = $1", [.text(person)])
        let uploads = try connection.query("SELECT name, expires FROM upload WHERE person = $1", [.text(person)])
        let traces = try [(PersonalTrace.Kind.assigned, assigned), (.webhook, hooks), (.upload, uploads)]
            .flatMap { kind, rows in
                try rows.map { PersonalTrace(kind: kind, what: try $0.text(0), at: try $0.instant(1)) }
            }
        return traces.sorted { ($0.at, $0.kind.rawValue, $0.what) < ($1.at, $1.kind.rawValue, $1.what) }
    }
}
