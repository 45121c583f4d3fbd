import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import RulebookFiles

/// One clause: what it asks, what each layer says of it, what proves it, and the form of the layer one fills in.
struct ClauseView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    var body: HTML {
        get throws {
            let clause = context.call.parameter("clause")
            guard let item = context.rulebook.item(clause) else {
                throw EvaluationPortal.noClause
            }
            return """
                \(HTML.card("\(item.clause) \(context.say(item.title))", requirement(item)))
                \(HTML.split(
                    "\(form(item))\(question(item))\(said(item))",
                    aside: EvidenceView(context: context).list(for: item)))
                \(neighbours(item))
                """
        }
    }

    private func requirement(_ item: Item) -> HTML {
        """
        \(item.requirement.map { HTML.prose(HTML.paragraphs(context.say($0))) })
        \(HTML.facts([
            Fact(say("分值", "Points"), item.rule.isControl ? say("控制项", "control item") : item.maximum.shown),
            Fact(say("证明材料", "Proved by"), context.say(item.documents.joined())),
            Fact(say("现场查看", "On site"), item.onSite.map { context.say($0) } ?? ""),
        ]))
        """
    }

    /// The form of the layer that the visitor may write now.
    private func form(_ item: Item) -> HTML? {
        if context.can("saveVisit"), let person = context.call.person,
            evaluation.panelist(person.id).map({ $0.hasConflict == false && $0.finishedAt == nil }) ?? false
        {
            let own = evaluation.visitFindings[person.id]?[item.clause]
            return FindingForm(
                context: context, item: item, layer: .visit, saved: own,
                fallback: evaluation.reviewFindings[item.clause]
            ).card
        }
        if context.can("saveReview") {
            return FindingForm(
                context: context, item: item, layer: .review, saved: evaluation.reviewFindings[item.clause],
                fallback: evaluation.selfFindings[item.clause]
            ).card
        }
        let isOpen = evaluation.state != "clarification" || evaluation.asked.contains(item.clause)
        if context.can("saveFinding"), isOpen {
            return FindingForm(
                context: context, item: item, layer: .own, saved: evaluation.selfFindings[item.clause], fallback: nil
            ).card
        }
        let diverges = evaluation.common(item.clause) == nil
        if context.can("settle"), evaluation.panelist(context.call.person?.id)?.isLeader ?? false,
            diverges || evaluation.settled[item.clause] != nil
        {
            return FindingForm(
                context: context, item: item, layer: .settled, saved: evaluation.settled[item.clause],
                fallback: evaluation.reviewFindings[item.clause]
            ).card
        }
        return nil
    }

    private func question(_ item: Item) -> HTML? {
        let round = evaluation.rounds.last { round in round.questions.contains { $0.clause == item.clause } }
        let asked = round?.questions.first { $0.clause == item.clause }
        let back = Routes.clause.path(context.id, item.clause)
        var form: HTML?
        if context.can("ask"), round?.sentAt != nil || asked == nil {
            form = HTML.card(
                say("向申请方提问", "Ask the applicant"),
                context.actForm(
                    "ask", version: evaluation.version(of: "question/" + item.clause), back: back,
                    "\(HTML.hidden("clause", item.clause))\(context.words("question", "问题", "Question"))"))
        }
        guard let asked else { return form }
        let answer: HTML
        if context.can("answer"), round?.number == evaluation.rounds.count {
            answer = context.actForm(
                "answer", version: evaluation.version(of: "question/" + item.clause), back: back,
                "\(HTML.hidden("clause", item.clause))\(context.words("text", "答复", "Answer", asked.answer ?? ""))")
        } else {
            answer = HTML.paragraphs(asked.answer ?? say("尚未答复", "no answer yet"))
        }
        let said = HTML.card(
            say("第 \(round?.number ?? 0) 轮补正", "Round \(round?.number ?? 0)"), tone: .warn,
            "\(HTML.paragraphs(asked.text))\(answer)")
        return "\(said)\(form)"
    }

    /// What each layer says, in order.
    private func said(_ item: Item) -> HTML {
        var entries: [TimelineEntry] = []
        func add(_ title: String, _ finding: EvaluationCase.LayerFinding?, _ who: String) {
            guard let finding, let text = FindingText.short(finding.record, item) else { return }
            let points = FindingText.points(finding.record, item).map {
                say("（\($0) / \(item.maximum.shown)）", " (\($0) / \(item.maximum.shown))")
            }
            let remark = finding.record.finding.remark
            entries.append(
                TimelineEntry(
                    finding.at.shown, "\(title)\(context.language.colon)\(context.say(text))\(points ?? "")",
                    actor: who,
                    body: finding.reason.isEmpty && remark.isEmpty
                        ? nil
                        : "\(HTML.paragraphs(finding.reason))\(HTML.paragraphs(remark))"))
        }
        add(say("自评", "Self-assessment"), evaluation.selfFindings[item.clause], evaluation.application.applicantName)
        add(say("材料审查", "Review"), evaluation.reviewFindings[item.clause], evaluation.application.bodyName)
        for judge in evaluation.judges {
            add(say("现场核查", "Site visit"), evaluation.visitFindings[judge.expert]?[item.clause], judge.name)
        }
        add(say("合议", "Consensus"), evaluation.settled[item.clause], say("专家组", "Panel"))
        guard !entries.isEmpty else { return "" }
        return HTML.card(say("各层认定", "Findings"), HTML.timeline(entries))
    }

    private func neighbours(_ item: Item) -> HTML {
        let all = (context.rulebook.controls + context.rulebook.items).map(\.clause)
        guard let index = all.firstIndex(of: item.clause) else { return "" }
        return HTML.pagination(
            previous: index > 0 ? Routes.clause.path(context.id, all[index - 1]) : nil,
            next: index + 1 < all.count ? Routes.clause.path(context.id, all[index + 1]) : nil,
            note: "\(index + 1) / \(all.count)", words: (say("上一条", "Previous"), say("下一条", "Next")),
            language: context.language)
    }
}
