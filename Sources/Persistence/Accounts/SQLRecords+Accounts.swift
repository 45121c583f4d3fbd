import Commons
import Database

extension SQLRecords: AccountRecords {
    // MARK: Passwords

    func credential(of person: String) throws -> Credential? {
        try connection.row("SELECT hash, changed_at FROM credential WHERE person_id = $1", [.text(person)])
            .map { Credential(person: person, hash: try $0.text(0), changedAt: try $0.instant(1)) }
    }

    func save(_ credential: Credential) throws {
        try connection.execute(
            "INSERT INTO credential (person_id, hash, changed_at) VALUES ($1, $2, $3) "
                + "ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at",
            [.text(credential.person), .text(credential.hash), .int(credential.changedAt.milliseconds)])
    }

    func loginFailures(_ key: String) throws -> LoginFailures? {
        try connection.row(
            "SELECT failures, last_at, locked_until FROM login_failures WHERE login_digest = $1", [.text(key)]
        ).map { row in
            LoginFailures(
                key: key, count: try row.int(0), lastAt: try row.instant(1),
                lockedUntil: row[2].int.map(Instant.init(milliseconds:)))
        }
    }

    func save(_ failures: LoginFailures) throws {
        try connection.execute(
            "INSERT INTO login_failures (login_digest, failures, last_at, locked_until) VALUES ($1, $2, $3, $4) "
                + "ON CONFLICT (login_digest) DO UPDATE SET failures = excluded.failures, "
                + "last_at = excluded.last_at, locked_until = excluded.locked_until",
            [
                .text(failures.key), .int(Int64(failures.count)), .int(failures.lastAt.milliseconds),
                SQLValue(failures.lockedUntil?.milliseconds),
            ])
    }

    func removeLoginFailures(_ key: String) throws {
        try connection.execute("DELETE FROM login_failures WHERE login_digest = $1", [.text(key)])
    }

    func insert(_ link: PasswordLink) throws {
        try connection.execute(
            "INSERT INTO password_link (digest, person_id, expires_at) VALUES ($1, $2, $3)",
            [.text(link.digest), .text(link.person), .int(link.expires.milliseconds)])
    }

    func passwordLink(digest: String) throws -> PasswordLink? {
        try connection.row("SELECT person_id, expires_at FROM password_link WHERE digest = $1", [.text(digest)])
            .map { PasswordLink(digest: digest, person: try $0.text(0), expires: try $0.instant(1)) }
    }

    func removePasswordLinks(of person: String) throws {
        try connection.execute("DELETE FROM password_link WHERE person_id = $1", [.text(person)])
    }

    // MARK: Sessions

    func insert(_ session: Session) throws {
        try connection.execute(
            "INSERT INTO login_session (id, person_id, created_at, last_seen_at, expires_at, address, agent, csrf, "
                + "proved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                .text(session.id), .text(session.person), .int(session.created.milliseconds),
                .int(session.lastSeen.milliseconds), .int(session.expires.milliseconds), .text(session.address),
                .text(session.agent), .text(session.csrf), .int(session.provedAt.milliseconds),
            ])
    }

    func session(_ id: String) throws -> (session: Session, holder: Holder)? {
        let rows = try held(Session.columns, "login_session t", "t.id", id)
        guard let first = rows.first else { return nil }
        return (try Session(first, at: Holder.width), try Holder(rows))
    }

    func sessions(of person: String) throws -> [Session] {
        try connection.query(
            "SELECT \(Session.columns) FROM login_session t WHERE t.person_id = $1 "
                + "ORDER BY t.last_seen_at DESC, t.id", [.text(person)]
        ).map { try Session($0, at: 0) }
    }

    func renewSession(_ id: String, as newID: String, provedAt: Instant) throws -> Bool {
        try connection.execute(
            "UPDATE login_session SET id = $2, proved_at = $3 WHERE id = $1",
            [.text(id), .text(newID), .int(provedAt.milliseconds)]) > 0
    }

    func touchSession(_ id: String, at: Instant) throws {
        // Requests of the same session overtake each other.
        try connection.execute(
            "UPDATE login_session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2",
            [.text(id), .int(at.milliseconds)])
    }

    func endSession(_ id: String, of person: String) throws -> Bool {
        try connection.execute(
            "DELETE FROM login_session WHERE id = $1 AND person_id = $2", [.text(id), .text(person)]) > 0
    }

    func endSessions(of person: String, except kept: String?) throws -> Int {
        try connection.execute(
            "DELETE FROM login_session WHERE person_id = $1 AND id <> $2", [.text(person), .text(kept ?? "")])
    }

    // MARK: Access tokens

    func insert(_ token: AccessToken) throws {
        try connection.execute(
            "INSERT INTO access_token (id, person_id, name, digest, scopes, created_at, expires_at, last_used_at) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                .text(token.id), .text(token.person), .text(token.name), .text(token.digest),
                .text(token.scopes.sorted().joined(separator: " ")), .int(token.created.milliseconds),
                .int(token.expires.milliseconds), SQLValue(token.lastUsed?.milliseconds),
            ])
    }

    func accessToken(digest: String) throws -> (token: AccessToken, holder: Holder)? {
        let rows = try held(AccessToken.columns, "access_token t", "t.digest", digest)
        guard let first = rows.first else { return nil }
        return (try AccessToken(first, at: Holder.width), try Holder(rows))
    }

    func accessTokens(of person: String) throws -> [AccessToken] {
        try connection.query(
            "SELECT \(AccessToken.columns) FROM access_token t WHERE t.person_id = $1 "
                + "ORDER BY t.created_at DESC, t.id DESC", [.text(person)]
        ).map { try AccessToken($0, at: 0) }
    }

    func touchAccessToken(_ id: String, at: Instant) throws {
        try connection.execute(
            "UPDATE access_token SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
            [.text(id), .int(at.milliseconds)])
    }

    func removeAccessToken(_ id: String, of person: String) throws -> Bool {
        try connection.execute(
            "DELETE FROM access_token WHERE id = $1 AND person_id = $2", [.text(id), .text(person)]) > 0
    }

    func removeAccessTokens(of person: String) throws {
        try connection.execute("DELETE FROM access_token WHERE person_id = $1", [.text(person)])
    }

    // MARK: What is over

    func removeOver(now: Instant, idleSince: Instant, forgotten: Instant) throws {
        try connection.execute(
            "DELETE FROM login_session WHERE expires_at <= $1 OR last_seen_at <= $2",
            [.int(now.milliseconds), .int(idleSince.milliseconds)])
        try connection.execute("DELETE FROM access_token WHERE expires_at <= $1", [.int(now.milliseconds)])
        try connection.execute("DELETE FROM password_link WHERE expires_at <= $1", [.int(now.milliseconds)])
        try connection.execute("DELETE FROM login_step WHERE expires_at <= $1", [.int(now.milliseconds)])
        try connection.execute(
            "DELETE FROM login_failures WHERE last_at <= $1 AND (locked_until IS NULL OR locked_until <= $2)",
            [.int(forgotten.milliseconds), .int(now.milliseconds)])
        try connection.execute("DELETE FROM stored_answer WHERE asked_at <= $1", [.int(forgotten.milliseconds)])
    }

    /// One row for each membership, at least one: the holder's columns, then those given.
    private func held(_ columns: String, _ table: String, _ key: String, _ value: String) throws -> [Row] {
        try connection.query(
            "SELECT \(Holder.columns), \(columns) FROM \(table) JOIN person p ON p.id = t.person_id "
                + "LEFT JOIN membership m ON m.person_id = p.id LEFT JOIN organisation o ON o.id = m.organisation_id "
                + "LEFT JOIN credential c ON c.person_id = p.id LEFT JOIN second_factor f ON f.person_id = p.id "
                + "WHERE \(key) = $1 ORDER BY m.organisation_id, m.role", [.text(value)])
    }
}
