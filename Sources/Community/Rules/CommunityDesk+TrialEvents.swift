import Commons
import Rulebook

extension CommunityDesk {
    /// Events of these kinds; of alarms those that opened one, as repetitions set nothing off. Drills are left out.
    func happenings(
        _ rule: Rule, _ kinds: [String], _ trial: inout RuleTrial, _ records: any CommunityRecords
    ) throws -> [Occasion] {
        var alarms: [String: Item] = [:]
        for kind in kinds where (catalog.event(kind)?.level ?? .info) > .info {
            let opened = ItemQuery(
                kind: Estate.alarm.id, reach: rule.organisation.map { [.organisation($0)] } ?? [.all],
                values: [.init("event", kind)], limit: RuleTrial.mostEvents)
            for alarm in try records.items(opened) where !CommunityDesk.isDrill(alarm) {
                let device = alarm.fields["device"]?.text
                alarms[CommunityDesk.key(kind, device, alarm.place, alarm.fields["at"]?.number ?? 0)] = alarm
            }
        }
        var found: [Occasion] = []
        var query = EventQuery(kinds: kinds, from: trial.from, until: trial.now.adding(seconds: 1), limit: 1000)
        while true {
            let page = try records.events(query)
            for event in page where !event.isDrill {
                let key = CommunityDesk.key(event.kind, event.device, event.place, Int(event.at.milliseconds))
                let alarm = alarms[key]
                guard event.level == .info || alarm != nil else { continue }
                let title = catalog.event(event.kind)?.title.zh ?? event.kind
                let cause = alarm.map { "\($0.head.number) \($0.head.title)" } ?? "\(title) \(event.text)"
                found.append(Occasion(at: event.at, signal: .event(event, item: alarm.map(asOpened)), cause: cause))
            }
            trial.examined += page.count
            guard page.count == query.limit, let last = page.last else { return found }
            guard trial.examined < RuleTrial.mostEvents else {
                trial.stoppedAt = last.at
                return found
            }
            query.before = last.id
        }
    }

    private static func key(_ kind: String, _ device: String?, _ place: String?, _ at: Int) -> String {
        "\(kind)/\(device ?? "")/\(place ?? "")/\(at)"
    }

    /// An alarm as it was when it was opened.
    private func asOpened(_ alarm: Item) -> Item {
        var alarm = alarm
        alarm.head.state = Estate.alarm.firstState
        return alarm
    }

    /// Times that an item came into a state, or that it stayed there beyond its term: each item as it was then.
    func stays(
        _ rule: Rule, _ kindID: String, _ state: String, isOver: Bool, _ trial: inout RuleTrial,
        _ records: any CommunityRecords
    ) throws -> [Occasion] {
        guard let kind = catalog.kind(kindID), let organisation = rule.organisation else { return [] }
        let acts = kind.acts.filter { $0.to == state }.map(\.id) + (kind.firstState == state ? [KindAct.create] : [])
        // What came into the state before and was over within these days counts as well.
        let since = isOver ? trial.from.adding(seconds: -90 * 86_400) : trial.from
        let ids = try records.acted(
            kind: kindID, acts: acts, organisation: organisation, since: since, limit: RuleTrial.mostEvents)
        let known = try records.items(Set(ids))
        var found: [Occasion] = []
        for id in ids {
            guard let item = known[id], !CommunityDesk.isDrill(item) else { continue }
            let entries = try records.entries(of: id, after: 0)
            trial.examined += entries.count
            found += try stays(item, entries, kind, state, isOver: isOver, rule, trial)
            if trial.examined >= RuleTrial.mostEvents {
                trial.stoppedAt = entries.last?.at
                break
            }
        }
        let from = trial.from
        return found.filter { $0.at >= from && $0.at <= trial.now }
    }

    private func stays(
        _ item: Item, _ entries: [CaseEntry], _ kind: Kind, _ state: String, isOver: Bool, _ rule: Rule,
        _ trial: RuleTrial
    ) throws -> [Occasion] {
        var found: [Occasion] = []
        var then: Item?
        for (index, entry) in entries.enumerated() {
            let before = then?.state
            let act = try CanonicalJSON.decode(ItemEntry.self, entry.data)
            then =
                try then?.applying(act, at: entry.at) ?? Item.folding([entry], head: item.head)
            guard var now = then, now.state == state, before != state else { continue }
            now.head.title = item.head.title
            let cause = "\(item.head.number) \(item.head.title)"
            if !isOver {
                found.append(Occasion(at: entry.at, signal: .state(now), cause: cause))
                continue
            }
            let end = try entries.dropFirst(index + 1).first {
                try CanonicalJSON.decode(ItemEntry.self, $0.data).state != state
            }?.at
            guard let due = kind.lifeCycle.state(state)?.due(from: now.since, surroundings.calendar()) else { continue }
            // Where the hour does not hold yet, it is asked again until the item is elsewhere.
            let signal = Signal.overdue(now)
            var at = due
            var asked = 0
            while at < end ?? trial.now, asked < 25 {
                if rule.conditions.allSatisfy({ $0.holds(signal, at: at) }) {
                    found.append(Occasion(at: at, signal: signal, cause: cause))
                    break
                }
                at = Instant(milliseconds: (at.milliseconds / 3_600_000 + 1) * 3_600_000)
                asked += 1
            }
        }
        return found
    }
}
