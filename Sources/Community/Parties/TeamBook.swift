import Commons
import Rulebook

/// Who belonged to which team when.
struct TeamBook {
    private var memberships: [String: [Item]] = [:]
    private var teams: [String: Item] = [:]

    /// - Parameter people: whose teams are asked for.
    init(of people: Set<String>, _ records: any CommunityRecords) throws {
        for person in people {
            memberships[person] = try records.items(
                ItemQuery(
                    kind: Estate.membership.id, reach: [.all], values: [.init("who", person)], order: .number,
                    limit: 200))
        }
        teams = try records.items(Set(memberships.values.joined().compactMap { $0.fields["team"]?.text }))
    }

    /// The first that they belonged to on that day, of an organisation's teams.
    func team(of person: String, on day: Day, keptBy organisation: String) -> Item? {
        guard let relation = Estate.membership.relation else { return nil }
        return memberships[person]?.lazy
            .filter { relation.standing($0, of: Estate.membership, on: day.description) == .holds }
            .compactMap { $0.fields["team"]?.text.flatMap { teams[$0] } }
            .first { $0.head.handler == organisation }
    }
}
