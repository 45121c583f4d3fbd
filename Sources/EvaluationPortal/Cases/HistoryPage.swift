import Commons
import Evaluation
import Markup
import PortalKit
import Reports
import Rulebook

extension EvaluationPortal {
    /// Every act on a case, the newest first; what each changed is for those who may see findings.
    @Sendable func historyPage(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        let id = context.id
        let before = try call.query.integer("before", in: 1...Int.max, or: Int.max)
        let (entries, names) = try await store.read { records in
            let all = try records.entries(of: id, after: 0).filter { $0.sequence < before }.suffix(100)
            let people = try records.people(Set(all.compactMap(\.person)))
            return (Array(all.reversed()), Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first })
        }
        let rule = VisibleHistory(context.opened, visitor: call.visitor)
        let timeline = HTML.timeline(
            entries.filter(rule.shows).map { entry in
                let title = EvaluationLifeCycle.declaration.act(entry.act).map { call.say($0.title) } ?? entry.act
                let who = rule.names(entry) ? entry.person.flatMap { names[$0] } : nil
                return TimelineEntry(
                    entry.at.shown, "\(title) <small>#\(entry.sequence)</small>", actor: who ?? "")
            })
        let next = entries.last.flatMap { $0.sequence > 1 ? $0.sequence : nil }
        let toEdition = call.say("变更评价依据版本", "Move to another edition")
        let pages = HTML.pagination(
            next: next.map { Routes.history.path(id, query: ["before": String($0)]) }, language: call.spoken)
        let history: HTML = "\(HTML.card(call.say("办理经过", "History"), timeline))\(pages)"
        let body: HTML = """
            \(context.heading(Routes.history))\
            \(context.can("moveRulebook") ? HTML.row([HTML.linkButton(toEdition, Routes.edition.path(id))]) : nil)\
            \(PackageCard(context: context).html.map { HTML.split(history, aside: $0) } ?? history)
            """
        return page(call, PageContent(.same(context.evaluation.community.name), body))
    }

    /// Moving a case to another edition: first what it would change.
    @Sendable func editionPage(_ call: Call) async throws -> Reply {
        let context = try await context(call)
        let pin = context.evaluation.application.rulebook
        let choices = desk.shelf.offered.filter { $0.pin != pin }.map {
            Choice($0.pin.digest, "\($0.rulebook.title[call.language]) \($0.pin.edition)")
        }
        var dry: HTML?
        if let digest = try call.query.filled("to") {
            dry = DryRunView(context: context, run: try await desk.dryRun(context.id, to: digest, call.visitor)).body
        }
        let attempt = HTML.button(call.say("试算", "Try"))
        let another = Input("to", call.say("另一版本", "Another edition"), isRequired: true)
        let body: HTML = """
            \(context.heading(Routes.edition))\
            \(HTML.card(call.say("评价依据", "Rulebook"), HTML.facts([
                Fact(call.say("本案依据", "This case"), "\(pin.id) \(pin.edition)"), Fact("SHA-256", pin.digest),
            ])))\
            \(HTML.card(call.say("试算", "Dry run"), choices.isEmpty
                ? HTML.emptyState(call.say("没有其他版本", "There is no other edition"))
                : "<form method=\"get\">\(another.select(choices, prompt: "—"))\(attempt)</form>"))\
            \(dry)
            """
        return page(call, PageContent(.same(context.evaluation.community.name), body))
    }
}

/// What moving to another edition would change.
struct DryRunView {
    let context: CaseContext
    let run: EvaluationDesk.DryRun

    var body: HTML {
        let comparison = ["Q", context.say("等级", "Grade")]
        let before = [run.before.q.rounded(), context.say(run.before.grade.title)]
        let after = [run.after.q.rounded(), context.say(run.after.grade.title)]
        let rows = zip(comparison, zip(before, after)).map { name, values in
            TableRow([.text(name), .text(values.0), .text(values.1)])
        }
        return """
            \(HTML.card(context.say("得分变化", "Score"), HTML.table(
                context.say("得分变化", "Score"), columns: [
                    Column("", isHeader: true), Column(run.from.edition), Column(run.to.edition),
                ], rows: rows, isCaptionHidden: true)))
            \(HTML.card(context.say("条款变化", "Clauses"), HTML.table(
                context.say("条款变化", "Clauses"),
                columns: [Column(context.say("位置", "Place"), isHeader: true), Column(context.say("变化", "Change"))],
                rows: run.differences.map { TableRow([.text($0.place), .text(context.say($0.what))]) },
                empty: HTML.emptyState(context.say("没有变化", "no change")), isCaptionHidden: true)))
            \(run.lost.isEmpty ? nil : HTML.callout(
                .warn, context.say("以下条款的认定将不再适用", "Findings of these clauses would be lost"),
                HTML.text(context.language.list(run.lost))))
            \(context.actForm(
                "moveRulebook", version: context.evaluation.sequence, back: Routes.caseHome.path(context.id),
                confirm: context.say("确定变更评价依据版本？", "Move to this edition?"), kind: .danger,
                HTML.hidden("digest", run.to.digest)))
            """
    }
}
