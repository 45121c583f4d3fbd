import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// One result on notice, with the form for objections.
struct PublicNoticeView {
    var language: PageLanguage
    var id: String
    var number: String
    var community: String
    var address: String
    var district: Phrase?
    var applicant: String
    var evaluationBody: String
    var standard: Phrase
    var grade: GradeMark
    var q: Exact
    var parts: [PublicCertificate.Part]
    var state: String
    var since: Day?
    var until: Day?
    var certificate: String?
    /// Whether somebody may object now.
    var isOpen: Bool
    var form = FormState()
    var csrf: String?
    /// Sending the form twice does it once.
    var actID: String

    var body: HTML {
        let name = EvaluationLifeCycle.declaration.state(state)?.title ?? .same(state)
        return """
            \(HTML.heading(
                community, lead: .text(language("评价结果公示 \(number)", "Notice of a result, \(number)")),
                breadcrumbs: [
                    Link(language("公示", "Notices"), Routes.notices.path()),
                    Link(number, Routes.notice.path(id), isCurrent: true),
                ], state: HTML.badge(language(name), .of(state: state)), language: language))
            \(period)
            \(HTML.split("\(facts)\(score)", aside: objection))
            """
    }

    private var period: HTML {
        guard let until else { return "" }
        let from = since.map { language("自 \($0) ", "from \($0) ") } ?? ""
        if isOpen {
            return HTML.callout(
                .info, language("公示期：\(from)至 \(until)", "On notice \(from)until \(until)"),
                "<p>\(language("期内任何人都可以提出异议。", "Until then anybody may object."))</p>")
        }
        let link = certificate.map {
            HTML.linkButton(language("查看证书", "See the certificate"), Routes.certificate.path($0))
        }
        return HTML.callout(
            .neutral, language("公示期已于 \(until) 结束", "The notice ended on \(until)"), actions: [link].compactMap(\.self))
    }

    private var facts: HTML {
        HTML.card(
            language("评价结果", "Result"),
            HTML.facts([
                Fact(language("拟定等级", "Grade"), grade.html(language)),
                Fact(language("社区", "Community"), community), Fact(language("地址", "Address"), address),
                Fact(language("所在区", "District"), district.map { language($0) } ?? ""),
                Fact(language("申请单位", "Applicant"), applicant),
                Fact(language("评价机构", "Evaluation body"), evaluationBody),
                Fact(language("评价依据", "Standard"), language(standard)),
            ]))
    }

    private var score: HTML {
        HTML.card(language("评价得分", "Score"), PublicScoreView(language: language, q: q, parts: parts).html)
    }

    private var objection: HTML {
        guard isOpen else { return "" }
        func input(_ name: String, _ zh: String, _ en: String, hint: String? = nil) -> Input {
            Input(name, language(zh, en), hint: hint, error: form.error(name, language), isRequired: true)
        }
        let hint = language(
            "电话或邮箱，只给评价机构看，用来答复您。", "Telephone or mail; only the evaluation body sees it, to answer you.")
        return HTML.card(
            language("提出异议", "Object"), id: "object",
            HTML.form(
                action: Routes.objection.path(id), csrf: csrf,
                """
                \(form.summary(language))\(HTML.hidden("id", actID))\
                \(input("name", "姓名或单位", "Your name or organisation")
                    .text(form["name"], autocomplete: "name", maxLength: EvaluationLimits.name))\
                \(input("contact", "联系方式", "How to reach you", hint: hint)
                    .text(form["contact"], maxLength: EvaluationLimits.name))\
                \(input("text", "异议内容和理由", "What you object to, and why")
                    .area(form["text"], rows: 6, maxLength: EvaluationLimits.text))\
                \(HTML.formActions([HTML.button(language("提交异议", "Send"), kind: .primary)]))
                """))
    }
}

/// Says that an objection has come in.
struct ThanksView {
    var language: PageLanguage
    var id: String
    var community: String

    private var promise: String {
        language("评价机构会逐条答复，答复之前不会作出决定。", "The evaluation body answers every objection; nothing is decided before.")
    }

    var body: HTML {
        """
        \(HTML.heading(language("异议已收到", "Your objection has come in"), language: language))
        \(HTML.callout(
            .good, language("感谢您对“\(community)”评价结果提出意见", "Thank you for what you say about \(community)"),
            "<p>\(promise)</p>",
            actions: [HTML.linkButton(language("返回公示", "Back to the notice"), Routes.notice.path(id))]))
        """
    }
}

extension EvaluationPortal {
    @Sendable func noticePage(_ call: Call) async throws -> Reply {
        let view = try await noticeView(call)
        return page(call, PageContent(.same(view.community), view.body))
    }

    @Sendable func object(_ call: Call) async throws -> Reply {
        let id = call.parameter("case")
        do {
            let act = Act.object(
                name: try call.form.filled("name") ?? "", contact: try call.form.filled("contact") ?? "",
                text: try call.form.filled("text") ?? "")
            let request = EvaluationDesk.Request(act, id: try call.form.text("id", most: 64), expected: nil)
            _ = try await desk.perform(request, on: id, by: call.visitor)
            return .redirect(to: Routes.objection.path(id))
        } catch let refusal as Refusal where refusal.kind != .missing && refusal.kind != .forbidden {
            var view = try await noticeView(call)
            view.form = FormState(call.form, refusal)
            return page(call, PageContent(.same(view.community), view.body), status: view.form.status)
        }
    }

    @Sendable func thanksPage(_ call: Call) async throws -> Reply {
        let view = try await noticeView(call)
        let thanks = ThanksView(language: call.spoken, id: view.id, community: view.community)
        return page(call, PageContent(Phrase(zh: "异议已收到", en: "Objection received"), isNarrow: true, thanks.body))
    }

    private func noticeView(_ call: Call) async throws -> PublicNoticeView {
        let id = call.parameter("case")
        guard let opened = try await openPublished(id, call) else {
            throw Refusal(.missing, zh: "没有这份公示", en: "there is no such notice")
        }
        let (summary, regions) = try await desk.store.readEvaluations { records in
            (try records.summary(id), try Regions.current(records))
        }
        guard let summary else { throw Refusal(.missing, zh: "没有这份公示", en: "there is no such notice") }
        let evaluation = opened.evaluation
        let isInTime = evaluation.noticeUntil.map { today <= $0 } ?? false
        let mayObject = call.allows(EvaluationFunction.object, on: evaluation.subject)
        return PublicNoticeView(
            language: call.spoken, id: id, number: evaluation.number, community: summary.community,
            address: summary.address, district: regions.name(of: summary.region), applicant: summary.applicantName,
            evaluationBody: summary.bodyName, standard: opened.rulebook.title,
            grade: GradeMark(summary.grade, of: opened.rulebook), q: Exact(hundredths: summary.q),
            parts: PublicCertificate.parts(summary, opened.rulebook), state: evaluation.state,
            since: evaluation.noticeSince, until: evaluation.noticeUntil, certificate: summary.certificate,
            isOpen: evaluation.state == "notice" && isInTime && mayObject, csrf: call.formToken,
            actID: desk.surroundings.newID())
    }
}
