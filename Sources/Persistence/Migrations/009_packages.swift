import Database

extension Schema {
    static let packages = Migration(
        "009_packages",
        [
            // What the journals of other installations say of a case that came from there, as it came.
            """
            CREATE TABLE case_segment (
                case_id TEXT NOT NULL REFERENCES case_head (id), position BIGINT NOT NULL, last BIGINT NOT NULL,
                content BYTES NOT NULL, PRIMARY KEY (case_id, position))
            """
        ])
}
