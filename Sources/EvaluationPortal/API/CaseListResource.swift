import Commons
import Evaluation
import Foundation
import HTTPTypes
import PortalKit
import Rulebook

extension PortalAPI {
    var caseListEndpoints: [Endpoint] {
        [
            .api(
                .get, APIRoutes.cases, .function(EvaluationFunction.read),
                Phrase(zh: "申报列表，最近变化的在前", en: "Cases, the latest change first"), group: "cases",
                parameters: [
                    .query("state", APISchema.state, zh: "阶段", en: "State"),
                    .query("q", .string(1...100), zh: "社区名称或编号的一部分", en: "Part of the community's name or the number"),
                    .query(
                        "after", .string(pattern: .cursor), zh: "上一页的 next",
                        en: "`next` of the page before"),
                    APISchema.limit(200),
                ], output: .init(.named("CaseList", APISchema.page(of: CaseHeadJSON.schema))), refusals: [.invalid],
                handler: cases),
            .api(
                .post, APIRoutes.cases, .function(EvaluationFunction.apply), Phrase(zh: "新建申报", en: "Open a case"),
                group: "cases", input: .json(OpeningJSON.schema),
                output: .init(CaseJSON.schema, status: .created, isVersioned: true),
                refusals: [.invalid, .forbidden, .missing], needs: [.idempotencyKey], handler: openCase),
        ]
    }

    @Sendable func cases(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...200, or: 50)
        var query = CaseQuery(
            kind: EvaluationLifeCycle.kind, reach: portal.reach(of: call.visitor),
            states: try call.query.filled("state").map { [$0] } ?? [], text: try call.query.filled("q") ?? "",
            limit: limit + 1)
        query.after = try EvaluationPortal.cursor(call.query.filled("after"))
        let wanted = query
        let heads = wanted.reach.isEmpty ? [] : try await portal.store.read { try $0.heads(wanted) }
        let page = heads.prefix(limit)
        let next = heads.count > limit ? page.last.map { EvaluationPortal.cursor(after: $0) } : nil
        return .json(APISchema.page(page.map(CaseHeadJSON.json), next: next))
    }

    @Sendable func openCase(_ call: Call) async throws -> Reply {
        let json = call.json
        let community = try OpeningJSON.community(json["community"] ?? .null)
        let id = try await desk.openCase(
            applicant: json["applicant"]?.text ?? "", body: json["body"]?.text ?? "",
            rulebook: json["rulebook"]?.text ?? "", community: community, previous: json["previous"]?.text,
            by: call.visitor)
        let opened = try await desk.open(id, call.visitor)
        return .created(
            at: APIRoutes.oneCase.path(id), CaseJSON.json(opened),
            etag: EntityTag(version: opened.evaluation.sequence))
    }
}

/// What opens a case.
enum OpeningJSON {
    static let schema = Schema.named(
        "Opening",
        .object([
            .required("applicant", APISchema.id.meaning(zh: "申请方编号", en: "Id of the applicant")),
            .required("body", APISchema.id.meaning(zh: "评价机构编号", en: "Id of the evaluation body")),
            .required("rulebook", .string(1...200)), .required("community", APISchema.community),
            .optional("previous", APISchema.id.meaning(zh: "原申报", en: "The case that this one evaluates anew")),
        ]))

    /// With nothing where the sender says nothing.
    static func community(_ json: JSON) throws(Refusal) -> CommunityFile {
        try decoded(CommunityFile.self, withDefaults(json), place: "community")
    }

    static func withDefaults(_ community: JSON) -> JSON {
        community.filled(["address", "region", "contactName", "contactPhone"].map { .init($0, "") })
    }

    /// A value of JSON that already fits its schema; what the schema cannot say is refused with its place.
    static func decoded<T: Decodable>(_ type: T.Type, _ json: JSON, place: String) throws(Refusal) -> T {
        do {
            return try CanonicalJSON.decode(type, json.bytes)
        } catch {
            var place = place
            if case .dataCorrupted(let context)? = error as? DecodingError {
                place = ([place] + context.codingPath.map(\.stringValue)).joined(separator: ".")
            }
            throw Refusal(.invalid, zh: "\(place) 的内容不正确", en: "\(place) makes no sense", place: place)
        }
    }
}

extension JSON {
    /// An object with these members where it has none of their names.
    func filled(_ defaults: [Member]) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members + defaults.filter { self[$0.name] == nil })
    }

    /// An object with one of its members changed; the same if there is none.
    func with(_ name: String, _ change: (JSON) -> JSON) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.map { $0.name == name ? Member(name, change($0.value)) : $0 })
    }
}

/// A case in one line.
enum CaseHeadJSON {
    static let schema = Schema.named(
        "CaseHead",
        .object([
            .required("id", APISchema.id), .required("number", .string(1...64)), .required("community", APISchema.name),
            .required("state", APISchema.state), .required("sequence", APISchema.version),
            .required("applicant", APISchema.id), .required("body", APISchema.id),
            .required("region", .string(0...12)), .required("openedAt", APISchema.instant),
            .required("changedAt", APISchema.instant),
            .required("dueOn", APISchema.day.nullable.meaning(zh: "本阶段的最后一天", en: "The last day of its state")),
        ]))

    static func json(_ head: CaseHead) -> JSON {
        [
            "id": .string(head.id), "number": .string(head.number), "community": .string(head.title),
            "state": .string(head.state), "sequence": .integer(head.sequence), "applicant": .string(head.opener),
            "body": .string(head.handler), "region": .string(head.region), "openedAt": .string(head.openedAt.iso),
            "changedAt": .string(head.changedAt.iso), "dueOn": .optional(head.due?.day.adding(days: -1)),
        ]
    }
}
