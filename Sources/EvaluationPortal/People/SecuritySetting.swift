public import Commons
import Evaluation

/// The security rules as administrators have set them; those of a fresh installation where they have not.
public enum SecuritySetting {
    public static let name = "security"

    /// - Returns: the rules, and the version of the setting; 0: never set.
    public static func current(_ records: any SettingRecords) throws -> (rules: SecurityRules, version: Int) {
        guard let setting = try records.setting(name) else { return (SecurityRules(), 0) }
        return (try CanonicalJSON.decode(SecurityRules.self, Array(setting.text.utf8)), setting.version)
    }

    /// Throws a conflict unless the version is the one that the change rests on.
    public static func set(_ rules: SecurityRules, version: Int, _ records: any Records) throws {
        let text = String(decoding: try CanonicalJSON.encode(rules), as: UTF8.self)
        _ = try records.set(name, text, version: version)
        try records.announce(name, on: PolicySetting.channel)
    }
}
