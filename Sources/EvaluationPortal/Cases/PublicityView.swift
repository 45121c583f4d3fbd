import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Public notice, objections, appeals, and the decision that ends them.
struct PublicityView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }
    private var back: String { Routes.publicity.path(context.id) }

    var body: HTML {
        """
        \(HTML.card(say("公示", "Public notice"), HTML.facts([
            Fact(say("开始", "From"), evaluation.noticeSince?.description ?? ""),
            Fact(say("截止", "Until"), evaluation.noticeUntil?.description ?? ""),
            Fact(say("公示页", "Public page"), HTML.link(say("打开公示页", "Open the notice"), Routes.notice.path(context.id))),
        ])))
        \(list(say("异议", "Objections"), evaluation.objections, act: "answerObjection"))
        \(list(say("申诉", "Appeals"), evaluation.appeals, act: "decideAppeal"))
        \(appealForm)\(decide)
        """
    }

    private func list(_ title: String, _ list: [EvaluationCase.Objection], act: String) -> HTML {
        HTML.card(
            title,
            list.isEmpty
                ? "<p>\(say("没有", "None"))</p>"
                : "\(each: list, { entry($0, act: act) })")
    }

    private func entry(_ objection: EvaluationCase.Objection, act: String) -> HTML {
        let state: HTML
        switch objection.isUpheld {
        case true?: state = HTML.badge(say("成立", "upheld"), .warn)
        case false?: state = HTML.badge(say("不成立", "not upheld"), .neutral)
        case nil: state = HTML.badge(say("待处理", "open"), .info)
        }
        let answer: HTML? =
            objection.answer == nil && context.can(act)
            ? context.actForm(
                act, version: evaluation.sequence, back: back,
                """
                \(HTML.hidden("number", String(objection.number)))\
                \(Input("text", say("答复", "Answer"), isRequired: true).area(rows: 3, maxLength: 4000))\
                \(Input("isUpheld", say("结果", "Outcome"), isRequired: true).radios([
                    Choice("true", say("成立，退回合议", "upheld, back to the panel")),
                    Choice("false", say("不成立", "not upheld")),
                ], isInline: true))
                """) : nil
        let contact: HTML? =
            objection.contact.isEmpty
            ? nil
            : """
            <small>\(objection.contact) \(HTML.link(
                say("查看明文", "Show in clear"), Routes.contacts.path(context.id)))</small>
            """
        return """
            <section><h3>\(objection.number). \(objection.name) \(state) \(contact) \
            <small>\(objection.at.shown)</small></h3>
            \(HTML.paragraphs(objection.text))\
            \(objection.clauses.isEmpty ? nil : "<p>\(context.language.list(objection.clauses))</p>" as HTML)\
            \(objection.answer.map { HTML.callout(.info, say("答复", "Answer"), HTML.paragraphs($0)) })\(answer)</section>
            """
    }

    private var appealForm: HTML? {
        guard context.can("appeal") else { return nil }
        return HTML.card(
            say("提出申诉", "Appeal"),
            context.actForm(
                "appeal", version: evaluation.sequence, back: back,
                """
                \(Input("text", say("申诉理由", "Grounds"), isRequired: true).area(rows: 4, maxLength: 4000))\
                \(Input("clauses", say("涉及条款（用顿号分开）", "Clauses, separated by commas")).text(maxLength: 400))
                """))
    }

    private var decide: HTML? {
        guard context.can("decide") else { return nil }
        let isOver = evaluation.noticeUntil.map { context.today > $0 } ?? false
        if !isOver {
            return HTML.callout(.info, say("公示期满后可以作出决定", "The decision can be made once the notice is over"))
        }
        return HTML.card(
            say("作出决定", "Decide"),
            context.actForm(
                "decide", version: evaluation.sequence, back: Routes.caseCertificate.path(context.id)))
    }
}
