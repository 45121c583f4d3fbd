import Commons
import Rulebook

extension CommunityDesk {
    /// Whether a rule has to do with what happened: one that people wrote holds for what their organisation keeps, and
    /// in its place where it has one.
    func concerns(_ rule: Rule, _ signal: Signal, _ records: any CommunityRecords) throws -> Bool {
        guard let organisation = rule.organisation else { return true }
        guard try owner(of: signal, records) == organisation else { return false }
        guard let within = rule.place else { return true }
        return try signal.place.map { try records.spacesAround($0).contains(within) } ?? false
    }

    /// The organisation that keeps what set a rule off.
    func owner(of signal: Signal, _ records: any CommunityRecords) throws -> String? {
        if case .clock(_, let home) = signal { return home.handler }
        return try (signal.item ?? signal.place.flatMap { try records.item($0) })?.head.handler
    }

    /// Whose it is what comes of a signal; nil: of whoever keeps its place.
    func home(of signal: Signal) -> Home? {
        if case .clock(_, let home) = signal { return home }
        return signal.item.map { home(of: $0) }
    }

    /// An event that a rule makes of what set it off.
    func raised(_ kind: EventKind, _ signal: Signal, _ chain: RuleChain, at now: Instant) -> Event {
        if case .event(var event, _) = signal {
            (event.kind, event.level) = (kind.id, kind.level)
            return event
        }
        return Event(
            kind: kind.id, device: signal.item?.fields["device"]?.text, place: signal.place, at: now, receivedAt: now,
            level: kind.level, text: signal.item?.head.title ?? "", isDrill: chain.isDrill)
    }

    /// People of an organisation are told that it is time.
    func notify(
        _ role: Role, _ rule: Rule, _ home: Home, at now: Instant, _ records: any CommunityRecords
    ) throws -> (Phrase, Bool) {
        let people = try records.members(MemberQuery(organisation: home.handler, role: role)).map(\.person.id)
        let link =
            rule.organisation == nil ? "/duty/rules#rule-\(rule.id)" : "/community/\(Estate.rule.id)/\(rule.id)"
        for person in people {
            try NoticePost.put(
                Notice(
                    id: surroundings.newID(), person: person, at: now, kind: "item.\(Estate.rule.id)",
                    subject: rule.title, body: Phrase(zh: "时间到了", en: "it is time"), link: link), in: records)
        }
        return (
            Phrase(zh: "通知\(role.title.zh) \(people.count) 人", en: "told \(people.count) of: \(role.title.en)"),
            !people.isEmpty
        )
    }
}
