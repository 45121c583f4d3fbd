import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import RulebookFiles
import Spreadsheet

/// Takes over an assessment from a file of `linli score`.
struct ImportView {
    let context: CaseContext
    var problems: [Diagnostic] = []

    var body: HTML {
        let list: HTML? =
            problems.isEmpty
            ? nil
            : HTML.formErrors(
                context.say("文件需要修改，什么都没有导入", "The file needs changes; nothing was taken over"),
                problems.map { (field: "file", text: $0.rendered(context.call.language)) })
        guard context.can("importFindings") else {
            return HTML.callout(.info, context.say("只有填报阶段可以导入", "Only a draft can take over a file"))
        }
        return HTML.card(
            context.say("导入自评", "Import a self-assessment"),
            """
            \(list)\
            \(HTML.form(
                action: Routes.importFile.path(context.id), id: "import", csrf: context.call.csrf, isMultipart: true,
                """
                \(HTML.hidden("_version", String(context.evaluation.sequence)))\(HTML.hidden("_id", context.call.id))\
                \(Input(
                    "assessment", context.say("XLSX、YAML 或 JSON", "XLSX, YAML or JSON"),
                    hint: context.say("已填的条款以文件为准", "clauses in the file replace what is there"), isRequired: true)
                    .file(accept: ".xlsx,.yaml,.yml,.json", language: context.language))\
                \(HTML.formActions([HTML.button(context.say("导入", "Import"), kind: .primary)]))
                """))
            """)
    }
}

extension EvaluationPortal {
    @Sendable func importAssessment(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        guard let file = call.files.first(where: { $0.field == "assessment" }), !file.bytes.isEmpty else {
            throw Refusal(.invalid, zh: "请选择文件", en: "choose a file", place: "assessment")
        }
        let source = SourceFile(name: FileName.cleaned(file.name), bytes: file.bytes)
        let id = context.rulebook.id
        let (result, diagnostics) = AssessmentFile.read(
            source, rulebooks: { $0 == id ? context.rulebook : nil }, known: [id])
        guard let result else {
            let view = ImportView(context: context, problems: diagnostics)
            return page(
                call,
                PageContent(.same(context.evaluation.community.name), "\(context.heading(Routes.clauses))\(view.body)"),
                status: 422)
        }
        let findings = result.assessment.findings.mapValues(FindingRecord.init)
        let act = Act.importFindings(findings: findings, source: source.name)
        let version = try call.form.integer("_version", in: 0...Int.max)
        let actID = try call.form.filled("_id") ?? desk.surroundings.newID()
        _ = try await desk.perform(
            EvaluationDesk.Request(act, id: actID, expected: version), on: context.id, by: call.visitor)
        return .redirect(to: Routes.clauses.path(context.id, query: ["done": act.name]))
    }

    /// The spreadsheet form with what has been filled in so far.
    @Sendable func formFile(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        var assessment = context.evaluation.assessment(.application)
        for clause in assessment.findings.keys { assessment.findings[clause]?.evidence = [] }
        let workbook = AssessmentWorkbook(context.rulebook, call.language).workbook(assessment)
        let bytes = try XLSXWriter().bytes(of: workbook)
        return .file(
            FileContent(bytes), name: "\(context.evaluation.number).xlsx",
            type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    }
}
