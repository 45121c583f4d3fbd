public import Rulebook

/// A kind of thing that happens.
public struct EventKind: Hashable, Sendable {
    /// How much it matters; from `general` on it is an alarm.
    public enum Level: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        /// To know of.
        case info
        case general, serious, urgent

        public var title: Phrase {
            switch self {
            case .info: Phrase(zh: "提示", en: "Info")
            case .general: Phrase(zh: "一般", en: "General")
            case .serious: Phrase(zh: "较重", en: "Serious")
            case .urgent: Phrase(zh: "紧急", en: "Urgent")
            }
        }

        private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
    }

    public var id: String
    public var title: Phrase
    public var level: Level
    /// For how many days it has to be kept, by the standard or by law.
    public var retentionDays: Int

    public init(_ id: String, zh: String, en: String, _ level: Level, retentionDays: Int = 180) {
        self.id = id
        title = Phrase(zh: zh, en: en)
        self.level = level
        self.retentionDays = retentionDays
    }
}
