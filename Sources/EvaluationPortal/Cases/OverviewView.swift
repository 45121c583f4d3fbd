import Commons
import Evaluation
import Markup
import PortalKit
import Reports
import Rulebook

/// The first page of a case: where it stands, what it is worth so far, what to do next.
struct OverviewView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    var body: HTML {
        """
        \(HTML.live(
            id: "status", events: Routes.caseEvents.path(context.id), fragment: Routes.caseStatus.path(context.id),
            status))
        """
    }

    /// What is drawn anew when somebody acts.
    var status: HTML {
        var assessment = evaluation.assessment(evaluation.latestLayer)
        // A draft has no date yet; without one it would be refused a grade for that alone.
        assessment.appliedOn = assessment.appliedOn ?? context.today
        let score = Scorer(context.rulebook).score(assessment)
        return """
            \(HTML.steps(steps, label: say("办理进度", "Progress"), language: context.language))
            \(NextStepView(context: context).body)
            \(HTML.grid([
                HTML.card(say("目前得分", "Score so far"), scoreCard(score)),
                HTML.card(say("社区档案", "Community"), actions: communityActions, communityFacts),
            ]))
            \(HTML.card(say("五类得分", "Scores by category"), ScoreCharts(score, context.call).categories))
            \(ScoreCharts(score, context.call).waterfall.map {
                HTML.card(say("离下一等级还差什么", "What the next grade lacks"), $0)
            })
            """
    }

    private var steps: [ProgressStep] {
        let path = EvaluationLifeCycle.path
        let reached = evaluation.milestones.map(\.state)
        // States off the path stand for the one they branch from.
        let aside = ["clarification": "review", "appeal": "notice", "refused": "submitted", "withdrawn": "draft"]
        let here = aside[evaluation.state] ?? evaluation.state
        let position = path.firstIndex(of: here) ?? 0
        return path.enumerated().map { index, id in
            let title = EvaluationLifeCycle.declaration.state(id).map { context.say($0.title) } ?? id
            let date = evaluation.milestones.last { $0.state == id }?.at.day.description ?? ""
            let isClosed = ["refused", "withdrawn"].contains(evaluation.state)
            if index == position {
                let note = here == evaluation.state ? "" : context.state.map { context.say($0.title) } ?? ""
                return ProgressStep(title, isClosed ? .failed : .current, date: date, note: note)
            }
            return ProgressStep(title, index < position && reached.contains(id) ? .done : .ahead, date: date)
        }
    }

    private func scoreCard(_ score: Score) -> HTML {
        let whose: String
        switch evaluation.latestLayer {
        case .application: whose = say("按自评计算", "by the self-assessment")
        case .review: whose = say("按审查认定计算", "by the review")
        case .visit, .consensus: whose = say("按专家组意见计算", "by the panel")
        }
        return """
            \(ScoreCharts(score, context.call).gauge)
            \(HTML.tiles([
                Tile("Q", score.q.rounded(), note: whose),
                Tile(say("等级", "Grade"), context.say(score.grade.title), note: context.say(score.grade.reason)),
                Tile(
                    say("控制项", "Control items"),
                    "\(score.controls.count(where: \.holds)) / \(score.controls.count)",
                    tone: score.controlsAreMet ? .good : .warn),
            ]))
            """
    }

    private var communityActions: [HTML] {
        context.can("editCommunity")
            ? [HTML.linkButton(say("修改", "Edit"), Routes.community.path(context.id))] : []
    }

    private var communityFacts: HTML {
        let community = evaluation.community
        var facts = [
            Fact(say("名称", "Name"), community.name), Fact(say("地址", "Address"), community.address),
            Fact(say("竣工验收", "Accepted on"), community.acceptedOn?.day.description ?? ""),
            Fact(say("投入运行", "In operation since"), community.operatingSince?.day.description ?? ""),
            Fact(say("户数", "Households"), community.households.map(String.init) ?? ""),
            Fact(say("评价依据", "Standard"), context.say(context.rulebook.title)),
        ]
        if !context.opened.hidden.contains(.contacts), !community.contactName.isEmpty {
            let see: HTML? =
                ContactsView.isMasked(context)
                ? HTML.link(say("查看明文", "Show in clear"), Routes.contacts.path(context.id)) : nil
            let contact: HTML = "\(community.contactName) \(community.contactPhone) \(see)"
            facts.append(Fact(say("联系人", "Contact"), contact))
        }
        return HTML.facts(facts)
    }
}
