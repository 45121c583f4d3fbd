import Commons
import Rulebook

extension CommunityDesk {
    /// Tells of a thing that is found on a list, in the transaction of the act.
    func heed(_ watch: WatchFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let isTouched =
            change.before == nil || watch.acts.contains(change.act.act)
            || !change.act.fields.keys.allSatisfy { field in !watch.keys.contains { $0.contains(field) } }
        guard isTouched, let declared = catalog.event(watch.event) else { return }
        let found = try listed(change.after, watch, at: change.at, records)
        guard !found.isEmpty else { return }
        let numbers = found.map(\.head.number).joined(separator: "、")
        var event = Event(
            kind: declared.id, device: nil, place: change.after.place, at: change.at, receivedAt: change.at,
            level: declared.level, text: "\(change.kind.title.zh) \(change.after.head.number) 与 \(numbers) 一致")
        event.about = change.after.id
        var chain = RuleChain(start: change.at, isDrill: false)
        try happened(event, home: home(of: change.after), &chain, records)
    }

    /// What stands on a list has something that others can be compared by.
    func heedList(_ change: Change) throws {
        let keys = catalog.kinds.compactMap(\.watch).filter { $0.list == change.kind.id }.flatMap(\.keys)
        guard !keys.isEmpty,
            !keys.contains(where: { $0.allSatisfy { change.after.fields[$0]?.words.isEmpty == false } })
        else { return }
        let titles = keys.map { key -> Phrase in
            let fields = key.map { change.form[$0]?.title ?? .same($0) }
            return Phrase(
                zh: fields.map(\.zh).joined(separator: "和"), en: fields.map(\.en).joined(separator: " with "))
        }.joined()
        throw Refusal(
            .invalid, zh: "\(titles.zh)至少填一项，只有姓名无法比对",
            en: "one of these is needed, a name alone is not compared: \(titles.en)",
            place: keys[0][0])
    }

    /// What of the list a thing is, by number.
    private func listed(
        _ item: Item, _ watch: WatchFacet, at now: Instant, _ records: any CommunityRecords
    ) throws -> [Item] {
        guard let list = catalog.kind(watch.list) else { return [] }
        let form = try forms.current(list, records)
        var ids: Set<String> = []
        for key in watch.keys { ids.formUnion(try same(key, item, list, form, records)) }
        return try records.items(ids).values.filter { other in
            other.head.handler == item.head.handler && list.openStates.contains(other.state)
                && list.validity?.holds(other, at: now) ?? true
        }.sorted { $0.head.number < $1.head.number }
    }

    /// Ids of those of the list of which all of these fields are the same.
    private func same(
        _ key: [String], _ item: Item, _ list: Kind, _ form: Form, _ records: any CommunityRecords
    ) throws -> Set<String> {
        var found: Set<String>?
        for field in key {
            guard let word = item.fields[field]?.text.flatMap({ form[field]?.sought($0) }) else { return [] }
            let ids = try records.items(
                of: list.id, having: [.init(field, word)], reach: [.organisation(item.head.handler)])
            found = found?.intersection(ids) ?? Set(ids)
        }
        return found ?? []
    }

    /// What whoever works on a thing has to know before.
    func warnings(_ item: Item, _ kind: Kind, _ visitor: Visitor, _ records: any CommunityRecords) throws -> [Phrase] {
        guard let watch = kind.watch, kind.openStates.contains(item.state),
            allows(kind.function(watch.warns), visitor, item)
        else { return [] }
        return try listed(item, watch, at: surroundings.now(), records).map { other in
            let title = catalog.kind(watch.list)?.title ?? .same(watch.list)
            return Phrase(
                zh: "与\(title.zh) \(other.head.number) 一致，请核实身份并按预案处置",
                en: "is the same as \(other.head.number) (\(title.en)): check who it is and act by the plan")
        }
    }
}
