public import Commons
import Rulebook

/// Makes packages of cases, and brings them in.
public struct PackageDesk: Sendable {
    let desk: EvaluationDesk
    let vault: any FileVault
    /// Has the journal signed as it is now.
    let checkpoint: @Sendable () async throws -> Void

    public init(
        _ desk: EvaluationDesk, vault: any FileVault, checkpoint: @escaping @Sendable () async throws -> Void
    ) {
        self.desk = desk
        self.vault = vault
        self.checkpoint = checkpoint
    }

    // MARK: Export

    /// All that a package is made of, out of one transaction.
    private struct Gathered: Sendable {
        var package: CasePackage
        /// What this installation's own journal is to speak of; nil: others have spoken of all of it.
        var own: Own?
    }

    private struct Own: Sendable {
        var first: Int
        var last: Int
        var parties: CaseParties
        var note: JournalContent.Note
    }

    /// The package of a case as it is now; a `Refusal` where the visitor may not read the whole of it.
    ///
    /// As long as nothing is done on the case, and nobody in it is called otherwise, it is the same byte by byte. That
    /// it was taken is said in the journal.
    /// - Parameters:
    ///   - id: the case's id, or its number.
    ///   - visitor: nil: whoever runs the installation.
    public func export(_ id: String, to visitor: Visitor?) async throws -> PackageLayout {
        let gathered = try await desk.store.writeEvaluations { try gather(id, visitor, $0) }
        var package = gathered.package
        if let own = gathered.own {
            try await checkpoint()
            let caseID = package.caseID
            let told = try await desk.store.readEvaluations { records in try segment(own, caseID, records) }
            package.segments.append(told)
        }
        for file in package.evidence where try await vault.size(of: file.digest) != file.size {
            throw Refusal(
                .unavailable, zh: "证明材料 \(file.digest) 已损坏或丢失，请先从备份恢复",
                en: "the evidence \(file.digest) is damaged or lost; bring it back from a backup first")
        }
        return try PackageLayout(package, evidence: vault)
    }

    private func gather(_ name: String, _ visitor: Visitor?, _ records: any EvaluationRecords) throws -> Gathered {
        var id = name
        if visitor == nil, let head = try records.head(kind: EvaluationLifeCycle.kind, number: name) { id = head.id }
        let (evaluation, _, _) = try desk.load(id, records)
        if let visitor { try allow(visitor, evaluation) }
        let entries = try records.saltedEntries(of: id)
        let acts = try entries.map { try CanonicalJSON.decode(Act.self, $0.entry.data) }
        let before = try records.segments(of: id).map { try CanonicalJSON.decode(CaseSegment.self, $0) }
        let digests = CasePackage.revisions(acts).keys.sorted()
        let files = try records.files(digests).sorted { $0.digest < $1.digest }
        guard files.map(\.digest) == digests else {
            throw Refusal(.unavailable, zh: "有证明材料不在本系统中", en: "some of the evidence is not here")
        }
        var package = CasePackage(
            caseID: id, number: evaluation.number, acts: entries, segments: before, rulebooks: [:],
            evidence: files.map { CasePackage.EvidenceFile(digest: $0.digest, size: $0.size) })
        for pin in CasePackage.pins(acts) where package.rulebooks[pin.digest] == nil {
            guard let kept = try records.rulebookFiles(pin.digest) else {
                throw Refusal(.missing, zh: "找不到评价依据 \(pin.id)", en: "the rulebook \(pin.id) is not there")
            }
            package.rulebooks[pin.digest] = try CanonicalJSON.decode([String: [UInt8]].self, kept)
        }
        let first = (before.last?.last ?? 0) + 1
        var own: Own?
        var details = ["acts": "1-\(acts.count)"]
        if first <= acts.count {
            let parties = try CaseParties(Array(zip(acts, entries.map(\.entry)).dropFirst(first - 1)), records)
            details = try CaseSegment.details(first, acts.count, parties, salt: entries[first - 1].salt)
            let note = JournalContent.Note(act: CaseSegment.note, details: details)
            own = Own(first: first, last: acts.count, parties: parties, note: note)
        }
        try records.note(JournalNote(CaseSegment.note, on: "case/\(id)", details: details))
        return Gathered(package: package, own: own)
    }

    /// Who takes a package sees all of it: who is to see less, or is to judge blind, takes none.
    private func allow(_ visitor: Visitor, _ evaluation: EvaluationCase) throws {
        let decision = desk.policy().decide(visitor, EvaluationFunction.read, on: evaluation.subject)
        guard decision.isAllowed else { throw Refusal(.forbidden, decision.reason) }
        guard decision.hidden.isEmpty else {
            throw Refusal(
                .forbidden, zh: "案卷包含有您的角色看不到的内容，不能下载",
                en: "a package holds what your role does not see: it is not for you to take")
        }
        guard PackageDesk.isOpen(evaluation) else {
            throw Refusal(
                .locked, zh: "专家独立核查期间不能下载案卷包", en: "while experts judge blind, nobody takes the whole case")
        }
    }

    /// Whether the case is in a state in which nobody judges blind.
    public static func isOpen(_ evaluation: EvaluationCase) -> Bool { !["panel", "site"].contains(evaluation.state) }

    /// Finds what the journal says of each of these acts last, and who vouched for the names first.
    private func segment(_ own: Own, _ id: String, _ records: any EvaluationRecords) throws -> CaseSegment {
        var told: [Int: Int] = [:]
        var vouched: Int?
        let prefix = "\(CaseEntry.table)/\(id)/"
        var query = JournalQuery(subject: "case/\(id)", from: 0, limit: 1000)
        while true {
            let entries = try records.journalEntries(query)
            for entry in entries {
                guard let content = entry.decoded else { continue }
                for key in (content.rows ?? [:]).keys where key.hasPrefix(prefix) {
                    guard let act = Int(key.dropFirst(prefix.count)), (own.first...own.last).contains(act) else {
                        continue
                    }
                    told[act] = entry.sequence
                }
                if vouched == nil, content.notes?.contains(own.note) ?? false { vouched = entry.sequence }
            }
            guard entries.count == 1000, let last = entries.last else { break }
            query.from = last.sequence + 1
        }
        guard let vouched, told.count == own.last - own.first + 1,
            let proof = try records.proof(of: Array(Set(told.values).union([vouched])))
        else {
            throw Refusal(.unavailable, zh: "日志尚未签名，请稍后再试", en: "the journal is not signed yet; try again in a moment")
        }
        return CaseSegment(first: own.first, last: own.last, parties: own.parties, proof: proof)
    }
}
