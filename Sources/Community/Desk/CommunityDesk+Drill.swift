public import Commons
import Rulebook

/// A drill: everything that came of one invented event, in the order that it happened in.
public struct DrillReport: Sendable {
    public var alarm: Item
    public var path: [Item]
    public var events: [Event]
    /// Oldest first.
    public var entries: [(entry: CaseEntry, act: ItemEntry)]
    /// Oldest first.
    public var runs: [RuleRun]
    /// Titles of rules that people wrote, by id.
    public var rules: [String: String] = [:]
    /// By id.
    public var people: [String: String]
    /// Titles of devices, by id.
    public var devices: [String: String]
    public var now: Instant

    public init(
        alarm: Item, path: [Item] = [], events: [Event] = [], entries: [(entry: CaseEntry, act: ItemEntry)] = [],
        runs: [RuleRun] = [], people: [String: String] = [:], devices: [String: String] = [:], now: Instant
    ) {
        self.alarm = alarm
        self.path = path
        self.events = events
        self.entries = entries
        self.runs = runs
        self.people = people
        self.devices = devices
        self.now = now
    }
}

extension CommunityDesk {
    /// Alarms of drills, newest change first.
    public func drills(_ visitor: Visitor, limit: Int = 50) async throws -> [Item] {
        let decision = policy().decide(visitor, CommunityFunction.drill)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        let reach = try reach(Estate.alarm.function(.read), visitor)
        return try await store.readCommunity { records in
            try records.items(
                ItemQuery(kind: Estate.alarm.id, reach: reach, values: [.init("drill", "true")], limit: limit))
        }
    }

    public func drill(_ id: String, _ visitor: Visitor) async throws -> DrillReport {
        let decision = policy().decide(visitor, CommunityFunction.drill)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let alarm = try found(id, of: try kind(Estate.alarm.id), records)
            try demand(Estate.alarm.function(.read), visitor, alarm)
            guard CommunityDesk.isDrill(alarm) else { throw CommunityDesk.missing }
            var report = DrillReport(alarm: alarm, now: now)
            let around = try alarm.place.map { try records.spacesAround($0) } ?? []
            let order = alarm.fields["order"]?.text
            let known = try records.items(Set(around + [order].compactMap(\.self)))
            report.path = around.reversed().compactMap { known[$0] }
            report.entries = try records.entries(of: id, after: 0).map {
                ($0, try CanonicalJSON.decode(ItemEntry.self, $0.data))
            }
            let people = Set(report.entries.compactMap(\.entry.person))
            report.people = Dictionary(try records.people(people).map { ($0.id, $0.name) }) { first, _ in first }
            let items = [alarm.id] + [order].compactMap(\.self)
            report.runs = try records.ruleRuns(RuleRunQuery(items: items, limit: 200)).reversed()
            report.rules = try records.items(Set(report.runs.map(\.rule))).mapValues(\.head.title)
            report.events = try events(of: alarm, records)
            let devices = Set(report.events.compactMap(\.device))
            report.devices = try records.items(devices).mapValues(\.head.title)
            return report
        }
    }

    /// What was told, and what devices would have been told to do, oldest first.
    private func events(of alarm: Item, _ records: any CommunityRecords) throws -> [Event] {
        let opened = alarm.head.openedAt
        let end = Estate.alarm.openStates.contains(alarm.state) ? surroundings.now() : alarm.since
        let event = alarm.fields["event"]?.text ?? ""
        let at = Instant(milliseconds: Int64(alarm.fields["at"]?.number ?? Int(opened.milliseconds)))
        let told = try records.events(
            EventQuery(kinds: [event], from: min(at, opened), until: end.adding(seconds: 1), limit: 500)
        ).filter { one in
            one.isDrill && one.device == alarm.fields["device"]?.text && one.place == alarm.place
        }
        guard let whole = try alarm.place.flatMap({ try records.spacesAround($0).last }) else { return told.reversed() }
        // Devices hear in the transaction that opened the alarm.
        let commands = try records.events(
            EventQuery(
                kinds: [CommunityDesk.commandEvent], within: whole, from: opened, until: opened.adding(seconds: 5),
                limit: 1000)
        ).filter(\.isDrill)
        return (told + commands).sorted { $0.id < $1.id }
    }

    // MARK: Rules

    /// What each rule did lately at what the visitor's organisations keep, newest first.
    public func ruleRuns(_ visitor: Visitor, each limit: Int = 20) async throws -> [String: [RuleRun]] {
        let organisations = try organisations(CommunityFunction.rules, visitor)
        return try await store.readCommunity { records in
            var found: [String: [RuleRun]] = [:]
            for rule in try rules.contents(records).all {
                if let own = rule.organisation, organisations?.contains(own) == false { continue }
                found[rule.id] = try records.ruleRuns(
                    RuleRunQuery(rule: rule.id, organisations: organisations, limit: limit))
            }
            return found
        }
    }
}
