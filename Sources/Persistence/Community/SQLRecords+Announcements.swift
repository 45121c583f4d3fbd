import Commons
import Community
import Database

extension SQLRecords {
    private static let announcements = "SELECT gateway, topic, content, device, number FROM device_announcement"

    private static func announcement(_ row: Row) throws -> KeptAnnouncement {
        KeptAnnouncement(
            gateway: try row.text(0), topic: try row.text(1), text: try row.text(2), device: try row.text(3),
            number: try row.text(4))
    }

    func deviceAnnouncements(by gateway: String) throws -> [KeptAnnouncement] {
        try connection.query(Self.announcements + " WHERE gateway = $1 ORDER BY topic", [.text(gateway)])
            .map(Self.announcement)
    }

    func deviceAnnouncement(by gateway: String, on topic: String) throws -> KeptAnnouncement? {
        try connection.row(
            Self.announcements + " WHERE gateway = $1 AND topic = $2", [.text(gateway), .text(topic)]
        ).map(Self.announcement)
    }

    func countDeviceAnnouncements(by gateway: String) throws -> (count: Int, characters: Int) {
        let row = try connection.row(
            "SELECT COUNT(*), CAST(COALESCE(SUM(LENGTH(content)), 0) AS BIGINT) FROM device_announcement "
                + "WHERE gateway = $1", [.text(gateway)])
        return (try row?.int(0) ?? 0, try row?.int(1) ?? 0)
    }

    func announcedDevice(_ number: String, by gateway: String) throws -> String? {
        try connection.row(
            "SELECT device FROM device_announcement WHERE gateway = $1 AND number = $2 LIMIT 1",
            [.text(gateway), .text(number)]
        ).map { try $0.text(0) }
    }

    func put(_ announcement: KeptAnnouncement) throws {
        try connection.execute(
            "INSERT INTO device_announcement (gateway, topic, content, device, number) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (gateway, topic) DO UPDATE SET content = excluded.content, device = excluded.device, "
                + "number = excluded.number",
            [
                .text(announcement.gateway), .text(announcement.topic), .text(announcement.text),
                .text(announcement.device), .text(announcement.number),
            ])
    }

    func removeDeviceAnnouncement(by gateway: String, on topic: String) throws -> Bool {
        try connection.execute(
            "DELETE FROM device_announcement WHERE gateway = $1 AND topic = $2", [.text(gateway), .text(topic)]) == 1
    }
}
