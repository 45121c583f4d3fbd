import Commons
import Database

extension SQLRecords {
    func erasure(of person: String) throws -> Erasure? {
        try connection.row("SELECT at, erased_by, reason FROM erasure WHERE person_id = $1", [.text(person)]).map {
            row in
            guard let reason = Erasure.Reason(rawValue: try row.text(2)) else {
                throw DatabaseError(.other, "an erasure for an unknown reason")
            }
            return Erasure(person: person, at: try row.instant(0), by: try row.text(1), reason: reason)
        }
    }

    func erase(_ erasure: Erasure, login: String) throws {
        // Commitments stay in the journal; without their salts nothing ties them to a value.
        let subject = "person/\(erasure.person)"
        try connection.execute(
            "DELETE FROM journal_salt WHERE subject = $1 OR subject LIKE $2 ESCAPE '!'",
            [.text(subject), .text(Statement.beginning(subject + "/"))])
        for (table, column) in Schema.erased {
            try connection.execute("DELETE FROM \(table) WHERE \(column) = $1", [.text(erasure.person)])
        }
        try removeLoginFailures(LoginFailures.key(login: login))
        // Whoever looked was told to write nothing personal; words are nothing to rely on.
        try connection.execute("UPDATE personal_look SET words = '' WHERE person_id = $1", [.text(erasure.person)])
        try connection.execute(
            "INSERT INTO erasure (person_id, at, erased_by, reason) VALUES ($1, $2, $3, $4)",
            [
                .text(erasure.person), .int(erasure.at.milliseconds), .text(erasure.by),
                .text(erasure.reason.rawValue),
            ])
    }
}

extension Schema {
    /// Tables with rows that are about one person alone, and the column that says whose: they go with an erasure. A
    /// test holds this list and `kept` to the schema: whatever names a person is in one of them.
    static let erased: KeyValuePairs = [
        "credential": "person_id", "login_session": "person_id", "access_token": "person_id",
        "password_link": "person_id", "stored_answer": "person_id", "personal_field": "person_id", "notice": "person",
        "upload": "person", "membership": "person_id", "second_factor": "person_id", "recovery_code": "person_id",
        "earlier_password": "person_id", "login_step": "person_id",
    ]

    /// Tables that go on naming a person by their id, which then leads to nobody: what others rest on, and the record
    /// of what was done with the data.
    static let kept: KeyValuePairs = [
        "case_entry": "person", "case_assigned": "person", "webhook": "person", "personal_look": "person_id",
        "consent": "person_id", "erasure": "person_id", "slot": "person", "receipt": "person",
        "form_author": "person", "device_key": "person", "device_command": "person", "device_setting": "person",
    ]
}
