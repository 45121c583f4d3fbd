import Database

extension Schema {
    static let personal = Migration(
        "008_personal",
        [
            // blind: an HMAC of the value, where somebody may be found by it; empty otherwise.
            """
            CREATE TABLE personal_field (
                person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL, sealed BYTES NOT NULL,
                key_id TEXT NOT NULL, blind TEXT NOT NULL, changed_at BIGINT NOT NULL, version BIGINT NOT NULL,
                PRIMARY KEY (person_id, kind))
            """,
            "CREATE INDEX personal_field_blind ON personal_field (kind, blind)",
            "CREATE INDEX personal_field_key ON personal_field (key_id)",
            // kind: empty for all of it.
            """
            CREATE TABLE personal_look (
                id TEXT NOT NULL PRIMARY KEY, person_id TEXT NOT NULL REFERENCES person (id), kind TEXT NOT NULL,
                looked_by TEXT NOT NULL, at BIGINT NOT NULL, purpose TEXT NOT NULL, words TEXT NOT NULL)
            """,
            "CREATE INDEX personal_look_person ON personal_look (person_id, at, id)",
            """
            CREATE TABLE consent (
                person_id TEXT NOT NULL REFERENCES person (id), purpose TEXT NOT NULL, number BIGINT NOT NULL,
                edition TEXT NOT NULL, given_at BIGINT NOT NULL, way TEXT NOT NULL, withdrawn_at BIGINT,
                withdrawn_way TEXT, PRIMARY KEY (person_id, purpose, number))
            """,
            """
            CREATE TABLE erasure (
                person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id), at BIGINT NOT NULL,
                erased_by TEXT NOT NULL, reason TEXT NOT NULL)
            """,
            "CREATE INDEX person_mail ON person (id) WHERE mail <> ''",
            "CREATE INDEX case_entry_person ON case_entry (person)",
        ])
}
