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
                    FindingText.short(word, item).map { context.say($0) } ?? "—",
                    points: FindingText.points(word, item) ?? "")
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
            \(HTML.card(say("分歧与合议", "Divergence and consensus"), HTML.comparison(
                say("分歧条款", "Divergent clauses"),
                layers: evaluation.judges.map(\.name) + [say("合议", "Consensus")], rows: rows,
                empty: HTML.emptyState(say("专家意见一致", "The experts agree")), language: context.language)))
            \(context.can("closePanel") && isLeader
                ? context.actForm("closePanel", version: evaluation.sequence, back: Routes.consensus.path(context.id))
                : nil)
            """
    }
}
