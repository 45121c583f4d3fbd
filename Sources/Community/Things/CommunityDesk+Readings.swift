public import Commons
import Rulebook

extension CommunityDesk {
    /// Takes readings in: what is wrong with one of them keeps none of the others out. When it returns, all are
    /// durable, and whatever rules make of them has happened.
    public func take(_ batch: ReadingBatch, by visitor: Visitor) async throws -> ReadingReport {
        let policy = policy()
        guard let person = visitor.person else { throw Refusal(.forbidden, zh: "请先登录", en: "please log in first") }
        let decision = policy.decide(visitor, CommunityFunction.sendReadings)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        guard batch.rows.count + batch.malformed.count <= CommunityLimits.readings else {
            throw Refusal(
                .tooLarge, zh: "一批最多 \(CommunityLimits.readings) 条",
                en: "a batch has at most \(CommunityLimits.readings) readings")
        }
        let now = surroundings.now()
        let (report, made, version) = try await store.writeCommunity { records in
            let contents = try devices.contents(records)
            var intake = Intake(
                batch: batch, contents: contents, now: now, sender: person.login,
                organisation: visitor.memberships.first { $0.organisation.isActive }?.organisation.id ?? "")
            // Devices of an estate are alike in whose they are.
            var decided: [Subject: Bool] = [:]
            try intake.resolve(records) { device in
                if let known = decided[device] { return known }
                let isAllowed = policy.decide(visitor, CommunityFunction.sendReadings, on: device).isAllowed
                decided[device] = isAllowed
                return isAllowed
            }
            intake.sort()
            let crossings = try intake.store(records, watched: rules.contents(records).watched)
            if !intake.refused.isEmpty { try records.refuse(intake.refused) }
            for crossing in crossings { try crossed(crossing, contents, at: now, records) }
            return (intake.report, intake.made, contents.version)
        }
        if !made.isEmpty { devices.keep(made, version: version) }
        return report
    }
}

/// A limit that a reading went over, or under.
struct Crossing {
    var rule: Rule
    var device: DeviceShelf.Known
    var property: DeviceModel.Property
    var reading: Reading
}

/// One batch on its way into the records.
struct Intake {
    private enum Target {
        case series(Int, DeviceShelf.Known, DeviceModel.Property)
        case refused(RefusedReading.Reason)
    }

    let batch: ReadingBatch
    let contents: DeviceShelf.Contents
    let now: Instant
    let sender: String
    let organisation: String
    private var targets: [Target] = []
    private var accepted: [(reading: Reading, row: Int)] = []
    private(set) var refused: [RefusedReading] = []
    /// Series that this batch was the first of.
    private(set) var made: [SeriesKey: Int] = [:]
    private var taken = 0
    private var repeated = 0

    init(batch: ReadingBatch, contents: DeviceShelf.Contents, now: Instant, sender: String, organisation: String) {
        self.batch = batch
        self.contents = contents
        self.now = now
        self.sender = sender
        self.organisation = organisation
    }

    var report: ReadingReport {
        var reasons: [RefusedReading.Reason: Int] = [:]
        for one in refused { reasons[one.reason, default: 0] += 1 }
        return ReadingReport(
            taken: taken, repeated: repeated, refused: reasons, examples: Array(refused.prefix(100)))
    }

    /// Which series each source is, asked once for all of its rows.
    mutating func resolve(_ records: any CommunityRecords, _ isAllowed: (Subject) -> Bool) throws {
        for source in batch.sources {
            targets.append(try target(source, records, isAllowed))
        }
        for line in batch.malformed {
            refused.append(
                RefusedReading(
                    receivedAt: now, sender: sender, organisation: organisation, line: line.line, reason: .malformed,
                    text: line.text))
        }
    }

    private mutating func target(
        _ source: ReadingBatch.Source, _ records: any CommunityRecords, _ isAllowed: (Subject) -> Bool
    ) throws -> Target {
        guard let device = contents.devices[source.device], isAllowed(device.subject) else {
            return .refused(.unknownDevice)
        }
        if device.isRevoked { return .refused(.revoked) }
        guard let property = device.model?.property(source.property) else { return .refused(.unknownProperty) }
        let key = SeriesKey(device: device.id, property: property.id)
        if let series = contents.series[key] ?? made[key] { return .series(series, device, property) }
        let series = try records.series(key)
        made[key] = series
        return .series(series, device, property)
    }

    /// Checks every row, and puts those that are readings in order of time.
    mutating func sort() {
        accepted.reserveCapacity(batch.rows.count)
        for (index, row) in batch.rows.enumerated() {
            switch targets[Int(row.source)] {
            case .refused(let reason): refuse(index, reason)
            case .series(let series, _, let property):
                if row.at == .min {
                    refuse(index, .malformed)
                } else if row.at > now.milliseconds + CommunityLimits.ahead {
                    refuse(index, .future)
                } else if row.at < now.milliseconds - CommunityLimits.late {
                    refuse(index, .past)
                } else {
                    switch property.value(row.value) {
                    case .success(let value):
                        let at = Instant(milliseconds: row.at)
                        accepted.append((Reading(series: series, at: at, value: value), index))
                    case .failure(let reason): refuse(index, reason)
                    }
                }
            }
        }
        accepted.sort { first, second in
            (first.reading.at.milliseconds, first.reading.series, first.row)
                < (second.reading.at.milliseconds, second.reading.series, second.row)
        }
    }

    private mutating func refuse(_ index: Int, _ reason: RefusedReading.Reason) {
        let row = batch.rows[index]
        let source = batch.sources[Int(row.source)]
        let value: String =
            switch row.value {
            case .number(let number): "\(number)"
            case .flag(let flag): "\(flag)"
            case .text(let text): text
            }
        let text = "\(source.device) \(source.property) \(row.at == .min ? "?" : "\(row.at)") \(value)"
        refused.append(
            RefusedReading(
                receivedAt: now, sender: sender, organisation: organisation, line: Int(row.line), reason: reason,
                text: String(text.prefix(500))))
    }

    /// Adds the readings and keeps the statistics of their days.
    /// - Returns: limits that were crossed, in order of time.
    mutating func store(_ records: any CommunityRecords, watched: [String: [Rule]]) throws -> [Crossing] {
        var crossings: [Crossing] = []
        var index = 0
        while index < accepted.count {
            let day = accepted[index].reading.at.dayNumber
            var end = index
            while end < accepted.count, accepted[end].reading.at.dayNumber == day { end += 1 }
            crossings += try store(accepted[index..<end], of: day, records, watched)
            index = end
        }
        return crossings
    }

    private mutating func store(
        _ rows: ArraySlice<(reading: Reading, row: Int)>, of day: Int, _ records: any CommunityRecords,
        _ watched: [String: [Rule]]
    ) throws -> [Crossing] {
        var days = try records.readingDays(day, of: few(rows))
        var (fresh, changed): ([Reading], Set<Int>) = ([], [])
        var (added, crossings): ([(Reading, previous: Previous, Int)], [Crossing]) = ([], [])
        fresh.reserveCapacity(rows.count)
        for (reading, row) in rows {
            let known = days[reading.series]
            if let known, reading.at <= known.lastAt {
                if known.lastAt == reading.at {
                    known.last == reading.value ? repeated += 1 : refuse(row, .contradiction)
                    continue
                }
                guard try records.addOnce(reading) else {
                    let there = try records.readings(
                        of: reading.series, from: reading.at,
                        until: Instant(milliseconds: reading.at.milliseconds + 1), limit: 1)
                    there.first?.value == reading.value ? repeated += 1 : refuse(row, .contradiction)
                    continue
                }
                added.append((reading, .before(reading.at), row))
            } else {
                fresh.append(reading)
                added.append((reading, known.map { .value($0.last) } ?? .dayBefore, row))
            }
            taken += 1
            changed.insert(reading.series)
            if days[reading.series]?.add(reading) == nil {
                days[reading.series] = ReadingDay(reading, day: day)
            }
        }
        try records.add(fresh)
        if day < now.dayNumber, !added.isEmpty, let day = Day(ordinal: day) {
            try records.came(late: added.count, for: day)
            try records.note(JournalNote(late: added.count, for: day))
        }
        try records.put(changed.sorted().compactMap { days[$0] })
        for (reading, previous, row) in added {
            guard reading.at.milliseconds >= now.milliseconds - CommunityLimits.live,
                case .series(_, let device, let property) = targets[Int(batch.rows[row].source)],
                let rules = watched["\(device.model?.id ?? "")/\(property.id)"]
            else { continue }
            let before = try value(previous, of: reading.series, day, records)
            for rule in rules {
                guard case .reading(_, _, let comparison) = rule.trigger, comparison.holds(reading.value),
                    before.map({ !comparison.holds($0) }) ?? true
                else { continue }
                crossings.append(Crossing(rule: rule, device: device, property: property, reading: reading))
            }
        }
        return crossings
    }
}

extension Intake {
    /// The series of some readings, where they are so few that asking for each is less work than reading the whole day.
    private func few(_ rows: ArraySlice<(reading: Reading, row: Int)>) -> [Int]? {
        var series: Set<Int> = []
        for (reading, _) in rows {
            series.insert(reading.series)
            if series.count > 100 { return nil }
        }
        return series.sorted()
    }
}

/// The reading before one, as far as it is known.
private enum Previous {
    case value(Double)
    /// It is the first of its day.
    case dayBefore
    /// It came late: others of its day are later than it.
    case before(Instant)
}

extension Intake {
    private func value(
        _ previous: Previous, of series: Int, _ day: Int, _ records: any CommunityRecords
    ) throws -> Double? {
        switch previous {
        case .value(let value): return value
        case .dayBefore: return try records.lastReadings(of: [series], onOrBefore: day - 1)[series]?.last
        case .before(let at):
            // An hour is long enough to tell whether it was so before.
            let from = at.adding(seconds: -3600)
            return try records.readings(of: series, from: from, until: at, limit: 10_000).last?.value
        }
    }
}

extension Instant {
    /// Days since 1970-01-01, Beijing time.
    var dayNumber: Int { Int((milliseconds + 8 * 3_600_000) / 86_400_000) }
}

extension RefusedReading.Reason: Error {}

extension DeviceModel.Property {
    /// What a value that was sent is kept as.
    func value(_ sent: ReadingBatch.Value) -> Result<Double, RefusedReading.Reason> {
        switch (content, sent) {
        case (.number(let range), .number(let number)):
            guard number.isFinite else { return .failure(.wrongType) }
            // Some databases keep the sign of nothing, and some do not.
            return range.contains(number) ? .success(number == 0 ? 0 : number) : .failure(.outOfRange)
        case (.flag, .flag(let flag)): return .success(flag ? 1 : 0)
        case (.flag, .number(let number)) where number == 0 || number == 1: return .success(number)
        case (.state(let options), .text(let text)):
            guard let index = options.firstIndex(where: { $0.id == text }) else { return .failure(.wrongType) }
            return .success(Double(index))
        default: return .failure(.wrongType)
        }
    }
}
