import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

@testable import EvaluationPortal

/// What views of these tests show. Names are in Latin letters, so that Han characters in an English page are a mistake.
enum Samples {
    /// A name that is markup, should it ever get through.
    static let evil = "<img src=x onerror=alert(1)>\"'&"

    static let day = day("2026-03-05")
    static let now = Instant(day).adding(seconds: 36_000)

    static func day(_ text: String) -> Day { Day(text) ?? Day(ordinal: 0)! }

    static let rulebook: Rulebook = {
        let shelf = RulebookShelf.builtIn
        return (shelf.offer("smart-community-draft") ?? shelf.offered[0]).rulebook
    }()

    static let twoStars = GradeMark(title: Phrase(zh: "二星级", en: "Two stars"), stars: 2)

    static func summary(_ name: String = "Cuihu", certificate: String? = "ZHSQ-2026-000001") throws -> EvaluationSummary
    {
        let json = """
            {"caseID":"c1","number":"2026-000017","community":"-","address":"18 Lake Road","region":"330106",
            "state":"certified","applicant":"o2","applicantName":"Cuihu Homes","body":"o1","bodyName":"Centre",
            "rulebook":{"id":"smart-community-draft","edition":"draft","digest":""},"q":7835,"grade":"two-star",
            "categories":{"infrastructure":8250,"platform":7600,"management":8800,"services":7025,"innovation":2000},
            "losses":[],"isSuspended":false,"isRevoked":false,"divergences":0,"experts":0,"appeals":0,"upheld":0,
            "rounds":0,"hours":{},"expertWords":{},"expertDivergences":{},"longitude":124150000,"latitude":30050000,
            "issuedOn":"2026-03-01","validUntil":"2029-03-01"}
            """
        var summary = try CanonicalJSON.decode(EvaluationSummary.self, Array(json.utf8))
        summary.community = name
        summary.certificate = certificate
        return summary
    }

    static func certificate(
        _ status: Certificate.Status = .valid, community: String = "Cuihu", reason: String = "blocked exits"
    ) throws -> PublicCertificate {
        PublicCertificate(
            number: "ZHSQ-2026-000001", community: community, address: "18 Lake Road",
            district: Phrase(zh: "湖滨区", en: "Lakeside"), applicant: "Cuihu Homes", body: "Centre",
            standard: rulebook.title, grade: twoStars, q: Exact(hundredths: 7835),
            parts: PublicCertificate.parts(try summary(), rulebook), issuedOn: day("2026-03-01"),
            until: day("2029-03-01"), status: status,
            events: [.init(title: Phrase(zh: "暂停证书", en: "Suspend the certificate"), reason: reason, day: day)],
            checks: [.init(year: 2026, isPassed: true, remark: "12 items looked at", day: day)],
            digest: String(repeating: "9f", count: 32),
            url: "https://linli.example.cn/registry/ZHSQ-2026-000001", proof: nil)
    }

    static func notice(_ language: PageLanguage, isOpen: Bool = true, community: String = "Cuihu") throws
        -> PublicNoticeView
    {
        PublicNoticeView(
            language: language, id: "c1", number: "2026-000017", community: community, address: "18 Lake Road",
            district: Phrase(zh: "湖滨区", en: "Lakeside"), applicant: "Cuihu Homes", evaluationBody: "Centre",
            standard: rulebook.title, grade: twoStars, q: Exact(hundredths: 7835),
            parts: PublicCertificate.parts(try summary(), rulebook), state: isOpen ? "notice" : "decided",
            since: day("2026-03-02"), until: day("2026-03-12"), certificate: isOpen ? nil : "ZHSQ-2026-000001",
            isOpen: isOpen, csrf: nil, actID: "act1")
    }

    static let person = Person(id: "p1", name: "Zhao Zhiyuan", login: "zhao")
    static let body = Organisation(id: "o1", kind: .body, name: "Centre", region: "3301")
    static let visitor = Visitor(
        person: person, memberships: [Membership(person: "p1", organisation: body, role: .reviewer)])

    static let logIns = [
        EvaluationPortal.DemoLogIn(role: Role.applicant.title, login: "lin", name: "Lin"),
        EvaluationPortal.DemoLogIn(role: Role.administrator.title, login: "admin", name: "Zhou"),
    ]
}
