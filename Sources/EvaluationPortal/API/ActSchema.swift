import Evaluation
import PortalKit
import Rulebook

/// The values of every act, by its name: a member of `act` each, of which a request has exactly one.
enum ActSchema {
    typealias Property = Schema.Property

    static let schema = Schema.named(
        "Act",
        .object(acts.map { .optional($0.name, .object($0.values)) }, count: 1...1)
            .meaning(zh: "恰好一个成员：操作名称及其内容", en: "Exactly one member: the act's name over its values"))

    static let acts: [(name: String, values: [Property])] = application + review + panel + report + certificate

    private static let clause = Property.required("clause", APISchema.clause)
    private static let reason = Property.required("reason", APISchema.text)
    private static let day = APISchema.day

    private static let application: [(name: String, values: [Property])] = [
        ("editCommunity", [.required("community", APISchema.community)]),
        ("saveFinding", [clause, .required("finding", record)]),
        (
            "importFindings",
            [
                .required(
                    "findings",
                    .object([], open: true).meaning(
                        zh: "条款 → 认定，最多 \(EvaluationLimits.findings) 条",
                        en: "FindingRecord by clause, \(EvaluationLimits.findings) at most")),
                .required("source", APISchema.text),
            ]
        ),
        (
            "addEvidence",
            [.required("id", .string(1...64)), .required("evidence", evidence), .required("revision", revision)]
        ),
        ("reviseEvidence", [.required("id", .string(1...64)), .required("revision", revision)]),
        ("describeEvidence", [.required("id", .string(1...64)), .required("evidence", evidence)]),
        ("removeEvidence", [.required("id", .string(1...64)), reason]),
        ("submit", []), ("withdraw", [reason]), ("moveRulebook", [.required("pin", APISchema.pin)]),
    ]

    private static let review: [(name: String, values: [Property])] = [
        ("accept", []), ("refuse", [reason]), ("ask", [clause, .required("question", APISchema.text)]),
        ("dropQuestion", [clause]), ("sendQuestions", []), ("answer", [clause, .required("text", APISchema.text)]),
        ("returnAnswers", []),
        ("saveReview", [clause, .required("finding", record), .optional("reason", APISchema.text)]),
        ("adoptSelf", []), ("closeReview", []),
    ]

    private static let panel: [(name: String, values: [Property])] = [
        (
            "invite",
            [
                .required("expert", APISchema.id), .required("isLeader", .boolean),
                .optional("fields", .array(of: .string(1...200), 0...100)),
                .optional("name", APISchema.text), .optional("organisation", APISchema.text),
            ]
        ),
        ("dismiss", [.required("expert", APISchema.id), reason]),
        ("declare", [.required("hasConflict", .boolean), reason]), ("startVisit", [.required("on", day)]),
        ("saveVisit", [clause, .required("finding", record), .optional("reason", APISchema.text)]),
        ("adoptReview", []), ("finishVisit", []),
        ("settle", [clause, .required("finding", record), .optional("reason", APISchema.text)]),
        ("closePanel", []),
    ]

    private static let report: [(name: String, values: [Property])] = [
        (
            "draftReport",
            [
                .required(
                    "words",
                    .object([
                        .required("conclusion", APISchema.text), .optional("strengths", APISchema.text),
                        .optional("problems", APISchema.text), .optional("advice", APISchema.text),
                    ])),
                .optional("digest", APISchema.text),
            ]
        ),
        ("sendBack", [reason]), ("approve", [.required("digest", .string(1...64))]),
        ("publish", [.required("until", day)]),
        (
            "object",
            [
                .required("name", APISchema.text), .required("contact", APISchema.text),
                .required("text", APISchema.text),
            ]
        ),
        ("answerObjection", answer),
        (
            "appeal",
            [.required("text", APISchema.text), .required("clauses", .array(of: APISchema.clause, 0...1000))]
        ),
        ("decideAppeal", answer), ("decide", []),
    ]

    private static let answer: [Property] = [
        .required("number", .integer(1...1_000_000)), .required("text", APISchema.text),
        .required("isUpheld", .boolean),
    ]

    private static let certificate: [(name: String, values: [Property])] = [
        ("issueCertificate", [.required("until", day), .optional("number", APISchema.text)]),
        ("suspendCertificate", [reason]), ("resumeCertificate", [reason]), ("revokeCertificate", [reason]),
        (
            "checkCertificate",
            [
                .required("year", .integer(1...9999)), .required("isPassed", .boolean),
                .required("remark", APISchema.text),
            ]
        ),
    ]

    // MARK: What several acts carry

    private static let evidence = Schema.named(
        "EvidenceText",
        .object([
            .required("title", APISchema.text), .required("clauses", .array(of: APISchema.clause, 0...1000)),
            .optional("effectiveOn", day), .optional("expiresOn", day),
        ]))

    /// Type and size are what the server finds in the bytes.
    private static let revision = Schema.named(
        "UploadedRevision",
        .object([
            .required("digest", APISchema.digest.meaning(zh: "上传后得到的 SHA-256", en: "As `Linli-Digest` gave it")),
            .required("name", .string(1...1000)), .optional("type", .string(0...200)),
            .optional("size", .integer(0...Int.max)),
        ]))

    /// As a journal keeps it: by what was seen, whatever names the rulebook's files use.
    private static let record = Schema.named(
        "FindingRecord",
        .object([
            .optional("met", .boolean), .optional("occurred", .boolean), .optional("count", .integer(0...1_000_000)),
            .optional("present", .array(of: .string(1...200), 0...500)), .optional("extra", .boolean),
            .optional("parts", .object([], open: true).meaning(zh: "名称 → 整数", en: "Whole numbers by name")),
            .optional(
                "entries",
                .array(
                    of: .object([
                        .required("name", APISchema.text), .required("kind", .string(0...200)),
                        .required("recognised", .boolean), .required("responses", .integer(0...1_000_000)),
                        .required("satisfied", .integer(0...1_000_000)),
                    ]), 0...500)),
            .optional(
                "measure",
                .string(pattern: .of("0-9./-", 1...60)).meaning(zh: "120 或 3/10", en: "120, or 3/10")),
            .optional("choice", .string(1...200)), .optional("points", .string(pattern: .of("0-9./-", 1...60))),
            .optional("notApplicable", .boolean),
            .optional(
                "checks",
                .array(of: .object([.required("id", .string(1...200)), .required("holds", .boolean)]), 0...500)),
            .optional("remark", APISchema.text),
        ]))
}
