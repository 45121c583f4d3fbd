public import Commons
import Rulebook

/// An event as somebody sends it.
public struct EventDraft: Hashable, Sendable {
    public var kind: String
    /// The device's number; nil: told by a person.
    public var device: String?
    /// The id or number of a space; of a device it is known.
    public var place: String?
    public var at: Instant?
    public var text: String
    public var isDrill: Bool

    public init(
        kind: String, device: String? = nil, place: String? = nil, at: Instant? = nil, text: String = "",
        isDrill: Bool = false
    ) {
        self.kind = kind
        self.device = device
        self.place = place
        self.at = at
        self.text = text
        self.isDrill = isDrill
    }
}

extension CommunityDesk {
    /// Takes an event in: what is an alarm is on the duty officer's screen, and rules have done what they do.
    /// - Returns: the alarm that it opened or that it is a repetition of; nil: it is none.
    public func tell(_ draft: EventDraft, by visitor: Visitor) async throws -> (event: Event, alarm: Item?) {
        let now = surroundings.now()
        guard let kind = catalog.event(draft.kind) else {
            throw Refusal(
                .invalid, zh: "没有这种事件：\(draft.kind)", en: "there is no kind of event '\(draft.kind)'", place: "kind")
        }
        let function = draft.isDrill ? CommunityFunction.drill : CommunityFunction.sendReadings
        let policy = policy()
        let decision = policy.decide(visitor, function)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        if let at = draft.at, at.milliseconds > now.milliseconds + CommunityLimits.ahead {
            throw Refusal(.invalid, zh: "发生时间在将来", en: "it lies in the future", place: "at")
        }
        guard draft.text.unicodeScalars.count <= CommunityLimits.eventText else {
            throw Refusal(.invalid, zh: "说明最多 2000 个字符", en: "at most 2,000 characters", place: "text")
        }
        return try await store.writeCommunity { records in
            var event = Event(
                kind: kind.id, device: nil, place: nil, at: draft.at ?? now, receivedAt: now, level: kind.level,
                text: draft.text, isDrill: draft.isDrill)
            if let code = draft.device {
                let device = try devices.contents(records).devices[code]
                guard let device, policy.decide(visitor, function, on: device.subject).isAllowed else {
                    throw Refusal(
                        .invalid, zh: "没有这台设备：\(code)", en: "there is no such device: \(code)", place: "device")
                }
                if device.isRevoked, !draft.isDrill {
                    throw Refusal(
                        .invalid, zh: "设备已停用：\(code)", en: "the device was taken out of service: \(code)",
                        place: "device")
                }
                event.device = device.id
                event.place = device.place
            } else {
                event.place = try place(draft.place, Estate.alarm, visitor, records)
                if let place = event.place, let space = try records.item(place),
                    !policy.decide(visitor, function, on: space.subject).isAllowed
                {
                    throw CommunityDesk.missing
                }
            }
            let home = try event.place == nil ? home(of: nil, visitor, records) : nil
            var chain = RuleChain(start: now, isDrill: draft.isDrill, at: event.at)
            return try happened(event, home: home, &chain, records)
        }
    }

    // MARK: Within a transaction

    /// A reading that crossed a rule's limit.
    func crossed(
        _ crossing: Crossing, _ contents: DeviceShelf.Contents, at now: Instant, _ records: any CommunityRecords
    ) throws {
        guard crossing.rule.conditions.allSatisfy({ $0.holds(nil, at: now) }) else { return }
        var chain = RuleChain(start: now, isDrill: false)
        let text =
            "\(crossing.property.title.zh) \(crossing.property.shown(crossing.reading.value, .zh))"
        let event = Event(
            kind: "", device: crossing.device.id, place: crossing.device.place, at: crossing.reading.at,
            receivedAt: now, level: .info, text: text)
        let signal = Signal.event(event, item: nil)
        guard try concerns(crossing.rule, signal, records), case .run = chain.enter(crossing.rule) else { return }
        try run(crossing.rule, signal, cause: "\(crossing.device.title) \(text)", &chain, records)
    }

    /// An event that is sure: it is kept, its alarm opened or counted, and rules are asked.
    @discardableResult
    func happened(
        _ event: Event, home: Home?, _ chain: inout RuleChain, _ records: any CommunityRecords
    ) throws -> (event: Event, alarm: Item?) {
        var event = event
        event.id = try records.add(event)
        var alarm: Item?
        if event.level > .info {
            if var open = try records.openAlarm(event.key) {
                open.count += 1
                open.lastAt = max(open.lastAt, event.at)
                try records.put(open)
                try records.announce("alarm/\(open.item)", on: CommunityDesk.channel)
                // The same again, while its alarm is open, sets nothing off.
                return (event, try records.item(open.item))
            }
            alarm = try openAlarm(event, home: home, records)
        }
        try signal(.event(event, item: alarm), &chain, records)
        // What a rule has done to it meanwhile has been told already.
        if let alarm = try alarm.flatMap({ try records.item($0.id) }), alarm.state == Estate.alarm.firstState {
            try signal(.state(alarm), &chain, records)
        }
        return (event, try alarm.flatMap { try records.item($0.id) })
    }

    private func openAlarm(_ event: Event, home: Home?, _ records: any CommunityRecords) throws -> Item {
        let kind = catalog.event(event.kind)?.title.zh ?? event.kind
        let device = try event.device.flatMap { try records.item($0) }
        let place = try event.place.flatMap { try records.item($0) }
        let whereabouts = device?.head.title ?? place?.head.title ?? ""
        let home = home ?? place.map { self.home(of: $0) } ?? device.map { self.home(of: $0) }
        guard let home else { throw CommunityDesk.missing }
        var values: [String: FormValue] = [
            "title": .text((event.isDrill ? "【演练】" : "") + kind + (whereabouts.isEmpty ? "" : " · " + whereabouts)),
            "event": .text(event.kind), "level": .text(event.level.rawValue),
            "at": .number(Int(event.at.milliseconds)), "drill": .flag(event.isDrill),
        ]
        if let device { values["device"] = .text(device.id) }
        if !event.text.isEmpty { values["text"] = .text(event.text) }
        let id = surroundings.newID()
        let item = try enter(
            Estate.alarm, values, place: event.place, home: home, id: id, entry: id, by: nil, at: event.receivedAt,
            records)
        try records.put(
            OpenAlarm(key: event.key, item: id, count: 1, firstAt: event.at, lastAt: event.at))
        return item
    }

    /// Asks every rule.
    func signal(_ signal: Signal, _ chain: inout RuleChain, _ records: any CommunityRecords) throws {
        let now = surroundings.now()
        for rule in try rules.contents(records).all where rule.answers(signal, at: now) {
            guard try concerns(rule, signal, records) else { continue }
            let cause = signal.item.map { "\($0.head.number) \($0.head.title)" } ?? ""
            switch chain.enter(rule) {
            case .run: try run(rule, signal, cause: cause, &chain, records)
            case .loop:
                try stop(
                    rule, signal, cause, Phrase(zh: "已在本次联动中执行过，不再执行", en: "has run in this chain already"),
                    chain, records)
            case .tooMany:
                try stop(
                    rule, signal, cause,
                    Phrase(zh: "一次联动最多 \(RuleChain.longest) 条规则", en: "too many rules in one chain"),
                    chain, records)
            }
        }
    }

    private func stop(
        _ rule: Rule, _ signal: Signal, _ cause: String, _ why: Phrase, _ chain: RuleChain,
        _ records: any CommunityRecords
    ) throws {
        let passed = surroundings.now().milliseconds - chain.start.milliseconds
        let step = RuleRun.Step(why, milliseconds: Int(passed), isDone: false)
        try keep(rule, signal, cause: cause, [step], chain, records)
    }
}
