import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// What the visitor can do with a case now; what others have to do if nothing.
struct NextStepView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private var back: String { Routes.caseHome.path(context.id) }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    var body: HTML {
        let pieces = pieces
        // To take it back is no step forward.
        let withdraw = context.can("withdraw") ? reasonForm("withdraw", kind: .danger) : nil
        guard !pieces.isEmpty else { return "\(HTML.callout(.info, waiting))\(withdraw)" }
        return HTML.card(say("现在可以做", "What you can do now"), tone: .info, "\(pieces)\(withdraw)")
    }

    private func reasonForm(_ act: String, kind: ButtonKind) -> HTML {
        let title = EvaluationLifeCycle.declaration.act(act).map { context.say($0.title) } ?? act
        return HTML.disclosure(
            title,
            context.actForm(
                act, version: evaluation.sequence, back: back, kind: kind,
                context.words("reason", "理由", "Reason")))
    }

    private func simple(_ act: String, confirm: String? = nil) -> HTML {
        context.actForm(act, version: evaluation.sequence, back: back, confirm: confirm)
    }

    private func link(_ zh: String, _ en: String, _ route: Route) -> HTML {
        "<p>\(HTML.linkButton(say(zh, en), route.path(context.id), kind: .primary))</p>"
    }

    private var pieces: [HTML] {
        var pieces: [HTML] = []
        if context.can("saveFinding") { pieces.append(progress) }
        if context.can("submit") { pieces.append(submission) }
        if context.can("accept") { pieces.append(simple("accept")) }
        if context.can("refuse") { pieces.append(reasonForm("refuse", kind: .danger)) }
        if context.can("saveReview") { pieces.append(link("逐条审查", "Review clause by clause", Routes.clauses)) }
        if context.can("sendQuestions") { pieces.append(link("提问与补正", "Questions", Routes.rounds)) }
        if context.can("answer") { pieces.append(link("答复问题", "Answer the questions", Routes.rounds)) }
        if context.can("closeReview") { pieces.append(closeReview) }
        if context.can("invite") || isInvited { pieces.append(link("专家组", "The panel", Routes.panel)) }
        if context.can("saveVisit"), isJudge { pieces.append(link("现场逐条认定", "Judge on site", Routes.clauses)) }
        if context.can("finishVisit"), isJudge { pieces.append(finishVisit) }
        if context.can("settle") { pieces.append(link("合议", "Settle what diverges", Routes.consensus)) }
        if context.can("draftReport") { pieces.append(link("起草报告", "Draft the report", Routes.report)) }
        if context.can("approve") || context.can("publish"), evaluation.state == "approval" {
            pieces.append(link("查看与批准报告", "Look at the report", Routes.report))
        }
        if evaluation.state == "notice" || evaluation.state == "appeal" {
            pieces.append(link("公示与申诉", "Notice and appeal", Routes.publicity))
        }
        if context.can("issueCertificate") || evaluation.state == "certified" {
            pieces.append(link("证书", "Certificate", Routes.caseCertificate))
        }
        return pieces
    }

    private var isInvited: Bool { evaluation.panelist(context.call.person?.id) != nil && evaluation.state == "panel" }
    private var isJudge: Bool {
        evaluation.panelist(context.call.person?.id).map { $0.finishedAt == nil && $0.hasConflict == false } ?? false
    }

    private var progress: HTML {
        let all = context.rulebook.controls + context.rulebook.items
        let done = all.count { evaluation.selfFindings[$0.clause]?.record.isJudged ?? false }
        return """
            \(HTML.progress(
                say("自评完成", "Self-assessed"), done: done, of: all.count, text: "\(done) / \(all.count)"))
            \(link("继续填报", "Go on", Routes.clauses))
            """
    }

    private var submission: HTML {
        let missing = evaluation.obstaclesToSubmission(context.rulebook, on: context.today)
        if missing.isEmpty {
            return context.actForm(
                "submit", version: evaluation.sequence, back: back,
                confirm: say("提交后不能再改，确定提交？", "It cannot change afterwards. Submit?"),
                HTML.callout(
                    .info,
                    say(
                        "申请方对所提交资料的真实性和完整性负责（5.1.4）",
                        "The applicant answers for the truth and completeness of it (5.1.4)")))
        }
        return HTML.disclosure(
            say("提交前还差 \(missing.count) 处", "\(missing.count) things are missing"),
            """
            <ul>\(each: missing, {
                "<li>\(place($0.place))\(context.language.colon)\(context.say($0.reason))</li>"
            })</ul>
            """)
    }

    private func place(_ place: String) -> HTML {
        guard context.rulebook.item(place) != nil else {
            return HTML.link(place, Routes.community.path(context.id))
        }
        return HTML.link(place, Routes.clause.path(context.id, place))
    }

    private var closeReview: HTML {
        let open = (context.rulebook.controls + context.rulebook.items).count {
            evaluation.reviewFindings[$0.clause] == nil && evaluation.selfFindings[$0.clause] != nil
        }
        return """
            \(open > 0
                ? context.actForm(
                    "adoptSelf", version: evaluation.sequence, back: back, kind: .secondary,
                    label: say("其余 \(open) 条采纳自评", "Adopt the self-assessment of the other \(open)"))
                : nil)
            \(simple("closeReview"))
            """
    }

    private var finishVisit: HTML {
        """
        \(context.actForm("adoptReview", version: evaluation.sequence, back: back, kind: .secondary))
        \(simple("finishVisit", confirm: say("完成后不能再改，确定？", "It cannot change afterwards. Finish?")))
        """
    }

    private var waiting: String {
        switch evaluation.state {
        case "submitted": say("等待评价机构受理", "Waiting for the evaluation body to accept it")
        case "review": say("评价机构正在审查材料", "The evaluation body reviews the documents")
        case "clarification": say("等待申请方补正", "Waiting for the applicant's answers")
        case "panel": say("评价机构正在组建专家组", "The evaluation body puts the panel together")
        case "site": say("专家正在独立核查，结束前互不可见", "Experts judge by themselves, blind to each other")
        case "consensus": say("专家组正在合议", "The panel settles what diverges")
        case "report", "approval": say("评价机构正在起草和批准报告", "The report is being drafted and approved")
        case "refused": say("不予受理：", "Refused: ") + (evaluation.closingReason ?? "")
        case "withdrawn": say("已撤回：", "Withdrawn: ") + (evaluation.closingReason ?? "")
        default: context.state.map { context.say($0.title) } ?? ""
        }
    }
}
