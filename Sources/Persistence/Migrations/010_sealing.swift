import Database

extension Schema {
    /// Acts with names and numbers of people, and secrets of webhooks, stand encrypted; of everything encrypted it is
    /// known with which key.
    static let sealing = Migration(
        "010_sealing",
        [
            "ALTER TABLE case_entry ADD COLUMN sealed BYTES", "ALTER TABLE case_entry ADD COLUMN key_id TEXT",
            "ALTER TABLE webhook ADD COLUMN sealed BYTES", "ALTER TABLE webhook ADD COLUMN key_id TEXT",
            "ALTER TABLE second_factor ADD COLUMN key_id TEXT",
            // Those from before, until they are encrypted.
            "CREATE INDEX case_entry_plain ON case_entry (case_id, sequence) "
                + "WHERE act IN ('open', 'editCommunity', 'object') AND sealed IS NULL",
            "CREATE INDEX case_entry_key ON case_entry (key_id) WHERE key_id IS NOT NULL",
        ])
}
