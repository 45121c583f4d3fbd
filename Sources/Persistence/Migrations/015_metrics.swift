import Database

extension Schema {
    static let metrics = Migration(
        "015_metrics",
        [
            """
            CREATE TABLE metric_value (
                metric TEXT NOT NULL, organisation TEXT NOT NULL, day BIGINT NOT NULL, region TEXT NOT NULL,
                at BIGINT NOT NULL, from_at BIGINT, numerator BIGINT NOT NULL, denominator BIGINT NOT NULL,
                sample BIGINT NOT NULL, state TEXT NOT NULL, content TEXT NOT NULL,
                PRIMARY KEY (metric, organisation, day))
            """,
            "CREATE INDEX metric_value_organisation ON metric_value (organisation, day)",
            // One row a subject and day, which is added to as batches are deleted.
            """
            CREATE TABLE retention_run (
                subject TEXT NOT NULL, day BIGINT NOT NULL, at BIGINT NOT NULL, before_at BIGINT NOT NULL,
                count BIGINT NOT NULL, PRIMARY KEY (subject, day))
            """,
            // What is over is found without looking at all there is.
            "CREATE INDEX reading_refused_received ON reading_refused (received_at)",
            "CREATE INDEX rule_run_at ON rule_run (at)",
        ])
}
