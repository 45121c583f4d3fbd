import Database

extension Schema {
    static let files = Migration(
        "004_files",
        [
            """
            CREATE TABLE file (
                digest TEXT NOT NULL PRIMARY KEY, size BIGINT NOT NULL, type TEXT NOT NULL, first_name TEXT NOT NULL,
                stored_at BIGINT NOT NULL, CHECK (size >= 0))
            """,
            """
            CREATE TABLE upload (
                id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, size BIGINT NOT NULL,
                received BIGINT NOT NULL, turn BIGINT NOT NULL, expires BIGINT NOT NULL, metadata TEXT NOT NULL,
                digest TEXT, CHECK (received BETWEEN 0 AND size))
            """,
            "CREATE INDEX upload_person ON upload (person, id)",
            "CREATE INDEX upload_expires ON upload (expires)",
            // Bytes, where several nodes share a database. A body without a digest is a part that still grows.
            """
            CREATE TABLE file_body (
                id TEXT NOT NULL PRIMARY KEY, digest TEXT UNIQUE, size BIGINT NOT NULL, turn BIGINT NOT NULL,
                touched_at BIGINT NOT NULL)
            """,
            "CREATE INDEX file_body_part ON file_body (touched_at) WHERE digest IS NULL",
            """
            CREATE TABLE file_chunk (
                body TEXT NOT NULL REFERENCES file_body (id), start BIGINT NOT NULL, content BYTES NOT NULL,
                PRIMARY KEY (body, start))
            """,
        ])
}
