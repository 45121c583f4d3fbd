/// What data says of one clause.
public struct DataVerdict: Hashable, Sendable {
    public enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        /// It shows that the clause is met, or as many of its points as `finding` gives.
        case met
        /// A line is missed.
        case unmet
        /// What it rests on is too little.
        case thin
        /// Metrics were not computed lately.
        case stale
        /// Somebody has to show it, or what data leaves open.
        case person
    }

    /// One demand and what came of it.
    public struct Answer: Hashable, Sendable {
        /// The check, kind or extra fact that asks it; nil: the clause as a whole.
        public var part: String?
        public var demand: Demand
        public var fact: DataFact

        /// The line is reached by a value that can be relied on.
        public var holds: Bool { fact.state == .sound && isReached }
        var isReached: Bool { fact.value.map(demand.line.isReached) ?? false }
    }

    public var standing: Standing
    public var answers: [Answer]
    /// What is shown so far: for a clause that people have to complete, the ticks that data gives.
    public var finding: Finding?
    /// Parts that nobody can see in data, in the item's order: titles of its checks.
    public var open: [Named]

    /// Judges a clause by its binding. `facts`: by metric; one that is not there is stale.
    public init(_ item: Item, _ binding: Binding?, facts: [String: DataFact]) {
        let parts = DataVerdict.parts(item, binding)
        let answers = parts.flatMap { part in
            part.demands.map { Answer(part: part.id, demand: $0, fact: facts[$0.metric] ?? .stale) }
        }
        func holds(_ id: String?) -> Bool { answers.allSatisfy { $0.part != id || $0.holds } }
        self.answers = answers
        standing = DataVerdict.standing(answers)
        open = []
        switch binding?.proof {
        case nil: break
        case .whole: if standing == .met { finding = Finding(.met(true)) }
        case .checks(let bound):
            open = item.checks.filter { bound[$0.id] == nil }
            let ticks = item.checks.filter { bound[$0.id] != nil && holds($0.id) }
            finding = ticks.isEmpty ? nil : Finding(nil, checks: ticks.map { .init(id: $0.id, holds: true) })
        case .kinds(let bound, let extra):
            let present = bound.keys.sorted().filter(holds)
            if !present.isEmpty {
                standing = .met
                finding = Finding(
                    .count(
                        .init(
                            count: present.count, present: present, extra: !extra.isEmpty && holds(DataVerdict.extra))))
            }
        }
        guard standing == .met, binding?.rest != nil || !open.isEmpty else { return }
        standing = .person
        // Ticks stand for themselves; a word on the whole clause is not data's to give.
        if finding?.checks.isEmpty == true { finding = nil }
    }

    private static func parts(_ item: Item, _ binding: Binding?) -> [(id: String?, demands: [Demand])] {
        switch binding?.proof {
        case nil: []
        case .whole(let demands): [(nil, demands)]
        case .checks(let parts): item.checks.map { ($0.id, parts[$0.id] ?? []) }
        case .kinds(let parts, let extra):
            parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + [(DataVerdict.extra, extra)]
        }
    }

    /// The name of the extra fact among parts.
    public static let extra = "extra"

    /// What is missed counts before what is too little, and that before what is old.
    private static func standing(_ answers: [Answer]) -> Standing {
        let short = answers.filter { !$0.holds }
        if short.isEmpty { return answers.isEmpty ? .person : .met }
        if short.contains(where: { $0.fact.state == .none || $0.fact.state == .sound }) { return .unmet }
        return short.contains { $0.fact.state == .thin } ? .thin : .stale
    }
}

extension DataVerdict {
    /// What holds of a clause once people have said their part: data decides where it can, completes the ticks that
    /// people have given, and overrules them where a line is missed.
    public static func joined(_ item: Item, _ standing: Standing, shown: Finding?, said: Finding?) -> Finding? {
        switch standing {
        case .met: return shown
        case .unmet:
            if case .count = item.rule { return Finding(.count(.init(count: 0))) }
            return Finding(.met(false))
        case .thin, .stale: return said
        case .person:
            guard var said, !said.checks.isEmpty, let shown else { return said }
            let ticked = Set(shown.checks.map(\.id))
            said.checks = shown.checks + said.checks.filter { !ticked.contains($0.id) }
            return said
        }
    }
}
