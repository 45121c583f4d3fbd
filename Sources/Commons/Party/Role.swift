public import Rulebook

/// What somebody is in an organisation. One person may have several roles in several organisations.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// Prepares an application and answers for it.
    case applicant
    /// Accepts applications and reviews documents.
    case reviewer
    /// Judges documents and sites as a member of a panel.
    case expert
    /// Approves reports and grades, puts panels together.
    case approver
    /// Oversees the evaluations of a region.
    case regulator
    /// Manages people, organisations and rights; sees no findings.
    case administrator

    /// Keeps a community: its places, devices, people and rules.
    case manager
    /// Watches alarms, hands work over.
    case duty
    /// Repairs, patrols, cleans.
    case worker
    /// Lives in the community.
    case resident
    /// Devices and partners that send what they measure.
    case gateway

    public var title: Phrase {
        switch self {
        case .applicant: Phrase(zh: "申请人员", en: "Applicant")
        case .reviewer: Phrase(zh: "审查人员", en: "Reviewer")
        case .expert: Phrase(zh: "评审专家", en: "Expert")
        case .approver: Phrase(zh: "批准人", en: "Approver")
        case .regulator: Phrase(zh: "监管人员", en: "Regulator")
        case .administrator: Phrase(zh: "系统管理员", en: "Administrator")
        case .manager: Phrase(zh: "社区经理", en: "Community manager")
        case .duty: Phrase(zh: "值班人员", en: "Duty officer")
        case .worker: Phrase(zh: "作业人员", en: "Worker")
        case .resident: Phrase(zh: "居民", en: "Resident")
        case .gateway: Phrase(zh: "设备接入", en: "Device gateway")
        }
    }
}

/// A role that a person has in an organisation.
public struct Membership: Hashable, Sendable, Codable {
    public var person: String
    public var organisation: Organisation
    public var role: Role
    /// Ids of the expert's fields; empty for other roles.
    public var fields: [String]

    public init(person: String, organisation: Organisation, role: Role, fields: [String] = []) {
        self.person = person
        self.organisation = organisation
        self.role = role
        self.fields = fields
    }
}
