import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// A certificate as the public may see it: no contacts, no names of experts, no findings.
struct PublicCertificate: Sendable {
    struct Part: Sendable {
        var title: Phrase
        var points: Exact
        var maximum: Exact
    }

    struct Event: Sendable {
        var title: Phrase
        var reason: String
        var day: Day
    }

    struct Check: Sendable {
        var year: Int
        var isPassed: Bool
        var remark: String
        var day: Day
    }

    var number: String
    var community: String
    var address: String
    var district: Phrase?
    var applicant: String
    var body: String
    var standard: Phrase
    var grade: GradeMark
    var q: Exact
    var parts: [Part]
    var issuedOn: Day
    var until: Day
    var status: Certificate.Status
    var events: [Event]
    var checks: [Check]
    /// SHA-256 of the approved content.
    var digest: String
    /// The whole address of its page.
    var url: String
    /// What was just checked of its statement; nil: nothing could be.
    var proof: CertificateStatement.Sound?
}

extension PublicCertificate {
    /// nil: the case has none.
    init?(
        _ evaluation: EvaluationCase, _ summary: EvaluationSummary, _ rulebook: Rulebook, district: Phrase?,
        today: Day, url: String
    ) {
        guard let certificate = evaluation.certificate else { return nil }
        number = certificate.number
        community = evaluation.community.name
        address = evaluation.community.address
        self.district = district
        applicant = evaluation.application.applicantName
        body = evaluation.application.bodyName
        standard = rulebook.title
        grade = GradeMark(summary.grade, of: rulebook)
        q = Exact(hundredths: summary.q)
        parts = PublicCertificate.parts(summary, rulebook)
        issuedOn = certificate.issuedOn
        until = certificate.until
        status = certificate.status(on: today)
        events = certificate.events.map { event in
            let act = EvaluationLifeCycle.declaration.act(event.act)
            return Event(title: act?.title ?? .same(event.act), reason: event.reason, day: event.at.day)
        }
        checks = certificate.checks.map {
            Check(year: $0.year, isPassed: $0.isPassed, remark: $0.remark, day: $0.at.day)
        }
        digest = certificate.digest
        self.url = url
    }

    static func parts(_ summary: EvaluationSummary, _ rulebook: Rulebook) -> [Part] {
        rulebook.categories.map { category in
            Part(
                title: category.title, points: Exact(hundredths: summary.categories[category.id] ?? 0),
                maximum: category.level.maximum(rulebook.items))
        }
    }
}

/// The page of one certificate, which its QR code leads to; it prints on one sheet.
struct PublicCertificateView {
    var language: PageLanguage
    var certificate: PublicCertificate

    var body: HTML {
        """
        \(HTML.heading(
            certificate.community, lead: "\(language("等级证书", "Certificate")) \(certificate.number)",
            breadcrumbs: [
                Link(language("公开名录", "Registry"), Routes.registry.path()),
                Link(certificate.number, Routes.certificate.path(certificate.number), isCurrent: true),
            ], state: certificate.status.badge(language), language: language))
        \(verdict)
        \(HTML.split("\(what)\(result)\(history)", aside: "\(code)\(proof)\(verification)"))
        """
    }

    private var proof: HTML { CertificateProofView(language: language, certificate: certificate).html }

    /// In one sentence: is it good today?
    private var verdict: HTML {
        let (number, until) = (certificate.number, certificate.until)
        let text: String
        switch certificate.status {
        case .valid:
            text = language("证书 \(number) 今天有效，有效期至 \(until)。", "Certificate \(number) is valid today, until \(until).")
        case .suspended: text = language("证书 \(number) 目前暂停使用。", "Certificate \(number) is suspended.")
        case .revoked:
            text = language("证书 \(number) 已被撤销，不再有效。", "Certificate \(number) is revoked; it counts no more.")
        case .expired: text = language("证书 \(number) 已于 \(until) 到期。", "Certificate \(number) expired on \(until).")
        }
        return HTML.callout(certificate.status.tone, text)
    }

    private var what: HTML {
        HTML.card(
            language("证书内容", "What it certifies"),
            HTML.facts([
                Fact(language("社区", "Community"), certificate.community),
                Fact(language("地址", "Address"), certificate.address),
                Fact(language("所在区", "District"), certificate.district.map { language($0) } ?? ""),
                Fact(language("申请单位", "Applicant"), certificate.applicant),
                Fact(language("评价机构", "Evaluation body"), certificate.body),
                Fact(language("评价依据", "Standard"), language(certificate.standard)),
                Fact(language("等级", "Grade"), certificate.grade.html(language)),
                Fact(language("发证日期", "Issued on"), certificate.issuedOn.description),
                Fact(language("有效期至", "Valid until"), certificate.until.description),
            ]))
    }

    private var result: HTML {
        HTML.card(
            language("评价得分", "Score"),
            PublicScoreView(language: language, q: certificate.q, parts: certificate.parts).html)
    }

    private var history: HTML {
        let events = certificate.events.reversed().map { event in
            TimelineEntry(
                event.day.description, .text(language(event.title)), body: PublicCertificateView.said(event.reason))
        }
        let checks = certificate.checks.sorted { $0.year > $1.year }.map { check in
            TableRow([
                .text(String(check.year)),
                HTML.badge(
                    check.isPassed ? language("合格", "passed") : language("不合格", "failed"),
                    check.isPassed ? .good : .bad),
                .text(check.remark), .text(check.day.description),
            ])
        }
        let columns = [
            Column(language("年度", "Year"), isHeader: true), Column(language("结论", "Outcome")),
            Column(language("说明", "Remark")), Column(language("检查日期", "Checked on")),
        ]
        return """
            \(HTML.card(
                language("年度检查", "Annual checks"),
                HTML.table(
                    language("年度检查", "Annual checks"), columns: columns, rows: checks,
                    empty: .text(language("发证后尚未到年度检查。", "No annual check has been due yet.")), isCaptionHidden: true)))
            \(HTML.card(language("证书的经过", "History of the certificate"), HTML.timeline(events)))
            """
    }

    private static func said(_ reason: String) -> HTML? { reason.isEmpty ? nil : HTML.paragraphs(reason) }

    private var code: HTML {
        HTML.card(
            language("扫码核验", "Scan to verify"),
            """
            \(QRCode.svg(certificate.url, label: language("本页地址的二维码", "QR code of this page")))
            <p><small>\(certificate.url)</small></p>
            <p>\(language("本页可以直接打印，与证书一并张贴。", "This page can be printed and posted with the certificate."))</p>
            """)
    }

    private var verification: HTML {
        HTML.card(
            language("怎样核验", "How to verify"),
            """
            <ol><li>\(language(
                "看地址栏：本页必须来自评价平台自己的网址。", "Look at the address: this page must come from the platform itself."))</li>
            <li>\(language(
                "对照编号、社区名称和有效期，与手中的证书一致。", "Compare number, community and term with the certificate at hand."))</li>
            <li>\(language(
                "下面是两人批准的内容的摘要（SHA-256），一字改动都会不同。",
                "The digest (SHA-256) of what two people approved: one changed letter changes it."))</li></ol>
            <p><code>\(certificate.digest)</code></p>
            \(HTML.copyButton(language("复制摘要", "Copy the digest"), text: certificate.digest))
            """)
    }
}

/// There is no such certificate: in words, with the form to try again.
struct NoCertificateView {
    var language: PageLanguage
    var number: String

    var body: HTML {
        """
        \(HTML.errorPage(
            code: "404", title: language("查不到这份证书", "There is no such certificate"),
            message: language(
                "名录中没有编号“\(number)”。请核对编号；如果证书上就是这个编号，它不是本平台发出的。",
                "The registry has no number '\(number)'. Check it; if the certificate does say so, it was not "
                    + "issued here."),
            actions: [HTML.linkButton(language("查看名录", "See the registry"), Routes.registry.path())],
            language: language))
        \(HTML.card(language("再试一次", "Try again"), VerifyForm(language: language, number: number).html))
        """
    }
}

extension EvaluationPortal {
    @Sendable func certificatePage(_ call: Call) async throws -> Reply {
        let number = call.parameter("number")
        guard let certificate = try await publicCertificate(number, call) else {
            let view = NoCertificateView(language: call.spoken, number: String(number.prefix(64)))
            return page(call, PageContent(Phrase(zh: "找不到", en: "Not found"), isNarrow: true, view.body), status: 404)
        }
        var shown = certificate
        // The page is of use without it, as while the database is restored.
        shown.proof = try? await certificates.statement(number)?.sound
        let view = PublicCertificateView(language: call.spoken, certificate: shown)
        return page(call, PageContent(.same("\(certificate.community) \(number)"), view.body))
    }

    private func publicCertificate(_ number: String, _ call: Call) async throws -> PublicCertificate? {
        guard call.allows(EvaluationFunction.registry) else { return nil }
        let found = try await desk.store.readEvaluations { records -> (EvaluationSummary, Regions)? in
            guard let id = try records.caseOfCertificate(number), let summary = try records.summary(id) else {
                return nil
            }
            return (summary, try Regions.current(records))
        }
        guard let (summary, regions) = found, let opened = try await openPublished(summary.caseID, call) else {
            return nil
        }
        return PublicCertificate(
            opened.evaluation, summary, opened.rulebook, district: regions.name(of: summary.region), today: today,
            url: baseURL + Routes.certificate.path(number))
    }

    /// A case that is public; nil: there is none, or it is not.
    func openPublished(_ id: String, _ call: Call) async throws -> EvaluationDesk.Opened? {
        do {
            let opened = try await desk.open(id, call.visitor, EvaluationFunction.registry)
            return opened.evaluation.isPublished ? opened : nil
        } catch let refusal as Refusal where refusal.kind == .forbidden || refusal.kind == .missing {
            return nil
        }
    }
}
