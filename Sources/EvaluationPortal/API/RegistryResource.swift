import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

extension PortalAPI {
    var registryEndpoints: [Endpoint] {
        let registry = Endpoint.Access.function(EvaluationFunction.registry)
        return [
            .api(
                .get, APIRoutes.registry, registry, Phrase(zh: "公开名录", en: "The public registry"),
                group: "registry",
                parameters: [
                    .query(
                        "q", .string(1...100), zh: "社区名称或证书编号的一部分", en: "Part of the community's name or the number"),
                    .query("grade", .string(pattern: .of("0-9A-Za-z_-", 1...64)), zh: "等级", en: "Grade"),
                    .query("region", .string(pattern: .of("0-9", 1...12)), zh: "区划代码（前缀）", en: "Code of a region"),
                    .query(
                        "after", .string(pattern: .of("0-9A-Za-z-", 1...64)), zh: "上一页的 next",
                        en: "`next` of the page before"),
                    APISchema.limit(500),
                ], output: .init(.named("CertificateList", APISchema.page(of: CertificateJSON.schema))),
                refusals: [.invalid], handler: certificates),
            .api(
                .get, APIRoutes.certificate, registry, Phrase(zh: "一张证书", en: "A certificate"), group: "registry",
                output: .init(CertificateJSON.schema), refusals: [.missing], handler: certificate),
            .api(
                .get, APIRoutes.certificateStatement, registry,
                Phrase(zh: "证书声明：可离线核验的文件", en: "A certificate's statement, which proves itself off line"),
                group: "registry", output: .init(CertificateStatementJSON.schema), refusals: [.missing, .unavailable],
                handler: portal.statementFile),
        ]
    }

    @Sendable func certificates(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...500, or: 100)
        let query = SummaryQuery(
            region: try call.query.filled("region") ?? "", publishedOnly: true, certifiedOnly: true,
            text: try call.query.filled("q") ?? "", grade: try call.query.filled("grade"),
            after: try call.query.filled("after"), limit: limit + 1)
        let found = try await desk.store.readEvaluations { try $0.summaries(query) }
        let today = portal.today
        let page = found.prefix(limit)
        return .json(
            APISchema.page(
                page.compactMap { CertificateJSON.json($0, on: today) },
                next: found.count > limit ? page.last?.number : nil))
    }

    @Sendable func certificate(_ call: Call) async throws -> Reply {
        let number = call.parameter("number")
        let summary = try await desk.store.readEvaluations { records in
            try records.caseOfCertificate(number).flatMap { try records.summary($0) }
        }
        guard let summary, EvaluationLifeCycle.published.contains(summary.state), summary.certificate == number,
            let json = CertificateJSON.json(summary, on: portal.today)
        else { throw Refusal(.missing, zh: "没有这张证书", en: "there is no such certificate") }
        return .json(json)
    }
}

/// A certificate as the public sees it.
enum CertificateJSON {
    static let schema = Schema.named(
        "RegisteredCertificate",
        .object([
            .required("number", .string(1...64)),
            .required("status", .oneOf(words: Certificate.Status.allCases.map(\.rawValue))),
            .required("community", APISchema.name), .required("address", APISchema.text),
            .required("region", .string(0...12)), .required("longitude", .integer(-180_000_000...180_000_000).nullable),
            .required("latitude", .integer(-90_000_000...90_000_000).nullable), .required("body", APISchema.name),
            .required("grade", .string(1...64).nullable), .required("q", APISchema.decimal),
            .required("rulebook", APISchema.pin), .required("issuedOn", APISchema.day.nullable),
            .required("validUntil", APISchema.day.nullable),
        ]))

    /// nil: there is no certificate.
    static func json(_ summary: EvaluationSummary, on day: Day) -> JSON? {
        guard let number = summary.certificate, let status = summary.status(on: day) else { return nil }
        return [
            "number": .string(number), "status": .string(status.rawValue), "community": .string(summary.community),
            "address": .string(summary.address), "region": .string(summary.region),
            "longitude": .optional(summary.longitude), "latitude": .optional(summary.latitude),
            "body": .string(summary.bodyName), "grade": .optional(summary.grade),
            "q": .string(Exact(hundredths: summary.q).rounded()), "rulebook": CaseJSON.json(summary.rulebook),
            "issuedOn": .optional(summary.issuedOn?.day), "validUntil": .optional(summary.validUntil?.day),
        ]
    }
}
