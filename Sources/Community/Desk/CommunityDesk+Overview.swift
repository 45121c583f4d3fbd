public import Commons

/// How fast something was answered.
public struct ResponseFigures: Hashable, Sendable {
    /// What it is of: an id, or empty for nothing in particular.
    public var key: String
    /// As people call it, if that is one word in every language.
    public var title: String
    public var count: Int
    public var answered: Int
    /// Milliseconds.
    public var mean: Int64?
    public var median: Int64?

    /// `times`: of each that happened; nil: nobody has answered it.
    public init(key: String, title: String, times: [Int64?]) {
        self.key = key
        self.title = title
        count = times.count
        let known = times.compactMap(\.self)
        answered = known.count
        mean = known.isEmpty ? nil : known.reduce(0, +) / Int64(known.count)
        median = ResponseFigures.median(known)
    }

    /// The middle one, or half way between the two in the middle; nil: of none.
    public static func median(_ times: [Int64]) -> Int64? {
        guard !times.isEmpty else { return nil }
        let sorted = times.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}

/// The estate at a glance.
public struct EstateOverview: Sendable {
    public var picture: DutyPicture
    /// By kind and state; only kinds that the visitor may read.
    public var counts: [String: [String: Int]]
    /// Spaces in use, by level.
    public var levels: [String: Int]
    /// Of alarms of the last 30 days, drills left out.
    public var byEvent: [ResponseFigures]
    public var byBuilding: [ResponseFigures]
    public var byPerson: [ResponseFigures]
    /// By the team that whoever answered belonged to then.
    public var byTeam: [ResponseFigures]

    public init(
        picture: DutyPicture, counts: [String: [String: Int]] = [:], levels: [String: Int] = [:],
        byEvent: [ResponseFigures] = [], byBuilding: [ResponseFigures] = [], byPerson: [ResponseFigures] = [],
        byTeam: [ResponseFigures] = []
    ) {
        self.picture = picture
        self.counts = counts
        self.levels = levels
        self.byEvent = byEvent
        self.byBuilding = byBuilding
        self.byPerson = byPerson
        self.byTeam = byTeam
    }

    public static let days = 30
}

extension CommunityDesk {
    public func overview(_ visitor: Visitor) async throws -> EstateOverview {
        let policy = policy()
        _ = try reach(CommunityFunction.overview, visitor)
        let spaces = policy.reach(visitor, Estate.space.function(.read))
        let alarms = policy.reach(visitor, Estate.alarm.function(.read))
        let picture = try await picture(visitor)
        let pairs = catalog.kinds.map { ($0.id, policy.reach(visitor, $0.function(.read))) }
        let reaches = Dictionary(pairs) { first, _ in first }
        return try await store.readCommunity { records in
            var overview = EstateOverview(picture: picture)
            for (kind, reach) in reaches where !reach.isEmpty {
                overview.counts[kind] = try records.countItems(ItemQuery(kind: kind, reach: reach))
            }
            for level in ["building", "home"] {
                let counts = try records.countItems(
                    ItemQuery(kind: Estate.space.id, reach: spaces, values: [.init("level", level)]))
                overview.levels[level] = counts["current"] ?? 0
            }
            if !alarms.isEmpty { try addResponses(to: &overview, alarms, records) }
            return overview
        }
    }

    private func addResponses(
        to overview: inout EstateOverview, _ reach: [CaseQuery.Reach], _ records: any CommunityRecords
    ) throws {
        let now = overview.picture.now
        let all = try records.responses(
            of: Estate.alarm.id, to: CommunityDesk.answers, reach: reach,
            from: now.adding(seconds: -Int64(EstateOverview.days) * 86_400), until: now.adding(seconds: 1))
        let items = try records.items(Set(all.map(\.item)))
        let responses = all.filter { !CommunityDesk.isDrill(items[$0.item]) }
        var buildings: [String: Item] = [:]
        for place in Set(responses.compactMap(\.place)) { buildings[place] = try building(of: place, records) }
        let names = try records.people(Set(responses.compactMap(\.person))).map { ($0.id, $0.name) }
        let people = Dictionary(names) { first, _ in first }
        overview.byEvent = CommunityDesk.figures(responses) { response in
            let event = items[response.item]?.fields["event"]?.text ?? ""
            return (event, event)
        }
        overview.byBuilding = CommunityDesk.figures(responses) { response in
            let building = response.place.flatMap { buildings[$0] }
            return (building?.id ?? "", building?.head.title ?? "")
        }
        overview.byPerson = CommunityDesk.figures(responses.filter { $0.person != nil }) { response in
            (response.person ?? "", response.person.flatMap { people[$0] } ?? "")
        }
        let teams = try TeamBook(of: Set(people.keys), records)
        overview.byTeam = CommunityDesk.figures(responses.filter { $0.person != nil }) { response in
            let day = response.openedAt.adding(seconds: (response.milliseconds ?? 0) / 1000).day
            let team = teams.team(
                of: response.person ?? "", on: day, keptBy: items[response.item]?.head.handler ?? "")
            return (team?.id ?? "", team?.head.title ?? "")
        }
    }

    /// The building around a place; where there is none the place itself.
    private func building(of place: String, _ records: any CommunityRecords) throws -> Item? {
        let around = try records.spacesAround(place)
        let known = try records.items(Set(around))
        return around.compactMap { known[$0] }.first { $0.fields["level"]?.text == "building" }
            ?? around.first.flatMap { known[$0] }
    }

    /// Those with the most first.
    static func figures(
        _ responses: [Response], _ group: (Response) -> (key: String, title: String)
    ) -> [ResponseFigures] {
        var times: [String: [Int64?]] = [:]
        var titles: [String: String] = [:]
        for response in responses {
            let (key, title) = group(response)
            times[key, default: []].append(response.milliseconds)
            titles[key] = title
        }
        return times.map { ResponseFigures(key: $0.key, title: titles[$0.key] ?? "", times: $0.value) }
            .sorted { (-$0.count, $0.title, $0.key) < (-$1.count, $1.title, $1.key) }
    }
}
