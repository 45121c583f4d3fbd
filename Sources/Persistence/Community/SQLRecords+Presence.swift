import Commons
import Community
import Database

extension SQLRecords {
    static let presences =
        "SELECT p.device, p.node, p.since, p.seen_at, p.firmware FROM device_presence p"

    static func presence(_ row: Row) throws -> DevicePresence {
        DevicePresence(
            device: try row.text(0), node: row[1].text, since: try row.instant(2), seenAt: try row.instant(3),
            firmware: try row.text(4))
    }

    func presence(of device: String) throws -> DevicePresence? {
        try connection.row(Self.presences + " WHERE p.device = $1", [.text(device)]).map(Self.presence)
    }

    func put(_ presences: [DevicePresence]) throws {
        try connection.executeMany(
            "INSERT INTO device_presence (device, node, since, seen_at, firmware) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (device) DO UPDATE SET node = excluded.node, since = excluded.since, "
                + "seen_at = excluded.seen_at, firmware = excluded.firmware",
            presences.map { presence in
                [
                    .text(presence.device), SQLValue(presence.node), .int(presence.since.milliseconds),
                    .int(presence.seenAt.milliseconds), .text(presence.firmware),
                ]
            })
    }

    func beat(_ node: String, at: Instant) throws {
        try connection.execute(
            "INSERT INTO gateway_node (node, seen_at) VALUES ($1, $2) "
                + "ON CONFLICT (node) DO UPDATE SET seen_at = excluded.seen_at",
            [.text(node), .int(at.milliseconds)])
    }

    func lostPresences(before: Instant, limit: Int) throws -> [DevicePresence] {
        try connection.query(
            Self.presences + " WHERE p.node IS NOT NULL AND p.node <> $3 AND NOT EXISTS (SELECT 1 FROM gateway_node n "
                + "WHERE n.node = p.node AND n.seen_at >= $1) ORDER BY p.device LIMIT $2",
            [.int(before.milliseconds), .int(Int64(limit)), .text(DevicePresence.broker)]
        ).map(Self.presence)
    }

    func forgetNodes(before: Instant) throws {
        try connection.execute("DELETE FROM gateway_node WHERE seen_at < $1", [.int(before.milliseconds)])
    }
}
