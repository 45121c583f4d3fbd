/// People, organisations, and who is what where, within one transaction.
public protocol PartyRecords {
    func person(_ id: String) throws -> Person?
    /// - Parameter login: in lower case.
    func person(login: String) throws -> Person?
    /// As for `save`: what an edit rests on.
    func personVersion(_ id: String) throws -> Int?
    /// Those that exist, in order of id.
    func people(_ ids: Set<String>) throws -> [Person]
    /// In order of id, which is the order they were made in.
    func people(_ query: PartyQuery) throws -> [Person]

    func organisation(_ id: String) throws -> Organisation?
    func organisationVersion(_ id: String) throws -> Int?
    /// Those that exist, in order of id.
    func organisations(_ ids: Set<String>) throws -> [Organisation]
    /// In order of id, which is the order they were made in.
    func organisations(_ query: PartyQuery) throws -> [Organisation]

    /// Of organisations that are not active too.
    func memberships(of person: String) throws -> [Membership]
    /// People with their roles, in order of the person's id.
    func members(_ query: MemberQuery) throws -> [Member]

    /// Gives the new version. Throws a conflict unless the version is the one given (0: new), or if the login is taken.
    @discardableResult
    func save(_ person: Person, version: Int) throws -> Int
    /// Gives the new version. Throws a conflict unless the version is the one given (0: new).
    @discardableResult
    func save(_ organisation: Organisation, version: Int) throws -> Int
    /// Adds it, or changes its fields.
    func save(_ membership: Membership) throws
    /// Whether there was one.
    @discardableResult
    func removeMembership(of person: String, in organisation: String, as role: Role) throws -> Bool
}

/// Which people or organisations to list. All that is given must hold.
public struct PartyQuery: Hashable, Sendable {
    /// Of organisations only.
    public var kind: Organisation.Kind?
    /// Of organisations only: a code's prefix.
    public var region: String
    /// Part of a name or a login, in any case.
    public var text: String
    public var onlyActive: Bool
    /// The id that the page before ended with.
    public var after: String?
    /// 1...500.
    public var limit: Int

    public init(
        kind: Organisation.Kind? = nil, region: String = "", text: String = "", onlyActive: Bool = false,
        after: String? = nil, limit: Int = 50
    ) {
        self.kind = kind
        self.region = region
        self.text = text
        self.onlyActive = onlyActive
        self.after = after
        self.limit = limit
    }
}

/// Which people with which roles. All that is given must hold.
public struct MemberQuery: Hashable, Sendable {
    public var organisation: String?
    public var role: Role?
    /// The id of an expert's field.
    public var field: String?
    /// Leaves out people and organisations that are not active.
    public var onlyActive: Bool

    public init(organisation: String? = nil, role: Role? = nil, field: String? = nil, onlyActive: Bool = true) {
        self.organisation = organisation
        self.role = role
        self.field = field
        self.onlyActive = onlyActive
    }

    /// Those who can sit on a panel for a field; all experts if it is nil.
    public static func experts(field: String? = nil) -> MemberQuery { MemberQuery(role: .expert, field: field) }
}

/// A person in a role.
public struct Member: Hashable, Sendable {
    public var person: Person
    public var membership: Membership

    public init(person: Person, membership: Membership) {
        self.person = person
        self.membership = membership
    }
}
