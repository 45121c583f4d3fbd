import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// What there is to choose from in the fields of a form. Where there is too much of it, its number is typed.
struct Candidates: Sendable {
    /// By kind.
    var items: [String: [Choice]] = [:]
    var spaces: [Choice]?
    var people: [Choice]?
}

extension CommunityPortal {
    func candidates(_ visitor: Visitor) -> CandidateFinder { CandidateFinder(desk: desk, visitor: visitor) }
}

/// Looks up what a visitor may choose from.
struct CandidateFinder: Sendable {
    let desk: CommunityDesk
    let visitor: Visitor

    static let mostSpaces = 300
    static let mostItems = 200
    static let mostPeople = 300

    /// For a thing of a kind as a whole.
    func all(_ kind: Kind, _ form: Form) async throws -> Candidates {
        var found = try await all(form, hasPlace: kind.placing != .nowhere)
        // Nobody lists the log-ins of residents.
        if kind.owner != nil { found.people = nil }
        return found
    }

    /// - Parameter hasPlace: the form asks for a place as well.
    func all(_ form: Form, hasPlace: Bool) async throws -> Candidates {
        var found = Candidates()
        if hasPlace { found.spaces = try await places() }
        for field in form.fields {
            switch field.content {
            case .reference(let kind), .references(let kind, _):
                if found.items[kind] == nil { found.items[kind] = try await items(of: kind) }
            case .person: if found.people == nil { found.people = try await people() }
            default: continue
            }
        }
        return found
    }

    /// Where something can be entered at: whoever only lives here chooses from their homes and what is common.
    private func places() async throws -> [Choice]? {
        guard !visitor.memberships.isEmpty, visitor.memberships.allSatisfy({ $0.role == .resident }) else {
            return try await spaces()
        }
        let found = try await desk.ownPlaces(visitor, limit: CandidateFinder.mostSpaces)
        return found.isEmpty ? nil : found.map { Choice($0.id, $0.head.title, note: $0.head.number) }
    }

    /// Spaces with what they lie in, in that order.
    /// - Parameter current: only those in use.
    /// - Returns: nil where there are too many, or none that the visitor may see.
    func spaces(current: Bool = true) async throws -> [Choice]? {
        guard let found = try await open(Estate.space.id, most: CandidateFinder.mostSpaces, current: current) else {
            return nil
        }
        let byID = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
        let paths = found.map { space -> (id: String, path: [String]) in
            var (path, next, depth) = ([space.head.title], space.place, 0)
            while let id = next, let outer = byID[id], depth < CommunityLimits.depth {
                path.insert(outer.head.title, at: 0)
                (next, depth) = (outer.place, depth + 1)
            }
            return (space.id, path)
        }
        return paths.sorted { $0.path.lexicographicallyPrecedes($1.path) }.map {
            Choice($0.id, $0.path.joined(separator: " / "))
        }
    }

    /// Things of a kind that are not over.
    private func items(of kind: String) async throws -> [Choice]? {
        try await open(kind, most: CandidateFinder.mostItems, current: true)?.map { item in
            Choice(item.id, item.head.title, note: item.head.number == item.head.title ? "" : item.head.number)
        }
    }

    private func open(_ kind: String, most: Int, current: Bool) async throws -> [Item]? {
        guard let kind = desk.catalog.kind(kind),
            desk.policy().decide(visitor, kind.function(.read)).isAllowed
        else { return nil }
        let states = current ? kind.openStates.sorted() : []
        let query = ItemQuery(kind: kind.id, reach: [], states: states, order: .number, limit: most + 1)
        let items = try await desk.list(query, visitor).items
        return items.isEmpty || items.count > most ? nil : items
    }

    /// Who keeps, watches and repairs in the visitor's organisations.
    private func people() async throws -> [Choice]? {
        let own = Set(visitor.memberships.map(\.organisation).filter(\.isActive).map(\.id)).sorted()
        let members = try await desk.store.readCommunity { records in
            try own.flatMap { organisation in
                try [Role.worker, .duty, .manager].flatMap {
                    try records.members(MemberQuery(organisation: organisation, role: $0))
                }
            }
        }
        var roles: [String: [Phrase]] = [:]
        var people: [Person] = []
        for member in members {
            if roles[member.person.id] == nil { people.append(member.person) }
            if roles[member.person.id]?.contains(member.membership.role.title) != true {
                roles[member.person.id, default: []].append(member.membership.role.title)
            }
        }
        guard !people.isEmpty, people.count <= CandidateFinder.mostPeople else { return nil }
        return people.map { person in
            Choice(person.id, person.name, note: (roles[person.id] ?? []).joined()[visitor.language])
        }
    }
}
