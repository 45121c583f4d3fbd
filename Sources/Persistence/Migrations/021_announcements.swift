import Database

extension Schema {
    static let announcements = Migration(
        "021_announcements",
        [
            """
            CREATE TABLE device_announcement (
                gateway TEXT NOT NULL, topic TEXT NOT NULL, device TEXT NOT NULL, number TEXT NOT NULL,
                content TEXT NOT NULL, PRIMARY KEY (gateway, topic))
            """,
            "CREATE INDEX device_announcement_number ON device_announcement (gateway, number)",
        ])
}
