import Database

extension Schema {
    static let tallies = Migration(
        "017_tallies",
        [
            // Days that readings came late for and that the journal has to be told of again.
            "CREATE TABLE reading_late (day BIGINT PRIMARY KEY, count BIGINT NOT NULL)",
            // What came in on a day is read for its tally.
            "CREATE INDEX event_received ON event (received_at)",
        ])
}
