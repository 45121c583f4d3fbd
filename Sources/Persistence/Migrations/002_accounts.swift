import Database

extension Schema {
    static let accounts = Migration(
        "002_accounts",
        [
            """
            CREATE TABLE credential (
                person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id), hash TEXT NOT NULL,
                changed_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE login_failures (
                login_digest TEXT NOT NULL PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL,
                locked_until BIGINT)
            """,
            """
            CREATE TABLE login_session (
                id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
                created_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
                address TEXT NOT NULL, agent TEXT NOT NULL, csrf TEXT NOT NULL)
            """,
            "CREATE INDEX login_session_person ON login_session (person_id)",
            """
            CREATE TABLE access_token (
                id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), name TEXT NOT NULL,
                digest TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL, last_used_at BIGINT)
            """,
            "CREATE INDEX access_token_person ON access_token (person_id)",
            """
            CREATE TABLE password_link (
                digest TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id),
                expires_at BIGINT NOT NULL)
            """,
            "CREATE INDEX password_link_person ON password_link (person_id)",
            """
            CREATE TABLE stored_answer (
                key_digest TEXT NOT NULL, person_id TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
                request_digest TEXT NOT NULL, asked_at BIGINT NOT NULL, status BIGINT NOT NULL, headers TEXT NOT NULL,
                body BYTES NOT NULL, PRIMARY KEY (key_digest, person_id, method, path))
            """,
            "CREATE INDEX stored_answer_asked ON stored_answer (asked_at)",
            "CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, content TEXT NOT NULL, version BIGINT NOT NULL)",
        ])
}
