import Commons
import Community
import Database
import Secrets

/// Numbers that change with what nodes hold in memory: devices, rules, models.
extension SQLRecords {
    func deviceVersion() throws -> Int { try version(of: "devices") }
    func ruleVersion() throws -> Int { try version(of: "rules") }
    func raiseRuleVersion() throws { try raiseVersion(of: "rules") }
    func modelVersion() throws -> Int { try version(of: "models") }
    func raiseModelVersion() throws { try raiseVersion(of: "models") }

    /// Each version knows the one before it, so that whoever holds an older one can go on from there.
    func raiseDeviceVersion(for item: String?, at: Instant) throws {
        let before = try deviceVersion()
        try raiseVersion(of: "devices")
        try connection.execute(
            "INSERT INTO device_change (version, before_version, item, at) VALUES ($1, $2, $3, $4)",
            [.int(Int64(try deviceVersion())), .int(Int64(before)), SQLValue(item), .int(at.milliseconds)])
    }

    func devicesChanged(since version: Int) throws -> Set<String>? {
        // More steps than this take as long as reading all of them.
        let rows = try connection.query(
            "WITH RECURSIVE step (before_version, item, depth) AS ("
                + "SELECT before_version, item, 1 FROM device_change WHERE version = $1 "
                + "UNION ALL SELECT c.before_version, c.item, s.depth + 1 FROM device_change c "
                + "JOIN step s ON c.version = s.before_version WHERE s.before_version <> $2 AND s.depth < 1000) "
                + "SELECT before_version, item FROM step ORDER BY depth",
            [.int(Int64(try deviceVersion())), .int(Int64(version))])
        guard let last = rows.last, try last.int(0) == version else { return nil }
        var items: Set<String> = []
        for row in rows {
            guard let item = row[1].text else { return nil }
            items.insert(item)
        }
        return items
    }

    func forgetDeviceChanges(before: Instant) throws {
        try connection.execute("DELETE FROM device_change WHERE at < $1", [.int(before.milliseconds)])
    }

    private func version(of name: String) throws -> Int {
        try connection.row("SELECT value FROM counter WHERE name = $1", [.text(name)])?.int(0) ?? 0
    }

    /// Any other number will do. One that is counted up could come again after a transaction that failed, and whoever
    /// looked within it would take what they saw for what is there.
    private func raiseVersion(of name: String) throws {
        let number = SecureRandom.bytes(7).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        try connection.execute(
            "INSERT INTO counter (name, value) VALUES ($1, $2) "
                + "ON CONFLICT (name) DO UPDATE SET value = excluded.value", [.text(name), .int(number)])
    }
}
