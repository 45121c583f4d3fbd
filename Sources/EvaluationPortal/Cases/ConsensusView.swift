import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Clauses that the experts judge differently, and what was settled.
struct ConsensusView {
    let context: CaseContext
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }

    var body: HTML {
        let evaluation = context.evaluation
        guard context.seesFindings else { return HTML.emptyState(say("公示前不公开", "Not shown before the notice")) }
        let divergent = evaluation.divergent(context.rulebook)
        let open = divergent.filter { evaluation.settled[$0] == nil }
        let rows = divergent.compactMap(context.rulebook.item).map { item in
            let entries = evaluation.judges.map { judge -> ComparedFinding.Entry in
                let word = evaluation.word(of: judge.expert, on: item.clause)
                return ComparedFinding.Entry(
                    FindingText.short(word, item).map { context.say($0) } ?? "",
                    points: FindingText.points(word, item).map { "\($0) / \(item.maximum.shown)" } ?? "")
            }
            let settled = evaluation.settled[item.clause]
            return ComparedFinding(
                item.clause, context.say(item.title),
                entries: entries + [
                    ComparedFinding.Entry(
                        FindingText.short(settled?.record, item).map { context.say($0) } ?? say("待合议", "open"),
                        tone: settled == nil ? .warn : .good)
                ], reason: settled?.reason ?? "", href: Routes.clause.path(context.id, item.clause))
        }
        let isLeader = evaluation.panelist(context.call.person?.id)?.isLeader ?? false
        return """
            \(HTML.tiles([
                Tile(say("分歧条款", "Divergent clauses"), String(divergent.count)),
                Tile(say("待合议", "Open"), String(open.count), tone: open.isEmpty ? .good : .warn),
            ]))
            \(open.isEmpty || !context.can("settle") ? nil : next(isLeader: isLeader))
            \(HTML.card(say("分歧与合议", "Divergence and consensus"), HTML.comparison(
                say("分歧条款", "Divergent clauses"),
                layers: evaluation.judges.map(\.name) + [say("合议", "Consensus")], rows: rows,
                empty: HTML.emptyState(say("专家意见一致", "The experts agree")), marksChanges: false,
                language: context.language)))
            \(context.can("closePanel") && isLeader && open.isEmpty
                ? context.actForm("closePanel", version: evaluation.sequence, back: Routes.consensus.path(context.id))
                : nil)
            """
    }

    private func next(isLeader: Bool) -> HTML {
        isLeader
            ? HTML.callout(
                .info, say("请逐条合议", "Settle them one by one"),
                .text(
                    say(
                        "点开待合议的条款，填写专家组的一致意见和理由；全部议定后可结束合议。",
                        "Open a clause, and say what the panel agreed on and how. Once all are settled, it can close."))
            )
            : HTML.callout(.info, say("由组长逐条填写专家组的一致意见", "The leader writes down what the panel agrees on"))
    }
}
