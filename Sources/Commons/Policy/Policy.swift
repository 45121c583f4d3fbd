public import Rulebook

/// Who may do what: role, function, rows, fields and interface (7.2.5.a, b). What no grant allows is refused.
public struct Policy: Sendable {
    /// One line of the policy.
    public struct Grant: Hashable, Sendable, Codable {
        /// nil: anybody, logged in or not.
        public var role: Role?
        public var function: String
        public var rows: Rows
        public var hidden: Set<FieldGroup>
        public var interfaces: Set<Visitor.Interface>

        public init(
            _ role: Role?, _ function: String, _ rows: Rows, hidden: Set<FieldGroup> = [],
            interfaces: Set<Visitor.Interface> = [.page, .api]
        ) {
            self.role = role
            self.function = function
            self.rows = rows
            self.hidden = hidden
            self.interfaces = interfaces
        }
    }

    public let grants: [Grant]
    /// Every request asks for some of hundreds.
    private let byFunction: [String: [Grant]]

    public init(_ grants: [Grant]) {
        self.grants = grants
        byFunction = Dictionary(grouping: grants, by: \.function)
    }

    /// Whether, what stays hidden, and why (not).
    public struct Decision: Hashable, Sendable {
        public var isAllowed: Bool
        /// What every grant that allows it hides; empty where nothing is hidden or nothing allowed.
        public var hidden: Set<FieldGroup>
        public var reason: Phrase
    }

    /// May this visitor do this to this? Without a subject: is there anything at all they may do it to?
    public func decide(_ visitor: Visitor, _ function: Function, on subject: Subject? = nil) -> Decision {
        if let person = visitor.person, !person.isActive {
            return refused(Phrase(zh: "账号已停用", en: "the account is not active"))
        }
        if let scopes = visitor.scopes, !scopes.contains(function.id) {
            return refused(
                Phrase(zh: "访问令牌的范围不含“\(function.title.zh)”", en: "the token's scopes leave out '\(function.id)'"))
        }
        let roles = Set(visitor.memberships.filter(\.organisation.isActive).map(\.role))
        let mine = (byFunction[function.id] ?? []).filter { $0.role.map(roles.contains) ?? true }
        guard !mine.isEmpty else { return refused(lacking(function, visitor)) }
        let here = mine.filter { $0.interfaces.contains(visitor.interface) }
        guard !here.isEmpty else {
            return refused(
                visitor.interface == .api
                    ? Phrase(zh: "不允许通过接口使用此功能", en: "not allowed through the API")
                    : Phrase(zh: "只允许通过接口使用此功能", en: "only allowed through the API"))
        }
        guard let subject else { return allowed(here) }
        let reaching = here.filter { reaches($0, visitor, subject) }
        guard !reaching.isEmpty else {
            let rows = here.map(\.rows.title).joined()
            return refused(
                Phrase(zh: "您的角色只能处理\(rows.zh)申报，这一件不在其中", en: "your role reaches cases that are \(rows.en) only"))
        }
        return allowed(reaching)
    }

    private func refused(_ reason: Phrase) -> Decision { Decision(isAllowed: false, hidden: [], reason: reason) }

    private func allowed(_ grants: [Grant]) -> Decision {
        let hidden = grants.dropFirst().reduce(grants[0].hidden) { $0.intersection($1.hidden) }
        let roles = grants.map { $0.role?.title ?? Phrase(zh: "任何人", en: "anybody") }.joined()
        return Decision(
            isAllowed: true, hidden: hidden, reason: Phrase(zh: "角色：\(roles.zh)", en: "by the role \(roles.en)"))
    }

    private func lacking(_ function: Function, _ visitor: Visitor) -> Phrase {
        let who = (byFunction[function.id] ?? []).compactMap(\.role)
        let names = Role.allCases.filter(who.contains).map(\.title).joined()
        if visitor.person == nil {
            return Phrase(zh: "请先登录", en: "please log in first")
        }
        if who.isEmpty {
            return Phrase(zh: "没有角色可以“\(function.title.zh)”", en: "no role may '\(function.title.en)'")
        }
        return Phrase(
            zh: "“\(function.title.zh)”需要角色：\(names.zh)", en: "'\(function.title.en)' takes the role \(names.en)")
    }

    private func reaches(_ grant: Grant, _ visitor: Visitor, _ subject: Subject) -> Bool {
        let memberships = visitor.memberships.filter {
            $0.organisation.isActive && (grant.role == nil || $0.role == grant.role)
        }
        switch grant.rows {
        case .all: return true
        case .published: return subject.isPublished
        case .organisation: return memberships.contains { subject.organisations.contains($0.organisation.id) }
        case .region:
            return memberships.contains {
                !$0.organisation.region.isEmpty && subject.region.hasPrefix($0.organisation.region)
            }
        case .assigned: return visitor.person.map { subject.assigned.contains($0.id) } ?? false
        case .own: return visitor.person.map { subject.owners.contains($0.id) } ?? false
        case .home: return !visitor.homes.isDisjoint(with: subject.places)
        }
    }

    /// The rows that a visitor's grants of a function reach, for lists; none where it is not granted.
    public func reach(_ visitor: Visitor, _ function: Function) -> [CaseQuery.Reach] {
        guard decide(visitor, function).isAllowed else { return [] }
        var reach: Set<CaseQuery.Reach> = []
        for grant in byFunction[function.id] ?? [] where grant.interfaces.contains(visitor.interface) {
            let memberships = visitor.memberships.filter {
                $0.organisation.isActive && (grant.role == nil || $0.role == grant.role)
            }
            if grant.role != nil, memberships.isEmpty { continue }
            switch grant.rows {
            case .all: return [.all]
            case .published: continue
            case .organisation: reach.formUnion(memberships.map { .organisation($0.organisation.id) })
            case .region:
                reach.formUnion(memberships.map(\.organisation.region).filter { !$0.isEmpty }.map { .region($0) })
            case .assigned: if let person = visitor.person { reach.insert(.assigned(person.id)) }
            case .own: if let person = visitor.person { reach.insert(.owner(person.id)) }
            case .home: if !visitor.homes.isEmpty { reach.insert(.places(visitor.homes)) }
            }
        }
        return Array(reach)
    }
}

extension Policy: Hashable {
    public static func == (one: Policy, other: Policy) -> Bool { one.grants == other.grants }
    public func hash(into hasher: inout Hasher) { hasher.combine(grants) }
}

extension Policy: Codable {
    private enum CodingKeys: String, CodingKey { case grants }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.container(keyedBy: CodingKeys.self).decode([Grant].self, forKey: .grants))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(grants, forKey: .grants)
    }
}
