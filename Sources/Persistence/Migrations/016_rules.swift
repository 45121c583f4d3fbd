import Database

extension Schema {
    static let rules = Migration(
        "016_rules",
        [
            // What rules that wait for silence or the hour have seen to: a device's last word, an organisation's day.
            """
            CREATE TABLE rule_mark (
                rule TEXT NOT NULL, subject TEXT NOT NULL, mark BIGINT NOT NULL, PRIMARY KEY (rule, subject)) CLUSTERED
            """,
            // Who made an edition of a form; those of the program have none.
            """
            CREATE TABLE form_author (
                kind TEXT NOT NULL, edition BIGINT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (kind, edition))
            """,
        ])
}
