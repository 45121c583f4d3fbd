import Database

extension Schema {
    static let cases = Migration(
        "003_cases",
        [
            """
            CREATE TABLE case_head (
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL,
                sequence BIGINT NOT NULL, opener TEXT NOT NULL, handler TEXT NOT NULL, region TEXT NOT NULL,
                opened_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, due BIGINT, search TEXT NOT NULL,
                UNIQUE (kind, number))
            """,
            "CREATE INDEX case_head_changed ON case_head (kind, changed_at, id)",
            "CREATE INDEX case_head_opener ON case_head (opener, kind, changed_at, id)",
            "CREATE INDEX case_head_handler ON case_head (handler, kind, changed_at, id)",
            "CREATE INDEX case_head_region ON case_head (region, kind, changed_at, id)",
            """
            CREATE TABLE case_entry (
                case_id TEXT NOT NULL REFERENCES case_head (id), sequence BIGINT NOT NULL, id TEXT NOT NULL,
                at BIGINT NOT NULL, person TEXT, organisation TEXT, act TEXT NOT NULL, data TEXT NOT NULL,
                PRIMARY KEY (case_id, sequence), UNIQUE (case_id, id))
            """,
            """
            CREATE TABLE case_assigned (
                person TEXT NOT NULL, case_id TEXT NOT NULL REFERENCES case_head (id), PRIMARY KEY (person, case_id))
            """,
            "CREATE INDEX case_assigned_case ON case_assigned (case_id)",
            "CREATE TABLE case_number (kind TEXT NOT NULL, year BIGINT NOT NULL, last BIGINT NOT NULL, "
                + "PRIMARY KEY (kind, year))",
            """
            CREATE TABLE evaluation (
                case_id TEXT PRIMARY KEY REFERENCES case_head (id), number TEXT NOT NULL, community TEXT NOT NULL,
                region TEXT NOT NULL, state TEXT NOT NULL, grade TEXT, certificate TEXT UNIQUE,
                search TEXT NOT NULL, summary TEXT NOT NULL)
            """,
            "CREATE INDEX evaluation_number ON evaluation (number)",
            "CREATE INDEX evaluation_region ON evaluation (region, number)",
            "CREATE TABLE rulebook_files (digest TEXT PRIMARY KEY, files BYTES NOT NULL)",
        ])
}
