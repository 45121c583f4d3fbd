public import Commons
public import Rulebook

/// A certificate and what became of it.
public struct Certificate: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case valid, suspended, revoked, expired

        public var title: Phrase {
            switch self {
            case .valid: Phrase(zh: "有效", en: "Valid")
            case .suspended: Phrase(zh: "暂停", en: "Suspended")
            case .revoked: Phrase(zh: "撤销", en: "Revoked")
            case .expired: Phrase(zh: "过期", en: "Expired")
            }
        }
    }

    public struct Event: Hashable, Sendable {
        /// The act: `issueCertificate`, `suspendCertificate`…
        public var act: String
        public var reason: String
        public var at: Instant
    }

    public struct Check: Hashable, Sendable {
        public var year: Int
        public var isPassed: Bool
        public var remark: String
        public var at: Instant
    }

    public var number: String
    public var issuedOn: Day
    /// The last day on which it is valid.
    public var until: Day
    /// SHA-256 of the approved content that it stands for.
    public var digest: String
    public var isSuspended = false
    public var isRevoked = false
    public var events: [Event]
    public var checks: [Check] = []

    public func status(on day: Day) -> Status {
        if isRevoked { return .revoked }
        if day > until { return .expired }
        return isSuspended ? .suspended : .valid
    }
}
