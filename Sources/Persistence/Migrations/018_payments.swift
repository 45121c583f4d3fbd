import Database

extension Schema {
    static let payments = Migration(
        "018_payments",
        [
            """
            CREATE TABLE payment_ticket (
                number TEXT PRIMARY KEY, way TEXT NOT NULL, organisation TEXT NOT NULL, bill TEXT NOT NULL,
                amount BIGINT NOT NULL, code TEXT NOT NULL, opened_at BIGINT NOT NULL, until_at BIGINT NOT NULL,
                state TEXT NOT NULL)
            """,
            "CREATE INDEX payment_ticket_bill ON payment_ticket (bill, opened_at)",
            "CREATE INDEX payment_ticket_waiting ON payment_ticket (opened_at) WHERE state = 'waiting'",
        ])
}
