import Database

extension Schema {
    /// What is booked when, and what was delivered to whom.
    static let slots = Migration(
        "013_slots",
        [
            """
            CREATE TABLE slot (
                item TEXT PRIMARY KEY REFERENCES case_head (id), resource TEXT NOT NULL, from_at BIGINT NOT NULL,
                until_at BIGINT NOT NULL, person TEXT)
            """,
            "CREATE INDEX slot_resource ON slot (resource, from_at)",
            """
            CREATE TABLE receipt (
                item TEXT NOT NULL REFERENCES case_head (id), person TEXT NOT NULL, delivered_at BIGINT NOT NULL,
                read_at BIGINT, answered_at BIGINT, answer TEXT NOT NULL, PRIMARY KEY (item, person))
            """,
            "CREATE INDEX receipt_person ON receipt (person, delivered_at, item)",
        ])
}
