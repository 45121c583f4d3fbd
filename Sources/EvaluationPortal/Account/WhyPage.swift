import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Why one may, or may not, do something with something.
struct WhyView {
    struct Answer {
        var function: Function
        var decision: Policy.Decision
        /// The case it was asked about.
        var subject: String?
    }

    var language: PageLanguage
    var functions: [Function]
    var function = ""
    var number = ""
    var answer: Answer?
    /// Why there is no answer.
    var problem: Phrase?

    var body: HTML {
        """
        <p>\(language(
            "选择一项功能，看看您为什么可以或不可以使用；填上申报编号，就是对那一件申报而言。",
            "Choose a function to see why you may or may not use it; with the number of a case, whether there."))</p>
        \(HTML.card(nil, question))
        \(problem.map { HTML.callout(.warn, language($0)) })
        \(answer.map { said($0) })
        """
    }

    private var question: HTML {
        HTML.form(
            action: Routes.why.path(), method: "get", csrf: nil,
            """
            \(Input("function", language("功能", "Function"), isRequired: true).select(
                functions.map { Choice($0.id, language($0.title), note: $0.id) }, value: function))\
            \(Input(
                "case", language("申报编号（可不填）", "Number of a case, if any"),
                hint: language("例如 2026-000017", "Such as 2026-000017")).text(number, maxLength: 64))\
            \(HTML.formActions([HTML.button(language("查看原因", "Tell me why"), kind: .primary)]))
            """)
    }

    private func said(_ answer: Answer) -> HTML {
        let title = language(answer.function.title)
        let what = answer.subject.map { language("对 \($0) ", " with \($0)") } ?? ""
        let verdict =
            answer.decision.isAllowed
            ? language("您\(what)可以“\(title)”", "You may '\(title)'\(what)")
            : language("您\(what)不可以“\(title)”", "You may not '\(title)'\(what)")
        let advice = language("确有需要时，请把这段话转告管理员。", "If you need to, show this to an administrator.")
        let hidden = FieldGroup.allCases.filter(answer.decision.hidden.contains).map(\.title).joined()
        return HTML.callout(
            answer.decision.isAllowed ? .good : .warn, verdict,
            """
            <p>\(language(answer.decision.reason))</p>\
            \(if: !answer.decision.hidden.isEmpty, "<p>\(language("看不到：", "Hidden: "))\(language(hidden))</p>")\
            \(if: !answer.decision.isAllowed, "<p>\(advice)</p>")
            """)
    }
}

extension EvaluationPortal {
    @Sendable func whyPage(_ call: Call) async throws -> Reply {
        var view = WhyView(language: call.spoken, functions: rights.functions)
        view.function = try call.query.filled("function") ?? ""
        view.number = String((try call.query.filled("case") ?? "").prefix(64))
        if let function = rights[view.function] {
            do {
                view.answer = try await whyAnswer(call, function, view.number)
            } catch let refusal as Refusal where refusal.kind == .missing {
                view.problem = refusal.reason
            }
        }
        let title = Phrase(zh: "权限说明", en: "Why may I?")
        return page(call, PageContent(title, AccountFrame(call, Routes.why).html(call.say(title), view.body)))
    }

    private func whyAnswer(_ call: Call, _ function: Function, _ number: String) async throws -> WhyView.Answer {
        guard !number.isEmpty else {
            return WhyView.Answer(function: function, decision: call.policy.decide(call.visitor, function))
        }
        // Whether there is such a case is for those to know who may read it.
        let none = Refusal(.missing, zh: "没有这件申报，或您不能查看它", en: "there is no such case, or you may not read it")
        let query = CaseQuery(kind: EvaluationLifeCycle.kind, reach: [.all], text: number, limit: 500)
        let id = try await store.read { records in
            try records.head(number)?.id ?? records.heads(query).first { $0.number == number }?.id
        }
        guard let id else { throw none }
        let opened: EvaluationDesk.Opened
        do {
            opened = try await desk.open(id, call.visitor)
        } catch let refusal as Refusal where refusal.kind == .forbidden {
            throw none
        }
        return WhyView.Answer(
            function: function, decision: call.policy.decide(call.visitor, function, on: opened.evaluation.subject),
            subject: "\(opened.evaluation.community.name) \(opened.evaluation.number)")
    }
}
