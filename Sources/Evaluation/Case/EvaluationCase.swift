public import Commons
public import Rulebook

/// An evaluation as its entries have made it. A value: the only way to change it is `apply`.
public struct EvaluationCase: Hashable, Sendable {
    public let id: String
    /// Of the last entry.
    public var sequence = 0
    public var state = "draft"
    public var stateSince = Instant(milliseconds: 0)
    public var application: Application
    public var openedAt: Instant
    public var openedBy: String?
    public var submittedOn: Day?
    public var evidence: [Evidence] = []
    public var rounds: [Round] = []
    public var panel: [Panelist] = []
    /// Interests that experts declared, by expert; they stay when the expert leaves the panel.
    public var conflicts: [String: String] = [:]
    public var visitOn: Day?
    /// What each layer says, by clause.
    public var selfFindings: [String: LayerFinding] = [:]
    public var reviewFindings: [String: LayerFinding] = [:]
    /// By expert, then clause.
    public var visitFindings: [String: [String: LayerFinding]] = [:]
    /// What was settled by consensus, with its reason.
    public var settled: [String: LayerFinding] = [:]
    public var report: ReportDraft?
    public var approvals: [Approval] = []
    public var noticeUntil: Day?
    public var noticeSince: Day?
    public var objections: [Objection] = []
    public var appeals: [Objection] = []
    public var decidedOn: Day?
    public var certificate: Certificate?
    /// Why it was refused or withdrawn.
    public var closingReason: String?
    /// Each time it came into a state.
    public var milestones: [Milestone] = []
    /// The sequence of the last entry that changed a thing, by the thing's name: `self/6.1.1`, `community`.
    public var versions: [String: Int] = [:]

    public struct LayerFinding: Hashable, Sendable {
        public var record: FindingRecord
        /// Why it differs from the layer before, or how the panel agreed.
        public var reason: String
        public var by: String?
        public var at: Instant
        public var sequence: Int
    }

    /// A round of questions to the applicant.
    public struct Round: Hashable, Sendable {
        public struct Question: Hashable, Sendable {
            public var clause: String
            public var text: String
            public var answer: String?
        }
        /// From 1.
        public var number: Int
        public var questions: [Question]
        public var sentAt: Instant?
        public var returnedAt: Instant?
        /// The last entry before it was sent: what came after is what changed.
        public var sentSequence: Int?
    }

    public struct Panelist: Hashable, Sendable {
        public var expert: String
        public var name: String
        public var organisation: String
        public var fields: [String]
        public var isLeader: Bool
        /// nil: not yet said.
        public var hasConflict: Bool?
        public var declaration: String
        public var finishedAt: Instant?
    }

    public struct ReportDraft: Hashable, Sendable {
        public var words: ReportWords
        public var by: String?
        public var at: Instant
        public var on: Day
        /// SHA-256 of exactly what is to be approved; see `ApprovedContent`.
        public var digest: String
    }

    public struct Approval: Hashable, Sendable {
        public var by: String
        public var at: Instant
        public var digest: String
    }

    /// An objection by anybody, or an appeal by the applicant.
    public struct Objection: Hashable, Sendable {
        /// From 1.
        public var number: Int
        public var name: String
        public var contact: String
        public var text: String
        public var clauses: [String]
        public var at: Instant
        public var answer: String?
        public var isUpheld: Bool?
        public var answeredAt: Instant?
    }

    public struct Milestone: Hashable, Sendable {
        public var state: String
        public var at: Instant
        public var by: String?
    }

    /// The first entry makes the case; anything else but `open` there is a broken journal.
    init?(opening entry: CaseEntry, _ act: Act) {
        guard case .open(let application) = act, entry.sequence == 1 else { return nil }
        id = entry.caseID
        self.application = application
        openedAt = entry.at
        openedBy = entry.person
        sequence = 1
        stateSince = entry.at
        milestones = [Milestone(state: "draft", at: entry.at, by: entry.person)]
        versions["community"] = 1
    }

    public var number: String { application.number }
    public var community: CommunityFile { application.community }
    public var isPublished: Bool { EvaluationLifeCycle.published.contains(state) }
    public var leader: Panelist? { panel.first(where: \.isLeader) }
    /// Experts who have said that nothing stands in their way.
    public var judges: [Panelist] { panel.filter { $0.hasConflict == false } }

    public func panelist(_ person: String?) -> Panelist? { panel.first { $0.expert == person } }

    /// Evidence that counts for a clause.
    public func evidence(for clause: String) -> [Evidence] {
        evidence.filter { !$0.isRemoved && $0.text.clauses.contains(clause) }
    }

    /// Clauses asked about in the round that is open.
    public var asked: Set<String> { Set(rounds.last?.questions.map(\.clause) ?? []) }

    /// What rights need to know.
    public var subject: Subject {
        Subject(
            organisations: [application.applicant, application.body], region: community.region,
            assigned: Set(panel.map(\.expert)), isPublished: isPublished)
    }
}
