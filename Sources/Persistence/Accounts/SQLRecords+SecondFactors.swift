import Commons
import Database
import Secrets

/// What `AccountRecords` asks of passwords before, second factors and the steps of a login.
extension SQLRecords {
    // MARK: Passwords before

    func earlierPasswords(of person: String) throws -> [String] {
        try connection.query(
            "SELECT hash FROM earlier_password WHERE person_id = $1 ORDER BY changed_at DESC, hash", [.text(person)]
        ).map { try $0.text(0) }
    }

    func keepEarlier(_ credential: Credential, most: Int) throws {
        try connection.execute(
            "INSERT INTO earlier_password (person_id, changed_at, hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [.text(credential.person), .int(credential.changedAt.milliseconds), .text(credential.hash)])
        for hash in try earlierPasswords(of: credential.person).dropFirst(most) {
            try connection.execute(
                "DELETE FROM earlier_password WHERE person_id = $1 AND hash = $2",
                [.text(credential.person), .text(hash)])
        }
    }

    // MARK: Second factors

    func secondFactor(of person: String) throws -> SecondFactor? {
        try connection.row(
            "SELECT sealed, confirmed_at, last_step FROM second_factor WHERE person_id = $1", [.text(person)]
        ).map { row in
            SecondFactor(
                person: person, sealed: row[0].blob ?? [],
                confirmedAt: row[1].int.map(Instant.init(milliseconds:)), lastStep: Int64(try row.int(2)))
        }
    }

    func save(_ factor: SecondFactor) throws {
        try connection.execute(
            "INSERT INTO second_factor (person_id, sealed, confirmed_at, last_step, key_id) "
                + "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, "
                + "key_id = excluded.key_id, confirmed_at = excluded.confirmed_at, last_step = excluded.last_step",
            [
                .text(factor.person), .blob(factor.sealed), SQLValue(factor.confirmedAt?.milliseconds),
                .int(factor.lastStep), SQLValue(KeyRing.keyID(of: factor.sealed)),
            ])
    }

    func useStep(_ step: Int64, of person: String) throws -> Bool {
        try connection.execute(
            "UPDATE second_factor SET last_step = $2 WHERE person_id = $1 AND last_step < $2",
            [.text(person), .int(step)]) > 0
    }

    func removeSecondFactor(of person: String) throws -> Bool {
        try connection.execute("DELETE FROM recovery_code WHERE person_id = $1", [.text(person)])
        return try connection.execute("DELETE FROM second_factor WHERE person_id = $1", [.text(person)]) > 0
    }

    func setRecoveryCodes(_ digests: [String], of person: String) throws {
        try connection.execute("DELETE FROM recovery_code WHERE person_id = $1", [.text(person)])
        try connection.executeMany(
            "INSERT INTO recovery_code (person_id, digest) VALUES ($1, $2)",
            digests.map { [.text(person), .text($0)] })
    }

    func recoveryCodes(of person: String) throws -> Int {
        try connection.row("SELECT count(*) FROM recovery_code WHERE person_id = $1", [.text(person)])?.int(0) ?? 0
    }

    func useRecoveryCode(_ digest: String, of person: String) throws -> Bool {
        try connection.execute(
            "DELETE FROM recovery_code WHERE person_id = $1 AND digest = $2", [.text(person), .text(digest)]) > 0
    }

    // MARK: Steps of a login

    func insert(_ step: LoginStep) throws {
        try connection.execute(
            "INSERT INTO login_step (digest, person_id, expires_at) VALUES ($1, $2, $3)",
            [.text(step.digest), .text(step.person), .int(step.expires.milliseconds)])
    }

    func loginStep(digest: String) throws -> LoginStep? {
        try connection.row("SELECT person_id, expires_at FROM login_step WHERE digest = $1", [.text(digest)])
            .map { LoginStep(digest: digest, person: try $0.text(0), expires: try $0.instant(1)) }
    }

    func removeLoginSteps(of person: String) throws {
        try connection.execute("DELETE FROM login_step WHERE person_id = $1", [.text(person)])
    }
}
