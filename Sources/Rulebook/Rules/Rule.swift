/// How a finding becomes points: a closed set. A rulebook says which rule, and with what numbers.
public enum Rule: Hashable, Sendable {
    /// Must be met, gives no points.
    case control
    /// A fact that forbids a grade, or every grade above `limit` (a grade id).
    case veto(limit: String?)
    /// All or nothing.
    case all(points: Exact)
    case count(CountRule)
    case share(ShareRule)
    case list(ListRule)
    case steps(StepsRule)
    case linear(LinearRule)
    case target(TargetRule)
    case deduct(DeductRule)
    case choice(ChoiceRule)
    case award(AwardRule)

    /// The name a rulebook file uses.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case control, veto, all, count, share, list, steps, linear, target, deduct, choice, award
    }

    public var kind: Kind {
        switch self {
        case .control: .control
        case .veto: .veto
        case .all: .all
        case .count: .count
        case .share: .share
        case .list: .list
        case .steps: .steps
        case .linear: .linear
        case .target: .target
        case .deduct: .deduct
        case .choice: .choice
        case .award: .award
        }
    }

    /// Whether it belongs among the control items.
    public var isControl: Bool { kind == .control || kind == .veto }

    /// Most points it can give; 0 for control items.
    public var maximum: Exact {
        switch self {
        case .control, .veto: .zero
        case .all(let points): points
        case .count(let rule): rule.maximum
        case .share(let rule): rule.maximum
        case .list(let rule): rule.maximum
        case .steps(let rule): rule.maximum
        case .linear(let rule): rule.maximum
        case .target(let rule): rule.points
        case .deduct(let rule): rule.from
        case .choice(let rule): rule.maximum
        case .award(let rule): rule.maximum
        }
    }

    /// Points for what was observed and why; nil where the observation is not of this rule's kind.
    /// Control items and vetoes give 0 points; whether they hold is `holds(_:)`.
    public func judge(_ observation: Observation) -> Judgement? {
        switch (self, observation) {
        case (.control, .met(let met)):
            Judgement(.zero, met ? Phrase(zh: "满足", en: "met") : Phrase(zh: "不满足", en: "not met"))
        case (.veto, .occurred(let occurred)):
            Judgement(
                .zero, occurred ? Phrase(zh: "存在否决情形", en: "it occurred") : Phrase(zh: "无否决情形", en: "it did not occur"))
        case (.all(let points), .met(let met)):
            met
                ? Judgement(
                    points, Phrase(zh: "全部满足，得 \(points.shown) 分", en: "all requirements met: \(points.shown) points"))
                : Judgement(.zero, Phrase(zh: "未全部满足，不得分", en: "not all requirements met: no points"))
        case (.count(let rule), .count(let seen)): rule.judge(seen)
        case (.share(let rule), .parts(let parts)): rule.judge(parts)
        case (.list(let rule), .entries(let entries)): rule.judge(entries)
        case (.steps(let rule), .measure(let value)): rule.judge(value)
        case (.linear(let rule), .measure(let value)): rule.judge(value)
        case (.target(let rule), .measure(let value)): rule.judge(value)
        case (.deduct(let rule), .count(let seen)): rule.judge(seen)
        case (.choice(let rule), .choice(let id)): rule.judge(id)
        case (.award(let rule), .points(let points)): rule.judge(points)
        default: nil
        }
    }

    /// Whether a control item is met or a veto absent.
    public func holds(_ observation: Observation) -> Bool {
        switch observation {
        case .met(let met): met
        case .occurred(let occurred): !occurred
        default: false
        }
    }

    /// What can be bought: points reached and what they cost from today's state, fewest points first.
    /// Nothing that something cheaper with as many points would replace.
    public func improvements(from observation: Observation?, costs: ItemCosts) -> [Improvement] {
        let today = observation.flatMap(judge)?.points ?? .zero
        let offers: [Improvement] =
            switch self {
            case .control, .veto: []
            case .all(let points): costs.whole.map { [Improvement(points: points, cost: $0)] } ?? []
            case .count(let rule): rule.improvements(observation, costs)
            case .share(let rule):
                rule.ways.compactMap { way in costs.named[way.cost].map { Improvement(points: way.points, cost: $0) } }
            case .list(let rule): rule.improvements(observation, costs)
            case .steps, .linear, .target:
                costs.targets.compactMap { target in
                    judge(.measure(Measured(target.value))).map { Improvement(points: $0.points, cost: target.cost) }
                }
            case .deduct(let rule): rule.improvements(observation, costs)
            case .choice(let rule):
                rule.options.compactMap { option in
                    costs.named[option.id].map { Improvement(points: option.points, cost: $0) }
                }
            case .award(let rule):
                costs.targets.compactMap { target in
                    rule.judge(target.value).map { Improvement(points: $0.points, cost: target.cost) }
                }
            }
        var best: [Exact: Money] = [:]
        for offer in offers where offer.points > today {
            best[offer.points] = min(best[offer.points] ?? offer.cost, offer.cost)
        }
        return best.filter { points, cost in !best.contains { $0.key > points && $0.value < cost } }
            .map { Improvement(points: $0.key, cost: $0.value) }
            .sorted { $0.points < $1.points }
    }

    /// What a costs file may say of an item with this rule.
    public var costShape: ItemCosts.Shape {
        switch self {
        case .control, .veto, .all: .whole
        case .count(let rule): .named(["each"] + (rule.extra.map { [$0.key] } ?? []))
        case .share(let rule): .named(rule.ways.map(\.cost))
        case .list, .deduct: .named(["each"])
        case .steps, .linear, .target, .award: .targets
        case .choice(let rule): .named(rule.options.map(\.id))
        }
    }
}

/// Points and the reason for them.
public struct Judgement: Hashable, Sendable {
    public var points: Exact
    public var reason: Phrase

    public init(_ points: Exact, _ reason: Phrase) {
        self.points = points
        self.reason = reason
    }
}
