import Commons
import Community
import Database

extension SQLRecords {
    private static let quarantines = "SELECT device, since, last_at, held FROM device_quarantine"

    private static func quarantine(_ row: Row) throws -> DeviceQuarantine {
        DeviceQuarantine(
            device: try row.text(0), since: try row.instant(1), lastAt: try row.instant(2), held: try row.int(3))
    }

    func quarantine(of device: String) throws -> DeviceQuarantine? {
        try connection.row(Self.quarantines + " WHERE device = $1", [.text(device)]).map(Self.quarantine)
    }

    func put(_ quarantine: DeviceQuarantine) throws {
        try connection.execute(
            "INSERT INTO device_quarantine (device, since, last_at, held) VALUES ($1, $2, $3, $4) "
                + "ON CONFLICT (device) DO UPDATE SET last_at = excluded.last_at, held = excluded.held",
            [
                .text(quarantine.device), .int(quarantine.since.milliseconds), .int(quarantine.lastAt.milliseconds),
                .int(Int64(quarantine.held)),
            ])
    }

    func endQuarantine(of device: String) throws -> Bool {
        try connection.execute("DELETE FROM device_quarantine WHERE device = $1", [.text(device)]) == 1
    }

    func quarantines(quietSince: Instant) throws -> [DeviceQuarantine] {
        try connection.query(
            Self.quarantines + " WHERE last_at < $1 ORDER BY device", [.int(quietSince.milliseconds)]
        ).map(Self.quarantine)
    }
}
