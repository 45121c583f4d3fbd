import Database

extension Schema {
    static let live = Migration(
        "022_live",
        [
            """
            CREATE TABLE live_score (
                organisation TEXT NOT NULL, rulebook TEXT NOT NULL, day BIGINT NOT NULL, region TEXT NOT NULL,
                at BIGINT NOT NULL, q TEXT NOT NULL, met BIGINT NOT NULL, content TEXT NOT NULL,
                PRIMARY KEY (organisation, rulebook, day))
            """
        ])
}
