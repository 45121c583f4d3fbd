public import Commons
public import Rulebook

/// What a rule would have done in the days before now, had it held; nothing of it has happened.
public struct RuleTrial: Sendable {
    /// One time that it would have run.
    public struct Run: Hashable, Sendable {
        public var at: Instant
        /// What would have set it off, in words.
        public var cause: String
        /// What it would have done, step by step.
        public var steps: [Phrase]

        public init(at: Instant, cause: String, steps: [Phrase]) {
            self.at = at
            self.cause = cause
            self.steps = steps
        }
    }

    /// 1...90.
    public var days: Int
    public var from: Instant
    public var now: Instant
    /// Newest first; the first `mostRuns` of them.
    public var runs: [Run] = []
    /// How many there would have been, by day.
    public var perDay: [Day: Int] = [:]
    /// Readings, events or acts that were looked at.
    public var examined = 0
    /// What is older than this was too much to look at; nil: all was.
    public var stoppedAt: Instant?

    public var count: Int { perDay.values.reduce(0, +) }

    public init(days: Int, from: Instant, now: Instant) {
        self.days = days
        self.from = from
        self.now = now
    }

    /// Times that are told in words.
    public static let mostRuns = 200
    public static let mostReadings = 100_000
    public static let mostEvents = 10_000
    public static let longest = 90
}

/// Something that would have set a rule off.
struct Occasion {
    var at: Instant
    var signal: Signal
    var cause: String
}

extension CommunityDesk {
    /// Tries a rule on what has happened at what its organisation keeps. `days`: 1...90.
    public func tryRule(_ id: String, days: Int, _ visitor: Visitor) async throws -> (item: Item, rule: Rule, RuleTrial)
    {
        guard (1...RuleTrial.longest).contains(days) else {
            throw Refusal(
                .invalid, zh: "天数为 1 至 \(RuleTrial.longest)", en: "1 to \(RuleTrial.longest) days", place: "days")
        }
        let now = surroundings.now()
        return try await store.readCommunity { records in
            let kind = try kind(Estate.rule.id)
            let item = try found(id, of: kind, records)
            try demand(kind.function(.read), visitor, item)
            let rule = try Rule(item, catalog)
            // Nobody learns by a rule what they may not look at.
            let looks = rule.subject.flatMap(catalog.kind)?.function(.read) ?? CommunityFunction.readReadings
            try demand(looks, visitor, item)
            var trial = RuleTrial(days: days, from: now.adding(seconds: Int64(days) * -86_400), now: now)
            let occasions = try occasions(rule, &trial, records).sorted { $0.at > $1.at }
            for one in occasions { trial.perDay[one.at.day, default: 0] += 1 }
            var foresight = Foresight(desk: self, rule: rule)
            trial.runs = try occasions.prefix(RuleTrial.mostRuns).map { one in
                RuleTrial.Run(at: one.at, cause: one.cause, steps: try foresight.steps(one.signal, records))
            }
            return (item, rule, trial)
        }
    }

    /// When what the rule waits for happened and its conditions held.
    private func occasions(
        _ rule: Rule, _ trial: inout RuleTrial, _ records: any CommunityRecords
    ) throws -> [Occasion] {
        let found: [Occasion] =
            switch rule.trigger {
            case .reading(let model, let property, let comparison):
                try crossings(rule, model, property, comparison, &trial, records)
            case .silence(let model): try silences(rule, model, &trial, records)
            case .event(let kinds): try happenings(rule, kinds, &trial, records)
            case .state(let kind, let state): try stays(rule, kind, state, isOver: false, &trial, records)
            case .overdue(let kind, let state): try stays(rule, kind, state, isOver: true, &trial, records)
            case .clock(let minute): try times(rule, minute, trial, records)
            }
        return try found.filter { one in
            try rule.conditions.allSatisfy { $0.holds(one.signal, at: one.at) }
                && concerns(rule, one.signal, records)
        }
    }

    private func times(
        _ rule: Rule, _ minute: Int, _ trial: RuleTrial, _ records: any CommunityRecords
    ) throws -> [Occasion] {
        let place = try rule.place.flatMap { try records.item($0) }
        let organisation = try rule.organisation.flatMap { try records.organisation($0) }
        guard let organisation else { return [] }
        let home = Home(opener: organisation.id, handler: organisation.id, region: organisation.region)
        return (0...trial.days).compactMap { back in
            let start = Instant(trial.now.day.adding(days: -back))
            let at = start.adding(seconds: Int64(minute) * 60)
            guard at >= trial.from, at <= trial.now else { return nil }
            return Occasion(at: at, signal: .clock(place: place, home), cause: at.shown)
        }
    }
}

/// Says what a rule would do, without doing it.
struct Foresight {
    let desk: CommunityDesk
    let rule: Rule
    /// What was looked up, as history names the same places again and again.
    private var people: [Role: Int] = [:]
    private var devices: [String: Phrase] = [:]

    init(desk: CommunityDesk, rule: Rule) {
        self.desk = desk
        self.rule = rule
    }

    mutating func steps(_ signal: Signal, _ records: any CommunityRecords) throws -> [Phrase] {
        try rule.actions.map { try step($0, signal, records) }
    }

    private mutating func step(
        _ action: Rule.Action, _ signal: Signal, _ records: any CommunityRecords
    ) throws -> Phrase {
        let catalog = desk.catalog
        switch action {
        case .event(let id):
            let title = catalog.event(id)?.title ?? .same(id)
            return Phrase(zh: "产生事件：\(title.zh)", en: "event: \(title.en)")
        case .open(let id, let fields):
            guard let kind = catalog.kind(id), let place = try signal.place.flatMap({ try records.item($0) }) else {
                return Phrase(zh: "没有位置，不能登记", en: "no place: nothing is entered")
            }
            let text = (fields[kind.titleField] ?? "").replacing("{title}", with: signal.item?.head.title ?? "")
                .replacing("{number}", with: signal.item?.head.number ?? "")
                .replacing("{place}", with: place.head.title)
            return Phrase(zh: "登记\(kind.title.zh)：\(text)", en: "enter \(kind.title.en): \(text)")
        case .openEach(let id, _, _, _):
            let title = catalog.kind(id)?.title ?? .same(id)
            return Phrase(zh: "逐项登记\(title.zh)", en: "enter one for each: \(title.en)")
        case .act(let id):
            let act = rule.subject.flatMap(catalog.kind)?.act(id)
            guard let act, let item = signal.item, act.states.contains(item.state) else {
                return Phrase(zh: "不能执行“\(act?.title.zh ?? id)”", en: "cannot '\(act?.title.en ?? id)'")
            }
            return Phrase(zh: "\(act.title.zh)：\(item.head.number)", en: "\(act.title.en): \(item.head.number)")
        case .notify(let role):
            if people[role] == nil, let organisation = rule.organisation {
                people[role] = try records.members(MemberQuery(organisation: organisation, role: role)).count
            }
            let count = people[role] ?? 0
            return Phrase(zh: "通知\(role.title.zh) \(count) 人", en: "tell \(count) of: \(role.title.en)")
        case .command(let model, let command, let around):
            return try told(model, command, around, signal, records)
        case .call(let name): return Phrase(zh: "呼叫 \(name)", en: "call \(name)")
        }
    }

    private mutating func told(
        _ model: String, _ command: String, _ around: Int, _ signal: Signal, _ records: any CommunityRecords
    ) throws -> Phrase {
        guard let declared = desk.catalog.model(model), let place = signal.place else {
            return Phrase(zh: "没有位置，不能下发命令", en: "no place: nothing is told")
        }
        let what = declared.commands.first { $0.id == command }?.title ?? .same(command)
        let key = "\(model)/\(around)/\(place)"
        if devices[key] == nil {
            let found = try desk.addressed(model, around, place, rule, records)
            let names = found.prefix(3).map(\.head.title).joined(separator: "、")
            devices[key] = Phrase(
                zh: "\(declared.title.zh) \(found.count) 台（\(names)）",
                en: "\(found.count) of \(declared.title.en) (\(names))")
        }
        let whom = devices[key] ?? .same("")
        return Phrase(zh: "\(what.zh)：\(whom.zh)", en: "\(what.en): \(whom.en)")
    }
}
