import Database

extension Schema {
    static let community = Migration(
        "011_community",
        [
            """
            CREATE TABLE item (
                id TEXT PRIMARY KEY REFERENCES case_head (id), kind TEXT NOT NULL, edition BIGINT NOT NULL, place TEXT,
                owner TEXT, since BIGINT NOT NULL, fields TEXT NOT NULL, secret TEXT NOT NULL, sealed BYTES,
                key_id TEXT, salt BYTES NOT NULL)
            """,
            "CREATE INDEX item_place ON item (place, kind)",
            "CREATE INDEX item_owner ON item (owner, kind)",
            "CREATE INDEX item_key ON item (key_id) WHERE key_id IS NOT NULL",
            """
            CREATE TABLE item_value (
                kind TEXT NOT NULL, field TEXT NOT NULL, word TEXT NOT NULL, item TEXT NOT NULL,
                PRIMARY KEY (kind, field, word, item)) CLUSTERED
            """,
            "CREATE INDEX item_value_item ON item_value (item)",
            """
            CREATE TABLE space_link (
                space TEXT NOT NULL, outer_space TEXT NOT NULL, depth BIGINT NOT NULL,
                PRIMARY KEY (space, outer_space)) CLUSTERED
            """,
            "CREATE INDEX space_link_outer ON space_link (outer_space, space)",
            """
            CREATE TABLE form_edition (
                kind TEXT NOT NULL, edition BIGINT NOT NULL, made_at BIGINT NOT NULL, content TEXT NOT NULL,
                PRIMARY KEY (kind, edition))
            """,
            "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
            """
            CREATE TABLE series (
                id ORDINAL PRIMARY KEY, device TEXT NOT NULL, property TEXT NOT NULL, UNIQUE (device, property))
            """,
            // In order of time: what comes in goes to the end, whichever device it is from.
            """
            CREATE TABLE reading (
                at BIGINT NOT NULL, series BIGINT NOT NULL, value DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (at, series)) CLUSTERED
            """,
            """
            CREATE TABLE reading_day (
                day BIGINT NOT NULL, series BIGINT NOT NULL, count BIGINT NOT NULL, total DOUBLE PRECISION NOT NULL,
                least DOUBLE PRECISION NOT NULL, most DOUBLE PRECISION NOT NULL, first_at BIGINT NOT NULL,
                first DOUBLE PRECISION NOT NULL, last_at BIGINT NOT NULL, last DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (day, series)) CLUSTERED
            """,
            "CREATE INDEX reading_day_series ON reading_day (series, day)",
            """
            CREATE TABLE reading_refused (
                id ORDINAL PRIMARY KEY, received_at BIGINT NOT NULL, sender TEXT NOT NULL, organisation TEXT NOT NULL,
                line BIGINT NOT NULL, reason TEXT NOT NULL, content TEXT NOT NULL)
            """,
            """
            CREATE TABLE event (
                id ORDINAL PRIMARY KEY, kind TEXT NOT NULL, device TEXT, place TEXT, at BIGINT NOT NULL,
                received_at BIGINT NOT NULL, level TEXT NOT NULL, content TEXT NOT NULL, is_drill BIGINT NOT NULL)
            """,
            "CREATE INDEX event_kind ON event (kind, at)", "CREATE INDEX event_device ON event (device, id)",
            """
            CREATE TABLE open_alarm (
                key TEXT PRIMARY KEY, item TEXT NOT NULL UNIQUE, count BIGINT NOT NULL, first_at BIGINT NOT NULL,
                last_at BIGINT NOT NULL)
            """,
            "CREATE TABLE escalation (item TEXT NOT NULL, rule TEXT NOT NULL, since BIGINT NOT NULL, "
                + "PRIMARY KEY (item, rule, since))",
            """
            CREATE TABLE rule_run (
                id ORDINAL PRIMARY KEY, rule TEXT NOT NULL, item TEXT, handler TEXT NOT NULL, at BIGINT NOT NULL,
                cause TEXT NOT NULL, is_drill BIGINT NOT NULL, steps TEXT NOT NULL)
            """,
            "CREATE INDEX reading_refused_organisation ON reading_refused (organisation, id)",
            "CREATE INDEX rule_run_rule ON rule_run (rule, id)", "CREATE INDEX rule_run_item ON rule_run (item, id)",
        ])
}
