public import Commons
import Rulebook

extension EvaluationCase {
    /// Folds the entries of a journal into the case. Throws a `Refusal` where an entry cannot be read.
    public static func folding(_ entries: [CaseEntry]) throws -> EvaluationCase? {
        guard let first = entries.first else { return nil }
        let act = try CanonicalJSON.decode(Act.self, first.data)
        guard var evaluation = EvaluationCase(opening: first, act) else {
            throw Refusal(.invalid, zh: "案卷记录不完整", en: "the journal of the case is not complete")
        }
        for entry in entries.dropFirst() { evaluation.apply(try CanonicalJSON.decode(Act.self, entry.data), entry) }
        return evaluation
    }

    /// What an act does once it has been checked; never fails, so that a journal can always be read.
    mutating func apply(_ act: Act, _ entry: CaseEntry) {
        sequence = entry.sequence
        for target in targets(of: act, by: entry.person) { versions[target] = entry.sequence }
        switch act {
        case .open, .accept, .refuse, .submit, .withdraw, .editCommunity, .saveFinding, .importFindings, .addEvidence,
            .reviseEvidence, .describeEvidence, .removeEvidence, .moveRulebook:
            applyApplication(act, entry)
        case .ask, .dropQuestion, .sendQuestions, .answer, .returnAnswers, .saveReview, .adoptSelf, .closeReview:
            applyReview(act, entry)
        case .invite, .dismiss, .declare, .startVisit, .saveVisit, .adoptReview, .finishVisit, .settle, .closePanel:
            applyPanel(act, entry)
        case .draftReport, .sendBack, .approve, .publish, .object, .answerObjection, .appeal, .decideAppeal, .decide:
            applyReport(act, entry)
        case .issueCertificate, .suspendCertificate, .resumeCertificate, .revokeCertificate, .checkCertificate:
            applyCertificate(act, entry)
        }
    }

    /// What an act changes, by name; two acts on different things do not stand in each other's way.
    public func targets(of act: Act, by person: String?) -> [String] {
        switch act {
        case .editCommunity: ["community"]
        case .saveFinding(let clause, _): ["self/" + clause]
        case .importFindings(let findings, _): findings.keys.map { "self/" + $0 }
        case .addEvidence(let id, _, _), .reviseEvidence(let id, _), .describeEvidence(let id, _),
            .removeEvidence(let id, _):
            ["evidence/" + id]
        case .ask(let clause, _), .dropQuestion(let clause), .answer(let clause, _): ["question/" + clause]
        case .saveReview(let clause, _, _): ["review/" + clause]
        case .saveVisit(let clause, _, _): ["visit/\(person ?? "")/" + clause]
        case .settle(let clause, _, _): ["settled/" + clause]
        case .object: []
        default: ["case"]
        }
    }

    /// The version that a change of something has to name: the entry that changed it last, 0 for never.
    public func version(of target: String) -> Int { versions[target] ?? 0 }

    mutating func enter(_ state: String, _ entry: CaseEntry) {
        self.state = state
        stateSince = entry.at
        milestones.append(Milestone(state: state, at: entry.at, by: entry.person))
    }

    func layerFinding(_ record: FindingRecord, _ reason: String, _ entry: CaseEntry) -> LayerFinding {
        LayerFinding(record: record, reason: reason, by: entry.person, at: entry.at, sequence: entry.sequence)
    }

    private mutating func applyApplication(_ act: Act, _ entry: CaseEntry) {
        switch act {
        case .editCommunity(let community): application.community = community
        case .saveFinding(let clause, let record): selfFindings[clause] = layerFinding(record, "", entry)
        case .importFindings(let findings, let source):
            for (clause, record) in findings { selfFindings[clause] = layerFinding(record, source, entry) }
        case .addEvidence(let id, let text, let revision):
            let upload = Evidence.Upload(revision: revision, at: entry.at, by: entry.person)
            evidence.append(Evidence(id: id, text: text, uploads: [upload], removedBecause: nil))
        case .reviseEvidence(let id, let revision):
            changeEvidence(id) { $0.uploads.append(.init(revision: revision, at: entry.at, by: entry.person)) }
        case .describeEvidence(let id, let text): changeEvidence(id) { $0.text = text }
        case .removeEvidence(let id, let reason): changeEvidence(id) { $0.removedBecause = reason }
        case .submit:
            submittedOn = entry.at.day
            enter("submitted", entry)
        case .withdraw(let reason):
            closingReason = reason
            enter("withdrawn", entry)
        case .accept: enter("review", entry)
        case .refuse(let reason):
            closingReason = reason
            enter("refused", entry)
        case .moveRulebook(let pin): application.rulebook = pin
        default: break
        }
    }

    private mutating func changeEvidence(_ id: String, _ change: (inout Evidence) -> Void) {
        guard let index = evidence.firstIndex(where: { $0.id == id }) else { return }
        change(&evidence[index])
    }

    private mutating func applyReview(_ act: Act, _ entry: CaseEntry) {
        switch act {
        case .ask(let clause, let question):
            if rounds.isEmpty || rounds[rounds.count - 1].sentAt != nil {
                rounds.append(Round(number: rounds.count + 1, questions: []))
            }
            rounds[rounds.count - 1].questions.removeAll { $0.clause == clause }
            rounds[rounds.count - 1].questions.append(Round.Question(clause: clause, text: question))
        case .dropQuestion(let clause):
            guard let last = rounds.indices.last else { return }
            rounds[last].questions.removeAll { $0.clause == clause }
            if rounds[last].questions.isEmpty { rounds.removeLast() }
        case .sendQuestions:
            guard let last = rounds.indices.last else { return }
            rounds[last].sentAt = entry.at
            rounds[last].sentSequence = entry.sequence
            enter("clarification", entry)
        case .answer(let clause, let text):
            guard let last = rounds.indices.last,
                let index = rounds[last].questions.firstIndex(where: { $0.clause == clause })
            else { return }
            rounds[last].questions[index].answer = text
        case .returnAnswers:
            if let last = rounds.indices.last { rounds[last].returnedAt = entry.at }
            enter("review", entry)
        case .saveReview(let clause, let record, let reason):
            reviewFindings[clause] = layerFinding(record, reason, entry)
        case .adoptSelf:
            for (clause, own) in selfFindings where reviewFindings[clause] == nil {
                reviewFindings[clause] = layerFinding(own.record, "", entry)
            }
        case .closeReview: enter("panel", entry)
        default: break
        }
    }

    /// Clauses whose self-assessment, evidence or answer changed since the questions were sent last.
    public var changedSinceLastRound: Set<String> {
        guard let round = rounds.last(where: { $0.returnedAt != nil }), let since = round.sentSequence else {
            return []
        }
        var clauses = Set(round.questions.filter { $0.answer != nil }.map(\.clause))
        for (clause, finding) in selfFindings where finding.sequence > since { clauses.insert(clause) }
        for item in evidence where version(of: "evidence/" + item.id) > since { clauses.formUnion(item.text.clauses) }
        return clauses
    }
}
