import Commons
import Community
import Database

extension SQLRecords {
    // MARK: Keys

    private static let keys = "SELECT id, device, digest, made_at, person, used_at FROM device_key"

    private static func key(_ row: Row) throws -> DeviceKey {
        DeviceKey(
            id: try row.text(0), device: try row.text(1), digest: try row.text(2), madeAt: try row.instant(3),
            madeBy: try row.text(4), usedAt: row[5].int.map { Instant(milliseconds: $0) })
    }

    func deviceKeys(of device: String) throws -> [DeviceKey] {
        try connection.query(Self.keys + " WHERE device = $1 ORDER BY made_at, id", [.text(device)]).map(Self.key)
    }

    func deviceKey(digest: String) throws -> DeviceKey? {
        try connection.row(Self.keys + " WHERE digest = $1", [.text(digest)]).map(Self.key)
    }

    func add(_ key: DeviceKey) throws {
        try connection.execute(
            "INSERT INTO device_key (id, device, digest, made_at, person) VALUES ($1, $2, $3, $4, $5)",
            [
                .text(key.id), .text(key.device), .text(key.digest), .int(key.madeAt.milliseconds), .text(key.madeBy),
            ])
    }

    func removeDeviceKey(_ id: String, of device: String) throws -> Bool {
        try connection.execute("DELETE FROM device_key WHERE id = $1 AND device = $2", [.text(id), .text(device)]) == 1
    }

    func removeDeviceKeys(of device: String) throws {
        try connection.execute("DELETE FROM device_key WHERE device = $1", [.text(device)])
    }

    func used(_ key: DeviceKey, at: Instant) throws {
        try connection.execute(
            "UPDATE device_key SET used_at = $2 WHERE id = $1", [.text(key.id), .int(at.milliseconds)])
    }

    // MARK: Events that came before

    func hasSeen(_ mark: String, of device: String, at: Instant) throws -> Bool {
        try connection.row(
            "SELECT 1 FROM event_seen WHERE device = $1 AND mark = $2 AND until_at > $3",
            [.text(device), .text(mark), .int(at.milliseconds)]) != nil
    }

    func see(_ mark: String, of device: String, until: Instant) throws {
        try connection.execute(
            "INSERT INTO event_seen (device, mark, until_at) VALUES ($1, $2, $3) "
                + "ON CONFLICT (device, mark) DO UPDATE SET until_at = excluded.until_at",
            [.text(device), .text(mark), .int(until.milliseconds)])
    }

    func forgetSeen(before: Instant) throws {
        try connection.execute("DELETE FROM event_seen WHERE until_at < $1", [.int(before.milliseconds)])
    }

    // MARK: Commands

    private static let commands =
        "SELECT id, device, command, asked_at, person, rule, until_at, state, sent_at, answered_at, answer "
        + "FROM device_command"

    private static func command(_ row: Row) throws -> DeviceCommand {
        guard let state = DeviceCommand.State(rawValue: try row.text(7)) else {
            throw DatabaseError(.other, "a command cannot be read")
        }
        return DeviceCommand(
            id: try row.text(0), device: try row.text(1), command: try row.text(2), askedAt: try row.instant(3),
            person: row[4].text, rule: row[5].text, until: try row.instant(6), state: state,
            sentAt: row[8].int.map { Instant(milliseconds: $0) },
            answeredAt: row[9].int.map { Instant(milliseconds: $0) }, answer: try row.text(10))
    }

    func command(_ id: String) throws -> DeviceCommand? {
        try connection.row(Self.commands + " WHERE id = $1", [.text(id)]).map(Self.command)
    }

    func put(_ command: DeviceCommand) throws {
        try connection.execute(
            "INSERT INTO device_command (id, device, command, asked_at, person, rule, until_at, state, sent_at, "
                + "answered_at, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
                + "ON CONFLICT (id) DO UPDATE SET state = excluded.state, sent_at = excluded.sent_at, "
                + "answered_at = excluded.answered_at, answer = excluded.answer",
            [
                .text(command.id), .text(command.device), .text(command.command), .int(command.askedAt.milliseconds),
                SQLValue(command.person), SQLValue(command.rule), .int(command.until.milliseconds),
                .text(command.state.rawValue), SQLValue(command.sentAt?.milliseconds),
                SQLValue(command.answeredAt?.milliseconds), .text(command.answer),
            ])
    }

    func commands(of device: String, limit: Int) throws -> [DeviceCommand] {
        try connection.query(
            Self.commands + " WHERE device = $1 ORDER BY asked_at DESC, id DESC LIMIT $2",
            [.text(device), .int(Int64(limit))]
        ).map(Self.command)
    }

    func waitingCommands(of devices: [String], at: Instant) throws -> [DeviceCommand] {
        var found: [DeviceCommand] = []
        for start in stride(from: 0, to: devices.count, by: 500) {
            var sql = Statement(
                Self.commands + " WHERE state = 'waiting' AND until_at > ", [.int(at.milliseconds)])
            sql.isOne("device", of: Array(devices[start..<min(start + 500, devices.count)]))
            sql.text += " ORDER BY asked_at, id"
            found += try connection.query(sql.text, sql.arguments).map(Self.command)
        }
        return found
    }

    func devicesWaiting(at: Instant) throws -> [String] {
        try connection.query(
            "SELECT DISTINCT device FROM device_command WHERE state = 'waiting' AND until_at > $1 ORDER BY device",
            [.int(at.milliseconds)]
        ).map { try $0.text(0) }
    }

    func unansweredCommands(before: Instant, limit: Int) throws -> [DeviceCommand] {
        try connection.query(
            Self.commands + " WHERE state IN ('waiting', 'sent') AND until_at < $1 ORDER BY until_at, id LIMIT $2",
            [.int(before.milliseconds), .int(Int64(limit))]
        ).map(Self.command)
    }

    // MARK: The shadow

    func settings(of device: String) throws -> [DeviceSetting] {
        try connection.query(
            "SELECT device, setting, wished, wished_at, person, told, told_at FROM device_setting "
                + "WHERE device = $1 ORDER BY setting", [.text(device)]
        ).map { row in
            DeviceSetting(
                device: try row.text(0), setting: try row.text(1), wished: row[2].text,
                wishedAt: row[3].int.map { Instant(milliseconds: $0) }, wishedBy: row[4].text, told: row[5].text,
                toldAt: row[6].int.map { Instant(milliseconds: $0) })
        }
    }

    func put(_ setting: DeviceSetting) throws {
        try connection.execute(
            "INSERT INTO device_setting (device, setting, wished, wished_at, person, told, told_at) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (device, setting) DO UPDATE SET "
                + "wished = excluded.wished, wished_at = excluded.wished_at, person = excluded.person, "
                + "told = excluded.told, told_at = excluded.told_at",
            [
                .text(setting.device), .text(setting.setting), SQLValue(setting.wished),
                SQLValue(setting.wishedAt?.milliseconds), SQLValue(setting.wishedBy), SQLValue(setting.told),
                SQLValue(setting.toldAt?.milliseconds),
            ])
    }
}
