import Commons
import Rulebook

/// What came at one time, on its way into the records.
struct Intake {
    fileprivate enum Target {
        case series(Int, DeviceShelf.Known, DeviceModel.Property)
        /// Nothing of it has come yet, as far as this node knows.
        case new(SeriesKey, DeviceShelf.Known, DeviceModel.Property)
        case refused(RefusedReading.Reason)
    }

    /// What one sender said.
    struct Part {
        let batch: ReadingBatch
        var rights: SenderRights
        fileprivate var targets: [Target] = []
        fileprivate var taken = 0
        fileprivate var repeated = 0
        fileprivate var reasons: [RefusedReading.Reason: Int] = [:]
        fileprivate var examples: [RefusedReading] = []
    }

    /// Where a reading came from.
    private struct Origin {
        var part: Int32
        var row: Int32
    }

    /// What became of something that is no reading.
    enum Outcome {
        case taken, repeated
        case refused(RefusedReading.Reason)
        /// Refused, and there is enough of it to look at.
        case counted(RefusedReading.Reason)
    }

    let contents: DeviceShelf.Contents
    let now: Instant
    private(set) var parts: [Part] = []
    private var accepted: [(reading: Reading, origin: Origin)] = []
    private(set) var refused: [RefusedReading] = []
    /// Series that something of this was the first of.
    private(set) var made: [SeriesKey: Int] = [:]

    /// Devices of which more is refused than can be kept.
    private(set) var wrongSenders: [DeviceShelf.Known] = []
    var quarantines: Quarantines

    init(contents: DeviceShelf.Contents, now: Instant, floods: FloodCounts) {
        self.contents = contents
        self.now = now
        quarantines = Quarantines(floods: floods)
    }

    mutating func add(_ delivery: Delivery, _ rights: SenderRights) {
        let batch = if case .readings(let batch) = delivery.content { batch } else { ReadingBatch() }
        parts.append(Part(batch: batch, rights: rights))
    }

    /// One for each delivery, in their order.
    var reports: [ReadingReport] {
        parts.map { part in
            ReadingReport(
                taken: part.taken, repeated: part.repeated, refused: part.reasons, examples: part.examples)
        }
    }

    /// Which series each source is, asked once for all of its rows.
    mutating func resolve(_ records: any CommunityRecords) throws {
        var new: [SeriesKey] = []
        for part in parts.indices {
            parts[part].targets.reserveCapacity(parts[part].batch.sources.count)
            for source in parts[part].batch.sources {
                let target = target(source, part)
                if case .new(let key, _, _) = target, made.updateValue(-1, forKey: key) == nil { new.append(key) }
                parts[part].targets.append(target)
            }
            for line in parts[part].batch.malformed { refuse(part, line.line, .malformed, line.text) }
        }
        guard !new.isEmpty else { return }
        made = try records.series(new)
        for part in parts.indices {
            for (index, target) in parts[part].targets.enumerated() {
                guard case .new(let key, let device, let property) = target, let series = made[key] else { continue }
                parts[part].targets[index] = .series(series, device, property)
            }
        }
    }

    private mutating func target(_ source: ReadingBatch.Source, _ part: Int) -> Target {
        let device: DeviceShelf.Known
        switch parts[part].rights.device(source.device) {
        case .success(let found): device = found
        case .failure(let reason): return .refused(reason)
        }
        guard let property = device.model?.property(source.property) else { return .refused(.unknownProperty) }
        let key = SeriesKey(device: device.id, property: property.id)
        return contents.series[key].map { .series($0, device, property) } ?? .new(key, device, property)
    }

    /// Says what became of something that is no reading. `text`: of it, for whoever looks at what was refused.
    mutating func note(_ outcome: Outcome, at part: Int, _ text: String) {
        switch outcome {
        case .taken: parts[part].taken += 1
        case .repeated: parts[part].repeated += 1
        case .refused(let reason): refuse(part, 1, reason, text)
        case .counted(let reason): parts[part].reasons[reason, default: 0] += 1
        }
    }

    private mutating func refuse(_ part: Int, _ line: Int, _ reason: RefusedReading.Reason, _ text: String) {
        let rights = parts[part].rights
        let (isTooMany, isFirst) = quarantines.floods.refused(rights.device?.id ?? rights.name, now: now)
        if isFirst, let device = rights.device { wrongSenders.append(device) }
        if isTooMany {
            parts[part].reasons[reason, default: 0] += 1
            return
        }
        let one = RefusedReading(
            receivedAt: now, sender: parts[part].rights.name, organisation: parts[part].rights.organisation, line: line,
            reason: reason, text: text.cut(to: RefusedReading.mostBytes))
        refused.append(one)
        parts[part].reasons[reason, default: 0] += 1
        if parts[part].examples.count < ReadingReport.mostExamples { parts[part].examples.append(one) }
    }

    /// Checks every row, and puts those that are readings in order of time.
    mutating func sort() {
        accepted.reserveCapacity(parts.reduce(0) { $0 + $1.batch.rows.count })
        for part in parts.indices {
            for index in parts[part].batch.rows.indices {
                let origin = Origin(part: Int32(part), row: Int32(index))
                switch reading(origin) {
                case .success(let reading): accepted.append((reading, origin))
                case .failure(let reason): refuse(origin, reason)
                }
            }
        }
        accepted.sort { first, second in
            (first.reading.at.milliseconds, first.reading.series, first.origin.part, first.origin.row)
                < (second.reading.at.milliseconds, second.reading.series, second.origin.part, second.origin.row)
        }
    }

    private func reading(_ origin: Origin) -> Result<Reading, RefusedReading.Reason> {
        let row = parts[Int(origin.part)].batch.rows[Int(origin.row)]
        guard case .series(let series, _, let property) = parts[Int(origin.part)].targets[Int(row.source)] else {
            if case .refused(let reason) = parts[Int(origin.part)].targets[Int(row.source)] { return .failure(reason) }
            return .failure(.malformed)
        }
        if row.at == .min { return .failure(.malformed) }
        if row.at > now.milliseconds + CommunityLimits.ahead { return .failure(.future) }
        if row.at < now.milliseconds - CommunityLimits.late { return .failure(.past) }
        return property.value(row.value).map {
            Reading(series: series, at: Instant(milliseconds: row.at), value: $0)
        }
    }

    private mutating func refuse(_ origin: Origin, _ reason: RefusedReading.Reason) {
        let part = Int(origin.part)
        let row = parts[part].batch.rows[Int(origin.row)]
        let source = parts[part].batch.sources[Int(row.source)]
        let value: String =
            switch row.value {
            case .number(let number): "\(number)"
            case .flag(let flag): "\(flag)"
            case .text(let text): text
            }
        let text = "\(source.device) \(source.property) \(row.at == .min ? "?" : "\(row.at)") \(value)"
        refuse(part, Int(row.line), reason, text)
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
        _ rows: ArraySlice<(reading: Reading, origin: Origin)>, of day: Int, _ records: any CommunityRecords,
        _ watched: [String: [Rule]]
    ) throws -> [Crossing] {
        var days = try records.readingDays(day, of: few(rows))
        var (fresh, changed): ([Reading], Set<Int>) = ([], [])
        var (added, crossings): ([(Reading, previous: Previous, Origin)], [Crossing]) = ([], [])
        fresh.reserveCapacity(rows.count)
        var late = try addLate(rows, days, records)
        for (reading, origin) in rows {
            let part = Int(origin.part)
            let known = days[reading.series]
            let isFull = known.map { $0.count >= CommunityLimits.readingsADay } ?? false
            if let known, reading.at <= known.lastAt {
                if known.lastAt == reading.at {
                    known.last == reading.value ? parts[part].repeated += 1 : refuse(origin, .contradiction)
                    continue
                }
                // What is there already is no more than there is.
                if isFull, try there(reading, records) == nil {
                    refuse(origin, .quota)
                    continue
                }
                if let there = try late[Moment(reading)] ?? records.addOnce([reading])[0] {
                    there == reading.value ? parts[part].repeated += 1 : refuse(origin, .contradiction)
                    continue
                }
                late[Moment(reading)] = .some(reading.value)
                added.append((reading, .before(reading.at), origin))
            } else if isFull {
                refuse(origin, .quota)
                continue
            } else {
                fresh.append(reading)
                added.append((reading, known.map { .value($0.last) } ?? .dayBefore, origin))
            }
            parts[part].taken += 1
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
        for (reading, previous, origin) in added {
            guard reading.at.milliseconds >= now.milliseconds - CommunityLimits.live,
                case .series(_, let device, let property) = target(of: origin),
                let rules = watched["\(device.model?.id ?? "")/\(property.id)"]?.filter({ $0.holds(reading.value) }),
                !rules.isEmpty
            else { continue }
            // Asked for where it matters, which is seldom: what came late is looked for among all readings of its hour.
            let before = try value(previous, of: reading.series, day, records)
            for rule in rules where before.map({ !rule.holds($0) }) ?? true {
                crossings.append(Crossing(rule: rule, device: device, property: property, reading: reading))
            }
        }
        return crossings
    }
}

extension Rule {
    /// Whether its limit is crossed by this.
    fileprivate func holds(_ value: Double) -> Bool {
        if case .reading(_, _, let comparison) = trigger { comparison.holds(value) } else { false }
    }
}

extension Intake {
    /// When a reading of a series was.
    private struct Moment: Hashable {
        var series: Int
        var at: Instant

        init(_ reading: Reading) { (series, at) = (reading.series, reading.at) }
    }

    /// Adds those that others of their day came before, all at once: nodes that take turns bring many of them.
    /// - Returns: the value that was there at their moments; nil: they were added. Those that may be more than a day's
    ///   are left out.
    private func addLate(
        _ rows: ArraySlice<(reading: Reading, origin: Origin)>, _ days: [Int: ReadingDay],
        _ records: any CommunityRecords
    ) throws -> [Moment: Double?] {
        let late = rows.lazy.map(\.reading).filter { reading in
            guard let day = days[reading.series], reading.at < day.lastAt else { return false }
            return day.count + rows.count <= CommunityLimits.readingsADay
        }
        var known: [Moment: Double?] = [:]
        // The first of a moment is the one that is added.
        var first: [Reading] = []
        for reading in late where known.updateValue(nil, forKey: Moment(reading)) == nil { first.append(reading) }
        if first.isEmpty { return known }
        for (reading, there) in zip(first, try records.addOnce(first)) { known[Moment(reading)] = .some(there) }
        return known
    }

    /// The series of some readings, where asking for each is less work than reading the whole day.
    private func few(_ rows: ArraySlice<(reading: Reading, origin: Origin)>) -> [Int]? {
        let most = max(100, contents.series.count / 4)
        var series: Set<Int> = []
        for (reading, _) in rows {
            series.insert(reading.series)
            if series.count > most { return nil }
        }
        return series.sorted()
    }
}

extension Intake {
    /// Quarantines as this transaction knows them: each is asked for once and kept once.
    struct Quarantines {
        var floods: FloodCounts
        private var known: [String: DeviceQuarantine?] = [:]
        private var changed: Set<String> = []

        init(floods: FloodCounts) { self.floods = floods }

        mutating func of(_ device: String, _ records: any CommunityRecords) throws -> DeviceQuarantine? {
            if let known = known[device] { return known }
            let found = try records.quarantine(of: device)
            known[device] = .some(found)
            return found
        }

        mutating func put(_ quarantine: DeviceQuarantine) {
            known[quarantine.device] = quarantine
            changed.insert(quarantine.device)
        }

        func keep(_ records: any CommunityRecords) throws {
            for device in changed.sorted() {
                if let quarantine = known[device] ?? nil { try records.put(quarantine) }
            }
        }
    }
}

/// What is kept for the series and moment of a reading.
private func there(_ reading: Reading, _ records: any CommunityRecords) throws -> Double? {
    try records.readings(
        of: reading.series, from: reading.at, until: Instant(milliseconds: reading.at.milliseconds + 1), limit: 1
    ).first?.value
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
    private func target(of origin: Origin) -> Target {
        let part = parts[Int(origin.part)]
        return part.targets[Int(part.batch.rows[Int(origin.row)].source)]
    }

    private func value(
        _ previous: Previous, of series: Int, _ day: Int, _ records: any CommunityRecords
    ) throws -> Double? {
        switch previous {
        case .value(let value): return value
        case .dayBefore: return try records.lastReadings(of: [series], onOrBefore: day - 1)[series]?.last
        case .before(let at):
            // An hour is long enough to tell whether it was so before.
            return try records.lastReading(of: series, before: at, since: at.adding(seconds: -3600))?.value
        }
    }
}
