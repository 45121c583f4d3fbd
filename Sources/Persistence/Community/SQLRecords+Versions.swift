import Commons
import Community
import Database
import Secrets

/// Numbers that change with what nodes hold in memory: devices, rules, models.
extension SQLRecords {
    func deviceVersion() throws -> Int { try version(of: "devices") }
    func raiseDeviceVersion() throws { try raiseVersion(of: "devices") }
    func ruleVersion() throws -> Int { try version(of: "rules") }
    func raiseRuleVersion() throws { try raiseVersion(of: "rules") }
    func modelVersion() throws -> Int { try version(of: "models") }
    func raiseModelVersion() throws { try raiseVersion(of: "models") }

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
