import Commons
import Documents
import Evaluation
import PortalKit
import Reports
import Rulebook
import Spreadsheet

extension EvaluationPortal {
    /// The report of `linli report`, with the panel's words in it.
    @Sendable func reportFile(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        let evaluation = context.evaluation
        guard evaluation.isPublished || context.seesFindings else {
            throw Refusal(.forbidden, zh: "公示前不能下载报告", en: "the report is not shown before the notice")
        }
        let score = evaluation.score(evaluation.latestLayer, context.rulebook)
        let day = evaluation.report?.on ?? today
        let name = "\(evaluation.number).\(call.parameter("format"))"
        func file(_ bytes: [UInt8], _ type: String) -> Reply { .file(FileContent(bytes), name: name, type: type) }
        var report = ReportDocument(score, date: day, language: call.language)
        report.number = evaluation.number
        report.words = ReportView.sections(evaluation, call)
        switch call.parameter("format") {
        case "json": return file(ReportData(score, date: day).bytes, "application/json")
        case "html": return file(Array(HTMLRenderer.render(report.document).utf8), "text/html; charset=utf-8")
        case "pdf": return file(try await printPDF(HTMLRenderer.render(report.document)), "application/pdf")
        case "docx":
            return file(
                try Zip.archive(DOCXRenderer.render(report.document)),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        case "xlsx":
            return file(
                try XLSXWriter().bytes(of: ReportWorkbook(score, date: day, language: call.language).workbook),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        default: throw Refusal(.missing, zh: "没有这种格式", en: "there is no such format")
        }
    }
}

extension ReportView {
    /// The panel's words as sections of the report.
    static func sections(_ evaluation: EvaluationCase, _ call: Call) -> [(title: String, text: String)] {
        guard let words = evaluation.report?.words else { return [] }
        return [
            (call.say("专家组结论", "The panel's conclusion"), words.conclusion),
            (call.say("亮点", "Strengths"), words.strengths), (call.say("问题", "Problems"), words.problems),
            (call.say("建议", "Advice"), words.advice),
        ].filter { !$0.1.isEmpty }
    }
}
