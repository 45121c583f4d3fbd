import Database

extension Schema {
    static let money = Migration(
        "014_money",
        [
            """
            CREATE TABLE account (
                id TEXT PRIMARY KEY, organisation TEXT NOT NULL, class TEXT NOT NULL, subject TEXT NOT NULL,
                balance BIGINT NOT NULL, UNIQUE (organisation, class, subject))
            """,
            // What is known by no reference, and what reverses nothing, may be there any number of times.
            """
            CREATE TABLE transfer (
                number ORDINAL PRIMARY KEY, organisation TEXT NOT NULL, at BIGINT NOT NULL, item TEXT NOT NULL,
                act TEXT NOT NULL, entry TEXT NOT NULL, reverses BIGINT UNIQUE, reference TEXT,
                UNIQUE (organisation, reference))
            """,
            "CREATE INDEX transfer_item ON transfer (item, number)",
            "CREATE INDEX transfer_organisation ON transfer (organisation, number)",
            """
            CREATE TABLE posting (
                transfer BIGINT NOT NULL, account TEXT NOT NULL, fen BIGINT NOT NULL,
                PRIMARY KEY (transfer, account))
            """,
            "CREATE INDEX posting_account ON posting (account, transfer)",
        ])
}
