import Commons
import Community
import Database

extension SQLRecords {
    func add(_ link: BrokerLink, of device: String) throws {
        try connection.execute(
            "INSERT INTO broker_link (id, device, node, run, since) VALUES ($1, $2, $3, $4, $5) "
                + "ON CONFLICT (id) DO NOTHING",
            [
                .text(link.id), .text(device), .text(link.node), .text(link.run), .int(link.since.milliseconds),
            ])
    }

    func removeBrokerLink(_ id: String) throws -> String? {
        try connection.row("DELETE FROM broker_link WHERE id = $1 RETURNING device", [.text(id)])?.text(0)
    }

    func removeBrokerLinks(of node: String, butOf run: String, before: Instant) throws -> [String] {
        // Nearly always there are none.
        let condition = "node = $1 AND run <> $2 AND since <= $3"
        let arguments: [SQLValue] = [.text(node), .text(run), .int(before.milliseconds)]
        let devices = try connection.query(
            "SELECT DISTINCT device FROM broker_link WHERE \(condition) ORDER BY device", arguments)
        guard !devices.isEmpty else { return [] }
        try connection.execute("DELETE FROM broker_link WHERE \(condition)", arguments)
        return try devices.map { try $0.text(0) }
    }

    func hasBrokerLink(_ device: String) throws -> Bool {
        try connection.row("SELECT 1 FROM broker_link WHERE device = $1 LIMIT 1", [.text(device)]) != nil
    }

    func quietWithBrokerLinks() throws -> [String] {
        try connection.query(
            "SELECT DISTINCT l.device FROM broker_link l JOIN device_presence p ON p.device = l.device "
                + "WHERE p.node IS NULL"
        ).map { try $0.text(0) }
    }

    func silentPresences(at node: String, before: Instant, limit: Int) throws -> [DevicePresence] {
        try connection.query(
            Self.presences + " WHERE p.node = $1 AND p.seen_at < $2 ORDER BY p.device LIMIT $3",
            [.text(node), .int(before.milliseconds), .int(Int64(limit))]
        ).map(Self.presence)
    }

    func heard(_ devices: [String: Instant]) throws {
        try connection.executeMany(
            "UPDATE device_presence SET seen_at = $2 WHERE device = $1 AND seen_at < $2",
            devices.sorted { $0.key < $1.key }.map { [.text($0.key), .int($0.value.milliseconds)] })
    }
}
