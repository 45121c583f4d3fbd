import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// The report: its words, its approvals, and the document itself.
struct ReportView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }
    private var back: String { Routes.report.path(context.id) }

    var body: HTML {
        let score = evaluation.score(.consensus, context.rulebook)
        return """
            \(HTML.card(say("结论", "Result"), actions: downloads,
                "\(ScoreCharts(score, context.call).gauge)\(ScoreCharts(score, context.call).categories)"))
            \(words)\(approval)\(draft)
            """
    }

    private var downloads: [HTML] {
        ["pdf", "docx", "xlsx", "html", "json"].map {
            HTML.download($0.uppercased(), Routes.reportFile.path(context.id, $0), kind: .quiet)
        }
    }

    private var words: HTML? {
        guard let report = evaluation.report else { return nil }
        func part(_ title: String, _ text: String) -> HTML? {
            text.isEmpty ? nil : "<h3>\(title)</h3>\(HTML.paragraphs(text))"
        }
        return HTML.card(
            say("专家组意见", "The panel's words"),
            """
            \(part(say("结论", "Conclusion"), report.words.conclusion))\
            \(part(say("亮点", "Strengths"), report.words.strengths))\
            \(part(say("问题", "Problems"), report.words.problems))\
            \(part(say("建议", "Advice"), report.words.advice))
            """)
    }

    private var approval: HTML? {
        guard let report = evaluation.report, context.seesFindings else { return nil }
        let me = context.call.person?.id
        let rows = evaluation.approvals.map { approval in
            TableRow([
                "\(approval.at.shown)\(if: approval.by == me, " \(HTML.badge(say("本人", "yours"), .info))")",
                HTML.badge(
                    approval.digest == report.digest ? say("有效", "stands") : say("内容已变", "content has changed"),
                    approval.digest == report.digest ? .good : .bad),
                "<code>\(approval.digest.prefix(16))…</code>",
            ])
        }
        let isMine = evaluation.approvals.contains { $0.by == me }
        let (count, needed) = (evaluation.approvals.count, EvaluationCase.approvalsNeeded)
        // Nobody approves twice: whoever did is told what is awaited instead.
        let awaited: HTML? =
            context.can("approve") && isMine && count < needed
            ? HTML.callout(.info, say("您已批准，还需另一人批准", "You have approved; somebody else has to as well")) : nil
        let approve: HTML? =
            context.can("approve") && !isMine
            ? context.actForm(
                "approve", version: evaluation.sequence, back: back,
                confirm: say("批准的正是摘要所指的内容。确定批准？", "You approve exactly what the digest stands for. Approve?"),
                HTML.hidden("digest", report.digest)) : nil
        let sendBack: HTML? =
            context.can("sendBack")
            ? HTML.disclosure(
                say("退回修改", "Send back"),
                context.actForm(
                    "sendBack", version: evaluation.sequence, back: back, kind: .danger,
                    context.words("reason", "理由", "Reason"))) : nil
        return HTML.card(
            say("内部批准", "Approval"),
            """
            \(HTML.facts([
                Fact(say("待批准内容的 SHA-256", "SHA-256 of what is approved"), "<code>\(report.digest)</code>" as HTML)
            ]))
            \(HTML.table(
                say("批准 \(count) / \(needed)", "Approvals \(count) of \(needed)"),
                columns: [Column(say("时间", "At")), Column(say("状态", "State")), Column(say("摘要", "Digest"))],
                rows: rows, empty: .text(say("还没有人批准", "Nobody has approved yet"))))
            \(awaited)\(approve)\(sendBack)\(publish)
            """)
    }

    private var publish: HTML? {
        guard context.can("publish"), evaluation.approvals.count >= EvaluationCase.approvalsNeeded else { return nil }
        return context.actForm(
            "publish", version: evaluation.sequence, back: Routes.publicity.path(context.id),
            Input("until", say("公示至", "On notice until"), isRequired: true)
                .date(context.today.adding(days: 14).description, min: context.today.description))
    }

    private var draft: HTML? {
        guard context.can("draftReport") else { return nil }
        func area(_ name: String, _ label: String, _ text: String, isRequired: Bool = false) -> HTML {
            Input(name, label, isRequired: isRequired).area(text, rows: 5, maxLength: 4000)
        }
        let words = evaluation.report?.words
        return HTML.card(
            say("起草报告", "Draft the report"),
            context.actForm(
                "draftReport", version: evaluation.sequence, back: back,
                """
                \(area("conclusion", say("结论", "Conclusion"), words?.conclusion ?? "", isRequired: true))\
                \(area("strengths", say("亮点", "Strengths"), words?.strengths ?? ""))\
                \(area("problems", say("问题", "Problems"), words?.problems ?? ""))\
                \(area("advice", say("建议", "Advice"), words?.advice ?? ""))
                """))
    }
}
