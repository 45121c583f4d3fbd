public import Commons
public import Rulebook

/// What is kept for a time and then deleted. Items are kept for good, alarms among them, and so are figures of days.
public enum RetentionSubject: Hashable, Sendable {
    /// Of a kind.
    case events(String)
    /// Readings one by one; the figures of their days stay.
    case readings
    /// What was kept apart.
    case refused
    /// What rules did.
    case ruleRuns

    public var id: String {
        switch self {
        case .events(let kind): "event/\(kind)"
        case .readings: "reading"
        case .refused: "refused"
        case .ruleRuns: "rule-run"
        }
    }

    public init?(id: String) {
        switch id {
        case "reading": self = .readings
        case "refused": self = .refused
        case "rule-run": self = .ruleRuns
        default:
            guard id.hasPrefix("event/") else { return nil }
            self = .events(String(id.dropFirst(6)))
        }
    }
}

/// For how many days an installation keeps what it need not keep for good. It can only be more than what is declared.
public struct RetentionPolicy: Hashable, Sendable, Codable {
    /// By the id of a subject; the others as they are declared.
    public var days: [String: Int]

    public init(days: [String: Int] = [:]) { self.days = days }

    public static let most = 3_650
}

/// What was deleted on a day, because its time was over.
public struct RetentionRun: Hashable, Sendable {
    public var subject: RetentionSubject
    public var day: Day
    /// When the last of it was deleted.
    public var at: Instant
    /// Nothing from this moment on was deleted.
    public var before: Instant
    public var count: Int

    public init(subject: RetentionSubject, day: Day, at: Instant, before: Instant, count: Int) {
        self.subject = subject
        self.day = day
        self.at = at
        self.before = before
        self.count = count
    }
}

/// What is deleted when its time is over, within one transaction.
public protocol RetentionRecords {
    /// Deletes what happened and came in before a moment, oldest first.
    /// - Returns: how many rows; fewer than `limit`, or about as many: there is more.
    func remove(_ subject: RetentionSubject, before: Instant, limit: Int) throws -> Int
    /// When the oldest happened; nil: there is none.
    func oldest(_ subject: RetentionSubject) throws -> Instant?
    /// Adds to what was deleted on the same day.
    func note(_ run: RetentionRun) throws
    /// Of each subject the one that went furthest.
    func retentionRuns() throws -> [RetentionRun]
}

/// The policy of retention as people have set it.
public enum RetentionSetting {
    public static let name = "retention"

    /// - Returns: the policy, and the version of the setting; 0: never set.
    public static func current(_ records: any SettingRecords) throws -> (policy: RetentionPolicy, version: Int) {
        guard let setting = try records.setting(name) else { return (RetentionPolicy(), 0) }
        return (try CanonicalJSON.decode(RetentionPolicy.self, Array(setting.text.utf8)), setting.version)
    }

    static func set(_ policy: RetentionPolicy, version: Int, _ records: any SettingRecords) throws {
        let text = String(decoding: try CanonicalJSON.encode(policy), as: UTF8.self)
        _ = try records.set(name, text, version: version)
    }
}
