import Database

extension Schema {
    static let devices = Migration(
        "019_devices",
        [
            """
            CREATE TABLE device_key (
                id TEXT PRIMARY KEY, device TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, made_at BIGINT NOT NULL,
                person TEXT NOT NULL, used_at BIGINT)
            """,
            "CREATE INDEX device_key_device ON device_key (device, made_at)",
            """
            CREATE TABLE event_seen (
                device TEXT NOT NULL, mark TEXT NOT NULL, until_at BIGINT NOT NULL,
                PRIMARY KEY (device, mark)) CLUSTERED
            """,
            "CREATE INDEX event_seen_until ON event_seen (until_at)",
            """
            CREATE TABLE device_command (
                id TEXT PRIMARY KEY, device TEXT NOT NULL, command TEXT NOT NULL, asked_at BIGINT NOT NULL, person TEXT,
                rule TEXT, until_at BIGINT NOT NULL, state TEXT NOT NULL, sent_at BIGINT, answered_at BIGINT,
                answer TEXT NOT NULL)
            """,
            "CREATE INDEX device_command_device ON device_command (device, asked_at)",
            "CREATE INDEX device_command_open ON device_command (until_at) WHERE state IN ('waiting', 'sent')",
            """
            CREATE TABLE device_setting (
                device TEXT NOT NULL, setting TEXT NOT NULL, wished TEXT, wished_at BIGINT, person TEXT, told TEXT,
                told_at BIGINT, PRIMARY KEY (device, setting))
            """,
            """
            CREATE TABLE device_presence (
                device TEXT PRIMARY KEY, node TEXT, since BIGINT NOT NULL, seen_at BIGINT NOT NULL,
                firmware TEXT NOT NULL)
            """,
            "CREATE INDEX device_presence_node ON device_presence (node) WHERE node IS NOT NULL",
            """
            CREATE TABLE device_quarantine (
                device TEXT PRIMARY KEY, since BIGINT NOT NULL, last_at BIGINT NOT NULL, held BIGINT NOT NULL)
            """,
            "CREATE TABLE gateway_node (node TEXT PRIMARY KEY, seen_at BIGINT NOT NULL)",
        ])
}
