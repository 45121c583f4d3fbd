import Community
import Evaluation
import LiveEvaluation
import Rulebook

/// What a live score comes to: by data alone, and with what people have said in a case.
struct StarsFigures {
    let score: LiveScore
    /// By data alone.
    let shown: Score
    /// With the latest case; nil: there is none.
    let joined: Score?
    let highest: Exact
    /// Clauses that data says something good of.
    let proved: Int
    private let byClause: [String: LiveLine]

    init(_ board: LiveDesk.Board, _ score: LiveScore) {
        self.score = score
        let rulebook = board.volume.rulebook
        highest = rulebook.highestQ
        proved = score.lines.count { $0.finding != nil }
        byClause = Dictionary(score.lines.map { ($0.clause, $0) }) { first, _ in first }
        let met = score.lines.filter { $0.standing == .met }
        let findings = met.compactMap { line in line.finding.map { (line.clause, $0.finding) } }
        shown = Scorer(rulebook).score(
            Assessment(
                rulebook: rulebook.id, community: .init(name: board.keeper.name), appliedOn: score.head.day,
                findings: Dictionary(findings) { first, _ in first }))
        joined = board.evaluation.map { opened in
            var assessment = opened.evaluation.assessment(opened.evaluation.latestLayer)
            assessment.appliedOn = assessment.appliedOn ?? score.head.day
            for line in score.lines {
                guard let item = opened.rulebook.item(line.clause) else { continue }
                assessment.findings[line.clause] = DataVerdict.joined(
                    item, line.standing, shown: line.finding?.finding, said: assessment.findings[line.clause])
            }
            return Scorer(opened.rulebook).score(assessment)
        }
    }

    func count(_ standing: DataVerdict.Standing) -> Int { score.lines.count { $0.standing == standing } }

    func line(_ clause: String) -> LiveLine? { byClause[clause] }

    /// What would come to Q if the clause were shown in full.
    func gain(_ item: ItemScore) -> Exact { (item.item.maximum - item.points) * item.leverage }

    /// Clauses that data could still show, what brings most first.
    var next: [(item: ItemScore, line: LiveLine)] {
        shown.items.compactMap { item in
            guard let line = byClause[item.item.clause], !line.answers.isEmpty, gain(item) > .zero,
                line.answers.contains(where: { !$0.holds })
            else { return nil }
            return (item, line)
        }.sorted { (gain($1.item), $0.item.item.clause) < (gain($0.item), $1.item.item.clause) }
    }
}
