import Database

extension Schema {
    static let parties = Migration(
        "001_parties",
        [
            """
            CREATE TABLE person (
                id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, login TEXT NOT NULL UNIQUE, mail TEXT NOT NULL,
                language TEXT NOT NULL, is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)), search TEXT NOT NULL,
                version BIGINT NOT NULL)
            """,
            """
            CREATE TABLE organisation (
                id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, region TEXT NOT NULL,
                is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)), search TEXT NOT NULL, version BIGINT NOT NULL)
            """,
            "CREATE INDEX organisation_kind ON organisation (kind, id)",
            "CREATE INDEX organisation_region ON organisation (region, id)",
            """
            CREATE TABLE membership (
                person_id TEXT NOT NULL REFERENCES person (id),
                organisation_id TEXT NOT NULL REFERENCES organisation (id),
                role TEXT NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (person_id, organisation_id, role))
            """,
            "CREATE INDEX membership_organisation ON membership (organisation_id, role)",
            "CREATE INDEX membership_role ON membership (role, person_id)",
        ])
}
