import Database

extension Schema {
    static let manyNodes = Migration(
        "020_many_nodes",
        [
            """
            CREATE TABLE broker_link (
                id TEXT PRIMARY KEY, device TEXT NOT NULL, node TEXT NOT NULL, run TEXT NOT NULL,
                since BIGINT NOT NULL)
            """,
            "CREATE INDEX broker_link_device ON broker_link (device)",
            "CREATE INDEX broker_link_node ON broker_link (node, run)",
        ],
        postgresql: [
            // Readings by months of Beijing time, so that those whose time is over go without a row being touched; see
            // `ReadingMonths`. What is of no month yet lies in `reading_rest`.
            "ALTER TABLE reading RENAME TO reading_plain",
            "ALTER INDEX reading_pkey RENAME TO reading_plain_pkey",
            """
            CREATE TABLE reading (
                at BIGINT NOT NULL, series BIGINT NOT NULL, value DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (at, series)) PARTITION BY RANGE (at)
            """,
            "CREATE TABLE reading_rest PARTITION OF reading DEFAULT",
            // The months of what there is, and those that readings may come for.
            """
            DO $$
            DECLARE
                beijing BIGINT := 28800000;
                today TIMESTAMP := to_timestamp(extract(epoch FROM now()) + 28800) AT TIME ZONE 'UTC';
                month TIMESTAMP;
            BEGIN
                FOR month IN
                    SELECT date_trunc('month', to_timestamp((at + beijing) / 1000) AT TIME ZONE 'UTC')
                        FROM reading_plain WHERE at BETWEEN 0 AND 7258118400000
                    UNION
                    SELECT generate_series(
                        date_trunc('month', today - interval '400 days'),
                        date_trunc('month', today) + interval '2 months', interval '1 month')
                LOOP
                    EXECUTE format(
                        'CREATE TABLE %I PARTITION OF reading FOR VALUES FROM (%s) TO (%s)',
                        'reading_' || to_char(month, 'YYYY_MM'),
                        CAST(extract(epoch FROM month) * 1000 AS BIGINT) - beijing,
                        CAST(extract(epoch FROM month + interval '1 month') * 1000 AS BIGINT) - beijing);
                END LOOP;
            END $$
            """,
            "INSERT INTO reading SELECT at, series, value FROM reading_plain",
            "DROP TABLE reading_plain",
        ])
}
