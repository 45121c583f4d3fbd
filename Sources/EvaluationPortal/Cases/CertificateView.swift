import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// The certificate of a case, and what can happen to it.
struct CertificateView {
    let context: CaseContext
    private var evaluation: EvaluationCase { context.evaluation }
    private func say(_ zh: String, _ en: String) -> String { context.say(zh, en) }
    private var back: String { Routes.caseCertificate.path(context.id) }

    var body: HTML {
        guard let certificate = evaluation.certificate else { return issue }
        let status = certificate.status(on: context.today)
        return """
            \(HTML.card(certificate.number, HTML.facts([
                Fact(say("状态", "Status"), HTML.badge(context.say(status.title), status == .valid ? .good : .bad)),
                Fact(say("发证日期", "Issued on"), certificate.issuedOn.description),
                Fact(say("有效期至", "Valid until"), certificate.until.description),
                Fact(say("内容摘要", "Digest of the content"), "<code>\(certificate.digest)</code>" as HTML),
                Fact(say("公开核验页", "Public page"), HTML.link(
                    say("打开核验页", "Open the public page"), Routes.certificate.path(certificate.number))),
            ])))
            \(events(certificate))\(checks(certificate))\(actions)
            """
    }

    private var issue: HTML {
        guard context.can("issueCertificate") else {
            return HTML.emptyState(say("没有证书", "There is no certificate"))
        }
        return HTML.card(
            say("发放证书", "Issue the certificate"),
            context.actForm(
                "issueCertificate", version: evaluation.sequence, back: back,
                Input("until", say("有效期至", "Valid until"), isRequired: true)
                    .date(context.today.adding(months: 36).description, min: context.today.description)))
    }

    private func events(_ certificate: Certificate) -> HTML {
        HTML.card(
            say("变动", "What happened"),
            HTML.timeline(
                certificate.events.reversed().map { event in
                    let title =
                        EvaluationLifeCycle.declaration.act(event.act).map { context.say($0.title) } ?? event.act
                    return TimelineEntry(
                        event.at.shown, .text(title), body: event.reason.isEmpty ? nil : HTML.paragraphs(event.reason))
                }))
    }

    private func checks(_ certificate: Certificate) -> HTML? {
        guard !certificate.checks.isEmpty else { return nil }
        return HTML.card(
            say("年度检查", "Annual checks"),
            HTML.table(
                say("年度检查", "Annual checks"),
                columns: [
                    Column(say("年度", "Year"), isNumeric: true), Column(say("结果", "Result")),
                    Column(say("说明", "Remark")),
                ],
                rows: certificate.checks.map {
                    TableRow([
                        "\($0.year)",
                        HTML.badge(
                            $0.isPassed ? say("合格", "passed") : say("不合格", "failed"), $0.isPassed ? .good : .bad),
                        .text($0.remark),
                    ])
                }, isCaptionHidden: true))
    }

    private var actions: HTML? {
        guard context.can("revokeCertificate") else { return nil }
        func reason(_ act: String, kind: ButtonKind) -> HTML {
            let title = EvaluationLifeCycle.declaration.act(act).map { context.say($0.title) } ?? act
            return HTML.disclosure(
                title,
                context.actForm(
                    act, version: evaluation.sequence, back: back, kind: kind,
                    context.words("reason", "理由", "Reason")))
        }
        let outcomes = [Choice("true", say("合格", "passed")), Choice("false", say("不合格", "failed"))]
        let isSuspended = evaluation.certificate?.isSuspended ?? false
        return HTML.card(
            say("管理", "Manage"),
            """
            \(HTML.disclosure(say("年度检查", "Annual check"), context.actForm(
                "checkCertificate", version: evaluation.sequence, back: back,
                """
                \(Input("year", say("年度", "Year"), isRequired: true).number(String(context.today.year)))\
                \(Input("isPassed", say("结果", "Result"), isRequired: true).radios(outcomes, isInline: true))\
                \(context.words("remark", "说明", "Remark", rows: 2, isRequired: false))
                """)))
            \(isSuspended ? reason("resumeCertificate", kind: .primary) : reason("suspendCertificate", kind: .danger))
            \(reason("revokeCertificate", kind: .danger))
            """)
    }
}
