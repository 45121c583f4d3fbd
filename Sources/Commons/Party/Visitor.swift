public import Rulebook

/// Who asks, and how: what every decision on rights starts from.
public struct Visitor: Hashable, Sendable {
    public enum Interface: String, Hashable, Sendable, Codable, CaseIterable {
        case page, api
    }
    /// nil: the public.
    public var person: Person?
    public var memberships: [Membership]
    public var interface: Interface
    public var language: Language
    /// Functions a personal access token is limited to; nil: whatever the person may.
    public var scopes: Set<String>?
    /// Ids of the places that they own or live in today.
    public var homes: Set<String>

    public init(
        person: Person? = nil, memberships: [Membership] = [], interface: Interface = .page, language: Language = .zh,
        scopes: Set<String>? = nil, homes: Set<String> = []
    ) {
        self.person = person
        self.memberships = memberships
        self.interface = interface
        self.language = language
        self.scopes = scopes
        self.homes = homes
    }

    public static func anybody(_ interface: Interface = .page, _ language: Language = .zh) -> Visitor {
        Visitor(interface: interface, language: language)
    }

    public func has(_ role: Role) -> Bool { memberships.contains { $0.role == role } }
}
