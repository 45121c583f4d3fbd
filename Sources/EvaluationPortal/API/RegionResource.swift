import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

extension PortalAPI {
    var regionEndpoints: [Endpoint] {
        [
            .api(
                .get, APIRoutes.summaries, .function(EvaluationFunction.oversee),
                Phrase(zh: "辖区内的申报，每件一行", en: "Cases of the region, a line each"), group: "region",
                parameters: [
                    .query("region", .string(pattern: .of("0-9", 1...12)), zh: "辖区内的区划代码", en: "Code of a part of it"),
                    .query(
                        "after", .string(pattern: .of("0-9A-Za-z-", 1...64)), zh: "上一页的 next",
                        en: "`next` of the page before"),
                    APISchema.limit(1000),
                ], output: .init(.named("SummaryList", APISchema.page(of: SummaryJSON.schema))),
                refusals: [.invalid], handler: summaries)
        ]
    }

    @Sendable func summaries(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...1000, or: 200)
        let part = try call.query.filled("region") ?? ""
        let after = try call.query.filled("after")
        let regions = PortalAPI.regions(of: call).compactMap { region -> String? in
            // The narrower of what is asked for and what may be seen.
            if part.hasPrefix(region) { return part }
            return region.hasPrefix(part) ? region : nil
        }
        let found = try await desk.store.readEvaluations { records in
            try Set(regions).flatMap { region in
                try records.summaries(SummaryQuery(region: region, after: after, limit: limit + 1))
            }
        }
        // Regions of several offices may overlap.
        let all = Dictionary(found.map { ($0.number, $0) }) { first, _ in first }.values.sorted {
            $0.number < $1.number
        }
        let page = all.prefix(limit)
        let items = page.compactMap { summary -> JSON? in
            let subject = Subject(
                organisations: [summary.applicant, summary.body], region: summary.region,
                isPublished: EvaluationLifeCycle.published.contains(summary.state))
            let decision = call.policy.decide(call.visitor, EvaluationFunction.oversee, on: subject)
            guard decision.isAllowed else { return nil }
            let showsResult = !decision.hidden.contains(.findings) || subject.isPublished
            return SummaryJSON.json(summary, showsResult: showsResult, on: portal.today)
        }
        return .json(APISchema.page(items, next: all.count > limit ? page.last?.number : nil))
    }

    /// Codes of the regions that the visitor oversees; an empty one is everywhere.
    private static func regions(of call: Call) -> Set<String> {
        let grants = call.policy.grants.filter {
            $0.function == EvaluationFunction.oversee.id && $0.interfaces.contains(call.visitor.interface)
        }
        var regions: Set<String> = []
        for membership in call.visitor.memberships where membership.organisation.isActive {
            for grant in grants where grant.role == nil || grant.role == membership.role {
                switch grant.rows {
                case .all: regions.insert("")
                case .region where !membership.organisation.region.isEmpty:
                    regions.insert(membership.organisation.region)
                // Rows of other kinds are found wherever they lie; each is decided on by itself.
                case .organisation, .assigned, .own, .home, .published: regions.insert("")
                case .region: break
                }
            }
        }
        return regions
    }
}

/// A case in one line, with what came of it so far.
enum SummaryJSON {
    static let schema = Schema.named(
        "Summary",
        .object([
            .required("case", APISchema.id), .required("number", .string(1...64)),
            .required("community", APISchema.name), .required("address", APISchema.text),
            .required("region", .string(0...12)), .required("longitude", .integer(-180_000_000...180_000_000).nullable),
            .required("latitude", .integer(-90_000_000...90_000_000).nullable), .required("state", APISchema.state),
            .required("applicant", APISchema.party), .required("body", APISchema.party),
            .required("rulebook", APISchema.pin), .required("year", .integer(1...9999).nullable),
            .required("q", APISchema.decimal.nullable), .required("grade", .string(1...64).nullable),
            .required(
                "categories",
                .array(of: .object([.required("id", .string(1...200)), .required("score", APISchema.decimal)]))),
            .required(
                "losses",
                .array(of: .object([.required("clause", APISchema.clause), .required("q", APISchema.decimal)]))),
            .required("certificate", .string(1...64).nullable),
            .required("certificateStatus", .oneOf(words: Certificate.Status.allCases.map(\.rawValue)).nullable),
            .required("validUntil", APISchema.day.nullable), .required("experts", .integer(0...Int.max)),
            .required("divergences", .integer(0...Int.max).nullable), .required("appeals", .integer(0...Int.max)),
            .required("upheld", .integer(0...Int.max)), .required("rounds", .integer(0...Int.max)),
            .required(
                "hours",
                .array(
                    of: .object([.required("state", APISchema.state), .required("hours", .integer(0...Int.max))]))),
        ]))

    /// - Parameter showsResult: what the evaluation came to may be seen.
    static func json(_ summary: EvaluationSummary, showsResult: Bool, on day: Day) -> JSON {
        .object(place(summary) + result(summary, showsResult: showsResult) + course(summary, on: day))
    }

    private static func place(_ summary: EvaluationSummary) -> [JSON.Member] {
        [
            .init("case", .string(summary.caseID)), .init("number", .string(summary.number)),
            .init("community", .string(summary.community)), .init("address", .string(summary.address)),
            .init("region", .string(summary.region)), .init("longitude", .optional(summary.longitude)),
            .init("latitude", .optional(summary.latitude)), .init("state", .string(summary.state)),
            .init("applicant", CaseJSON.party(summary.applicant, summary.applicantName)),
            .init("body", CaseJSON.party(summary.body, summary.bodyName)),
            .init("rulebook", CaseJSON.json(summary.rulebook)), .init("year", .optional(summary.year)),
        ]
    }

    private static func result(_ summary: EvaluationSummary, showsResult: Bool) -> [JSON.Member] {
        func decimal(_ value: Int) -> JSON { .string(Exact(hundredths: value).rounded()) }
        let categories = summary.categories.sorted { $0.key < $1.key }.map { id, score -> JSON in
            ["id": .string(id), "score": decimal(score)]
        }
        let losses = summary.losses.map { loss -> JSON in ["clause": .string(loss.clause), "q": decimal(loss.q)] }
        return [
            .init("q", showsResult ? decimal(summary.q) : .null),
            .init("grade", showsResult ? .optional(summary.grade) : .null),
            .init("categories", .array(showsResult ? categories : [])),
            .init("losses", .array(showsResult ? losses : [])),
            .init("divergences", showsResult ? .integer(summary.divergences) : .null),
        ]
    }

    private static func course(_ summary: EvaluationSummary, on day: Day) -> [JSON.Member] {
        let hours = summary.hours.sorted { $0.key < $1.key }.map { state, hours -> JSON in
            ["state": .string(state), "hours": .integer(hours)]
        }
        return [
            .init("certificate", .optional(summary.certificate)),
            .init("certificateStatus", .optional(summary.status(on: day)?.rawValue)),
            .init("validUntil", .optional(summary.validUntil?.day)), .init("experts", .integer(summary.experts)),
            .init("appeals", .integer(summary.appeals)), .init("upheld", .integer(summary.upheld)),
            .init("rounds", .integer(summary.rounds)), .init("hours", .array(hours)),
        ]
    }
}
