import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    /// What waits for the visitor, by their roles.
    @Sendable func workPage(_ call: Call) async throws -> Reply {
        let waiting = EvaluationPortal.waiting(call.visitor)
        let reach = reach(of: call.visitor)
        let person = call.person?.id ?? ""
        let query = CaseQuery(kind: EvaluationLifeCycle.kind, reach: reach, states: waiting, limit: 50)
        let everything = CaseQuery(kind: EvaluationLifeCycle.kind, reach: reach)
        let (heads, counts, notices) = try await store.read { records in
            (
                waiting.isEmpty || reach.isEmpty ? [] : try records.heads(query),
                reach.isEmpty ? [:] : try records.count(everything),
                try records.notices(for: person, after: nil, limit: 8)
            )
        }
        let list = CaseListView(
            heads: heads.sorted { ($0.due?.milliseconds ?? .max) < ($1.due?.milliseconds ?? .max) }, counts: counts,
            state: nil, text: "", today: today, canApply: call.allows(EvaluationFunction.apply), call: call)
        let launchers = try await Launch.block(launches, for: call)
        let body: HTML = """
            \(HTML.heading(
                call.say("您好，\(call.person?.name ?? "")", "Hello, \(call.person?.name ?? "")"),
                actions: list.canApply
                    ? [HTML.linkButton(call.say("新建申报", "New case"), Routes.newCase.path(), kind: .primary)] : [],
                language: call.spoken))
            \(launchers)
            \(if: !reach.isEmpty, cases(list, call))
            \(HTML.card(call.say("最近消息", "Latest notices"), noticeList(notices, call)))
            """
        return page(call, PageContent(Phrase(zh: "工作台", en: "Work"), body))
    }

    /// For those who may read any: to others it would say that nothing waits for them at all.
    private func cases(_ list: CaseListView, _ call: Call) -> HTML {
        let late = list.heads.count { ($0.due?.day).map { $0 <= today } ?? false }
        let all = list.counts.values.reduce(0, +)
        return """
            \(HTML.tiles([
                Tile(call.say("待我办理", "Waiting for me"), String(list.heads.count), href: Routes.cases.path()),
                Tile(call.say("已逾期", "Overdue"), String(late), tone: late > 0 ? .bad : .good),
                Tile(call.say("可见申报", "Cases I see"), String(all), href: Routes.cases.path()),
            ]))
            \(HTML.card(call.say("待我办理", "Waiting for me"), list.table))
            """
    }

    private func noticeList(_ notices: [Notice], _ call: Call) -> HTML {
        guard !notices.isEmpty else { return HTML.emptyState(call.say("没有消息", "Nothing yet")) }
        return HTML.timeline(
            notices.map { notice in
                let subject = call.say(notice.subject)
                return TimelineEntry(
                    notice.at.shown, notice.link.isEmpty ? .text(subject) : HTML.link(subject, notice.link),
                    tone: notice.readAt == nil ? .info : .neutral)
            })
    }

    /// States in which a case waits for somebody with these roles.
    static func waiting(_ visitor: Visitor) -> [String] {
        let roles = Set(visitor.memberships.map(\.role))
        var states: [String] = []
        if roles.contains(.applicant) { states += ["draft", "clarification"] }
        if roles.contains(.reviewer) { states += ["submitted", "review", "report", "notice"] }
        if roles.contains(.approver) { states += ["panel", "approval", "appeal", "decided"] }
        if roles.contains(.expert) { states += ["panel", "site", "consensus"] }
        return EvaluationLifeCycle.states.map(\.id).filter(states.contains)
    }

    /// Rows of cases that a visitor may list: what `case.read` grants them, by their memberships.
    func reach(of visitor: Visitor) -> [CaseQuery.Reach] { desk.policy().reach(visitor, EvaluationFunction.read) }
}
