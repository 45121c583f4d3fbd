public import Commons
import Rulebook

/// What the duty officer's screen shows, as one visitor may see it.
public struct DutyPicture: Sendable {
    /// An alarm that nobody has closed yet, with what stands around it.
    public struct Alarm: Sendable {
        public var item: Item
        /// How many events it stands for.
        public var count: Int
        /// The spaces that it is in, outermost first.
        public var path: [Item]
        public var device: Item?
        /// Spaces that its device guards.
        public var guarded: [Item]
        /// Its work order, if the visitor may see it.
        public var order: Item?
        public var mayAcknowledge: Bool

        public init(
            item: Item, count: Int = 1, path: [Item] = [], device: Item? = nil, guarded: [Item] = [],
            order: Item? = nil, mayAcknowledge: Bool = false
        ) {
            self.item = item
            self.count = count
            self.path = path
            self.device = device
            self.guarded = guarded
            self.order = order
            self.mayAcknowledge = mayAcknowledge
        }

        public var level: EventKind.Level {
            item.fields["level"]?.text.flatMap(EventKind.Level.init(rawValue:)) ?? .info
        }
        public var isDrill: Bool { item.fields["drill"]?.flag ?? false }
    }

    /// Most urgent first, then the oldest; at most `most` of each level.
    public var alarms: [Alarm]
    /// How many alarms there are by state.
    public var counts: [String: Int]
    public var closedToday: Int
    /// How long today's alarms waited for somebody, in milliseconds; drills left out.
    public var answeredToday: [Int64]
    /// Places that can be drawn.
    public var spaces: [Item]
    public var now: Instant

    public init(
        alarms: [Alarm] = [], counts: [String: Int] = [:], closedToday: Int = 0, answeredToday: [Int64] = [],
        spaces: [Item] = [], now: Instant
    ) {
        self.alarms = alarms
        self.counts = counts
        self.closedToday = closedToday
        self.answeredToday = answeredToday
        self.spaces = spaces
        self.now = now
    }

    public static let most = 200
}

extension CommunityDesk {
    /// What there is to watch now. `Refusal` for whoever does not watch.
    public func dutyPicture(_ visitor: Visitor) async throws -> DutyPicture {
        let policy = policy()
        let decision = policy.decide(visitor, CommunityFunction.duty)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        return try await picture(visitor)
    }

    /// The same for whoever may read alarms or spaces; what they may not see is not in it.
    func picture(_ visitor: Visitor) async throws -> DutyPicture {
        let policy = policy()
        let reach = policy.reach(visitor, Estate.alarm.function(.read))
        let spaceReach = policy.reach(visitor, Estate.space.function(.read))
        let now = surroundings.now()
        let today = Instant(now.day)
        return try await store.readCommunity { records in
            var picture = DutyPicture(spaces: try drawn(spaceReach, records), now: now)
            guard !reach.isEmpty else { return picture }
            picture.alarms = try openAlarms(reach, visitor, records)
            picture.counts = try records.countItems(ItemQuery(kind: Estate.alarm.id, reach: reach))
            picture.closedToday = try closed(since: today, reach, records)
            let responses = try records.responses(
                of: Estate.alarm.id, to: CommunityDesk.answers, reach: reach, from: today,
                until: now.adding(seconds: 1))
            let items = try records.items(Set(responses.map(\.item)))
            picture.answeredToday = responses.filter { !CommunityDesk.isDrill(items[$0.item]) }
                .compactMap(\.milliseconds)
            return picture
        }
    }

    /// Acts that show that somebody has seen an alarm.
    static let answers = ["acknowledge", "close", "dismiss"]

    static func isDrill(_ item: Item?) -> Bool { item?.fields["drill"]?.flag ?? false }

    private func openAlarms(
        _ reach: [CaseQuery.Reach], _ visitor: Visitor, _ records: any CommunityRecords
    ) throws -> [DutyPicture.Alarm] {
        let open = Estate.alarm.openStates.sorted()
        var items: [Item] = []
        for level in EventKind.Level.allCases.reversed() where level > .info {
            items += try records.items(
                ItemQuery(
                    kind: Estate.alarm.id, reach: reach, states: open, values: [.init("level", level.rawValue)],
                    limit: DutyPicture.most)
            ).sorted { ($0.head.openedAt, $0.id) < ($1.head.openedAt, $1.id) }
        }
        guard !items.isEmpty else { return [] }
        let counts = Dictionary(try records.openAlarms().map { ($0.item, $0.count) }) { first, _ in first }
        var around: [String: [String]] = [:]
        for place in Set(items.compactMap(\.place)) { around[place] = try records.spacesAround(place) }
        let named = items.flatMap { item in
            ["device", "order"].compactMap { item.fields[$0]?.text }
        }
        let guarded = try guarded(by: Set(items.compactMap { $0.fields["device"]?.text }), records)
        let known = try records.items(Set(around.values.joined() + named + guarded.values.joined()))
        let acknowledge = Estate.alarm.act("acknowledge")
        return items.map { item in
            let order = item.fields["order"]?.text.flatMap { known[$0] }
            let mayAct = acknowledge.map { act in
                act.states.contains(item.state) && allows(Estate.alarm.function(act.verb), visitor, item)
            }
            return DutyPicture.Alarm(
                item: item, count: counts[item.id] ?? 1,
                path: (item.place.flatMap { around[$0] } ?? []).reversed().compactMap { known[$0] },
                device: item.fields["device"]?.text.flatMap { known[$0] },
                guarded: (item.fields["device"]?.text.flatMap { guarded[$0] } ?? []).compactMap { known[$0] }
                    .filter { allows(Estate.space.function(.read), visitor, $0) },
                order: order.flatMap { allows(Estate.order.function(.read), visitor, $0) ? $0 : nil },
                mayAcknowledge: mayAct ?? false)
        }
    }

    /// Ids of the spaces that devices guard today, by device.
    private func guarded(by devices: Set<String>, _ records: any CommunityRecords) throws -> [String: [String]] {
        let today = surroundings.now().day.description
        var spaces: [String: [String]] = [:]
        for device in devices.sorted() {
            let services = try records.items(
                ItemQuery(
                    kind: Estate.service.id, reach: [.all], states: ["current"],
                    values: [.init("relation", Estate.guarding), .init("device", device)], order: .number, limit: 100))
            spaces[device] = services.filter { service in
                Estate.service.relation?.standing(service, of: Estate.service, on: today) == .holds
            }.compactMap { $0.fields["space"]?.text }
        }
        return spaces
    }

    private func closed(
        since start: Instant, _ reach: [CaseQuery.Reach], _ records: any CommunityRecords
    ) throws -> Int {
        let over = Estate.alarm.lifeCycle.states.filter(\.isFinal).map(\.id)
        var query = ItemQuery(kind: Estate.alarm.id, reach: reach, states: over, limit: 100)
        var count = 0
        while true {
            let items = try records.items(query)
            count += items.count { $0.since >= start }
            // What was closed today was changed today.
            guard items.count == query.limit, let last = items.last, last.head.changedAt >= start else { return count }
            query.after = .init(key: String(last.head.changedAt.milliseconds), id: last.id)
        }
    }

    /// Kinds of spaces on the map, from the ground up.
    public static let drawnLevels = ["community", "zone", "area", "building"]

    private func drawn(_ reach: [CaseQuery.Reach], _ records: any CommunityRecords) throws -> [Item] {
        guard !reach.isEmpty else { return [] }
        return try CommunityDesk.drawnLevels.flatMap { level in
            try records.items(
                ItemQuery(
                    kind: Estate.space.id, reach: reach, states: ["current"], values: [.init("level", level)],
                    order: .number, limit: 1000))
        }.filter { $0.fields["outline"] != nil || $0.fields["position"] != nil }
    }

    /// Devices that the visitor may see and that said nothing for longer than their model allows, longest first.
    public func silentDevices(_ visitor: Visitor) async throws -> [SilentDevice] {
        let policy = policy()
        let function = Estate.device.function(.read)
        guard policy.decide(visitor, function).isAllowed else { return [] }
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let contents = try devices.contents(records)
            let watched = contents.devices.values.filter { device in
                !device.isRevoked && device.silence != nil
            }
            guard !watched.isEmpty else { return [] }
            let spoken = try lastWords(of: watched, at: now, records)
            var silent: [SilentDevice] = []
            for device in watched where policy.decide(visitor, function, on: device.subject).isAllowed {
                let last = spoken[device.id]
                guard device.isSilent(last, at: now) else { continue }
                silent.append(SilentDevice(id: device.id, title: device.title, lastAt: last))
            }
            let none = Instant(milliseconds: .min)
            return silent.sorted { ($0.lastAt ?? none, $0.title) < ($1.lastAt ?? none, $1.title) }
        }
    }
}

/// A device that should have said something.
public struct SilentDevice: Hashable, Sendable {
    /// Of its item.
    public var id: String
    public var title: String
    /// nil: neither today nor yesterday.
    public var lastAt: Instant?

    public init(id: String, title: String, lastAt: Instant?) {
        self.id = id
        self.title = title
        self.lastAt = lastAt
    }
}
