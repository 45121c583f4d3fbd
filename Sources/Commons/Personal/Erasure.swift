public import Rulebook

/// That somebody's data were erased: what stays of them, besides what they did in cases.
public struct Erasure: Hashable, Sendable {
    /// Why, as PIPL article 47 has it.
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        case requested, fulfilled, withdrawn, left, unlawful

        public var title: Phrase {
            switch self {
            case .requested: Phrase(zh: "本人要求删除", en: "The person asked for it")
            case .fulfilled: Phrase(zh: "处理目的已实现或不再需要", en: "The purpose is fulfilled or gone")
            case .withdrawn: Phrase(zh: "本人撤回同意", en: "The person withdrew the consent")
            case .left: Phrase(zh: "本人已离开所在单位", en: "The person has left the organisation")
            case .unlawful: Phrase(zh: "处理违反法律或约定", en: "The processing was against law or agreement")
            }
        }
    }
    public var person: String
    public var at: Instant
    /// Who did it.
    public var by: String
    public var reason: Reason

    public init(person: String, at: Instant, by: String, reason: Reason) {
        self.person = person
        self.at = at
        self.by = by
        self.reason = reason
    }

    /// What stands where the name was: no name, in the language that names are in.
    public static let name = "已注销人员"
    /// What stands where the login was: nobody can have it, and nothing tells whose it was.
    public static func login(_ person: String) -> String { "erased-\(person)" }
}

/// An act in a case, as it is listed to whoever did it.
public struct PersonalAct: Hashable, Sendable, Codable {
    public var caseID: String
    public var number: String
    public var title: String
    public var sequence: Int
    public var at: Instant
    public var act: String

    public init(caseID: String, number: String, title: String, sequence: Int, at: Instant, act: String) {
        self.caseID = caseID
        self.number = number
        self.title = title
        self.sequence = sequence
        self.at = at
        self.act = act
    }
}

/// Somewhere that a person's id stands beside what is theirs alone.
public struct PersonalTrace: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A case that they are assigned to.
        case assigned
        /// A webhook that they set up for an organisation.
        case webhook
        /// A file on its way in.
        case upload
    }
    public var kind: Kind
    /// The case's title, the webhook's address, the file's name.
    public var what: String
    public var at: Instant

    public init(kind: Kind, what: String, at: Instant) {
        self.kind = kind
        self.what = what
        self.at = at
    }
}
