import Database

extension Schema {
    /// Second factors, earlier passwords, and when somebody last proved who they are.
    static let hardening = Migration(
        "007_hardening",
        [
            """
            CREATE TABLE second_factor (
                person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id), sealed BYTES NOT NULL, confirmed_at BIGINT,
                last_step BIGINT NOT NULL)
            """,
            """
            CREATE TABLE recovery_code (
                person_id TEXT NOT NULL REFERENCES person (id), digest TEXT NOT NULL, PRIMARY KEY (person_id, digest))
            """,
            """
            CREATE TABLE earlier_password (
                person_id TEXT NOT NULL REFERENCES person (id), changed_at BIGINT NOT NULL, hash TEXT NOT NULL,
                PRIMARY KEY (person_id, changed_at, hash))
            """,
            // A right password whose code is still to come.
            """
            CREATE TABLE login_step (
                digest TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
                expires_at BIGINT NOT NULL)
            """,
            "CREATE INDEX login_step_person ON login_step (person_id)",
            // Nothing: at the login.
            "ALTER TABLE login_session ADD COLUMN proved_at BIGINT",
        ])
}
