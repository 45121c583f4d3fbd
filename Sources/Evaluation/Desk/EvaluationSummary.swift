import Commons
public import Rulebook

/// An evaluation in one line, for lists, maps and statistics.
public struct EvaluationSummary: Hashable, Sendable, Codable {
    public var caseID: String
    public var number: String
    public var community: String
    public var address: String
    /// The case before this one, by id.
    public var previous: String?
    public var region: String
    public var longitude: Int?
    public var latitude: Int?
    public var state: String
    public var applicant: String
    public var applicantName: String
    public var body: String
    public var bodyName: String
    public var rulebook: RulebookPin
    /// Year of submission.
    public var year: Int?
    /// Of the latest layer, in hundredths of a point, rounded.
    public var q: Int
    public var grade: String?
    /// Hundredths by category.
    public var categories: [String: Int]
    /// Clauses that gave fewer points than they could, with what they cost Q in hundredths; the dearest first, at most
    /// 20.
    public var losses: [Loss]
    public var certificate: String?
    public var issuedOn: DayText?
    public var validUntil: DayText?
    public var isSuspended: Bool
    public var isRevoked: Bool
    /// Clauses on which the experts differed.
    public var divergences: Int
    public var experts: Int
    /// On how many clauses each expert spoke, by id, once the panel has closed.
    public var expertWords: [String: Int]
    /// On how many of those the panel came to something else.
    public var expertDivergences: [String: Int]
    public var appeals: Int
    public var upheld: Int
    public var rounds: Int
    /// Hours spent in each state that is over.
    public var hours: [String: Int]

    public struct Loss: Hashable, Sendable, Codable {
        public var clause: String
        public var q: Int
    }

    public init(_ evaluation: EvaluationCase, _ rulebook: Rulebook) {
        let score = evaluation.score(evaluation.latestLayer, rulebook)
        caseID = evaluation.id
        number = evaluation.number
        community = evaluation.community.name
        address = evaluation.community.address
        previous = evaluation.application.previous
        region = evaluation.community.region
        longitude = evaluation.community.longitude
        latitude = evaluation.community.latitude
        state = evaluation.state
        applicant = evaluation.application.applicant
        applicantName = evaluation.application.applicantName
        body = evaluation.application.body
        bodyName = evaluation.application.bodyName
        self.rulebook = evaluation.application.rulebook
        year = evaluation.submittedOn?.year
        q = EvaluationSummary.hundredths(score.q)
        grade = score.grade.grade?.id
        categories = Dictionary(
            score.categories.map { ($0.category.id, EvaluationSummary.hundredths($0.score)) }
        ) { first, _ in first }
        losses = Array(
            score.items.compactMap { item -> Loss? in
                let missing = EvaluationSummary.hundredths((item.item.maximum - item.points) * item.leverage)
                return missing > 0 ? Loss(clause: item.item.clause, q: missing) : nil
            }.sorted { ($1.q, $0.clause) < ($0.q, $1.clause) }.prefix(20))
        certificate = evaluation.certificate?.number
        issuedOn = (evaluation.certificate?.issuedOn).map(DayText.init)
        validUntil = (evaluation.certificate?.until).map(DayText.init)
        isSuspended = evaluation.certificate?.isSuspended ?? false
        isRevoked = evaluation.certificate?.isRevoked ?? false
        let seesPanel = ["consensus"].contains(evaluation.state) || evaluation.latestLayer == .consensus
        divergences = seesPanel ? evaluation.divergent(rulebook).count : 0
        experts = evaluation.judges.count
        let words = evaluation.latestLayer == .consensus ? evaluation.wordsOfJudges : [:]
        expertWords = words.mapValues(\.spoken)
        expertDivergences = words.mapValues(\.differing)
        appeals = evaluation.appeals.count + evaluation.objections.count
        upheld = (evaluation.appeals + evaluation.objections).count { $0.isUpheld == true }
        rounds = evaluation.rounds.count
        hours = [:]
        for (stone, next) in zip(evaluation.milestones, evaluation.milestones.dropFirst()) {
            hours[stone.state, default: 0] += Int((next.at.milliseconds - stone.at.milliseconds) / 3_600_000)
        }
    }

    public func status(on day: Day) -> Certificate.Status? {
        guard certificate != nil, let validUntil else { return nil }
        if isRevoked { return .revoked }
        if day > validUntil.day { return .expired }
        return isSuspended ? .suspended : .valid
    }

    static func hundredths(_ value: Exact) -> Int {
        Int(value.rounded().filter { $0 != "." }) ?? 0
    }
}

extension EvaluationCase {
    /// On how many clauses each judge spoke, and on how many of those the panel's last word is another.
    fileprivate var wordsOfJudges: [String: (spoken: Int, differing: Int)] {
        var counts = Dictionary(judges.map { ($0.expert, (spoken: 0, differing: 0)) }) { first, _ in first }
        for clause in Set(judges.flatMap { (visitFindings[$0.expert] ?? [:]).keys }) {
            let last = settled[clause]?.record ?? common(clause)
            for judge in judges {
                guard let own = visitFindings[judge.expert]?[clause]?.record, own.isJudged else { continue }
                counts[judge.expert]?.spoken += 1
                if let last, !own.agrees(with: last) { counts[judge.expert]?.differing += 1 }
            }
        }
        return counts
    }
}
