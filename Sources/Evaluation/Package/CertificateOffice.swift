import Commons
import Rulebook

/// Makes statements of certificates.
public struct CertificateOffice: Sendable {
    let desk: EvaluationDesk
    /// Has the journal signed as it is now.
    let checkpoint: @Sendable () async throws -> Void

    public init(_ desk: EvaluationDesk, checkpoint: @escaping @Sendable () async throws -> Void) {
        self.desk = desk
        self.checkpoint = checkpoint
    }

    /// The statement of a certificate that is public, the same each time, as it was just checked against the keys of
    /// this installation; nil: there is no such certificate.
    /// - Throws: A `Refusal` where the journal cannot vouch for it now.
    public func statement(_ number: String) async throws -> (
        statement: CertificateStatement, sound: CertificateStatement.Sound
    )? {
        guard let (evaluation, rulebook) = try await found(number),
            let claims = CertificateStatement.Claims(evaluation, rulebook),
            let note = try JournalNote.certificate(evaluation, rulebook)
        else { return nil }
        var made = try await desk.store.readEvaluations { try make(claims, note, $0) }
        if made == nil {
            // Most likely it was issued just now, and has no place in the journal that is signed.
            try await checkpoint()
            made = try await desk.store.readEvaluations { try make(claims, note, $0) }
        }
        if made == nil {
            // It was issued before journals said what is certified: now this one does.
            try await desk.store.writeEvaluations { records in
                if try records.entry(telling: note) == nil { try records.note(note) }
            }
            try await checkpoint()
            made = try await desk.store.readEvaluations { try make(claims, note, $0) }
        }
        guard let made else {
            throw Refusal(.unavailable, zh: "日志尚未签名，请稍后再试", en: "the journal is not signed yet; try again in a moment")
        }
        let keys = try await desk.store.readEvaluations { try $0.journalKeys().map(\.trusted) }
        return (made, try made.check(trusting: keys))
    }

    private func found(_ number: String) async throws -> (EvaluationCase, Rulebook)? {
        try await desk.store.readEvaluations { records in
            guard let id = try records.caseOfCertificate(number) else { return nil }
            let (evaluation, _, rulebook) = try desk.load(id, records, looksOnly: true)
            return evaluation.isPublished ? (evaluation, rulebook) : nil
        }
    }

    private func make(
        _ claims: CertificateStatement.Claims, _ note: JournalNote, _ records: any EvaluationRecords
    ) throws -> CertificateStatement? {
        guard let entry = try records.entry(telling: note), let proof = try records.proof(of: [entry.sequence]) else {
            return nil
        }
        let told = Set((entry.decoded?.rows ?? [:]).keys)
        let id = String(note.subject.dropFirst("case/".count))
        let issuing = try records.saltedEntries(of: id).last {
            $0.entry.act == "issueCertificate" && told.contains($0.key)
        }
        return CertificateStatement(
            format: CertificateStatement.newestFormat, claims: claims, act: issuing.map(CasePackage.PackedAct.init),
            proof: proof)
    }
}
