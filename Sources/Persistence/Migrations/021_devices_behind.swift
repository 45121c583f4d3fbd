import Database

extension Schema {
    static let devicesBehind = Migration(
        "021_devices_behind",
        [
            """
            CREATE TABLE device_announcement (
                gateway TEXT NOT NULL, topic TEXT NOT NULL, device TEXT NOT NULL, number TEXT NOT NULL,
                content TEXT NOT NULL, PRIMARY KEY (gateway, topic))
            """,
            "CREATE INDEX device_announcement_number ON device_announcement (gateway, number)",
            """
            CREATE TABLE device_change (
                version BIGINT PRIMARY KEY, before_version BIGINT NOT NULL, item TEXT, at BIGINT NOT NULL)
            """,
            "CREATE INDEX device_change_at ON device_change (at)",
            // Nothing lies in it: nodes lock it, one after the other.
            "CREATE TABLE intake_turn (node TEXT PRIMARY KEY)",
        ])
}
