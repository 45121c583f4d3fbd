public import Commons
import Evaluation
import Rulebook

/// The policy as administrators have set it; the standard one where they have not.
public enum PolicySetting {
    public static let name = "policy"
    /// What is announced here when it changes: its name.
    public static let channel = "settings"

    /// - Returns: the policy, and the version of the setting; 0: never set.
    public static func current(_ records: any SettingRecords) throws -> (policy: Policy, version: Int) {
        guard let setting = try records.setting(name) else { return (.standard, 0) }
        return (try CanonicalJSON.decode(Policy.self, Array(setting.text.utf8)), setting.version)
    }

    /// Throws a conflict unless the version is the one that the change rests on.
    public static func set(_ policy: Policy, version: Int, _ records: any Records) throws {
        _ = try records.set(name, try text(policy), version: version)
        try records.announce(name, on: channel)
    }

    /// As JSON: the same policy gives the same bytes, whatever order its sets are in.
    static func text(_ policy: Policy) throws -> String {
        let lines = policy.grants.map { grant in
            Line(
                role: grant.role, function: grant.function, rows: grant.rows,
                hidden: FieldGroup.allCases.filter(grant.hidden.contains),
                interfaces: Visitor.Interface.allCases.filter(grant.interfaces.contains))
        }
        return String(decoding: try CanonicalJSON.encode(["grants": lines]), as: UTF8.self)
    }

    private struct Line: Encodable {
        var role: Role?
        var function: String
        var rows: Rows
        var hidden: [FieldGroup]
        var interfaces: [Visitor.Interface]
    }
}
