import Evaluation
import PortalKit
import Rulebook

/// A community in one row: of the table, of the export.
struct CommunityRow: Sendable {
    var caseID: String
    var number: String
    var community: String
    var address: String
    var region: String
    var state: String
    var rulebook: RulebookPin
    /// nil: nobody's word yet; the case is a draft, refused or withdrawn.
    var q: Int?
    var grade: String?
    var mark: GradeMark
    var next: NextStar?
    var certificate: String?
    var status: Certificate.Status?
    var validUntil: Day?

    init(_ standing: CommunityStanding, _ rulebook: Rulebook, _ ladder: NextStar.Ladder, on day: Day) {
        let summary = standing.latest
        caseID = summary.caseID
        number = summary.number
        community = summary.community
        address = summary.address
        region = summary.region
        state = summary.state
        self.rulebook = summary.rulebook
        if standing.isScored {
            q = summary.q
            grade = summary.grade
            next = NextStar(q: summary.q, grade: summary.grade, ladder)
        }
        mark = GradeMark(grade, of: rulebook)
        let known = standing.certificate(on: day)
        certificate = known?.number
        status = known?.status
        validUntil = known?.until
    }

    /// One a community.
    static func all(_ standings: [CommunityStanding], _ rulebook: Rulebook, on day: Day) -> [CommunityRow] {
        let ladder = NextStar.Ladder(rulebook)
        return standings.map { CommunityRow($0, rulebook, ladder, on: day) }
    }
}
