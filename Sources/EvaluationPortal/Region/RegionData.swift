import Commons
import Evaluation
import PortalKit
import Rulebook

/// What the pages of a region are made of.
struct RegionData: Sendable {
    var scope: RegionScope
    var regions: Regions
    /// Every evaluation in scope, by whatever standard.
    var summaries: [EvaluationSummary]
    /// Standards that communities in scope were evaluated by, the most frequent first.
    var standards: [String]
    /// The one that is looked at: points of one standard say nothing beside those of another.
    var standard: String
    /// Its edition on offer.
    var rulebook: Rulebook
    /// Communities by that standard.
    var standings: [CommunityStanding]

    /// - Parameter wanted: the id of a standard; the most frequent where it is nil.
    /// - Returns: nil where no standard is on offer at all, or not the one that is wanted.
    init?(
        _ scope: RegionScope, _ regions: Regions, _ summaries: [EvaluationSummary], _ shelf: RulebookShelf,
        standard wanted: String?
    ) {
        var counts: [String: Int] = [:]
        for summary in summaries { counts[summary.rulebook.id, default: 0] += 1 }
        let offered = shelf.offered.map(\.pin.id)
        let known = offered.enumerated().filter { counts[$0.element] != nil }
        standards = known.sorted { left, right in
            (counts[right.element] ?? 0, left.offset) < (counts[left.element] ?? 0, right.offset)
        }.map(\.element)
        guard let id = wanted ?? standards.first ?? offered.first, let volume = shelf.offer(id) else { return nil }
        standard = id
        rulebook = volume.rulebook
        self.scope = scope
        self.regions = regions
        self.summaries = summaries
        standings = CommunityStanding.all(summaries.filter { $0.rulebook.id == id })
    }

    /// The value of `standard` in links; nil where it is the one that is shown anyway.
    var standardInLinks: String? { standard == standards.first || standards.isEmpty ? nil : standard }
}

extension EvaluationPortal {
    /// What the address asks for, as far as the visitor may see it.
    func regionData(_ call: Call, _ function: Function, _ shelf: SummaryShelf) async throws -> RegionData {
        let chosen = try call.query.filled("region")
        let scope = try RegionScope(call.visitor, function, desk.policy(), chosen: chosen)
        let now = now
        let (summaries, regions) = try await desk.store.readEvaluations { records in
            (
                try shelf.summaries(
                    scope.codes, publishedOnly: scope.hidden.contains(.findings), now: now, records),
                try Regions.current(records)
            )
        }
        let wanted = try call.query.filled("standard")
        guard let data = RegionData(scope, regions, summaries, desk.shelf, standard: wanted) else {
            throw Refusal(.missing, zh: "没有这一评价依据", en: "there is no such standard", place: "standard")
        }
        return data
    }

    /// Cases in scope whose term is over, the longest overdue first; at most 500.
    func overdue(_ scope: RegionScope) async throws -> [CaseHead] {
        let query = CaseQuery(
            kind: EvaluationLifeCycle.kind, reach: scope.codes.map { $0.isEmpty ? .all : .region($0) },
            dueBefore: Instant(today.adding(days: 1)), limit: 500)
        return try await store.read { try $0.heads(query) }
            .sorted { ($0.due ?? $0.changedAt, $0.number) < ($1.due ?? $1.changedAt, $1.number) }
    }
}
