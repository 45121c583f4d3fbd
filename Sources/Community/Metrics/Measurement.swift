import Commons
import Rulebook

/// Computes one metric for one organisation, at one moment: the same primitives give the same value again.
struct Measurement {
    let desk: CommunityDesk
    let metric: Metric
    let keeper: Keeper
    let at: Instant
    let records: any CommunityRecords
    /// What other metrics of the same moment ask as well.
    let run: MetricRun

    /// What a computation found.
    struct Found {
        var numerator: Int
        var denominator: Int
        var sample: Int
        /// Why it rests on too little, beside what every metric asks.
        var thin: Phrase?
        var details: [MetricValue.Detail] = []

        static func ratio(_ part: Int, of all: Int) -> Found { Found(numerator: part, denominator: all, sample: all) }
        static func count(_ count: Int) -> Found { Found(numerator: count, denominator: 1, sample: count) }
        static let nothing = Found(numerator: 0, denominator: 0, sample: 0)
    }

    /// The start of the first of the whole days that it looks back at.
    var from: Instant? { metric.span.map { Instant(at.day.adding(days: -$0)) } }
    /// With what happens at this very moment.
    var end: Instant { Instant(milliseconds: at.milliseconds + 1) }
    var scope: MetricScope { MetricScope(organisation: keeper.id, from: from, until: end) }

    func value() throws -> MetricValue { try value(try found()) }

    func value(_ found: Found) throws -> MetricValue {
        let (state, reason) = judged(found)
        return MetricValue(
            metric: metric.id, organisation: keeper.id, region: keeper.region, day: at.day, at: at, from: from,
            numerator: found.denominator > 0 ? found.numerator : 0, denominator: found.denominator,
            sample: found.sample, state: state, reason: reason, details: found.details,
            marks: found.denominator > 0 ? try marks() : [])
    }

    private func judged(_ found: Found) -> (MetricValue.State, Phrase?) {
        guard found.denominator > 0 else {
            return (.none, Phrase(zh: "没有可供计算的数据", en: "there is nothing to compute it from"))
        }
        let days = max(at.day.ordinal - keeper.since.day.ordinal, 0)
        if days < metric.leastDays {
            return (
                .thin,
                Phrase(
                    zh: "只运行了 \(days) 天，至少要 \(metric.leastDays) 天",
                    en: "in operation for \(days) days, \(metric.leastDays) are needed")
            )
        }
        if found.sample < metric.least {
            return (
                .thin,
                Phrase(
                    zh: "只有 \(found.sample) 个样本，至少要 \(metric.least) 个",
                    en: "rests on \(found.sample), \(metric.least) are needed")
            )
        }
        return found.thin.map { (.thin, $0) } ?? (.ok, nil)
    }

    private func found() throws -> Found {
        switch metric.computation {
        case .count(let items): return .count(try run.count(items, scope))
        case .share(let items, let all, let field): return try share(items, all, by: field)
        case .response(let items, let acts, let figure): return try response(items, acts, figure)
        case .answers(let items, let act, let field, let figure): return try answers(items, act, field, figure)
        case .events(let kinds): return .count(try records.countEvents(kinds, scope))
        case .online(let models): return try online(models)
        case .covered(let spaces, let devices, let relation): return try covered(spaces, devices, relation)
        case .fit(let devices): return try fit(devices)
        case .carriedOut(let models, let commands):
            let (done, over) = try records.countCommands(commands, to: models, scope)
            return .ratio(done, of: over)
        case .placed(let level, let items): return try placed(level, items)
        case .acted(let items, let act):
            let answers = try records.answers(items, to: [act], scope)
            return .ratio(answers.count { $0.answeredAt != nil }, of: answers.count)
        case .filled(let items, let fields):
            return .ratio(try run.countFilled(items, fields: fields, scope), of: try run.count(items, scope))
        case .active(let roles):
            let activity = try records.activity(roles: roles, scope)
            return .ratio(activity.active, of: activity.all)
        case .received(let items, let figure):
            let receipts = try records.receipts(items, figure: figure, scope)
            return .ratio(receipts.done, of: receipts.all)
        case .reading(let model, let property, let figure): return try reading(model, property, figure)
        case .recorded: return try recorded()
        case .kept(let kinds): return try kept(kinds)
        case .roles(let respect): return try roles(differing: respect)
        case .passedOn: return .count(try records.countPassedOn(scope))
        }
    }

    // MARK: Work

    private func response(_ items: Metric.Items, _ acts: [String], _ figure: Metric.Pace) throws -> Found {
        response(try records.answers(items, to: acts, scope), items.kind, figure)
    }

    func response(_ answers: [MetricAnswer], _ kind: String, _ figure: Metric.Pace) -> Found {
        let times = answers.compactMap { one in
            one.answeredAt.map { $0.milliseconds - one.openedAt.milliseconds }
        }
        let waiting = Phrase(zh: "\(answers.count - times.count)", en: "\(answers.count - times.count)")
        var found: Found
        switch figure {
        case .median:
            found = .nothing
            if let median = ResponseFigures.median(times) {
                found = Found(numerator: Int(median), denominator: 1, sample: times.count)
            }
        case .mean:
            found = Found(
                numerator: Int(times.reduce(0, +)), denominator: times.count, sample: times.count)
        case .within(let minutes): found = within(answers, minutes: minutes)
        case .inTerm(let states): found = within(answers, minutes: desk.minutes(kind, states))
        }
        found.details.append(.init(Phrase(zh: "尚未响应", en: "Not answered"), waiting))
        return found
    }

    private func within(_ answers: [MetricAnswer], minutes: Int) -> Found {
        let limit = Int64(minutes) * 60_000
        let over = Set(
            desk.catalog.kind(metric.population?.kind ?? "")?.lifeCycle.states.filter(\.isFinal).map(\.id) ?? [])
        var (inTime, all) = (0, 0)
        for one in answers {
            if let answered = one.answeredAt {
                all += 1
                if answered.milliseconds - one.openedAt.milliseconds <= limit { inTime += 1 }
            } else if at.milliseconds - one.openedAt.milliseconds > limit {
                // What ended in another way, such as called off, was nobody's to answer.
                if !over.contains(one.state) || one.since >= at { all += 1 }
            }
        }
        return .ratio(inTime, of: all)
    }

    private func answers(
        _ items: Metric.Items, _ act: String, _ field: String, _ figure: Metric.Grade
    ) throws -> Found {
        let numbers = try records.entries(items, act: act, scope).compactMap { entry in
            try CanonicalJSON.decode(ItemEntry.self, entry.data).answers?[field]?.number
        }
        return graded(numbers, figure)
    }

    func graded(_ numbers: [Int], _ figure: Metric.Grade) -> Found {
        switch figure {
        case .mean: Found(numerator: numbers.reduce(0, +), denominator: numbers.count, sample: numbers.count)
        case .atLeast(let least): .ratio(numbers.count { $0 >= least }, of: numbers.count)
        }
    }
}

extension CommunityDesk {
    /// The terms of these states, one after the other.
    func minutes(_ kind: String, _ states: [String]) -> Int {
        states.reduce(0) { $0 + (catalog.kind(kind)?.lifeCycle.state($1)?.minutes ?? 0) }
    }
}
