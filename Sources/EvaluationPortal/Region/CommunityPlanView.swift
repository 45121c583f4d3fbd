import Evaluation
import Markup
import PortalKit
import Rulebook

/// The cheapest way of one community to its next star, step by step.
struct CommunityPlanView {
    var language: PageLanguage
    var row: CommunityRow
    var next: NextStar
    var rulebook: Rulebook
    /// nil: the costs do not fit the edition that the case rests on.
    var plan: Planner.Plan?
    /// The list without the plan.
    var back: String

    var card: HTML {
        HTML.card(
            language("\(row.community)：到\(next.title.zh)", "\(row.community): to \(next.title.en)"), id: "plan",
            actions: [HTML.linkButton(language("收起", "Close"), back)], content)
    }

    private var content: HTML {
        guard let plan else {
            return HTML.callout(
                .warn,
                language("现有费用不适用于这一案卷的版本", "The costs do not fit the edition of this case"),
                .text(row.rulebook.edition))
        }
        guard plan.isFeasible else {
            return HTML.callout(
                .warn, language("按现有费用达不到", "Out of reach with these costs"), .text(language(plan.reason)))
        }
        return "\(tiles(plan))\(waterfall(plan))\(table(plan))"
    }

    private func tiles(_ plan: Planner.Plan) -> HTML {
        HTML.tiles([
            Tile(language("最低费用", "Least cost"), plan.cost.yuan(language)),
            Tile(language("现在的 Q", "Q now"), shownHundredths(row.q)),
            Tile(
                language("改造后的 Q", "Q afterwards"), plan.q.rounded(),
                note: plan.grade.map { language($0.title) } ?? "", tone: .good),
            Tile(language("改造项", "Steps"), String(plan.actions.count)),
        ])
    }

    private func waterfall(_ plan: Planner.Plan) -> HTML? {
        let steps = plan.actions.filter { $0.gain > .zero }
        guard let line = rulebook.grade(next.grade)?.range.lower?.value, !steps.isEmpty, let q = row.q else {
            return nil
        }
        return Chart.waterfall(
            language("每一步增加的 Q", "What each step adds to Q"),
            start: (language("现在", "now"), Double(q) / 100, shownHundredths(q)),
            steps: steps.map { action in
                Chart.Rise(
                    "\(action.clause) \(language(action.title))", action.gain.approximate,
                    text: "+\(action.gain.rounded())")
            },
            goal: (language(next.title), line.approximate, line.shown), language: language)
    }

    private func table(_ plan: Planner.Plan) -> HTML {
        let rows = plan.actions.map { action in
            TableRow([
                "<code>\(action.clause)</code>", .text(language(action.title)),
                action.to > .zero
                    ? .text("\(action.from.shown) → \(action.to.shown)") : .text(language("满足控制项", "meet it")),
                action.gain > .zero ? .text("+\(action.gain.rounded())") : "—", .text(action.cost.yuan(language)),
            ])
        }
        let total = TableRow(
            [.text(language("合计", "Total")), "", "", "", .text(plan.cost.yuan(language))], isTotal: true)
        return HTML.table(
            language("步骤", "Steps"),
            columns: [
                Column(language("条款", "Clause"), isHeader: true), Column(language("内容", "What it asks")),
                Column(language("得分", "Points")), Column(language("Q 增加", "Adds to Q"), isNumeric: true),
                Column(language("费用", "Cost"), isNumeric: true),
            ],
            rows: rows.isEmpty ? [] : rows + [total],
            empty: HTML.emptyState(language("不需要改造", "Nothing needs to be done")), isCaptionHidden: true)
    }
}
