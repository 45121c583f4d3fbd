import Commons
import Evaluation
import HTTPTypes
import Markup
import PortalKit
import Rulebook

/// A case as a page shows it, with who looks at it.
struct CaseContext {
    let call: Call
    let opened: EvaluationDesk.Opened
    let today: Day
    let policy: Policy

    var evaluation: EvaluationCase { opened.evaluation }
    var rulebook: Rulebook { opened.rulebook }
    var id: String { evaluation.id }
    var language: PageLanguage { call.spoken }

    func say(_ zh: String, _ en: String) -> String { call.say(zh, en) }
    func say(_ phrase: Phrase) -> String { call.say(phrase) }

    /// Whether the visitor may do this act in the state the case is in.
    func can(_ act: String) -> Bool {
        guard let declared = EvaluationLifeCycle.declaration.act(act), declared.states.contains(evaluation.state) else {
            return false
        }
        return policy.decide(call.visitor, declared.function, on: evaluation.subject).isAllowed
    }

    /// Whether the visitor works on the side that reviews and judges.
    var seesFindings: Bool { !opened.hidden.contains(.findings) }

    var state: LifeCycle.State? { EvaluationLifeCycle.declaration.state(evaluation.state) }

    /// The clause that is gone through after this one.
    func clause(after clause: String) -> String? {
        let all = rulebook.controls + rulebook.items
        guard let index = all.firstIndex(where: { $0.clause == clause }), index + 1 < all.count else { return nil }
        return all[index + 1].clause
    }

    /// A form that does one act and comes back. `version` is what the act rests on, as the page shows it.
    func actForm(
        _ act: String, version: Int?, back: String, confirm: String? = nil, kind: ButtonKind = .primary,
        label: String? = nil, _ fields: HTML = ""
    ) -> HTML {
        let title = EvaluationLifeCycle.declaration.act(act).map { say($0.title) } ?? act
        return HTML.form(
            action: Routes.act.path(id, act), id: "act-\(act)", csrf: call.csrf,
            """
            \(HTML.hidden("_id", call.id))\(HTML.hidden("_back", back))\
            \(version.map { HTML.hidden("_version", String($0)) })\(fields)\
            \(HTML.formActions([HTML.button(label ?? title, kind: kind, confirm: confirm)]))
            """)
    }

    /// A field for something that people say in words, up to the limit that acts have.
    func words(
        _ name: String, _ zh: String, _ en: String, _ value: String = "", rows: Int = 3, isRequired: Bool = true
    ) -> HTML {
        Input(name, say(zh, en), isRequired: isRequired).area(value, rows: rows, maxLength: EvaluationLimits.text)
    }

    /// The heading and tabs that all pages of a case share.
    func heading(_ current: Route) -> HTML {
        let title = evaluation.community.name
        let due: HTML? = opened.head.due.map { due in
            let last = due.day.adding(days: -1)
            let isLate = today > last
            return HTML.badge(
                isLate ? say("已逾期（应于 \(last)）", "overdue since \(last)") : say("截止 \(last)", "due \(last)"),
                isLate ? .bad : .neutral)
        }
        let application = evaluation.application
        return """
            \(HTML.heading(
                title,
                lead: "\(evaluation.number) · \(application.applicantName) → \(application.bodyName)",
                breadcrumbs: [Link(say("申报", "Cases"), Routes.cases.path()), Link(title, "", isCurrent: true)],
                state: "\(HTML.badge(state.map { say($0.title) } ?? "", .of(state: evaluation.state))) \(due)",
                language: language))
            \(HTML.tabs(tabs(current), label: say("案卷", "Case")))
            """
    }

    private func tabs(_ current: Route) -> [Link] {
        func tab(_ zh: String, _ en: String, _ route: Route, count: Int? = nil) -> Link {
            Link(say(zh, en), route.path(id), isCurrent: route == current, count: count)
        }
        let questions = evaluation.rounds.last.map { round in
            evaluation.state == "clarification" ? round.questions.count { $0.answer == nil } : round.questions.count
        }
        let isPastReview = !["draft", "submitted", "review", "clarification", "refused", "withdrawn"]
            .contains(evaluation.state)
        var tabs = [
            tab("概况", "Overview", Routes.caseHome),
            tab("逐条", "Clauses", Routes.clauses),
            tab("证明材料", "Evidence", Routes.evidence, count: evaluation.evidence.count { !$0.isRemoved }),
        ]
        if !evaluation.rounds.isEmpty || can("ask") {
            tabs.append(tab("补正", "Questions", Routes.rounds, count: questions))
        }
        if isPastReview || can("invite") { tabs.append(tab("专家组", "Panel", Routes.panel)) }
        let panelIsOver = isPastReview && !["panel", "site"].contains(evaluation.state)
        if panelIsOver, seesFindings { tabs.append(tab("合议", "Consensus", Routes.consensus)) }
        if panelIsOver, seesFindings || evaluation.isPublished { tabs.append(tab("报告", "Report", Routes.report)) }
        if evaluation.isPublished { tabs.append(tab("公示与申诉", "Notice", Routes.publicity)) }
        if ["decided", "certified"].contains(evaluation.state) {
            tabs.append(tab("证书", "Certificate", Routes.caseCertificate))
        }
        tabs.append(tab("经过", "History", Routes.history))
        return tabs
    }
}

extension EvaluationPortal {
    /// The case of the address as the visitor may see it.
    func context(_ call: Call) async throws -> CaseContext {
        let opened = try await desk.open(call.parameter("case"), call.visitor)
        return CaseContext(call: call, opened: opened, today: today, policy: desk.policy())
    }

    /// A page of a case.
    func casePage(
        _ call: Call, _ route: Route, isWide: Bool = false, _ body: (CaseContext) throws -> HTML
    ) async throws -> Reply {
        let context = try await context(call)
        let content = PageContent(
            .same(context.evaluation.community.name), isWide: isWide,
            "\(context.heading(route))\(try body(context))")
        return page(call, content).with(.cacheControl, "no-store")
    }
}
