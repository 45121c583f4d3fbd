import Database

extension Schema {
    /// Notices, webhooks and jobs.
    static let notices = Migration(
        "005_notices",
        [
            """
            CREATE TABLE notice (
                id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, at BIGINT NOT NULL, kind TEXT NOT NULL,
                subject_zh TEXT NOT NULL, subject_en TEXT NOT NULL, body_zh TEXT NOT NULL, body_en TEXT NOT NULL,
                link TEXT NOT NULL, read_at BIGINT, mailed_at BIGINT)
            """,
            "CREATE INDEX notice_person ON notice (person, at, id)",
            "CREATE INDEX notice_unread ON notice (person) WHERE read_at IS NULL",
            "CREATE INDEX notice_unmailed ON notice (at, id) WHERE mailed_at IS NULL",
            """
            CREATE TABLE webhook (
                id TEXT NOT NULL PRIMARY KEY, organisation TEXT NOT NULL, person TEXT NOT NULL, url TEXT NOT NULL,
                secret TEXT NOT NULL, active BIGINT NOT NULL, failures BIGINT NOT NULL, created_at BIGINT NOT NULL)
            """,
            "CREATE INDEX webhook_organisation ON webhook (organisation, id)",
            """
            CREATE TABLE webhook_event (
                webhook TEXT NOT NULL REFERENCES webhook (id), event TEXT NOT NULL, PRIMARY KEY (webhook, event))
            """,
            """
            CREATE TABLE webhook_delivery (
                id TEXT NOT NULL PRIMARY KEY, webhook TEXT NOT NULL REFERENCES webhook (id), event TEXT NOT NULL,
                payload BYTES NOT NULL, created_at BIGINT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL,
                at BIGINT NOT NULL, outcome TEXT NOT NULL)
            """,
            "CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook, created_at, id)",
            "CREATE INDEX webhook_delivery_state ON webhook_delivery (state, at)",
            // again_at: asked for once more while it ran.
            """
            CREATE TABLE job (
                kind TEXT NOT NULL, key TEXT NOT NULL, payload BYTES NOT NULL, run_at BIGINT NOT NULL,
                period BIGINT NOT NULL, failures BIGINT NOT NULL, failure TEXT NOT NULL, given_up BIGINT NOT NULL,
                node TEXT, leased_until BIGINT, leases BIGINT NOT NULL, again_at BIGINT, PRIMARY KEY (kind, key))
            """,
            "CREATE INDEX job_due ON job (run_at) WHERE given_up = 0",
            "CREATE INDEX job_given_up ON job (run_at) WHERE given_up = 1",
        ])
}
