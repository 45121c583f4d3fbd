import Commons
import Rulebook

extension Measurement {
    // MARK: Devices

    /// Devices under maintenance need not speak.
    func online(_ models: [String]) throws -> Found {
        let all = try desk.devices.contents(records).devices.values.filter { device in
            device.handler == keeper.id && device.state == "active" && device.silence != nil
        }
        let devices = all.filter { device in
            models.isEmpty || device.model.map { models.contains($0.id) } ?? false
        }
        guard !devices.isEmpty else { return .nothing }
        let spoken = try run.lastWords { try desk.lastWords(of: all, at: at, records) }
        let silent = devices.filter { $0.isSilent(spoken[$0.id], at: at) }.map(\.title).sorted()
        var found = Found.ratio(devices.count - silent.count, of: devices.count)
        if !silent.isEmpty {
            let names = silent.prefix(5).map(Phrase.same).joined()
            found.details.append(
                .init(
                    Phrase(zh: "静默设备", en: "Silent devices"),
                    Phrase(
                        zh: "\(silent.count) 台：\(names.zh)" + (silent.count > 5 ? "等" : ""),
                        en: "\(silent.count): \(names.en)" + (silent.count > 5 ? ", …" : ""))))
        }
        return found
    }

    func placed(_ level: String, _ items: Metric.Items) throws -> Found {
        let spaces = Metric.Items(Estate.space.id, in: ["current"], having: ["level": level])
        return .ratio(
            try records.countPlaced(level: level, with: items, scope),
            of: try run.count(spaces, MetricScope(organisation: keeper.id, from: nil, until: end)))
    }

    /// Of today, or of the whole days before it.
    private var days: Range<Int> {
        let today = at.day.ordinal
        return metric.span.map { today - $0..<today } ?? today..<today + 1
    }

    func reading(_ model: String, _ property: String, _ figure: Metric.Statistic) throws -> Found {
        let readings = try records.readings(
            model: model, property: property, of: keeper.id, from: days.lowerBound, until: days.upperBound)
        guard readings.count > 0 else { return .nothing }
        let value =
            switch figure {
            case .mean: readings.total / Double(readings.count)
            case .total: readings.total
            case .least: readings.least
            case .most: readings.most
            }
        guard abs(value) < 1e12 else { return .nothing }
        var found = Found(numerator: Int((value * 1000).rounded()), denominator: 1000, sample: readings.count)
        let all = try run.count(
            Metric.Items(Estate.device.id, in: ["active"], having: ["model": model]),
            MetricScope(organisation: keeper.id, from: nil, until: end))
        found.details.append(
            .init(
                Phrase(zh: "有数据的设备", en: "Devices with readings"),
                Phrase(zh: "\(readings.devices) 台，在用 \(all) 台", en: "\(readings.devices) of \(all) in use")))
        if readings.devices < all {
            found.thin = Phrase(
                zh: "\(all - readings.devices) 台设备没有数据", en: "\(all - readings.devices) devices said nothing")
        }
        return found
    }

    func recorded() throws -> Found {
        let count = try days.count { try records.hasReadings(of: keeper.id, on: $0) }
        var found = Found.count(count)
        found.details.append(
            .init(
                Phrase(zh: "统计的天数", en: "Days looked at"), Phrase(zh: "\(days.count) 天", en: "\(days.count)")))
        return found
    }

    // MARK: Retention

    /// Days on which nothing happened are no gaps: only a deletion ends what is kept, or the first day of operation.
    func kept(_ kinds: [String]) throws -> Found {
        let policy = try RetentionSetting.current(records).policy
        let runs = try records.retentionRuns()
        var start = keeper.since
        var promised = 0
        var deletion: RetentionRun?
        for kind in kinds {
            let subject = RetentionSubject.events(kind)
            promised = max(promised, desk.days(subject, policy))
            if let run = runs.first(where: { $0.subject == subject }), run.before > start {
                start = run.before
                deletion = run
            }
        }
        let days = max(at.day.ordinal - start.day.ordinal, 0)
        var found = Found(numerator: days, denominator: 1, sample: days)
        if deletion == nil, days < promised {
            found.thin = Phrase(
                zh: "只运行了 \(days) 天，还不能证明保存满 \(promised) 天",
                en: "in operation for \(days) days, which proves nothing of \(promised) yet")
        }
        found.details = try proof(kinds, promised: promised, days: days, deletion)
        return found
    }

    private func proof(
        _ kinds: [String], promised: Int, days: Int, _ deletion: RetentionRun?
    ) throws -> [MetricValue.Detail] {
        let oldest = try kinds.compactMap { try records.firstEvent($0, of: keeper.id) }.min()
        let today = at.day.ordinal
        let looked = min(days, promised)
        let full = try (today - looked..<today).count { day in
            guard let day = Day(ordinal: day) else { return false }
            return try records.hasEvents(
                kinds,
                MetricScope(
                    organisation: keeper.id, from: Instant(day), until: Instant(day.adding(days: 1))))
        }
        return [
            .init(Phrase(zh: "承诺保存", en: "Promised"), Phrase(zh: "\(promised) 天", en: "\(promised) days")),
            .init(
                Phrase(zh: "开始运行", en: "In operation since"), .same(keeper.since.day.description)),
            .init(
                Phrase(zh: "最早的记录", en: "Oldest record"),
                oldest.map { .same($0.shown) } ?? Phrase(zh: "没有", en: "none")),
            .init(
                Phrase(zh: "有记录的天数", en: "Days with records"),
                Phrase(zh: "最近 \(looked) 天中有 \(full) 天", en: "\(full) of the last \(looked)")),
            .init(
                Phrase(zh: "到期清理", en: "Deleted when it was over"),
                deletion.map {
                    Phrase(
                        zh: "\($0.at.shown) 清理了 \($0.before.day) 以前的记录",
                        en: "on \($0.at.shown), what was before \($0.before.day)")
                } ?? Phrase(zh: "没有清理过", en: "nothing so far")),
        ]
    }
}
