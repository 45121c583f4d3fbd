import Commons
public import Rulebook
import Secrets

/// Exactly what is approved, as one canonical JSON text: change anything in it and the approvals no longer hold.
public struct ApprovedContent: Encodable {
    var number: String
    var community: CommunityFile
    var rulebook: RulebookPin
    var submittedOn: DayText?
    var findings: [String: FindingRecord]
    var evidence: [String: [String]]
    var words: ReportWords
    var on: DayText
    var q: String
    var grade: String?

    public init(_ evaluation: EvaluationCase, _ rulebook: Rulebook, words: ReportWords, on day: Day) {
        let score = evaluation.score(.consensus, rulebook)
        number = evaluation.number
        community = evaluation.community
        // People's telephone numbers have no part in a grade.
        community.contactName = ""
        community.contactPhone = ""
        self.rulebook = evaluation.application.rulebook
        submittedOn = evaluation.submittedOn.map(DayText.init)
        findings = evaluation.findings(.consensus).mapValues(FindingRecord.init)
        evidence = Dictionary(
            evaluation.evidence.filter { !$0.isRemoved }.map { ($0.current.digest, $0.text.clauses) }
        ) { Array(Set($0 + $1)).sorted() }
        self.words = words
        on = DayText(day)
        q = score.q.shortest
        grade = score.grade.grade?.id
    }

    public var bytes: [UInt8] {
        get throws { Array(try CanonicalJSON.encode(self)) }
    }

    public var digest: String {
        get throws { SHA256Digest.hex(of: try bytes) }
    }
}
