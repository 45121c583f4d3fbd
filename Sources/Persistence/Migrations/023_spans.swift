import Database

extension Schema {
    /// What somebody did, read or answered within a span is found without looking at all that they ever did; what is
    /// overdue, without all that ever was.
    static let spans = Migration(
        "023_spans",
        [
            "CREATE INDEX case_entry_person_at ON case_entry (person, at)", "DROP INDEX case_entry_person",
            "CREATE INDEX receipt_read ON receipt (person, read_at) WHERE read_at IS NOT NULL",
            "CREATE INDEX receipt_answered ON receipt (person, answered_at) WHERE answered_at IS NOT NULL",
            "CREATE INDEX case_head_due ON case_head (kind, state, due) WHERE due IS NOT NULL",
        ])
}
