import Database

extension Schema {
    static let journal = Migration(
        "006_journal",
        [
            // Notes that were committed and have no place in the tree yet, in an order that keeps what rests on what.
            """
            CREATE TABLE journal_pending (
                place ORDINAL NOT NULL PRIMARY KEY, subject TEXT NOT NULL, content TEXT NOT NULL, seal BYTES)
            """,
            """
            CREATE TABLE journal_entry (
                sequence BIGINT NOT NULL PRIMARY KEY, subject TEXT NOT NULL, content TEXT NOT NULL, leaf BYTES NOT NULL)
            """,
            "CREATE INDEX journal_entry_subject ON journal_entry (subject, sequence)",
            // Roots of whole subtrees of 256, 65,536… leaves, so that a proof reads a few hundred hashes at most.
            """
            CREATE TABLE journal_node (
                level BIGINT NOT NULL, position BIGINT NOT NULL, hash BYTES NOT NULL, PRIMARY KEY (level, position))
            """,
            """
            CREATE TABLE journal_checkpoint (
                size BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, note TEXT NOT NULL)
            """,
            // The last checkpoints of other installations, which keep ours.
            "CREATE TABLE journal_witnessed (origin TEXT NOT NULL PRIMARY KEY, note TEXT NOT NULL)",
            // Apart from the journal: without its salt a commitment tells nothing.
            "CREATE TABLE journal_salt (subject TEXT NOT NULL PRIMARY KEY, salt BYTES NOT NULL)",
            // Which keys sign for this journal, as its entries tell it.
            """
            CREATE TABLE journal_key (
                id TEXT NOT NULL PRIMARY KEY, public_key TEXT NOT NULL, added_at BIGINT NOT NULL, retired_at BIGINT,
                compromised_at BIGINT)
            """,
            "ALTER TABLE case_entry ADD COLUMN salt BYTES",
        ]
            + [
                "login_failures", "stored_answer", "upload", "webhook_delivery", "job", "login_session", "access_token",
                "notice", "webhook",
            ].map { "ALTER TABLE \($0) ADD COLUMN seal BYTES" })
}
