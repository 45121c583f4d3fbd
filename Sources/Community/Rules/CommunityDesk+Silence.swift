import Commons

extension CommunityDesk {
    /// So many devices that fall silent at once are one thing: what they speak through is gone.
    static let manySilent = 10

    /// Asks the rules that wait for devices to say nothing: each silence once. Devices that have never spoken, that are
    /// in maintenance, or whose model says nothing of silence are not watched.
    /// - Returns: how many times a rule ran.
    func askOfSilence(_ all: [Rule]) async throws -> Int {
        var count = 0
        for rule in all {
            guard case .silence(let model) = rule.trigger else { continue }
            let now = surroundings.now()
            count += try await store.writeCommunity { records in
                let watch = try watch(rule, model, at: now, records)
                let silent = try newlySilent(watch, rule, at: now, records)
                guard !silent.isEmpty else { return 0 }
                let groups = Dictionary(grouping: silent, by: \.owner)
                var causes = SilenceCauses(watch, devices: try devices.contents(records), at: now)
                var runs = 0
                for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
                    let (caused, others) = try causes.split(group, rule, records)
                    for one in try caused + CommunityDesk.joined(others, records) {
                        if try silence(one, rule, at: now, records) { runs += 1 }
                    }
                }
                return runs
            }
        }
        return count
    }

    /// A device, or many of them, that said nothing.
    struct Silent {
        var device: String?
        var title: String
        var place: String?
        var owner: String
        var lastAt: Instant
    }

    /// What a rule looks at: devices in order, when they last said something today or yesterday, and what it saw to.
    struct Watch {
        var devices: [DeviceShelf.Known]
        var spoken: [String: Instant]
        var marks: [String: Int64]
    }

    private func watch(
        _ rule: Rule, _ model: String?, at now: Instant, _ records: any CommunityRecords
    ) throws -> Watch {
        let watched = try devices.contents(records).devices.values.filter { device in
            device.isActive && device.silence != nil && (model == nil || device.model?.id == model)
                && rule.organisation.map { device.subject.organisations.contains($0) } ?? true
        }.sorted { ($0.title, $0.id) < ($1.title, $1.id) }
        guard !watched.isEmpty else { return Watch(devices: [], spoken: [:], marks: [:]) }
        return Watch(
            devices: watched, spoken: try lastWords(of: watched, at: now, records),
            marks: try records.ruleMarks(of: rule.id))
    }

    private func newlySilent(
        _ watch: Watch, _ rule: Rule, at now: Instant, _ records: any CommunityRecords
    ) throws -> [Silent] {
        let marks = watch.marks
        var series: [SeriesKey: Int]?
        var silent: [Silent] = []
        for device in watch.devices {
            var last = watch.spoken[device.id]
            if last == nil {
                // It was seen to, or has never spoken.
                if marks[device.id] != nil { continue }
                let all = try series ?? records.allSeries()
                series = all
                let own = device.series(all)
                last = try records.lastReadings(of: own, onOrBefore: now.dayNumber).values.map(\.lastAt).max()
            }
            guard let last else {
                try records.markRule(rule.id, device.id, 0)
                continue
            }
            guard device.isSilent(last, at: now), last.milliseconds > marks[device.id] ?? -1 else { continue }
            guard rule.conditions.allSatisfy({ $0.holds(nil, at: now) }), let place = device.place,
                let owner = try owner(of: place, rule, records)
            else { continue }
            try records.markRule(rule.id, device.id, last.milliseconds)
            silent.append(Silent(device: device.id, title: device.title, place: place, owner: owner, lastAt: last))
        }
        return silent
    }

    /// Who keeps a place, if the rule has to do with it.
    private func owner(of place: String, _ rule: Rule, _ records: any CommunityRecords) throws -> String? {
        let never = Instant(milliseconds: 0)
        let event = Event(kind: "", device: nil, place: place, at: never, receivedAt: never, level: .info)
        let signal = Signal.event(event, item: nil)
        return try concerns(rule, signal, records) ? owner(of: signal, records) : nil
    }

    private static func joined(_ group: [Silent], _ records: any CommunityRecords) throws -> [Silent] {
        guard group.count > manySilent, let first = group.first else { return group }
        let names = group.prefix(5).map(\.title).joined(separator: "、")
        let outermost = try first.place.flatMap { try records.spacesAround($0).last }
        return [
            Silent(
                device: nil, title: "\(group.count) 台设备：\(names) 等", place: outermost ?? first.place,
                owner: first.owner, lastAt: group.map(\.lastAt).max() ?? first.lastAt)
        ]
    }

    private func silence(
        _ one: Silent, _ rule: Rule, at now: Instant, _ records: any CommunityRecords
    ) throws -> Bool {
        var chain = RuleChain(start: now, isDrill: false)
        guard case .run = chain.enter(rule) else { return false }
        let text = "\(one.title) 自 \(one.lastAt.shown) 没有数据"
        let event = Event(
            kind: "", device: one.device, place: one.place, at: now, receivedAt: now, level: .info, text: text)
        try run(rule, .event(event, item: nil), cause: text, &chain, records)
        return true
    }
}
