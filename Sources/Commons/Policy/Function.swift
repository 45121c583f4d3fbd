public import Rulebook

/// Something that one may or may not do, e.g. `case.submit`. The wings declare theirs.
public struct Function: Hashable, Sendable {
    /// Lower-case words with dots.
    public var id: String
    public var title: Phrase

    public init(_ id: String, zh: String, en: String) {
        self.id = id
        title = Phrase(zh: zh, en: en)
    }
}

extension Function {
    public static let manageHooks = Function("hooks.manage", zh: "管理推送", en: "manage webhooks")
    public static let readJournal = Function("journal.read", zh: "查看操作日志", en: "read the journal")
}

/// Groups of fields that a grant can hide.
public enum FieldGroup: String, Hashable, Sendable, Codable, CaseIterable {
    /// Names, telephone numbers and addresses of contacts.
    case contacts
    /// Findings of the evaluation body and the panel, and their words.
    case findings
    /// Who the experts are.
    case experts
    /// Evidence files.
    case evidence

    public var title: Phrase {
        switch self {
        case .contacts: Phrase(zh: "联系方式", en: "Contacts")
        case .findings: Phrase(zh: "审查与核查认定", en: "Findings of the review and the panel")
        case .experts: Phrase(zh: "专家姓名", en: "Experts' names")
        case .evidence: Phrase(zh: "证明材料", en: "Evidence files")
        }
    }
}

/// Which rows a grant reaches.
public enum Rows: String, Hashable, Sendable, Codable, CaseIterable {
    case all
    /// What belongs to the visitor's organisation.
    case organisation
    /// What lies in the region of the visitor's organisation.
    case region
    /// What the visitor is assigned to in person.
    case assigned
    /// What the visitor entered.
    case own
    /// What lies in a home that the visitor owns or lives in today.
    case home
    /// What has been made public.
    case published

    public var title: Phrase {
        switch self {
        case .all: Phrase(zh: "全部", en: "all")
        case .organisation: Phrase(zh: "本单位的", en: "one's organisation's")
        case .region: Phrase(zh: "本辖区的", en: "one's region's")
        case .assigned: Phrase(zh: "指派给本人的", en: "assigned to oneself")
        case .own: Phrase(zh: "本人提交的", en: "one's own")
        case .home: Phrase(zh: "本人房屋的", en: "one's home's")
        case .published: Phrase(zh: "已公开的", en: "published")
        }
    }
}

/// What a decision is about: a case or an item, as far as rights need to know it.
public struct Subject: Hashable, Sendable {
    /// Ids of the organisations it belongs to.
    public var organisations: Set<String>
    public var region: String
    /// Ids of people assigned to it.
    public var assigned: Set<String>
    /// Ids of people who entered it.
    public var owners: Set<String>
    /// Ids of the places that it is in, or that it is itself.
    public var places: Set<String>
    public var isPublished: Bool

    public init(
        organisations: Set<String> = [], region: String = "", assigned: Set<String> = [],
        owners: Set<String> = [], places: Set<String> = [], isPublished: Bool = false
    ) {
        self.organisations = organisations
        self.region = region
        self.assigned = assigned
        self.owners = owners
        self.places = places
        self.isPublished = isPublished
    }
}
