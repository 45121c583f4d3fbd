import Commons
import Evaluation
import Rulebook

/// How bodies do their work, in whole hours and cases.
struct OversightFigures: Hashable, Sendable {
    /// One body's work.
    struct Body: Hashable, Sendable {
        var id: String
        /// As its last case names it.
        var name: String
        /// Cases that were submitted to it.
        var handled = 0
        var refused = 0
        /// Rounds of questions, of all cases.
        var rounds = 0
        /// Objections and appeals.
        var appeals = 0
        var upheld = 0
        /// The median of what its cases spent in each state that is over.
        var hours: [String: Int] = [:]

        /// Hundredths of rounds a case.
        var roundsPerCase: Int? { handled > 0 ? Middle.share(rounds * 100, of: handled) : nil }
        /// In tenths of a per cent; nil: there were none.
        var upheldShare: Int? { Middle.permille(upheld, of: appeals) }
    }

    /// A state over all bodies.
    struct Step: Hashable, Sendable {
        var state: LifeCycleStep
        var median: Int
        /// A quarter of the cases took longer than this.
        var upperQuarter: Int
        var cases: Int
    }

    /// Who handled most comes first; then by name.
    var bodies: [Body]
    /// In the order of the process; only those that any case has left.
    var steps: [Step]

    init(_ summaries: [EvaluationSummary]) {
        let handled = summaries.filter { $0.year != nil }
        var bodies: [String: Body] = [:]
        var hours: [String: [String: [Int]]] = [:]
        var all: [String: [Int]] = [:]
        for summary in handled {
            var body = bodies[summary.body] ?? Body(id: summary.body, name: summary.bodyName)
            body.name = summary.bodyName
            body.handled += 1
            body.refused += summary.state == "refused" ? 1 : 0
            body.rounds += summary.rounds
            body.appeals += summary.appeals
            body.upheld += summary.upheld
            bodies[summary.body] = body
            for (state, spent) in summary.hours {
                hours[summary.body, default: [:]][state, default: []].append(spent)
                all[state, default: []].append(spent)
            }
        }
        for (body, states) in hours { bodies[body]?.hours = states.compactMapValues { Middle.median($0) } }
        self.bodies = bodies.values.sorted { left, right in
            (right.handled, left.name, left.id) < (left.handled, right.name, right.id)
        }
        steps = LifeCycleStep.all.compactMap { step in
            guard let spent = all[step.id]?.sorted(), let median = Middle.median(spent) else { return nil }
            let upper = spent[(spent.count * 3 + 3) / 4 - 1]
            return Step(state: step, median: median, upperQuarter: upper, cases: spent.count)
        }
    }
}

/// A state of the process that a case leaves again, with its term.
struct LifeCycleStep: Hashable, Sendable {
    var id: String
    var title: Phrase
    /// Working days; nil: none.
    var term: Int?

    /// Those that somebody works on, in order.
    static let all = EvaluationLifeCycle.states.filter { !$0.isFinal && $0.id != "certified" }.map {
        LifeCycleStep(id: $0.id, title: $0.title, term: $0.term)
    }

    /// Hours of so many working days when no public holiday comes between: five make a week.
    var hours: Int? { term.map { ($0 * 7 + 4) / 5 * 24 } }

    func isOver(_ hours: Int) -> Bool { self.hours.map { hours > $0 } ?? false }
}

/// How often an expert's word became the panel's.
struct ExpertFigures: Hashable, Sendable {
    /// Of the person.
    var id: String
    /// Cases whose panel has closed.
    var cases = 0
    /// Clauses on which they spoke.
    var words = 0
    /// Of those, the ones on which the panel came to something else.
    var divergences = 0

    /// In tenths of a per cent; nil: they never spoke.
    var share: Int? { Middle.permille(divergences, of: words) }

    /// Who differs most comes first, then who judged most; who never spoke comes last.
    static func all(_ summaries: [EvaluationSummary]) -> [ExpertFigures] {
        var experts: [String: ExpertFigures] = [:]
        for summary in summaries {
            for (id, words) in summary.expertWords {
                experts[id, default: ExpertFigures(id: id)].cases += 1
                experts[id, default: ExpertFigures(id: id)].words += words
                experts[id, default: ExpertFigures(id: id)].divergences += summary.expertDivergences[id] ?? 0
            }
        }
        return experts.values.sorted { left, right in
            // Who never spoke has no share to compare.
            guard left.words > 0, right.words > 0 else {
                return (right.words, left.id) < (left.words, right.id)
            }
            let (one, other) = (left.divergences * right.words, right.divergences * left.words)
            if one != other { return one > other }
            return (right.cases, left.id) < (left.cases, right.id)
        }
    }
}
