public import Rulebook

/// Everything a report rests on, in one canonical JSON text; its SHA-256 stands on every page.
///
/// `linli report FILE -o report.json` writes the same bytes, so that anybody can compare the sum.
public struct ReportData: Encodable, Sendable {
    struct Finding: Encodable {
        var clause: String
        var evidence: [[String: String]]
        var remark: String
        var checks: [String: Bool]
    }

    struct Community: Encodable {
        var name: String
        var address: String
        var kind: String?
        var acceptedOn: String?
        var operatingSince: String?
    }

    var date: String
    var community: Community
    var applicant: String
    var evaluationBody: String
    var findings: [Finding]
    var score: ScoreJSON

    public init(_ score: Score, date: Day) {
        self.date = date.description
        let assessment = score.assessment
        community = Community(
            name: assessment.community.name, address: assessment.community.address, kind: assessment.community.kind,
            acceptedOn: assessment.community.acceptedOn?.description,
            operatingSince: assessment.community.operatingSince?.description)
        applicant = assessment.applicant
        evaluationBody = assessment.evaluationBody
        findings = (score.controls + score.items).compactMap { item in
            item.finding.map { finding in
                Finding(
                    clause: item.item.clause, evidence: finding.evidence.map { ["name": $0.name, "file": $0.file] },
                    remark: finding.remark,
                    checks: Dictionary(finding.checks.map { ($0.id, $0.holds) }) { $0 && $1 })
            }
        }
        // Always in Chinese: a report in English rests on the same data.
        self.score = ScoreJSON(score, .zh)
    }

    public var bytes: [UInt8] { Array((JSONOutput.string(self) + "\n").utf8) }
}
