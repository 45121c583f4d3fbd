public import Commons
public import Rulebook

extension EvaluationDesk {
    /// What moving a case to another edition would change, before anybody moves it.
    public struct DryRun: Sendable {
        public var from: RulebookPin
        public var to: RulebookPin
        /// What the editions say differently.
        public var differences: [RulebookDifference]
        /// Clauses with a finding that the other edition does not know, or whose finding does not fit its rule there.
        public var lost: [String]
        public var before: Score
        public var after: Score
    }

    /// The same findings under another edition on the shelf; nothing is changed.
    public func dryRun(_ id: String, to digest: String, _ visitor: Visitor) async throws -> DryRun {
        guard let volume = shelf.offered.first(where: { $0.pin.digest == digest }) else {
            throw Refusal(.invalid, zh: "没有这一版本", en: "there is no such edition", place: "pin")
        }
        let opened = try await open(id, visitor, EvaluationFunction.move)
        let evaluation = opened.evaluation
        let layer = evaluation.latestLayer
        var moved = evaluation.assessment(layer)
        moved.rulebook = volume.pin.id
        let lost = moved.findings.filter { clause, finding in
            guard let item = volume.rulebook.item(clause) else { return true }
            return finding.observation.map { !item.rule.accepts($0) } ?? false
        }.map(\.key).sorted()
        for clause in lost { moved.findings[clause] = nil }
        return DryRun(
            from: evaluation.application.rulebook, to: volume.pin,
            differences: RulebookDifference.between(opened.rulebook, volume.rulebook), lost: lost,
            before: evaluation.score(layer, opened.rulebook), after: Scorer(volume.rulebook).score(moved))
    }
}
