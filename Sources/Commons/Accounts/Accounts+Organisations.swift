import Rulebook

/// What an administrator writes about an organisation.
public struct OrganisationDraft: Hashable, Sendable {
    public var kind: Organisation.Kind
    public var name: String
    /// 0 to 12 digits.
    public var region: String

    public init(kind: Organisation.Kind, name: String, region: String) {
        self.kind = kind
        self.name = name
        self.region = region
    }

    func checked() throws -> OrganisationDraft {
        var (draft, problems) = (self, Problems())
        draft.name = problems.name(name, at: "name")
        if region.utf8.count > 12 || !region.utf8.allSatisfy({ (48...57).contains($0) }) {
            problems.add("region", zh: "区划代码至多 12 位数字", en: "a region's code has at most 12 digits")
        }
        if region.isEmpty, kind == .authority {
            problems.add("region", zh: "主管部门须有区划代码", en: "an authority needs the code of its region")
        }
        try problems.check()
        return draft
    }
}

extension Role {
    /// In which organisations somebody can have this role.
    public var kinds: Set<Organisation.Kind> {
        switch self {
        case .applicant, .manager, .duty, .worker, .resident, .gateway: [.applicant]
        case .reviewer, .approver: [.body]
        case .expert: [.body, .authority, .operator]
        case .regulator: [.authority]
        case .administrator: [.operator]
        }
    }
}

extension Accounts {
    public func createOrganisation(_ draft: OrganisationDraft, _ records: any PartyRecords) throws -> Organisation {
        let draft = try draft.checked()
        let organisation = Organisation(
            id: surroundings.newID(), kind: draft.kind, name: draft.name, region: draft.region)
        try records.save(organisation, version: 0)
        return organisation
    }

    /// What kind it is stays: people's roles hang on it.
    /// `version`: what the edit rests on, from `organisationVersion`.
    @discardableResult
    public func changeOrganisation(_ id: String, _ draft: OrganisationDraft, version: Int, _ records: any PartyRecords)
        throws -> Organisation
    {
        let draft = try draft.checked()
        var organisation = try Self.found(records.organisation(id))
        if draft.kind != organisation.kind {
            throw Refusal(.locked, zh: "单位类型不能更改", en: "the kind of an organisation cannot change", place: "kind")
        }
        organisation.name = draft.name
        organisation.region = draft.region
        try records.save(organisation, version: version)
        return organisation
    }

    /// An organisation that is not active gives its people no rights.
    @discardableResult
    public func setActive(_ isActive: Bool, organisation id: String, version: Int, _ records: any Parts) throws
        -> Organisation
    {
        var organisation = try Self.found(records.organisation(id))
        organisation.isActive = isActive
        try records.save(organisation, version: version)
        if !isActive, organisation.kind == .operator { try keepAnAdministrator(records) }
        return organisation
    }

    /// Gives somebody a role, or changes an expert's fields.
    /// `fields`: ids of the expert's fields, without blanks; empty for other roles.
    @discardableResult
    public func give(
        _ role: Role, to person: String, in organisation: String, fields: [String] = [], _ records: any Parts
    ) throws -> Membership {
        let person = try Self.found(records.person(person))
        try refuseErased(person.id, records)
        let organisation = try Self.found(records.organisation(organisation))
        guard role.kinds.contains(organisation.kind) else {
            let (role, kind) = (role.title, organisation.kind.title)
            throw Refusal(
                .invalid, zh: "“\(kind.zh)”没有“\(role.zh)”这个角色", en: "the kind '\(kind.en)' has no role '\(role.en)'",
                place: "role")
        }
        guard fields.isEmpty || role == .expert else {
            throw Refusal(.invalid, zh: "只有评审专家有专业", en: "only experts have fields", place: "fields")
        }
        guard fields.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 > 32 && $0 != 127 } }) else {
            throw Refusal(.invalid, zh: "专业代码不能为空或含空格", en: "a field's id has no blanks", place: "fields")
        }
        let membership = Membership(person: person.id, organisation: organisation, role: role, fields: fields)
        try records.save(membership)
        return membership
    }

    public func take(_ role: Role, from person: String, in organisation: String, _ records: any Parts) throws {
        guard try records.removeMembership(of: person, in: organisation, as: role) else {
            throw Refusal(.missing, zh: "此人没有这个角色", en: "they do not have this role")
        }
        if role == .administrator { try keepAnAdministrator(records) }
    }

    static func found(_ organisation: Organisation?) throws -> Organisation {
        guard let organisation else {
            throw Refusal(.missing, zh: "没有这个单位", en: "there is no such organisation")
        }
        return organisation
    }
}
