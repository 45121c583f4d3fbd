import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// All clauses with what each layer says, by category, and how far the visitor's own layer has come.
struct ClausesView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    /// The layer that the visitor fills in now.
    private var own: [String: EvaluationCase.LayerFinding] {
        if context.can("saveVisit"), let person = context.call.person {
            return evaluation.visitFindings[person.id] ?? [:]
        }
        if context.can("saveReview") { return evaluation.reviewFindings }
        return evaluation.selfFindings
    }

    var body: HTML {
        get throws {
            let groups = groups
            let chosen = try context.call.query.filled("category") ?? groups[0].id
            let group = groups.first { $0.id == chosen } ?? groups[0]
            let own = own
            return """
                \(Chart.stacked(
                    say("完成情况", "Completeness"),
                    groups.map { group in
                        let done = group.items.count { own[$0.clause]?.record.isJudged ?? false }
                        return Chart.Stack(
                            group.title, [
                                Chart.Part(say("已认定", "judged"), done, .good),
                                Chart.Part(say("未认定", "open"), group.items.count - done, .neutral),
                            ], text: "\(done) / \(group.items.count)",
                            href: Routes.clauses.path(context.id, query: ["category": group.id]))
                    }, language: context.language))
                \(HTML.tabs(
                    groups.map {
                        Link(
                            $0.title, Routes.clauses.path(context.id, query: ["category": $0.id]),
                            isCurrent: $0.id == group.id, count: $0.items.count)
                    }, label: say("类别", "Category")))
                \(tools)
                \(HTML.comparison(
                    group.title, layers: layers.map(\.title), rows: group.items.map(row), language: context.language))
                """
        }
    }

    private struct Group {
        var id: String
        var title: String
        var items: [Item]
    }

    private var groups: [Group] {
        [Group(id: "control", title: say("控制项", "Control items"), items: context.rulebook.controls)]
            + context.rulebook.categories.map { category in
                Group(
                    id: category.id, title: context.say(category.title),
                    items: context.rulebook.items.filter { $0.category == category.id })
            }
    }

    private var tools: HTML? {
        guard context.can("importFindings") else { return nil }
        return HTML.row([
            HTML.download(say("下载表格", "Download the form"), Routes.form.path(context.id)),
            HTML.linkButton(say("导入 XLSX 或 YAML", "Import XLSX or YAML"), Routes.importFile.path(context.id)),
        ])
    }

    private struct Layer {
        var title: String
        var record: (String) -> EvaluationCase.LayerFinding?
    }

    private var layers: [Layer] {
        let evaluation = evaluation
        var layers = [Layer(title: say("自评", "Self"), record: { evaluation.selfFindings[$0] })]
        if !evaluation.reviewFindings.isEmpty || context.can("saveReview") {
            layers.append(Layer(title: say("审查", "Review"), record: { evaluation.reviewFindings[$0] }))
        }
        for (index, judge) in evaluation.judges.enumerated() where evaluation.visitFindings[judge.expert] != nil {
            let title = judge.name.isEmpty ? say("专家 \(index + 1)", "Expert \(index + 1)") : judge.name
            layers.append(Layer(title: title, record: { evaluation.visitFindings[judge.expert]?[$0] }))
        }
        if !evaluation.settled.isEmpty {
            layers.append(Layer(title: say("合议", "Consensus"), record: { evaluation.settled[$0] }))
        }
        return layers
    }

    private func row(_ item: Item) -> ComparedFinding {
        let changed = evaluation.changedSinceLastRound.contains(item.clause)
        let findings = layers.map { $0.record(item.clause) }
        let asked = evaluation.state == "clarification" && evaluation.asked.contains(item.clause)
        let title =
            context.say(item.title) + (changed ? say("（补正后有变化）", " (changed in the last round)") : "")
            + (asked ? say("（请答复）", " (please answer)") : "")
        return ComparedFinding(
            item.clause, title,
            entries: findings.map { finding in
                let text = FindingText.short(finding?.record, item).map { context.say($0) } ?? ""
                let points = FindingText.points(finding?.record, item)
                return ComparedFinding.Entry(text, points: points.map { "\($0) / \(item.maximum.shown)" } ?? "")
            },
            // The applicant's own layer names the file it came from, which is no reason.
            reason: findings.dropFirst().compactMap { $0?.reason }.last { !$0.isEmpty } ?? "",
            href: Routes.clause.path(context.id, item.clause))
    }
}
