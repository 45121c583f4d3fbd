import Commons
import Evaluation
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// What the next star costs each of these communities, by case; without those that have none ahead or no Q.
    func outcomes(
        _ rows: some Collection<CommunityRow>, _ setting: CostsSetting?, _ visitor: Visitor, _ plans: PlanShelf
    ) async throws -> [String: PlanShelf.Outcome] {
        guard let setting else { return [:] }
        let wanted = rows.filter { $0.next != nil }
        let ids = wanted.map(\.caseID)
        let heads = try await store.read { records in try ids.map { try records.head($0) } }
        var workshops: [String: Workshop] = [:]
        var outcomes: [String: PlanShelf.Outcome] = [:]
        for (row, head) in zip(wanted, heads) {
            guard let head, let next = row.next else { continue }
            let key = PlanShelf.Key(
                caseID: row.caseID, sequence: head.sequence, grade: next.grade, costs: setting.stamp,
                rulebook: row.rulebook.digest)
            if let known = plans[key] {
                outcomes[row.caseID] = known
                continue
            }
            let opened = try await desk.open(row.caseID, visitor, EvaluationFunction.oversee)
            let digest = opened.evaluation.application.rulebook.digest
            let workshop = workshops[digest] ?? Workshop(opened.rulebook, setting)
            workshops[digest] = workshop
            let outcome = workshop.plan(opened.evaluation, to: next.grade).map(PlanShelf.Outcome.init) ?? .unfit
            outcomes[row.caseID] = outcome
            // Somebody may have acted in between: then the next reader asks again.
            if opened.head.sequence == head.sequence, digest == row.rulebook.digest { plans.keep(outcome, for: key) }
        }
        return outcomes
    }

    /// The steps of one community's plan; nil where the costs do not fit its edition.
    func plan(_ row: CommunityRow, to grade: String, _ setting: CostsSetting, _ visitor: Visitor) async throws
        -> Planner.Plan?
    {
        let opened = try await desk.open(row.caseID, visitor, EvaluationFunction.oversee)
        return Workshop(opened.rulebook, setting).plan(opened.evaluation, to: grade)
    }

    /// The costs that count for a visitor, and the version of the setting that an upload of theirs rests on.
    func costsSetting(_ scope: RegionScope) async throws -> (current: CostsSetting?, version: Int) {
        try await store.read { records in
            let own = CostsSetting.name(scope.roots)
            return (try CostsSetting.current(scope.roots, records), try records.setting(own)?.version ?? 0)
        }
    }
}

/// The planner of one edition with the costs that fit it.
private struct Workshop {
    var planner: Planner
    var costs: Costs?

    init(_ rulebook: Rulebook, _ setting: CostsSetting) {
        planner = Planner(rulebook)
        costs = setting.costs(for: rulebook)
    }

    func plan(_ evaluation: EvaluationCase, to grade: String) -> Planner.Plan? {
        costs.map { planner.plan(evaluation.assessment(evaluation.latestLayer), costs: $0, goal: .grade(grade)) }
    }
}

extension PlanShelf.Outcome {
    init(_ plan: Planner.Plan) {
        self = plan.isFeasible ? .cost(plan.cost) : .impossible(plan.reason)
    }
}
