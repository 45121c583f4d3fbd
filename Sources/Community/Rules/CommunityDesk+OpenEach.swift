import Commons
import Rulebook

extension CommunityDesk {
    /// Enters an item for each of many, where it is. What it could not enter it says; the rest is there.
    /// `each`: what is signalled of them afterwards.
    func openEach(
        _ kindID: String, _ many: Rule.Many, _ link: String, _ fields: [String: String], _ signal: Signal,
        _ each: inout [Signal], _ chain: inout RuleChain, _ records: any CommunityRecords
    ) throws -> (Phrase, Bool) {
        guard let kind = catalog.kind(kindID) else {
            return (Phrase(zh: "没有这种类型：\(kindID)", en: "there is no kind '\(kindID)'"), false)
        }
        let form = try forms.current(kind, records)
        let found = try items(many, signal, most: RuleChain.mostOpened - chain.opened + 1, records)
        guard found.count + chain.opened <= RuleChain.mostOpened else {
            return (
                Phrase(
                    zh: "一次联动最多登记 \(RuleChain.mostOpened) 项，没有登记\(kind.title.zh)",
                    en: "more than \(RuleChain.mostOpened) in one chain: no \(kind.title.en) is entered"), false
            )
        }
        let now = surroundings.now()
        var (made, problem): (Int, Phrase?) = (0, nil)
        for one in found {
            do {
                let item = try openOne(kind, form, for: one, link, fields, signal, chain, at: now, records)
                each.append(.state(item))
                made += 1
            } catch let refusal as Refusal {
                problem = problem ?? refusal.reason
            }
        }
        chain.opened += made
        let title = kind.title
        let done = Phrase(zh: "登记\(title.zh) \(made) 项", en: "entered \(made) of: \(title.en)")
        guard let problem else { return (done, !found.isEmpty) }
        let rest = found.count - made
        return (done + Phrase(zh: "；\(rest) 项不能登记：", en: "; \(rest) could not be: ") + problem, false)
    }

    private func items(
        _ many: Rule.Many, _ signal: Signal, most: Int, _ records: any CommunityRecords
    ) throws -> [Item] {
        switch many {
        case .items(let kind, let state, let words):
            guard let owner = try owner(of: signal, records) else { return [] }
            // A place that the rule has narrows it.
            var query = ItemQuery(
                kind: kind, reach: [.organisation(owner)], states: [state],
                values: words.sorted { $0.key < $1.key }.map { .init($0.key, today($0.value)) }, order: .number,
                limit: max(most, 1))
            if case .clock(let place?, _) = signal { query.within = place.id }
            return try records.items(query).filter { $0.head.handler == owner }
        case .field(let path):
            var found = signal.item.map { [$0] } ?? []
            for field in path.split(separator: ".") {
                let ids = found.flatMap { $0.fields[String(field)]?.words ?? [] }
                let known = try records.items(Set(ids.prefix(max(most, 1))))
                found = ids.compactMap { known[$0] }
            }
            return found
        }
    }

    /// A word of what is looked for, on this day.
    private func today(_ word: String) -> String {
        let day = surroundings.now().day
        return word.replacing("{weekday}", with: "\(day.weekday)").replacing("{monthday}", with: "\(day.day)")
    }

    private func openOne(
        _ kind: Kind, _ form: Form, for one: Item, _ link: String, _ fields: [String: String], _ signal: Signal,
        _ chain: RuleChain, at now: Instant, _ records: any CommunityRecords
    ) throws -> Item {
        // A space is where it is itself.
        let isSpace = one.head.kind == Estate.space.id
        let place = try (isSpace ? one.id : one.place ?? signal.place).flatMap { try records.item($0) }
        guard place != nil || kind.placing != .required else {
            throw Refusal(.invalid, zh: "没有位置", en: "no place")
        }
        var texts = fields.mapValues { text in
            text.replacing("{title}", with: one.head.title).replacing("{number}", with: one.head.number)
                .replacing("{place}", with: place?.head.title ?? "")
        }
        if form["drill"] != nil, chain.isDrill { texts["drill"] = "true" }
        texts[link] = one.id
        if let cause = signal.item, form[cause.head.kind]?.referredKind == cause.head.kind, cause.head.kind != link {
            texts[cause.head.kind] = cause.id
        }
        let values = try form.read { texts[$0.id].map { [$0] } ?? [] }
        let id = surroundings.newID()
        return try enter(
            kind, values, place: kind.placing == .nowhere ? nil : place?.id,
            home: place.map { home(of: $0) } ?? home(of: one), id: id, entry: id, by: nil, at: now, records)
    }
}
