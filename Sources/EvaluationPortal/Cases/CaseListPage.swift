import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    @Sendable func caseListPage(_ call: Call) async throws -> Reply {
        let text = try call.query.filled("q") ?? ""
        let state = try call.query.filled("state")
        var query = CaseQuery(
            kind: EvaluationLifeCycle.kind, reach: reach(of: call.visitor), states: state.map { [$0] } ?? [],
            text: text,
            limit: 50)
        query.after = try EvaluationPortal.cursor(call.query.filled("after"))
        let wanted = query
        let all = CaseQuery(kind: EvaluationLifeCycle.kind, reach: wanted.reach)
        let (heads, counts) = try await store.read { (try $0.heads(wanted), try $0.count(all)) }
        let view = CaseListView(
            heads: heads, counts: counts, state: state, text: text, today: today,
            canApply: call.allows(EvaluationFunction.apply), call: call)
        return page(call, PageContent(Phrase(zh: "申报", en: "Cases"), isWide: true, view.body))
    }

    /// `MILLISECONDS-ID` of the last case of the page before.
    static func cursor(_ text: String?) throws(Refusal) -> CaseQuery.Cursor? {
        guard let text else { return nil }
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let at = Int64(parts[0]) else {
            throw Refusal(.invalid, zh: "翻页标记不正确", en: "not a cursor", place: "after")
        }
        return CaseQuery.Cursor(changedAt: Instant(milliseconds: at), id: String(parts[1]))
    }

    static func cursor(after head: CaseHead) -> String { "\(head.changedAt.milliseconds)-\(head.id)" }
}

struct CaseListView {
    var heads: [CaseHead]
    var counts: [String: Int]
    var state: String?
    var text: String
    var today: Day
    var canApply: Bool
    var call: Call

    var body: HTML {
        let states = EvaluationLifeCycle.states.filter { counts[$0.id] != nil }
        let total = counts.values.reduce(0, +)
        let links =
            [Link(call.say("全部", "All"), Routes.cases.path(), isCurrent: state == nil, count: total)]
            + states.map {
                Link(
                    call.say($0.title), Routes.cases.path(query: ["state": $0.id]), isCurrent: state == $0.id,
                    count: counts[$0.id])
            }
        return """
            \(HTML.heading(
                call.say("申报", "Cases"),
                actions: canApply
                    ? [HTML.linkButton(call.say("新建申报", "New case"), Routes.newCase.path(), kind: .primary)] : [],
                language: call.spoken))
            \(HTML.search(
                action: Routes.cases.path(), value: text, label: call.say("社区名称或编号", "Community or number"),
                button: call.say("查找", "Search")))
            \(HTML.tabs(links, label: call.say("阶段", "State")))
            \(table)
            \(HTML.pagination(next: next, language: call.spoken))
            """
    }

    private var next: String? {
        guard heads.count == 50, let last = heads.last else { return nil }
        return Routes.cases.path(
            values: [],
            query: [("q", text), ("state", state ?? ""), ("after", EvaluationPortal.cursor(after: last))]
                .filter { !$0.1.isEmpty })
    }

    var table: HTML {
        HTML.table(
            call.say("申报列表", "List of cases"),
            columns: [
                Column(call.say("社区", "Community"), isHeader: true), Column(call.say("编号", "Number")),
                Column(call.say("阶段", "State")), Column(call.say("截止", "Due")), Column(call.say("最近变动", "Changed")),
            ],
            rows: heads.map { head in
                let state = EvaluationLifeCycle.declaration.state(head.state).map { call.say($0.title) } ?? head.state
                return TableRow([
                    HTML.link(head.title, Routes.caseHome.path(head.id)), .text(head.number),
                    HTML.badge(state, .of(state: head.state)), due(head), .text(head.changedAt.shown),
                ])
            }, empty: HTML.emptyState(call.say("没有申报", "No cases")), isCaptionHidden: true)
    }

    private func due(_ head: CaseHead) -> HTML {
        guard let due = head.due?.day.adding(days: -1) else { return "—" }
        return due < today ? HTML.badge(call.say("逾期 \(due)", "late \(due)"), .bad) : .text(due.description)
    }
}
