import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// Rounds of questions and answers, the newest first.
struct RoundsView {
    let context: CaseContext
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }
    private var back: String { Routes.rounds.path(context.id) }

    var body: HTML {
        let evaluation = context.evaluation
        guard !evaluation.rounds.isEmpty else {
            return HTML.emptyState(
                say("还没有问题", "No questions yet"),
                say("在条款页提出问题，再一起发出", "Ask on a clause's page, then send them together"))
        }
        return "\(each: evaluation.rounds.reversed(), round)"
    }

    private func round(_ round: EvaluationCase.Round) -> HTML {
        let isLast = round.number == context.evaluation.rounds.count
        let when = [
            round.sentAt.map { say("发出 \($0.shown)", "sent \($0.shown)") } ?? say("尚未发出", "not sent yet"),
            round.returnedAt.map { say("返回 \($0.shown)", "returned \($0.shown)") },
        ].compactMap(\.self).joined(separator: " · ")
        return HTML.card(
            say("第 \(round.number) 轮（\(when)）", "Round \(round.number) (\(when))"), tone: isLast ? .info : nil,
            """
            \(each: round.questions, { question($0, isLast: isLast) })
            \(isLast && context.can("sendQuestions") && round.sentAt == nil
                ? context.actForm("sendQuestions", version: context.evaluation.sequence, back: back) : nil)
            \(isLast && context.can("returnAnswers")
                ? context.actForm("returnAnswers", version: context.evaluation.sequence, back: back) : nil)
            """)
    }

    private func question(_ question: EvaluationCase.Round.Question, isLast: Bool) -> HTML {
        let title = context.rulebook.item(question.clause).map { context.say($0.title) } ?? ""
        let isChanged = context.evaluation.changedSinceLastRound.contains(question.clause)
        let version = context.evaluation.version(of: "question/" + question.clause)
        let drop: HTML? =
            isLast && context.can("dropQuestion") && context.evaluation.rounds.last?.sentAt == nil
            ? context.actForm(
                "dropQuestion", version: version, back: back, kind: .quiet, HTML.hidden("clause", question.clause))
            : nil
        let answer: HTML
        if isLast, context.can("answer") {
            answer = context.actForm(
                "answer", version: version, back: back, kind: .secondary,
                """
                \(HTML.hidden("clause", question.clause))\
                \(context.words("text", "答复", "Answer", question.answer ?? ""))
                """)
        } else {
            answer = question.answer.map(HTML.paragraphs) ?? HTML.badge(say("尚未答复", "no answer yet"), .warn)
        }
        return """
            <section><h3>\(HTML.link("\(question.clause) \(title)", Routes.clause.path(context.id, question.clause)))\
            \(isChanged ? HTML.badge(say("有变化", "changed"), .info) : nil)</h3>
            \(HTML.paragraphs(question.text))\(answer)\(drop)</section>
            """
    }
}
