public import Commons
public import Rulebook

/// For how long something is kept, and how that goes.
public struct RetentionLine: Hashable, Sendable {
    public var subject: RetentionSubject
    public var title: Phrase
    /// Declared: it cannot be kept for fewer days.
    public var least: Int
    public var days: Int
    /// nil: there is none.
    public var oldest: Instant?
    /// What was deleted last.
    public var run: RetentionRun?
}

extension CommunityDesk {
    /// Everything that is kept for a time: kinds of events, then what is of all devices and rules.
    public var retentionSubjects: [RetentionSubject] {
        catalog.events.map { .events($0.id) } + [.readings, .refused, .ruleRuns]
    }

    /// The declared least, in days.
    ///
    /// Late readings are taken for 400 days: were they deleted earlier, one that comes again would count twice in the
    /// figures of its day.
    func leastDays(_ subject: RetentionSubject) -> Int {
        switch subject {
        case .events(let kind): catalog.event(kind)?.retentionDays ?? RetentionPolicy.most
        case .readings: Int(CommunityLimits.late / 86_400_000)
        case .refused: 30
        case .ruleRuns: 400
        }
    }

    /// What is promised: never less than what is declared, whatever was set when less was declared.
    func days(_ subject: RetentionSubject, _ policy: RetentionPolicy) -> Int {
        max(leastDays(subject), policy.days[subject.id] ?? 0)
    }

    /// - Returns: what there is, and the version that a change rests on.
    public func retention(_ visitor: Visitor) async throws -> (lines: [RetentionLine], version: Int) {
        try demandRetention(visitor)
        return try await store.readCommunity { records in
            let (policy, version) = try RetentionSetting.current(records)
            let runs = try records.retentionRuns()
            let lines = try retentionSubjects.map { subject in
                RetentionLine(
                    subject: subject, title: title(subject), least: leastDays(subject), days: days(subject, policy),
                    oldest: try records.oldest(subject), run: runs.first { $0.subject == subject })
            }
            return (lines, version)
        }
    }

    /// `days`: by the id of a subject; what is left out stays as declared.
    public func setRetention(_ days: [String: Int], version: Int, by visitor: Visitor) async throws {
        try demandRetention(visitor)
        var kept: [String: Int] = [:]
        for subject in retentionSubjects {
            guard let wanted = days[subject.id] else { continue }
            let least = leastDays(subject)
            guard (least...max(least, RetentionPolicy.most)).contains(wanted) else {
                throw Refusal(
                    .invalid, zh: "“\(title(subject).zh)”至少保存 \(least) 天，最多 \(RetentionPolicy.most) 天",
                    en: "'\(title(subject).en)' is kept for \(least) to \(RetentionPolicy.most) days",
                    place: subject.id)
            }
            if wanted > least { kept[subject.id] = wanted }
        }
        let policy = RetentionPolicy(days: kept)
        try await store.writeCommunity { try RetentionSetting.set(policy, version: version, $0) }
    }

    private func demandRetention(_ visitor: Visitor) throws {
        let decision = policy().decide(visitor, CommunityFunction.retention)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
    }

    func title(_ subject: RetentionSubject) -> Phrase {
        switch subject {
        case .events(let kind):
            catalog.event(kind).map { Phrase(zh: "事件：\($0.title.zh)", en: "Events: \($0.title.en)") } ?? .same(kind)
        case .readings: Phrase(zh: "监测数据（逐条）", en: "Readings, one by one")
        case .refused: Phrase(zh: "未采纳的数据", en: "Readings kept apart")
        case .ruleRuns: Phrase(zh: "联动执行记录", en: "Runs of rules")
        }
    }

    /// Deletes what is older than it is promised to be kept, in transactions of about `batch` rows each, and notes it.
    /// Readings come last, as whoever reads all of them for long keeps their months from being dropped.
    /// - Returns: how many rows were deleted.
    @discardableResult
    public func sweepRetention(batch: Int = 5_000, batches: Int = 400) async throws -> Int {
        var total = 0
        var left = batches
        for subject in retentionSubjects where subject != .readings {
            total += try await sweep(subject, batch, &left)
        }
        total += try await dropMonths()
        return try await total + sweep(.readings, batch, &left)
    }

    private func sweep(_ subject: RetentionSubject, _ batch: Int, _ left: inout Int) async throws -> Int {
        var total = 0
        while left > 0, !Task.isCancelled {
            left -= 1
            let now = surroundings.now()
            let count = try await store.writeCommunity { records in
                let before = try term(of: subject, now, records)
                let count = try records.remove(subject, before: before, limit: batch)
                if count > 0 {
                    try records.note(
                        RetentionRun(subject: subject, day: now.day, at: now, before: before, count: count))
                }
                return count
            }
            total += count
            if count < batch { break }
        }
        return total
    }

    /// Months of readings whose time is over as a whole: nothing of them is deleted row by row.
    private func dropMonths() async throws -> Int {
        let now = surroundings.now()
        let over = try await store.readCommunity { records in
            try records.months(before: try term(of: .readings, now, records))
        }
        var total = 0
        for month in over where !Task.isCancelled {
            total += try await store.writeCommunity { records in
                try records.close(month)
                // They may have come to be kept for longer meanwhile.
                guard try month.end <= term(of: .readings, now, records) else { return 0 }
                let count = try records.drop(month)
                if count > 0 {
                    try records.note(
                        RetentionRun(subject: .readings, day: now.day, at: now, before: month.end, count: count))
                }
                return count
            }
        }
        return total
    }

    /// What happened before is kept no longer. Whole days: what is kept for a day is there until that day, so many days
    /// later, is over.
    private func term(of subject: RetentionSubject, _ now: Instant, _ records: any CommunityRecords) throws -> Instant {
        Instant(now.day.adding(days: -days(subject, try RetentionSetting.current(records).policy)))
    }
}
