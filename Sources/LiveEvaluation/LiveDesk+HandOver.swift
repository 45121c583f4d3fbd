public import Commons
import Community
public import Evaluation
import Rulebook

extension LiveDesk {
    /// Takes what data shows into the self-assessment of a case, in one act, with a file that proves each value by the
    /// journal. What data does not show stays as people have said it.
    /// - Parameters:
    ///   - organisation: Whose community; nil: the first that the visitor may look at.
    ///   - caseID: The case, a draft of that organisation.
    ///   - visitor: Whoever may edit it.
    ///   - checkpoint: Has the journal signed as it is now.
    ///   - keep: Stores the proof; its digest, size and media type.
    /// - Throws: A `Refusal` where the case cannot be changed by this visitor now, or where nothing is shown.
    public func handOver(
        of organisation: String?, to caseID: String, by visitor: Visitor,
        checkpoint: @Sendable () async throws -> Void,
        keep: @Sendable (_ bytes: [UInt8], _ name: String) async throws -> FileRecord
    ) async throws -> EvaluationDesk.Opened {
        let (keeper, _) = try await keeper(organisation, LiveFunction.read, visitor)
        let opened = try await evaluations.open(caseID, visitor, EvaluationFunction.edit)
        let application = opened.evaluation.application
        guard application.applicant == keeper.id else {
            throw Refusal(
                .forbidden, zh: "这份申报不是该社区管理单位提交的",
                en: "the case is not of the organisation that keeps this community")
        }
        guard let volume = shelf.volumes.first(where: { $0.pin.id == application.rulebook.id }),
            let score = try await evaluations.store.readEvaluations({ [today = community.surroundings.now().day] in
                try $0.liveScore(of: keeper.id, rulebook: volume.pin.id, onOrBefore: today)
            })
        else {
            throw Refusal(.missing, zh: "还没有按这一评价依据算过", en: "nothing was computed by this rulebook yet")
        }
        let words = LiveWords(catalog: community.catalog)
        let statement = try await statement(of: score, checkpoint)
        let entry = try statement.check().entry
        let findings = LiveDesk.findings(score, opened, words, entry)
        guard !findings.isEmpty else {
            throw Refusal(.invalid, zh: "数据还没有证明任何条款", en: "data shows no clause yet")
        }
        let name = "live-\(score.head.day).json"
        let file = try await keep(try statement.bytes, name)
        let title = "\(score.head.day) 实时数据证明"
        let evidence = Act.addEvidence(
            id: community.surroundings.newID(),
            evidence: EvidenceText(
                title: title, clauses: findings.keys.sorted(), effectiveOn: DayText(score.head.day)),
            revision: Revision(digest: file.digest, name: name, type: file.type.rawValue, size: Int(file.size)))
        let proved = try await perform(evidence, on: opened.evaluation, visitor)
        return try await perform(
            .importFindings(findings: findings, source: "\(title)，日志第 \(entry) 条"), on: proved.evaluation, visitor)
    }

    private func perform(
        _ act: Act, on evaluation: EvaluationCase, _ visitor: Visitor
    ) async throws -> EvaluationDesk.Opened {
        try await evaluations.perform(
            EvaluationDesk.Request(
                act, id: community.surroundings.newID(),
                expected: EvaluationDesk.version(for: act, evaluation, visitor)), on: evaluation.id, by: visitor)
    }

    /// What data shows, with the values in the remark; ticks of people stay beside those of data.
    private static func findings(
        _ score: LiveScore, _ opened: EvaluationDesk.Opened, _ words: LiveWords, _ entry: Int
    ) -> [String: FindingRecord] {
        var findings: [String: FindingRecord] = [:]
        for line in score.lines {
            guard let item = opened.rulebook.item(line.clause), let shown = line.finding?.finding else { continue }
            let said = opened.evaluation.selfFindings[line.clause]?.record.finding
            guard
                var joined = DataVerdict.joined(item, line.standing, shown: shown, said: said)
                    ?? (line.standing == .person ? shown : nil)
            else { continue }
            let values = line.answers.filter(\.holds).map { answer in
                ([words.said(answer)] + (answer.marks ?? [])).map(\.zh).joined(separator: "，")
            }
            joined.remark = "\(score.head.day) 实时数据：\(values.joined(separator: "；"))（日志第 \(entry) 条）"
            findings[line.clause] = FindingRecord(joined)
        }
        return findings
    }

    /// The score as a file that proves itself, as it was just checked against the keys of this installation.
    public func statement(
        of score: LiveScore, _ checkpoint: @Sendable () async throws -> Void
    ) async throws -> LiveStatement {
        let note = try JournalNote.live(score)
        var proof = try await proof(of: note)
        if proof == nil {
            // Most likely it was computed just now, and has no place in the journal that is signed.
            try await checkpoint()
            proof = try await self.proof(of: note)
        }
        guard let proof else {
            throw Refusal(.unavailable, zh: "日志尚未签名，请稍后再试", en: "the journal is not signed yet; try again in a moment")
        }
        let statement = LiveStatement(score, proof)
        let keys = try await evaluations.store.readEvaluations { try $0.journalKeys().map(\.trusted) }
        try statement.check(trusting: keys)
        return statement
    }

    private func proof(of note: JournalNote) async throws -> JournalProof? {
        try await evaluations.store.readEvaluations { records in
            try records.entry(telling: note).flatMap { try records.proof(of: [$0.sequence]) }
        }
    }
}
