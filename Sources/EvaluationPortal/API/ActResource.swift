import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

extension PortalAPI {
    var actEndpoints: [Endpoint] {
        [
            .api(
                .post, APIRoutes.acts, .signedIn,
                Phrase(
                    zh: "办理；编号相同只办一次；有版本的对象须带 If-Match",
                    en: "Do an act; one id, done once; If-Match names the version of what it changes"),
                group: "cases", parameters: [PortalAPI.optionalIfMatch], input: .json(ActInput.schema),
                output: .init(ActInput.result, isVersioned: true),
                refusals: [.missing, .forbidden, .invalid, .locked, .conflict, .unversioned, .tooMany, .tooLarge],
                bodyLimit: 4 << 20, handler: performAct
            ).grave(.sometimes { EvaluationLifeCycle.isGrave($0.json["act"]?.members?.first?.name ?? "") })
        ]
    }

    @Sendable func performAct(_ call: Call) async throws -> Reply {
        let id = call.parameter("case")
        let act = try ActInput.act(call.json["act"] ?? .null)
        // What `*` stands for is read only where it is asked for: whoever acts need not have the right to read.
        var expected = try call.expectedVersion()
        if call.ifMatch == .any {
            expected = EvaluationDesk.version(for: act, try await opened(call).evaluation, call.visitor)
        }
        do {
            let request = EvaluationDesk.Request(act, id: call.json["id"]?.text ?? "", expected: expected)
            let after = try await desk.perform(request, on: id, by: call.visitor)
            let evaluation = after.evaluation
            return .json(
                [
                    "case": .string(id), "act": .string(act.name), "state": .string(evaluation.state),
                    "sequence": .integer(evaluation.sequence),
                    "version": .optional(EvaluationDesk.version(for: act, evaluation, call.visitor)),
                ], etag: EntityTag(version: evaluation.sequence))
        } catch let refusal as Refusal where refusal.kind == .conflict && refusal.place == nil {
            guard let (layer, clause) = act.writtenFinding,
                let item = try await opened(call).rulebook.item(clause)
            else { throw refusal }
            return try await conflict(layer, item, refusal, call)
        }
    }
}

extension Act {
    /// The finding that it writes.
    fileprivate var writtenFinding: (WrittenLayer, String)? {
        switch self {
        case .saveFinding(let clause, _): (.own, clause)
        case .saveReview(let clause, _, _): (.review, clause)
        case .saveVisit(let clause, _, _): (.visit, clause)
        case .settle(let clause, _, _): (.settled, clause)
        default: nil
        }
    }
}

/// An act as a request brings it: its name over its values.
enum ActInput {
    static let schema = Schema.named(
        "ActRequest",
        .object([
            .required(
                "id",
                .string(pattern: .of("!-~", 1...64))
                    .meaning(zh: "由发送方选定，同一编号只办一次", en: "Chosen by the sender: one id is done once")),
            .required("act", ActSchema.schema),
        ]))

    static let result = Schema.named(
        "ActResult",
        .object([
            .required("case", APISchema.id), .required("act", .oneOf(words: ActSchema.acts.map(\.name))),
            .required("state", APISchema.state), .required("sequence", APISchema.version),
            .required(
                "version",
                APISchema.version.nullable.meaning(zh: "所改对象的新版本", en: "New version of what it changed")),
        ]))

    static func act(_ json: JSON) throws(Refusal) -> Act {
        guard let members = json.members, members.count == 1 else {
            throw Refusal(
                .invalid, zh: "act 须恰好有一个成员：操作的名称", en: "act must have exactly one member: the act's name",
                place: "act")
        }
        return try OpeningJSON.decoded(Act.self, completed(json, members[0].name), place: "act." + members[0].name)
    }

    /// With something in the places of what only the server can know, and of what is optional here but not in journals.
    private static func completed(_ json: JSON, _ name: String) -> JSON {
        json.with(name) { values in
            switch name {
            case "editCommunity": values.with("community", OpeningJSON.withDefaults)
            case "invite":
                values.filled([.init("name", ""), .init("organisation", ""), .init("fields", [])])
            case "draftReport":
                values.filled([.init("digest", "")]).with("words") {
                    $0.filled([.init("strengths", ""), .init("problems", ""), .init("advice", "")])
                }
            case "issueCertificate": values.filled([.init("number", "")])
            case "addEvidence", "reviseEvidence":
                values.with("revision") { $0.filled([.init("type", ""), .init("size", 0)]) }
            case "saveReview", "saveVisit", "settle": values.filled([.init("reason", "")])
            default: values
            }
        }
    }
}
