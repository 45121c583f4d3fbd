public import Commons
import Rulebook

extension CommunityLimits {
    /// Things that may be entered without a log-in at one place in an hour.
    public static let outsideAnHour = 20
    /// Photographs of one, and the bytes of each.
    public static let outsideFiles = 3
    public static let outsideFile = 5 << 20
}

/// What people without a log-in do: they hold an address that was made here, and reach what it names.
extension CommunityDesk {
    /// How much of a seal stands in an address, in hexadecimal digits: 128 bits.
    private static let sealLength = 32

    private static func purpose(_ kind: Kind, isEntry: Bool) -> String {
        "outside/\(isEntry ? "enter" : "follow")/\(kind.id)"
    }

    private func seal(_ id: String, _ kind: Kind, isEntry: Bool, _ records: any CommunityRecords) -> String {
        String(records.seal(id, for: CommunityDesk.purpose(kind, isEntry: isEntry)).prefix(CommunityDesk.sealLength))
    }

    /// Whoever was not given the address learns nothing, not even whether there is such a thing.
    private func demand(
        _ seal: String, of id: String, _ kind: Kind, isEntry: Bool, _ records: any CommunityRecords
    ) throws -> Item {
        let good = records.seals(id, for: CommunityDesk.purpose(kind, isEntry: isEntry))
            .map { String($0.prefix(CommunityDesk.sealLength)) }
        guard CommunityDesk.isID(id), good.contains(seal), let item = try records.item(id) else {
            throw CommunityDesk.missing
        }
        return item
    }

    /// Whether it is a space or device that is in use.
    private func isUsed(_ spot: Item) -> Bool {
        guard [Estate.space.id, Estate.device.id].contains(spot.head.kind) else { return false }
        return catalog.kind(spot.head.kind)?.openStates.contains(spot.state) == true
    }

    // MARK: The codes that hang there

    /// What can be entered at a space or device without a log-in, for whoever may change it.
    public func doorways(at item: Item, _ visitor: Visitor) async throws -> [Doorway] {
        guard isUsed(item),
            let own = catalog.kind(item.head.kind), allows(own.function(.edit), visitor, item)
        else { return [] }
        return try await store.readCommunity { records in
            try catalog.kinds.compactMap { kind in
                guard kind.outside != nil else { return nil }
                return try doorway(kind, item, seal(item.id, kind, isEntry: true, records), records)
            }
        }
    }

    /// What somebody finds by the code.
    public func doorway(_ kind: Kind, at spot: String, seal: String) async throws -> Doorway {
        try await store.readCommunity { records in
            let item = try demand(seal, of: spot, kind, isEntry: true, records)
            return try doorway(kind, item, seal, records)
        }
    }

    private func doorway(
        _ kind: Kind, _ item: Item, _ seal: String, _ records: any CommunityRecords
    ) throws -> Doorway {
        guard let facet = kind.outside, isUsed(item) else { throw CommunityDesk.missing }
        return Doorway(
            kind: kind, facet: facet, form: facet.asked(try forms.current(kind, records)), spot: Named(item),
            seal: seal)
    }

    /// Enters a thing for somebody without a log-in. The same `id` sent twice enters it once.
    /// - Returns: the thing as they see it, with the seal of the address to follow it by.
    public func enter(_ draft: Draft, at door: Doorway, id: String) async throws -> OutsideView {
        guard CommunityDesk.isID(id) else { throw CommunityDesk.noID }
        let (now, kind) = (surroundings.now(), door.kind)
        return try await store.writeCommunity { records in
            let spot = try demand(door.seal, of: door.spot.id, kind, isEntry: true, records)
            guard let facet = kind.outside, isUsed(spot) else { throw CommunityDesk.missing }
            let form = try forms.current(kind, records)
            let asked = Set(facet.fields)
            let values = try form.read { field in
                asked.contains(field.id) ? draft.texts[field.id] ?? [] : facet.presets[field.id].map { [$0] } ?? []
            }.merging(CommunityDesk.naming(spot, form)) { _, own in own }
            let place = spot.head.kind == Estate.space.id ? spot.id : spot.place
            if let there = try records.item(id) {
                let first = try records.entry(of: id, id: id)
                guard there.head.kind == kind.id, there.place == place, first?.person == nil,
                    there.owner == nil, values.allSatisfy({ there.fields[$0.key] == $0.value })
                else { throw CommunityDesk.used }
                return try view(there, kind, records)
            }
            try demandRoom(kind, place, at: now, records)
            let item = try enter(
                kind, values, place: place, home: home(of: spot), id: id, entry: id, by: nil, at: now, records)
            var chain = RuleChain(start: now, isDrill: false)
            try signal(.state(item), &chain, records)
            let text = Phrase(zh: "扫码登记，请处理", en: "entered by a code: please see to it")
            for person in try people(.duty, keeping: item, records) {
                try tell(person, text, item, kind, at: now, records)
            }
            return try view(try records.item(id) ?? item, kind, records)
        }
    }

    /// The field that refers to the device that the code hangs at.
    private static func naming(_ spot: Item, _ form: Form) -> [String: FormValue] {
        guard spot.head.kind == Estate.device.id,
            let field = form.fields.first(where: { $0.content == .reference(kind: Estate.device.id) })
        else { return [:] }
        return [field.id: .text(spot.id)]
    }

    private func demandRoom(
        _ kind: Kind, _ place: String?, at now: Instant, _ records: any CommunityRecords
    ) throws {
        guard let place else { throw CommunityDesk.missing }
        let most = CommunityLimits.outsideAnHour
        let since = now.adding(seconds: -3600)
        let lately = try records.items(ItemQuery(kind: kind.id, reach: [.all], at: place, limit: 200))
            .count { $0.owner == nil && $0.head.openedAt > since }
        guard lately < most else {
            throw Refusal(
                .tooMany, zh: "此处一小时内登记过多，请稍后再试或致电物业",
                en: "too much was entered here within an hour: try again later, or call")
        }
    }

    // MARK: What becomes of it

    /// What somebody sees by their address.
    public func follow(_ id: String, of kind: Kind, seal: String) async throws -> OutsideView {
        try await store.readCommunity { records in
            let item = try followed(id, kind, seal, records)
            return try view(item, kind, records)
        }
    }

    /// Does one of the acts that the address is good for. Sent again, it has been done.
    public func perform(
        _ act: String, on id: String, of kind: Kind, seal: String, _ draft: Draft, entry: String
    ) async throws -> OutsideView {
        guard CommunityDesk.isID(entry) else { throw CommunityDesk.noID }
        let now = surroundings.now()
        return try await store.writeCommunity { records in
            let item = try followed(id, kind, seal, records)
            guard kind.outside?.acts.contains(act) == true, let act = kind.act(act) else { throw CommunityDesk.missing }
            if try records.entry(of: id, id: entry) != nil { return try view(item, kind, records) }
            if let obstacle = kind.lifeCycle.obstacle(to: act.id, in: item.state) { throw obstacle }
            let answers = try act.form.read { draft.texts[$0.id] ?? [] }
            let after = try perform(act, on: item, kind, answers, entry: entry, by: nil, at: now, records)
            if after.state != item.state {
                var chain = RuleChain(start: now, isDrill: false)
                try signal(.state(after), &chain, records)
            }
            return try view(try records.item(id) ?? after, kind, records)
        }
    }

    private func followed(
        _ id: String, _ kind: Kind, _ seal: String, _ records: any CommunityRecords
    ) throws -> Item {
        let item = try demand(seal, of: id, kind, isEntry: false, records)
        guard kind.outside != nil, item.head.kind == kind.id, item.owner == nil else { throw CommunityDesk.missing }
        return item
    }

    private func view(_ item: Item, _ kind: Kind, _ records: any CommunityRecords) throws -> OutsideView {
        let steps = try records.entries(of: item.id, after: 0).compactMap { entry -> OutsideView.Step? in
            if entry.act == KindAct.create {
                return .init(title: Phrase(zh: "已登记", en: "Entered"), at: entry.at)
            }
            return kind.act(entry.act).flatMap { act in
                act.to == nil ? nil : .init(title: act.title, at: entry.at)
            }
        }
        let acts = (kind.outside?.acts ?? []).compactMap(kind.act).filter { $0.states.contains(item.state) }
        return OutsideView(
            kind: kind, id: item.id, number: item.head.number, title: item.head.title, state: item.state,
            isOpen: kind.openStates.contains(item.state), steps: steps, acts: acts,
            seal: seal(item.id, kind, isEntry: false, records))
    }
}
