import Commons
import Rulebook

extension CommunityDesk {
    /// Does what a rule says, step by step, and keeps what it did. What a rule does may set off others.
    func run(
        _ rule: Rule, _ signal: Signal, cause: String, _ chain: inout RuleChain, _ records: any CommunityRecords
    ) throws {
        var steps: [RuleRun.Step] = []
        var after: [Signal] = []
        var item = signal.item
        // What was entered for each of many goes its own way, or only the first would set anything off.
        var each: [Signal] = []
        for action in rule.actions {
            let (text, isDone): (Phrase, Bool)
            if case .openEach(let kind, let many, let link, let fields) = action {
                (text, isDone) = try openEach(kind, many, link, fields, signal, &each, &chain, records)
            } else {
                (text, isDone) = try perform(action, rule, signal, &item, &after, chain, records)
            }
            let passed = surroundings.now().milliseconds - chain.start.milliseconds
            steps.append(RuleRun.Step(text, milliseconds: Int(passed), isDone: isDone))
        }
        try keep(rule, signal, cause: cause, steps, chain, records)
        for next in after {
            if case .event(let event, nil) = next {
                try happened(event, home: home(of: signal), &chain, records)
            } else {
                try self.signal(next, &chain, records)
            }
        }
        for next in each {
            var branch = chain
            try self.signal(next, &branch, records)
            chain.opened = branch.opened
        }
    }

    func keep(
        _ rule: Rule, _ signal: Signal, cause: String, _ steps: [RuleRun.Step], _ chain: RuleChain,
        _ records: any CommunityRecords
    ) throws {
        let handler = try owner(of: signal, records) ?? ""
        try records.add(
            RuleRun(
                rule: rule.id, item: signal.item?.id, handler: handler, at: surroundings.now(),
                cause: cause, isDrill: chain.isDrill, steps: steps))
    }

    private func perform(
        _ action: Rule.Action, _ rule: Rule, _ signal: Signal, _ item: inout Item?, _ after: inout [Signal],
        _ chain: RuleChain,
        _ records: any CommunityRecords
    ) throws -> (Phrase, Bool) {
        let now = surroundings.now()
        switch action {
        case .event(let kind):
            guard let declared = catalog.event(kind) else {
                return (Phrase(zh: "没有这种事件：\(kind)", en: "there is no event '\(kind)'"), false)
            }
            let event = raised(declared, signal, chain, at: now)
            guard event.place != nil || home(of: signal) != nil else {
                return (Phrase(zh: "没有位置，不能产生事件", en: "no place: there is no event"), false)
            }
            after.append(.event(event, item: nil))
            return (Phrase(zh: "产生事件：\(declared.title.zh)", en: "event: \(declared.title.en)"), true)
        case .open(let kind, let fields): return try open(kind, fields, signal, &item, &after, chain, records)
        case .act(let name):
            guard let there = item, let kind = catalog.kind(there.head.kind), let act = kind.act(name),
                act.states.contains(there.state)
            else { return (Phrase(zh: "不能执行“\(name)”", en: "cannot '\(name)'"), false) }
            let done = try perform(
                act, on: there, kind, [:], entry: surroundings.newID(), by: nil, at: now, records)
            item = done
            if done.state != there.state { after.append(.state(done)) }
            return (Phrase(zh: "\(act.title.zh)：\(done.head.number)", en: "\(act.title.en): \(done.head.number)"), true)
        case .openEach: return (Phrase(zh: "", en: ""), false)
        case .notify(let role):
            if case .clock(nil, let home) = signal { return try notify(role, rule, home, at: now, records) }
            guard let about = try item ?? signal.place.flatMap({ try records.item($0) }),
                let kind = catalog.kind(about.head.kind)
            else { return (Phrase(zh: "没有可通知的对象", en: "there is nothing to tell of"), false) }
            let people = try people(role, keeping: about, records)
            let text = Phrase(zh: "请及时处置", en: "please see to it")
            for person in people { try tell(person, text, about, kind, at: now, records) }
            return (
                Phrase(
                    zh: "通知\(role.title.zh) \(people.count) 人", en: "told \(people.count) of: \(role.title.en)"),
                !people.isEmpty
            )
        case .command where chain.isLate, .call where chain.isLate:
            return (
                Phrase(zh: "发生已久，不再控制设备、呼叫外部", en: "it was long ago: no device and nobody outside is called"), false
            )
        case .command(let model, let command, let around):
            return try send(command, to: model, around, rule, signal, chain, records)
        case .call(let name):
            if chain.isDrill { return (Phrase(zh: "演练：不呼叫 \(name)", en: "drill: \(name) is not called"), true) }
            guard let about = try item ?? signal.place.flatMap({ try records.item($0) }) else {
                return (Phrase(zh: "没有可呼叫的对象", en: "nothing to call for"), false)
            }
            guard !(try records.webhooks(for: name, organisations: about.subject.organisations)).isEmpty else {
                return (Phrase(zh: "呼叫 \(name)：没有接收方", en: "\(name): nobody listens"), false)
            }
            let payload = CallPayload(
                event: name, id: about.id, number: about.head.number, title: about.head.title, at: now.iso)
            try WebhookPost.put(
                name, Array(try CanonicalJSON.encode(payload)), organisations: about.subject.organisations,
                in: records, surroundings)
            return (Phrase(zh: "呼叫 \(name)", en: "called \(name)"), true)
        }
    }

    private struct CallPayload: Encodable {
        var event: String
        var id: String
        var number: String
        var title: String
        var at: String
    }

    private func open(
        _ kindID: String, _ fields: [String: String], _ signal: Signal, _ item: inout Item?, _ after: inout [Signal],
        _ chain: RuleChain, _ records: any CommunityRecords
    ) throws -> (Phrase, Bool) {
        guard let kind = catalog.kind(kindID), let place = try signal.place.flatMap({ try records.item($0) }) else {
            return (Phrase(zh: "没有位置，不能登记\(kindID)", en: "no place: no \(kindID) is entered"), false)
        }
        let cause = item
        let device = cause?.fields["device"]?.text
        let form = try forms.current(kind, records)
        var texts = fields.mapValues { text in
            [
                text.replacing("{title}", with: cause?.head.title ?? "")
                    .replacing("{number}", with: cause?.head.number ?? "").replacing("{place}", with: place.head.title)
            ]
        }
        if form["device"] != nil, let device { texts["device"] = [device] }
        if form["drill"] != nil, chain.isDrill { texts["drill"] = ["true"] }
        let values: [String: FormValue]
        do {
            values = try form.read { texts[$0.id] ?? [] }
        } catch {
            // A rule that says too little must not take the alarm with it.
            return (Phrase(zh: "不能登记\(kind.title.zh)：", en: "no \(kind.title.en): ") + error.reason, false)
        }
        let id = surroundings.newID()
        let now = surroundings.now()
        let made = try enter(
            kind, values, place: place.id, home: home(of: place), id: id, entry: id, by: nil, at: now, records)
        // The alarm knows what was made of it.
        if let alarm = cause, let own = catalog.kind(alarm.head.kind), own.form[kindID] != nil {
            let link = ItemEntry(
                act: KindAct.edit, edition: alarm.edition, fields: [kindID: .text(made.id)], state: alarm.state)
            item = try append(link, to: alarm, own, id: surroundings.newID(), by: nil, at: now, records)
        }
        after.append(.state(made))
        return (
            Phrase(
                zh: "登记\(kind.title.zh) \(made.head.number)", en: "entered \(kind.title.en) \(made.head.number)"),
            true
        )
    }

    /// Tells devices what to do.
    private func send(
        _ command: String, to model: String, _ around: Int, _ rule: Rule, _ signal: Signal, _ chain: RuleChain,
        _ records: any CommunityRecords
    ) throws -> (Phrase, Bool) {
        guard let declared = try models.catalog(records).model(model),
            let what = declared.commands.first(where: { $0.id == command }),
            let place = signal.place
        else { return (Phrase(zh: "没有命令 \(model) \(command)", en: "no command \(model) \(command)"), false) }
        let found = try addressed(model, around, place, rule, records)
        let now = surroundings.now()
        for device in found {
            let asked = DeviceCommand(
                id: surroundings.newID(), device: device.id, command: command, askedAt: now, rule: rule.id,
                until: now.adding(seconds: what.term))
            try give(asked, to: device, isDrill: chain.isDrill, records)
        }
        let names = found.prefix(3).map(\.head.title).joined(separator: "、")
        return (
            Phrase(
                zh: "\(what.title.zh)：\(declared.title.zh) \(found.count) 台（\(names)）",
                en: "\(what.title.en): \(found.count) of \(declared.title.en) (\(names))"),
            !found.isEmpty
        )
    }

    /// The devices that a command goes to.
    func addressed(
        _ model: String, _ around: Int, _ place: String, _ rule: Rule, _ records: any CommunityRecords
    ) throws -> [Item] {
        let spaces = try records.spacesAround(place)
        guard !spaces.isEmpty else { return [] }
        return try records.items(
            ItemQuery(
                kind: Estate.device.id, reach: rule.organisation.map { [.organisation($0)] } ?? [.all],
                states: ["active"], values: [.init("model", model)], within: spaces[min(around, spaces.count - 1)],
                order: .number, limit: 1000))
    }
}
