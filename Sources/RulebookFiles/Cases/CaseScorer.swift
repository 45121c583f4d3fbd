public import Rulebook

/// Scores many cases against one rulebook: by the compiled rulebook where there is one, else by the exact scorer.
public final class CaseScorer {
    public let rulebook: Rulebook
    public let compiled: CompiledRulebook?
    private let scorer: Scorer
    private var values: [Int32]
    private var weighted: [Int64]
    private let positions: [String: Int]

    /// Units of Q per point in the results. Without a compiled rulebook, Q is kept to nine decimals for ranking.
    public let unitsPerPoint: Int64

    public init(_ rulebook: Rulebook) {
        self.rulebook = rulebook
        scorer = Scorer(rulebook)
        compiled = CompiledRulebook(rulebook)
        values = Array(repeating: CompiledRulebook.absent, count: compiled?.slots.count ?? 0)
        weighted = Array(repeating: 0, count: rulebook.categories.count)
        unitsPerPoint = compiled?.unitsPerPoint ?? 1_000_000_000
        var positions: [String: Int] = [:]
        for (index, slot) in (compiled?.slots ?? []).enumerated() {
            positions[CaseScorer.key(slot.clause, slot.key, slot.entry)] = index
        }
        self.positions = positions
    }

    /// Q or a term as an exact number, for showing.
    public func exact(_ units: Int64) -> Exact { Exact(Int(units), over: Int(unitsPerPoint)) }

    static func key(_ clause: String, _ key: String, _ entry: Int?) -> String {
        entry.map { "\(clause).\($0).\(key)" } ?? "\(clause).\(key)"
    }

    /// Where a value stands in a case; nil: not one that gives points.
    func slot(_ clause: String, _ key: String, entry: Int? = nil) -> Int? {
        positions[CaseScorer.key(clause, key, entry)]
    }

    /// The result of a case whose values are in slots.
    func result(
        _ values: [Int32], community: Community, appliedOn: Day?, unjudged: Int, file: String, line: Int
    ) -> CaseResult {
        guard let compiled else { preconditionFailure("only with a compiled rulebook") }
        let outcome = values.withUnsafeBufferPointer { values in
            weighted.withUnsafeMutableBufferPointer { compiled.score(values, weighted: $0) }
        }
        let isEligible = rulebook.conditions.allSatisfy { $0.isMet(community, appliedOn: appliedOn) }
        let hasGrade = isEligible && outcome.controlsAreMet && outcome.grade >= 0
        return CaseResult(
            name: community.name, file: file, line: line, grade: hasGrade ? Int(outcome.grade) : nil,
            isEligible: isEligible, controlsAreMet: outcome.controlsAreMet, unjudged: unjudged, q: outcome.q,
            terms: weighted)
    }

    /// The result of one assessment.
    public func result(_ assessment: Assessment, file: String, line: Int) -> CaseResult {
        if compiled != nil, fill(assessment) {
            let items = rulebook.controls.count + rulebook.items.count
            return result(
                values, community: assessment.community, appliedOn: assessment.appliedOn,
                unjudged: items - judgedCount(assessment), file: file, line: line)
        }
        let score = scorer.score(assessment)
        let unit = Exact(Int(unitsPerPoint))
        func units(_ value: Exact) -> Int64 { Int64(clamping: Int((value * unit).rounded(decimals: 0)) ?? 0) }
        let divisor = rulebook.total.divisor
        return CaseResult(
            name: assessment.community.name, file: file, line: line,
            grade: score.grade.grade.flatMap { grade in rulebook.grades.firstIndex { $0.id == grade.id } },
            isEligible: score.isEligible, controlsAreMet: score.controlsAreMet, unjudged: score.unjudged.count,
            q: units(score.q), terms: score.categories.map { units($0.weighted / divisor) })
    }

    private func judgedCount(_ assessment: Assessment) -> Int {
        var count = 0
        for item in rulebook.controls { count += isJudged(item, assessment) ? 1 : 0 }
        for item in rulebook.items { count += isJudged(item, assessment) ? 1 : 0 }
        return count
    }

    private func isJudged(_ item: Item, _ assessment: Assessment) -> Bool {
        assessment.findings[item.clause]?.decided(for: item) != nil
    }

    /// Puts an assessment into slots; false where it does not fit, such as more entries than a case has room for.
    private func fill(_ assessment: Assessment) -> Bool {
        for index in values.indices { values[index] = CompiledRulebook.absent }
        func set(_ clause: String, _ key: String, _ value: Int, entry: Int? = nil) {
            if let slot = slot(clause, key, entry: entry) { values[slot] = Int32(clamping: value) }
        }
        for (clause, finding) in assessment.findings {
            guard let item = rulebook.item(clause), let observation = finding.decided(for: item) else { continue }
            switch observation {
            case .met(let met): set(clause, "met", met ? 1 : 0)
            case .count(let seen):
                set(clause, "count", seen.count)
                if case .count(let rule) = item.rule, let extra = rule.extra {
                    set(clause, extra.key, seen.extra ? 1 : 0)
                }
            case .parts(let parts): for (key, number) in parts { set(clause, key, number) }
            case .entries(let entries):
                guard entries.count <= CompiledRulebook.entriesPerList else { return false }
                for (index, entry) in entries.enumerated() {
                    set(clause, "recognised", entry.isRecognised ? 1 : 0, entry: index)
                    set(clause, "responses", entry.responses, entry: index)
                    set(clause, "satisfied", entry.satisfied, entry: index)
                }
            case .occurred, .measure, .choice, .points: return false
            }
        }
        return true
    }
}
