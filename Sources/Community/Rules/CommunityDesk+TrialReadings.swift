import Commons
import Rulebook

extension CommunityDesk {
    /// Readings that crossed the limit. Days on which none can have, by their statistics, are not read.
    func crossings(
        _ rule: Rule, _ model: String, _ property: String, _ comparison: Rule.Comparison, _ trial: inout RuleTrial,
        _ records: any CommunityRecords
    ) throws -> [Occasion] {
        let devices = try tried(rule, model, records)
        let numbers = try records.allSeries()
        var bySeries: [Int: DeviceShelf.Known] = [:]
        for device in devices {
            if let series = numbers[SeriesKey(device: device.id, property: property)] { bySeries[series] = device }
        }
        guard let declared = catalog.model(model)?.property(property) else { return [] }
        var found: [Occasion] = []
        try eachDay(&trial, records) { day in
            bySeries[day.series] != nil && comparison.canHold(on: day)
        } read: { day, readings in
            var last: [Int: Double] = [:]
            for series in Set(readings.map(\.series)) {
                last[series] = try records.lastReadings(of: [series], onOrBefore: day - 1)[series]?.last
            }
            for reading in readings {
                let before = last.updateValue(reading.value, forKey: reading.series)
                guard comparison.holds(reading.value), before.map({ !comparison.holds($0) }) ?? true,
                    let device = bySeries[reading.series]
                else { continue }
                let text = "\(device.title) \(declared.title.zh) \(declared.shown(reading.value, .zh))"
                found.append(Occasion(at: reading.at, signal: device.signal(at: reading.at, text), cause: text))
            }
        }
        let from = trial.from
        return found.filter { $0.at >= from }
    }

    /// Gaps in what devices say that are longer than their model allows.
    func silences(
        _ rule: Rule, _ model: String?, _ trial: inout RuleTrial, _ records: any CommunityRecords
    ) throws -> [Occasion] {
        let devices = try tried(rule, model, records).filter { $0.silence != nil }
        let numbers = try records.allSeries()
        var bySeries: [Int: DeviceShelf.Known] = [:]
        for device in devices {
            for series in device.series(numbers) { bySeries[series] = device }
        }
        var words: [String: [Instant]] = [:]
        try eachDay(&trial, records) {
            bySeries[$0.series] != nil
        } read: { _, readings in
            for reading in readings {
                if let device = bySeries[reading.series] { words[device.id, default: []].append(reading.at) }
            }
        }
        var found: [Occasion] = []
        let seen = trial.stoppedAt ?? trial.from
        for device in devices {
            let allowed = device.silence ?? 0
            let moments = (words[device.id] ?? []).sorted()
            for (last, next) in zip(moments, moments.dropFirst() + [trial.now]) {
                let at = last.adding(seconds: allowed)
                guard at < next, at >= seen else { continue }
                let text = "\(device.title) 自 \(last.shown) 没有数据"
                found.append(Occasion(at: at, signal: device.signal(at: at, text), cause: text))
            }
        }
        return found
    }

    /// Devices of a model that a rule has to do with.
    private func tried(
        _ rule: Rule, _ model: String?, _ records: any CommunityRecords
    ) throws -> [DeviceShelf.Known] {
        try devices.contents(records).devices.values.filter { device in
            (model == nil || device.model?.id == model)
                && rule.organisation.map { device.subject.organisations.contains($0) } ?? true
        }.sorted { $0.id < $1.id }
    }

    /// Reads whole days, the latest first, as long as there are not too many readings.
    /// `read`: a day, and its readings in order of time.
    private func eachDay(
        _ trial: inout RuleTrial, _ records: any CommunityRecords, wanted: (ReadingDay) -> Bool,
        read: (Int, [Reading]) throws -> Void
    ) throws {
        for day in stride(from: trial.now.dayNumber, through: trial.from.dayNumber, by: -1) {
            let days = try records.readingDays(day).values.filter(wanted)
            let count = days.reduce(0) { $0 + $1.count }
            let start = Instant(milliseconds: Int64(day) * 86_400_000 - 8 * 3_600_000)
            guard trial.examined + count <= RuleTrial.mostReadings else {
                trial.stoppedAt = start.adding(seconds: 86_400)
                return
            }
            if count == 0 { continue }
            try read(
                day,
                records.readings(
                    ofAny: days.map(\.series).sorted(), from: start, until: start.adding(seconds: 86_400),
                    limit: count))
            trial.examined += count
        }
    }
}

extension DeviceShelf.Known {
    fileprivate func signal(at: Instant, _ text: String) -> Signal {
        .event(
            Event(kind: "", device: id, place: place, at: at, receivedAt: at, level: .info, text: text), item: nil)
    }
}

extension Rule.Comparison {
    /// Whether it can have held on a day, by its least and its greatest value.
    func canHold(on day: ReadingDay) -> Bool {
        switch self {
        case .above: holds(day.most)
        case .below: holds(day.least)
        case .equal(let value): (day.least...day.most).contains(value)
        }
    }
}
