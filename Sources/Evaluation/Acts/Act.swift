import Commons
public import Rulebook

/// One thing that somebody does to an evaluation. As JSON: the act's name over its values,
/// `{"refuse": {"reason": "…"}}`. Every way of writing (pages, API, imports, the on-site app) ends here.
public enum Act: Hashable, Sendable, Codable {
    // Apply
    case open(application: Application)
    case editCommunity(community: CommunityFile)
    case saveFinding(clause: String, finding: FindingRecord)
    case importFindings(findings: [String: FindingRecord], source: String)
    case addEvidence(id: String, evidence: EvidenceText, revision: Revision)
    case reviseEvidence(id: String, revision: Revision)
    case describeEvidence(id: String, evidence: EvidenceText)
    case removeEvidence(id: String, reason: String)
    case submit
    case withdraw(reason: String)
    // Accept and review
    case accept
    case refuse(reason: String)
    case ask(clause: String, question: String)
    case dropQuestion(clause: String)
    case sendQuestions
    case answer(clause: String, text: String)
    case returnAnswers
    case saveReview(clause: String, finding: FindingRecord, reason: String)
    case adoptSelf
    case closeReview
    // Panel
    case invite(expert: String, name: String, organisation: String, fields: [String], isLeader: Bool)
    case dismiss(expert: String, reason: String)
    case declare(hasConflict: Bool, reason: String)
    case startVisit(on: DayText)
    case saveVisit(clause: String, finding: FindingRecord, reason: String)
    case adoptReview
    case finishVisit
    case settle(clause: String, finding: FindingRecord, reason: String)
    case closePanel
    // Grade and report
    /// `digest`: SHA-256 of the content to approve; the server fills it in.
    case draftReport(words: ReportWords, digest: String)
    case sendBack(reason: String)
    case approve(digest: String)
    case publish(until: DayText)
    case object(name: String, contact: String, text: String)
    case answerObjection(number: Int, text: String, isUpheld: Bool)
    case appeal(text: String, clauses: [String])
    case decideAppeal(number: Int, text: String, isUpheld: Bool)
    case decide
    // Certificate
    case issueCertificate(number: String, until: DayText)
    case suspendCertificate(reason: String)
    case resumeCertificate(reason: String)
    case revokeCertificate(reason: String)
    case checkCertificate(year: Int, isPassed: Bool, remark: String)
    case moveRulebook(pin: RulebookPin)

    /// Acts that hold names and numbers to reach people by, by their names.
    static let personal: Set = ["open", "editCommunity", "object"]

    /// Its name in the life cycle and in JSON.
    public var name: String {
        switch self {
        case .open: "open"
        case .editCommunity: "editCommunity"
        case .saveFinding: "saveFinding"
        case .importFindings: "importFindings"
        case .addEvidence: "addEvidence"
        case .reviseEvidence: "reviseEvidence"
        case .describeEvidence: "describeEvidence"
        case .removeEvidence: "removeEvidence"
        case .submit: "submit"
        case .withdraw: "withdraw"
        case .accept: "accept"
        case .refuse: "refuse"
        case .ask: "ask"
        case .dropQuestion: "dropQuestion"
        case .sendQuestions: "sendQuestions"
        case .answer: "answer"
        case .returnAnswers: "returnAnswers"
        case .saveReview: "saveReview"
        case .adoptSelf: "adoptSelf"
        case .closeReview: "closeReview"
        case .invite: "invite"
        case .dismiss: "dismiss"
        case .declare: "declare"
        case .startVisit: "startVisit"
        case .saveVisit: "saveVisit"
        case .adoptReview: "adoptReview"
        case .finishVisit: "finishVisit"
        case .settle: "settle"
        case .closePanel: "closePanel"
        case .draftReport: "draftReport"
        case .sendBack: "sendBack"
        case .approve: "approve"
        case .publish: "publish"
        case .object: "object"
        case .answerObjection: "answerObjection"
        case .appeal: "appeal"
        case .decideAppeal: "decideAppeal"
        case .decide: "decide"
        case .issueCertificate: "issueCertificate"
        case .suspendCertificate: "suspendCertificate"
        case .resumeCertificate: "resumeCertificate"
        case .revokeCertificate: "revokeCertificate"
        case .checkCertificate: "checkCertificate"
        case .moveRulebook: "moveRulebook"
        }
    }
}

extension CaseEntry {
    /// An act as the case keeps it.
    init(
        caseID: String, sequence: Int, id: String, at: Instant, person: String?, organisation: String?, _ act: Act
    ) throws {
        self.init(
            caseID: caseID, sequence: sequence, id: id, at: at, person: person, organisation: organisation,
            act: act.name, data: Array(try CanonicalJSON.encode(act)), isPersonal: Act.personal.contains(act.name))
    }
}

/// A day as `2026-03-01` in JSON; a day that does not exist is refused.
public struct DayText: Hashable, Sendable, Codable {
    public var day: Day

    public init(_ day: Day) { self.day = day }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = Day(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day such as 2026-03-01")
        }
        self.day = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(day.description)
    }
}

/// What opens a case.
public struct Application: Hashable, Sendable, Codable {
    /// `2026-000017`.
    public var number: String
    /// Ids of organisations.
    public var applicant: String
    public var applicantName: String
    public var body: String
    public var bodyName: String
    public var rulebook: RulebookPin
    public var community: CommunityFile
    /// The case that this one evaluates anew.
    public var previous: String?

    public init(
        number: String, applicant: String, applicantName: String, body: String, bodyName: String, rulebook: RulebookPin,
        community: CommunityFile, previous: String? = nil
    ) {
        self.number = number
        self.applicant = applicant
        self.applicantName = applicantName
        self.body = body
        self.bodyName = bodyName
        self.rulebook = rulebook
        self.community = community
        self.previous = previous
    }
}

/// The very rulebook a case is judged by: later changes to it do not reach the case.
public struct RulebookPin: Hashable, Sendable, Codable {
    public var id: String
    public var edition: String
    /// SHA-256 of its files.
    public var digest: String

    public init(id: String, edition: String, digest: String) {
        self.id = id
        self.edition = edition
        self.digest = digest
    }
}

/// The community file.
public struct CommunityFile: Hashable, Sendable, Codable {
    public var name: String
    public var address: String
    /// Code of the district.
    public var region: String
    /// `urban`, `rural` or another kind the rulebook names.
    public var kind: String?
    public var acceptedOn: DayText?
    public var operatingSince: DayText?
    /// 0...1,000,000.
    public var households: Int?
    /// Degrees in WGS 84, in millionths, so that they are exact.
    public var longitude: Int?
    public var latitude: Int?
    public var contactName: String
    public var contactPhone: String

    public init(
        name: String, address: String = "", region: String = "", kind: String? = nil, acceptedOn: Day? = nil,
        operatingSince: Day? = nil, households: Int? = nil, longitude: Int? = nil, latitude: Int? = nil,
        contactName: String = "", contactPhone: String = ""
    ) {
        self.name = name
        self.address = address
        self.region = region
        self.kind = kind
        self.acceptedOn = acceptedOn.map(DayText.init)
        self.operatingSince = operatingSince.map(DayText.init)
        self.households = households
        self.longitude = longitude
        self.latitude = latitude
        self.contactName = contactName
        self.contactPhone = contactPhone
    }
}

/// The panel's words in a report; any may be empty but the conclusion.
public struct ReportWords: Hashable, Sendable, Codable {
    public var conclusion: String
    public var strengths: String
    public var problems: String
    public var advice: String

    public init(conclusion: String, strengths: String = "", problems: String = "", advice: String = "") {
        self.conclusion = conclusion
        self.strengths = strengths
        self.problems = problems
        self.advice = advice
    }
}
