public import Commons
import Evaluation
import Rulebook

/// The policy as administrators have set it; the standard one where they have not.
public enum PolicySetting {
    public static let name = "policy"
    /// What is announced here when it changes: its name.
    public static let channel = "settings"

    /// - Returns: the policy, and the version of the setting; 0: never set.
    public static func current(
        _ records: any SettingRecords, _ rights: RightsBook = .evaluation
    ) throws -> (policy: Policy, version: Int) {
        guard let setting = try records.setting(name) else { return (rights.standard, 0) }
        let bytes = Array(setting.text.utf8)
        // What was set before it was written along was set by the evaluation wing alone.
        let known = try CanonicalJSON.decode(Known.self, bytes).functions ?? EvaluationFunction.all.map(\.id)
        let policy = try CanonicalJSON.decode(Policy.self, bytes)
        return (rights.completing(policy, known: Set(known)), setting.version)
    }

    /// Throws a conflict unless the version is the one that the change rests on.
    public static func set(
        _ policy: Policy, version: Int, _ records: any Records, _ rights: RightsBook = .evaluation
    ) throws {
        _ = try records.set(name, try text(policy, rights), version: version)
        try records.announce(name, on: channel)
    }

    /// As JSON: the same policy gives the same bytes, whatever order its sets are in.
    static func text(_ policy: Policy, _ rights: RightsBook = .evaluation) throws -> String {
        let lines = policy.grants.map { grant in
            Line(
                role: grant.role, function: grant.function, rows: grant.rows,
                hidden: FieldGroup.allCases.filter(grant.hidden.contains),
                interfaces: Visitor.Interface.allCases.filter(grant.interfaces.contains))
        }
        let whole = Whole(functions: rights.functions.map(\.id), grants: lines)
        return String(decoding: try CanonicalJSON.encode(whole), as: UTF8.self)
    }

    private struct Known: Decodable {
        var functions: [String]?
    }

    private struct Whole: Encodable {
        /// Those that there were when it was set.
        var functions: [String]
        var grants: [Line]
    }

    private struct Line: Encodable {
        var role: Role?
        var function: String
        var rows: Rows
        var hidden: [FieldGroup]
        var interfaces: [Visitor.Interface]
    }
}

extension RightsBook {
    /// Of the evaluation wing.
    public static let evaluation = RightsBook(functions: EvaluationFunction.all, standard: .standard)
}
