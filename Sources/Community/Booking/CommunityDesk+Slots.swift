import Commons
import Rulebook

extension CommunityLimits {
    /// Milliseconds that a booking may last: 30 days.
    public static let booking: Int64 = 30 * 86_400_000
    /// Milliseconds that a booking may be ahead: 400 days.
    public static let bookedAhead: Int64 = 400 * 86_400_000
}

extension Kind {
    /// What it takes up, if it does.
    public var slot: SlotFacet? {
        facets.lazy.compactMap { if case .slot(let facet) = $0 { facet } else { nil } }.first
    }
}

extension CommunityDesk {
    /// Where something is that nobody says a place of: a booking at its resource, so that it belongs to whoever keeps
    /// that; what ties somebody to a place at that place.
    func seat(_ kind: Kind, _ values: [String: FormValue], _ records: any CommunityRecords) throws -> Item? {
        if let id = kind.relation?.targets.compactMap({ values[$0]?.text }).first,
            let target = try records.item(id), target.head.kind == Estate.space.id
        {
            return target
        }
        guard let id = kind.slot.flatMap({ values[$0.resource]?.text }) else { return nil }
        return try records.item(id)?.place.flatMap { try records.item($0) }
    }

    /// The state that an item begins in: what nobody has to agree to is agreed to.
    func beginning(_ kind: Kind, _ values: [String: FormValue], _ records: any CommunityRecords) throws -> String {
        guard let facet = kind.slot, let id = values[facet.resource]?.text, let resource = try records.item(id),
            !Bookable(resource).confirms
        else { return kind.firstState }
        return facet.agreed
    }

    /// Keeps what an item takes up; refused where there is no room.
    func heed(_ facet: SlotFacet, _ change: Change, _ records: any CommunityRecords) throws {
        let (before, after) = (change.before, change.after)
        try tellOwner(change, records)
        let held = before.flatMap { facet.states.contains($0.state) ? facet.slot(of: $0) : nil }
        guard facet.states.contains(after.state) else {
            if held != nil { try records.dropSlot(of: after.id) }
            return
        }
        guard let slot = facet.slot(of: after), let resource = try records.item(slot.resource) else {
            throw Refusal(.invalid, zh: "请填写资源和起止时间", en: "say what, from when and until when", place: facet.resource)
        }
        if slot == held { return }
        try check(slot, held, resource, facet, handler: after.head.handler, at: change.at, records)
        try records.put(slot)
    }

    private func check(
        _ slot: Slot, _ held: Slot?, _ resource: Item, _ facet: SlotFacet, handler: String, at now: Instant,
        _ records: any CommunityRecords
    ) throws {
        let (span, bookable) = (slot.span, Bookable(resource))
        guard resource.head.handler == handler else {
            throw Refusal(.invalid, zh: "不能改约其他单位的资源", en: "that is another house's", place: facet.resource)
        }
        guard span.from < span.until else {
            throw Refusal(.invalid, zh: "结束时间应晚于开始时间", en: "it ends before it begins", place: facet.until)
        }
        guard span.milliseconds <= CommunityLimits.booking else {
            throw Refusal(.invalid, zh: "一次最长 30 天", en: "30 days at most", place: facet.until)
        }
        // What runs already can be made longer. Moments are told to the minute.
        let minute = Instant(milliseconds: now.milliseconds - now.milliseconds % 60_000)
        guard span.from >= minute || held?.span.from == span.from, span.until > now else {
            throw Refusal(.invalid, zh: "开始时间已经过去", en: "that is over", place: facet.from)
        }
        guard span.from.milliseconds - now.milliseconds <= CommunityLimits.bookedAhead else {
            throw Refusal(.invalid, zh: "最多提前 400 天预约", en: "400 days ahead at most", place: facet.from)
        }
        guard catalog.kind(resource.head.kind)?.openStates.contains(resource.state) == true else {
            throw Refusal(.locked, zh: "“\(resource.head.title)”已停用", en: "'\(resource.head.title)' is closed")
        }
        guard bookable.isOpen(span) else {
            throw Refusal(
                .invalid, zh: "“\(resource.head.title)”每天 \(bookable.opens):00 至 \(bookable.closes):00 开放，一次预约不能跨天",
                en: "'\(resource.head.title)' is open from \(bookable.opens):00 to \(bookable.closes):00; one booking "
                    + "lies within one day", place: facet.from)
        }
        if let most = bookable.most, let person = slot.person,
            try records.countSlots(of: slot.resource, person: person, after: now, besides: slot.item) >= most
        {
            throw Refusal(
                .conflict, zh: "每人最多同时预约 \(most) 次，请先取消其他预约",
                en: "\(most) at once for one person: cancel another one first")
        }
        try checkRoom(slot, bookable, facet, at: now, records)
    }

    /// Half a day before and after it are looked through for another time.
    private func checkRoom(
        _ slot: Slot, _ bookable: Bookable, _ facet: SlotFacet, at now: Instant, _ records: any CommunityRecords
    ) throws {
        let span = slot.span
        let others = try records.slots(of: slot.resource, in: span).filter { $0.item != slot.item }.map(\.span)
        guard Occupancy.peak(others, in: span) >= bookable.capacity else { return }
        let around = TimeSpan(span.from.adding(seconds: -86_400), span.until.adding(seconds: 86_400))
        let taken = try records.slots(of: slot.resource, in: around).filter { $0.item != slot.item }.map(\.span)
        let free = Occupancy.nearby(span, taken, bookable, after: now, within: around).map(\.shown)
        let hint =
            free.isEmpty
            ? Phrase(zh: "前后一天都没有这样长的空闲", en: "nothing as long is free a day before or after")
            : Phrase(zh: "附近空闲：" + free.joined(separator: "、"), en: "free nearby: " + free.joined(separator: ", "))
        throw Refusal(
            .conflict, zh: "\(span.shown) 已被预约；\(hint.zh)", en: "\(span.shown) is taken; \(hint.en)",
            place: facet.from)
    }

    /// Whoever booked learns what others made of it; who agrees learns that somebody asks.
    private func tellOwner(_ change: Change, _ records: any CommunityRecords) throws {
        let (after, kind) = (change.after, change.kind)
        let state = kind.lifeCycle.state(after.state)?.title ?? .same(after.state)
        guard let before = change.before else {
            guard after.state == kind.firstState else { return }
            let text = Phrase(zh: "有预约等待确认", en: "somebody asks for a booking")
            for person in try people(.manager, keeping: after, records) where person != change.person {
                try tell(person, text, after, kind, at: change.at, records)
            }
            return
        }
        guard before.state != after.state, let owner = after.owner, owner != change.person else { return }
        try tell(
            owner, Phrase(zh: "您的预约：\(state.zh)", en: "your booking: \(state.en)"), after, kind, at: change.at,
            records)
    }
}

extension SlotFacet {
    /// nil: it does not say all of it.
    func slot(of item: Item) -> Slot? {
        guard let resource = item.fields[resource]?.text, let from = item.fields[from]?.number,
            let until = item.fields[until]?.number
        else { return nil }
        return Slot(
            item: item.id, resource: resource,
            span: TimeSpan(Instant(milliseconds: Int64(from)), Instant(milliseconds: Int64(until))),
            person: item.owner)
    }
}
