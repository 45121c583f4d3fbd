import Commons
import Evaluation
import Markup
import Rulebook

@testable import EvaluationPortal

/// Invented evaluations for the pages of a region.
enum RegionSamples {
    static let rulebook = volume.rulebook
    static let volume = RulebookShelf.builtIn.offer("smart-community-draft")!
    static let today = day("2026-03-05")

    static func day(_ text: String) -> Day { Day(text)! }

    private static let template: EvaluationSummary = {
        let pin = volume.pin
        let json = """
            {"caseID":"","number":"","community":"","address":"","region":"330106","state":"certified","applicant":"a",
            "applicantName":"物业","body":"b1","bodyName":"江城评价中心","rulebook":{"id":"\(pin.id)",
            "edition":"\(pin.edition)","digest":"\(pin.digest)"},"year":2025,"q":0,"categories":{},"losses":[],
            "isSuspended":false,"isRevoked":false,"divergences":0,"experts":0,"expertWords":{},"expertDivergences":{},
            "appeals":0,"upheld":0,"rounds":0,"hours":{}}
            """
        // The text above is right, or every test fails.
        return try! CanonicalJSON.decode(EvaluationSummary.self, Array(json.utf8))
    }()

    /// A community that was evaluated, named for its number.
    static func summary(
        _ number: Int, q: Int = 7000, grade: String? = "two-star", state: String = "certified", year: Int? = 2025,
        change: (inout EvaluationSummary) -> Void = { _ in }
    ) -> EvaluationSummary {
        var summary = template
        let digits = String(number)
        summary.caseID = "case-\(number)"
        summary.number = "2025-" + String(repeating: "0", count: 6 - digits.count) + digits
        summary.community = "社区\(number)"
        summary.address = "学院路 \(number) 号"
        summary.q = q
        summary.grade = grade
        summary.state = state
        summary.year = year
        change(&summary)
        return summary
    }

    /// With a certificate until a day.
    static func certify(_ summary: inout EvaluationSummary, until: String = "2028-03-01") {
        summary.certificate = "ZHSQ-\(summary.number)"
        summary.issuedOn = DayText(day("2025-03-01"))
        summary.validUntil = DayText(day(until))
    }

    static func standings(_ summaries: [EvaluationSummary]) -> [CommunityStanding] {
        CommunityStanding.all(summaries)
    }

    static let city = Organisation(id: "city", kind: .authority, name: "江城住建局", region: "3301")
    static let district = Organisation(id: "district", kind: .authority, name: "湖滨区住建局", region: "330106")

    static func visitor(_ organisations: Organisation..., role: Role = .regulator) -> Visitor {
        let person = Person(id: "wu", name: "吴建华", login: "wu")
        return Visitor(
            person: person,
            memberships: organisations.map { Membership(person: "wu", organisation: $0, role: role) })
    }

    static func square(_ x: Double, _ y: Double) -> [[Chart.Position]] {
        [
            [
                Chart.Position(x, y), Chart.Position(x + 0.1, y), Chart.Position(x + 0.1, y + 0.1),
                Chart.Position(x, y + 0.1), Chart.Position(x, y),
            ]
        ]
    }

    static let regions = Regions(areas: [
        .init(code: "330106", name: Phrase(zh: "湖滨区", en: "Lakeside"), rings: square(124.1, 30)),
        .init(code: "330108", name: Phrase(zh: "江东区", en: "Jiangdong"), rings: square(124.2, 30)),
    ])

    static func data(_ summaries: [EvaluationSummary], chosen: String? = nil) throws -> RegionData {
        let scope = try RegionScope(
            visitor(city), EvaluationFunction.oversee, .standard, chosen: chosen)
        guard let data = RegionData(scope, regions, summaries, .builtIn, standard: nil) else {
            throw Refusal(.missing, zh: "没有", en: "none")
        }
        return data
    }

    /// What no page of ours may hold, whatever people write: code or looks in the page itself.
    static func forbidden(in html: String) -> [String] {
        ["<script", " style=\"", "<style", " onclick=\"", " onload=\"", "javascript:"].filter(
            html.lowercased().contains)
    }
}
