import Commons
import Evaluation
import PortalKit
import Rulebook

/// A whole case in one answer: every clause with what each layer says of it, what that is worth and what proves it.
struct TreeJSON {
    private let evaluation: EvaluationCase
    private let rulebook: Rulebook
    private let person: String?
    private let language: Language
    private let seesFindings: Bool
    /// By layer, those that the visitor may see.
    private let scores: [(layer: CaseLayer, score: Score)]
    private let evidence: [String: [String]]

    init(_ opened: EvaluationDesk.Opened, person: String?, _ language: Language) {
        evaluation = opened.evaluation
        rulebook = opened.rulebook
        self.person = person
        self.language = language
        seesFindings = !opened.hidden.contains(.findings)
        scores = CaseLayer.allCases.filter { $0.obstacle(opened) == nil }.map { layer in
            (layer, opened.evaluation.score(layer.layer, opened.rulebook))
        }
        var evidence: [String: [String]] = [:]
        for item in opened.evaluation.evidence where !item.isRemoved {
            for clause in item.text.clauses { evidence[clause, default: []].append(item.id) }
        }
        self.evidence = evidence
    }

    var json: JSON {
        let items = rulebook.controls + rulebook.items
        let byLayer = scores.map { layer, score in
            (layer, Dictionary((score.controls + score.items).map { ($0.item.clause, $0) }) { first, _ in first })
        }
        let categories = rulebook.categories.map { category -> JSON in
            ["id": .string(category.id), "title": .string(category.title[language])]
        }
        return [
            "case": .string(evaluation.id), "number": .string(evaluation.number),
            "state": .string(evaluation.state), "sequence": .integer(evaluation.sequence),
            "rulebook": CaseJSON.json(evaluation.application.rulebook), "categories": .array(categories),
            "totals": .object(CaseLayer.allCases.map { .init($0.rawValue, total($0)) }),
            "clauses": .array(items.map { clause($0, byLayer) }),
            "evidence": .array(evaluation.evidence.map { EvidenceJSON.json($0, evaluation) }),
        ]
    }

    private func total(_ layer: CaseLayer) -> JSON {
        guard let score = scores.first(where: { $0.layer == layer })?.score else { return .null }
        return [
            "q": .string(score.q.rounded()), "grade": .optional(score.grade.grade?.id),
            "reason": .string(score.grade.reason[language]),
        ]
    }

    private func clause(_ item: Item, _ scores: [(CaseLayer, [String: ItemScore])]) -> JSON {
        let points = CaseLayer.allCases.map { layer -> JSON.Member in
            let score = scores.first { $0.0 == layer }?.1[item.clause]
            return .init(layer.rawValue, score.map { json($0, item) } ?? .null)
        }
        return [
            "clause": .string(item.clause), "title": .string(item.title[language]), "category": .string(item.category),
            "rule": .string(item.rule.kind.rawValue), "maximum": .number(item.maximum.shown),
            "findings": .object(
                WrittenLayer.allCases.map { .init($0.rawValue, said($0, item)) } + [.init("visits", visits(item))]),
            "points": .object(points), "evidence": .strings(evidence[item.clause] ?? []),
        ]
    }

    private func said(_ layer: WrittenLayer, _ item: Item) -> JSON {
        guard layer.isVisible(in: evaluation, seesFindings: seesFindings, person: person) else { return .null }
        let finding = EvaluationPortal.layer(layer, evaluation, person)[item.clause]
        let version = evaluation.version(of: layer.target(item.clause, person))
        return FindingJSON.said(finding, item, version: version)
    }

    /// What each expert says, as far as the visitor may see it; in the order of the panel.
    private func visits(_ item: Item) -> JSON {
        let order = evaluation.panel.map(\.expert)
        let experts = order + evaluation.visitFindings.keys.filter { !order.contains($0) }.sorted()
        return .array(
            experts.compactMap { expert in
                evaluation.visitFindings[expert]?[item.clause].map { finding in
                    [
                        "expert": .string(expert), "finding": FindingJSON.text(finding.record.finding, item),
                        "reason": .string(finding.reason), "at": .string(finding.at.iso),
                    ]
                }
            })
    }

    private func json(_ score: ItemScore, _ item: Item) -> JSON {
        let status =
            switch score.status {
            case .judged: "judged"
            case .unjudged: "unjudged"
            case .notApplicable: "not-applicable"
            }
        return [
            "status": .string(status), "points": .number(score.points.shown),
            "met": item.rule.isControl ? .boolean(score.holds) : .null, "reason": .string(score.reason[language]),
        ]
    }
}

extension WrittenLayer {
    /// Whether a visitor may know of it, even that nothing has been written yet.
    func isVisible(in evaluation: EvaluationCase, seesFindings: Bool, person: String?) -> Bool {
        switch self {
        case .own: true
        case .review: seesFindings
        case .visit: seesFindings && evaluation.panelist(person) != nil
        case .settled: seesFindings || evaluation.isPublished
        }
    }
}

extension TreeJSON {
    private static let points = Schema.named(
        "ItemScore",
        .object([
            .required("status", .oneOf(words: ScoreSchema.statuses)), .required("points", .number),
            .required("met", .boolean.nullable), .required("reason", .string()),
        ]))

    private static let visit = Schema.named(
        "VisitFinding",
        .object([
            .required("expert", .string(0...64)), .required("finding", FindingJSON.finding),
            .required("reason", APISchema.text), .required("at", APISchema.instant),
        ]))

    private static let clause = Schema.named(
        "ClauseState",
        .object([
            .required("clause", APISchema.clause), .required("title", .string()),
            .required("category", .string(0...200)),
            .required("rule", .oneOf(words: Rule.Kind.allCases.map(\.rawValue))),
            .required("maximum", .number),
            .required(
                "findings",
                .object(
                    WrittenLayer.allCases.map { .required($0.rawValue, FindingJSON.said.nullable) }
                        + [.required("visits", .array(of: visit))])),
            .required("points", .object(CaseLayer.allCases.map { .required($0.rawValue, points.nullable) })),
            .required("evidence", .array(of: APISchema.id)),
        ]))

    private static let total = Schema.named(
        "Total",
        .object([
            .required("q", APISchema.decimal), .required("grade", .string(1...64).nullable),
            .required("reason", .string()),
        ]))

    static let schema = Schema.named(
        "CaseTree",
        .object([
            .required("case", APISchema.id), .required("number", .string(1...64)),
            .required("state", APISchema.state), .required("sequence", APISchema.version),
            .required("rulebook", APISchema.pin),
            .required(
                "categories",
                .array(of: .object([.required("id", .string(1...200)), .required("title", .string())]))),
            .required("totals", .object(CaseLayer.allCases.map { .required($0.rawValue, total.nullable) })),
            .required("clauses", .array(of: clause)), .required("evidence", .array(of: EvidenceJSON.schema)),
        ]))
}
