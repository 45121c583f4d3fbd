import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook
import RulebookFiles

extension PortalAPI {
    private static let types: [String: String] = [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "application/yaml": "yaml", "application/x-yaml": "yaml", "text/yaml": "yaml", "application/json": "json",
    ]

    var importEndpoints: [Endpoint] {
        [
            .api(
                .post, APIRoutes.importFile, .function(EvaluationFunction.edit),
                Phrase(
                    zh: "导入自评（linli 的 XLSX、YAML 或 JSON）；If-Match 为案卷的序号",
                    en: "Import a self-assessment (XLSX, YAML or JSON of linli); If-Match names the case's sequence"),
                group: "cases",
                parameters: [
                    .query("dryRun", .boolean, zh: "只检查，不导入", en: "Only check, change nothing"),
                    PortalAPI.optionalIfMatch,
                ],
                input: .upload(types: PortalAPI.types.keys.sorted()),
                output: .init(ImportJSON.schema, isVersioned: true),
                refusals: [.missing, .forbidden, .invalid, .locked, .conflict, .unversioned, .tooLarge, .tooMany],
                bodyLimit: 12 << 20, handler: importAssessment)
        ]
    }

    @Sendable func importAssessment(_ call: Call) async throws -> Reply {
        let opened = try await opened(call)
        try call.demand(EvaluationFunction.edit, on: opened.evaluation.subject)
        let isDry = try call.query.filled("dryRun") == "true"
        // Checked before the file is read: whoever rests on an older case has to look again anyway.
        if !isDry { try demandVersion(opened, call) }
        let (assessment, diagnostics) = try await assessment(call, opened.rulebook)
        let findings = assessment.findings.mapValues(FindingRecord.init)
        let act = Act.importFindings(findings: findings, source: "API")
        let evaluation = opened.evaluation
        let changed = findings.filter { $0.value != evaluation.selfFindings[$0.key]?.record }.map(\.key)
        guard !isDry else {
            try evaluation.check(
                act,
                ActContext(
                    rulebook: opened.rulebook, person: call.person,
                    organisations: Set(call.visitor.memberships.map(\.organisation.id)), today: portal.today,
                    calendar: desk.surroundings.calendar()))
            return reply(changed, evaluation, diagnostics, isDry: true, call)
        }
        // One clause has a version of its own; many rest on the case as a whole.
        let expected = EvaluationDesk.version(for: act, evaluation, call.visitor)
        let after = try await desk.perform(
            EvaluationDesk.Request(act, id: desk.surroundings.newID(), expected: expected), on: evaluation.id,
            by: call.visitor)
        return reply(changed, after.evaluation, diagnostics, isDry: false, call)
    }

    private func demandVersion(_ opened: EvaluationDesk.Opened, _ call: Call) throws(Refusal) {
        guard let condition = call.ifMatch else {
            throw Refusal(
                .unversioned, zh: "请用 If-Match 说明所依据的案卷序号",
                en: "say with If-Match which sequence of the case this rests on",
                place: "If-Match")
        }
        guard condition.matches(EntityTag(version: opened.evaluation.sequence)) else {
            throw Refusal(.conflict, zh: "他人刚刚作了修改", en: "somebody else has changed the case", place: "If-Match")
        }
    }

    private func assessment(_ call: Call, _ rulebook: Rulebook) async throws -> (Assessment, [Diagnostic]) {
        var bytes: [UInt8] = []
        for try await piece in call.upload { bytes += piece }
        let type = (call.headers[.contentType] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        let name = "import." + (PortalAPI.types[type] ?? "json")
        let (result, diagnostics) = AssessmentFile.read(
            SourceFile(name: name, bytes: bytes), rulebooks: { $0 == rulebook.id ? rulebook : nil },
            known: [rulebook.id])
        guard let result else {
            throw Refusal(
                .invalid, zh: "文件需要修改，什么都没有导入", en: "the file needs changes; nothing was taken over",
                details: diagnostics.filter { $0.severity == .error }.map { Refusal.Detail($0.position, $0.message) })
        }
        return (result.assessment, diagnostics)
    }

    private func reply(
        _ changed: [String], _ evaluation: EvaluationCase, _ diagnostics: [Diagnostic], isDry: Bool, _ call: Call
    ) -> Reply {
        .json(
            ImportJSON.json(
                changed.sorted(), evaluation, diagnostics.filter { $0.severity == .warning }, isDry: isDry,
                call.language), etag: EntityTag(version: evaluation.sequence))
    }
}

extension Diagnostic {
    /// `12:5` or `SHEET!B7`.
    fileprivate var position: String {
        switch place {
        case .file: "1:1"
        case .text(let line, let column): "\(line):\(column)"
        case .cell(let sheet, let cell): cell.isEmpty ? sheet : "\(sheet)!\(cell)"
        }
    }
}

/// What an import did or would do.
enum ImportJSON {
    static let schema = Schema.named(
        "Import",
        .object([
            .required("dryRun", .boolean), .required("sequence", APISchema.version),
            .required("changed", .array(of: APISchema.clause)),
            .required(
                "warnings",
                .array(of: .object([.required("place", .string()), .required("reason", .string())]))),
        ]))

    static func json(
        _ changed: [String], _ evaluation: EvaluationCase, _ warnings: [Diagnostic], isDry: Bool, _ language: Language
    ) -> JSON {
        let warnings = warnings.map { warning -> JSON in
            ["place": .string(warning.position), "reason": .string(warning.message[language])]
        }
        return [
            "dryRun": .boolean(isDry), "sequence": .integer(evaluation.sequence), "changed": .strings(changed),
            "warnings": .array(warnings),
        ]
    }
}
