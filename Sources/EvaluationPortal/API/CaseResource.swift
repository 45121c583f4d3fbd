import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Reports
import Rulebook

extension PortalAPI {
    var caseEndpoints: [Endpoint] {
        typealias F = EvaluationFunction
        func get(
            _ route: Route, _ zh: String, _ en: String, _ output: Endpoint.Output, _ parameters: [Parameter] = [],
            _ refusals: Set<Refusal.Kind> = [], _ handler: @escaping @Sendable (Call) async throws -> Reply
        ) -> Endpoint {
            .api(
                .get, route, .function(F.read), Phrase(zh: zh, en: en), group: "cases", parameters: parameters,
                output: output, refusals: refusals.union([.missing, .forbidden]), handler: handler)
        }
        let layers = Schema.oneOf(words: CaseLayer.allCases.map(\.rawValue))
        return [
            get(APIRoutes.oneCase, "一件申报", "A case", .init(CaseJSON.schema, isVersioned: true), [], [], oneCase),
            get(
                APIRoutes.tree, "整个案卷：每一条款的认定、得分和材料", "The whole case: findings, points and evidence of every clause",
                .init(TreeJSON.schema, isVersioned: true), [], [], tree),
            get(
                APIRoutes.score, "得分及其理由", "The score with its reasons", .init(ScoreSchema.schema, isVersioned: true),
                [
                    .query(
                        "layer", layers, zh: "以谁的认定为准；缺省为最新一层",
                        en: "Whose word it rests on; the latest layer if left out")
                ],
                [.locked], score),
            get(
                APIRoutes.history, "经过", "What was done, in order", .init(.named("History", HistoryJSON.schema)),
                [
                    .query("after", APISchema.version, zh: "从这一序号之后", en: "After this sequence"),
                    APISchema.limit(500),
                ], [], history),
            .api(
                .post, APIRoutes.contacts, .function(F.read),
                Phrase(zh: "写明用途，查看联系方式明文", en: "See the contacts in clear, saying why"), group: "cases",
                input: .json(PersonalJSON.contactReason), output: .init(PersonalJSON.contacts),
                refusals: [.missing, .forbidden, .invalid], handler: contacts),
            get(
                APIRoutes.evidence, "证明材料", "Evidence",
                .init(.array(of: EvidenceJSON.schema), isVersioned: true), [], [], evidence),
            get(
                APIRoutes.evidenceFile, "证明材料文件", "A file of the evidence",
                .init(nil, type: "*/*", isVersioned: true),
                [.path("revision", .integer(1...EvaluationLimits.revisions), zh: "第几版", en: "Number of the revision")],
                [.unavailable], portal.evidenceFile),
            get(
                APIRoutes.casePackage, "案卷包：一个文件里的整个案卷", "The case package: everything of the case in one file",
                .init(nil, type: "application/x-tar", isVersioned: true), [], [.unavailable, .locked, .tooLarge],
                portal.packageFile),
        ]
    }

    @Sendable func oneCase(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        return .json(CaseJSON.json(opened), etag: EntityTag(version: opened.evaluation.sequence))
    }

    @Sendable func contacts(_ call: Call) async throws -> Reply {
        let reason = try LookReason(call.json)
        let contacts = try await portal.desk.contacts(of: call.parameter("case"), call.visitor, reason)
        return .json(["contacts": .array(contacts.map(PersonalJSON.contact))]).with(.cacheControl, "no-store")
    }

    @Sendable func tree(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        let key = RenderedCache.Key("tree", opened, person: call.person?.id, call.language)
        let answer = rendered.answer(key) { TreeJSON(opened, person: call.person?.id, call.language).json.bytes }
        return .json(answer.bytes, etag: answer.etag)
    }

    @Sendable func score(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        let layer = try call.query.filled("layer").flatMap(CaseLayer.init) ?? CaseLayer.latest(opened)
        if let obstacle = layer.obstacle(opened) { throw obstacle }
        let key = RenderedCache.Key("score/" + layer.rawValue, opened, person: call.person?.id, call.language)
        let answer = rendered.answer(key) {
            let score = opened.evaluation.score(layer.layer, opened.rulebook)
            return Array(JSONOutput.line(ScoreJSON(score, call.language)).utf8)
        }
        return .json(answer.bytes, etag: answer.etag)
    }

    @Sendable func history(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        let after = try call.query.integer("after", in: 0...Int.max, or: 0)
        let limit = try call.query.integer("limit", in: 1...500, or: 100)
        let rule = VisibleHistory(opened, visitor: call.visitor)
        let id = opened.evaluation.id
        let (entries, names) = try await portal.store.read { records in
            let entries = try records.entries(of: id, after: after).filter(rule.shows)
            let people = try records.people(Set(entries.prefix(limit).filter(rule.names).compactMap(\.person)))
            return (entries, Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first })
        }
        let page = entries.prefix(limit)
        let items = page.map { entry in
            HistoryJSON.json(entry, person: rule.names(entry) ? entry.person.flatMap { names[$0] } : nil)
        }
        return .json(["items": .array(items), "next": .optional(entries.count > limit ? page.last?.sequence : nil)])
    }

    @Sendable func evidence(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        if opened.hidden.contains(.evidence) {
            throw Refusal(.forbidden, zh: "您的角色不能查看证明材料", en: "your role does not see evidence")
        }
        let bytes = JSON.array(opened.evaluation.evidence.map { EvidenceJSON.json($0, opened.evaluation) }).bytes
        return .json(bytes, etag: EntityTag(of: bytes))
    }
}

/// Whose word a score rests on, as addresses say it.
enum CaseLayer: String, CaseIterable {
    case application, review, consensus

    var layer: EvaluationCase.Layer {
        switch self {
        case .application: .application
        case .review: .review
        case .consensus: .consensus
        }
    }

    /// Why there is nothing to see of it; nil: there is.
    func obstacle(_ opened: EvaluationDesk.Opened) -> Refusal? {
        let evaluation = opened.evaluation
        let isHidden = opened.hidden.contains(.findings)
        switch self {
        case .application: return nil
        case .review where isHidden:
            return Refusal(.forbidden, zh: "您的角色不能查看审查认定", en: "your role does not see findings of the review")
        case .consensus where isHidden && !evaluation.isPublished:
            return Refusal(.forbidden, zh: "公示前不能查看专家组的认定", en: "the panel's findings are not shown before the notice")
        case .consensus where CaseLayer.beforeConsensus.contains(evaluation.state):
            return Refusal(.locked, zh: "专家尚未完成现场核查", en: "the experts have not finished yet")
        case .review, .consensus: return nil
        }
    }

    private static let beforeConsensus = ["draft", "submitted", "review", "clarification", "panel", "site"]

    /// The latest one that the visitor sees anything of.
    static func latest(_ opened: EvaluationDesk.Opened) -> CaseLayer {
        let latest: CaseLayer =
            switch opened.evaluation.latestLayer {
            case .consensus: .consensus
            case .review: .review
            case .application, .visit: .application
            }
        return latest.obstacle(opened) == nil ? latest : .application
    }
}
