public import Commons
import Foundation
import Rulebook
public import Secrets

/// A certificate as a file that proves itself: what it certifies, and that the journal of the installation that issued
/// it says so. Nothing in it is personal.
public struct CertificateStatement: Codable, Hashable, Sendable {
    /// What is certified. All of it is told by the journal.
    public struct Claims: Codable, Hashable, Sendable {
        public var number: String
        /// Of the case: `2026-000017`.
        public var application: String
        public var community: String
        /// The evaluation body.
        public var body: String
        public var grade: String
        public var gradeTitleZh: String
        public var gradeTitleEn: String
        /// Exact: `82.5` or `82 1/3`.
        public var q: String
        public var issuedOn: String
        public var validUntil: String
        /// SHA-256 of what two people approved.
        public var content: String
        public var rulebook: String
        public var edition: String
        public var rulebookDigest: String

        /// nil: there is no certificate, or no grade.
        init?(_ evaluation: EvaluationCase, _ rulebook: Rulebook) {
            let score = evaluation.score(.consensus, rulebook)
            guard let certificate = evaluation.certificate, let grade = score.grade.grade else { return nil }
            (number, application) = (certificate.number, evaluation.number)
            (community, body) = (evaluation.community.name, evaluation.application.bodyName)
            (self.grade, gradeTitleZh, gradeTitleEn) = (grade.id, grade.title.zh, grade.title.en)
            q = score.q.shortest
            (issuedOn, validUntil) = (certificate.issuedOn.description, certificate.until.description)
            content = certificate.digest
            let pin = evaluation.application.rulebook
            (self.rulebook, edition, rulebookDigest) = (pin.id, pin.edition, pin.digest)
        }

        /// As a note of the journal.
        var details: [String: String] {
            get throws { try CanonicalJSON.decode([String: String].self, Array(try CanonicalJSON.encode(self))) }
        }
    }

    static let newestFormat = 1
    /// The act of the note that tells the claims.
    static let note = "certificate.issue"
    /// Larger files are no statements: 1 MiB.
    public static let largest = 1 << 20

    public var format: Int
    public var claims: Claims
    /// The act that issued it, where it is told by the same journal entry: so it is proved as well.
    var act: CasePackage.PackedAct?
    /// Of the one journal entry that tells the claims.
    public var proof: JournalProof

    public var bytes: [UInt8] {
        get throws { Array(try CanonicalJSON.encode(self)) }
    }

    /// What a statement that is sound says.
    public struct Sound: Hashable, Sendable {
        public var claims: Claims
        /// Number of the journal entry.
        public var entry: Int
        /// The journal as it was signed; what became of the certificate later is not in it.
        public var checkpoint: Checkpoint
        public var keys: [VerifyingKey]
        /// Whether the act that issued it is proved as well.
        public var provesAct: Bool
    }

    /// Reads a statement; a `Refusal` unless it is byte by byte what `bytes` gives.
    public static func read(_ bytes: [UInt8]) throws -> CertificateStatement {
        guard bytes.count <= largest, let statement = try? CanonicalJSON.decode(CertificateStatement.self, bytes),
            statement.format == newestFormat, try statement.bytes == bytes
        else {
            throw CasePackage.unsound(
                "file", zh: "这不是证书声明，或者它被改动", en: "this is no statement of a certificate, or it was changed")
        }
        return statement
    }

    /// Computes everything anew.
    /// - Parameter trusted: keys known from elsewhere; nil: whoever reads compares the ids of the keys.
    /// - Throws: A `Refusal` that says what is wrong.
    public func check(trusting trusted: [TrustedKey]? = nil) throws -> Sound {
        let sound = try proof.check(trusting: trusted)
        guard sound.contents.count == 1, let (entry, content) = sound.contents.first else {
            throw CasePackage.unsound("journal", zh: "声明应只含一条日志", en: "a statement proves one entry of the journal")
        }
        let note = JournalContent.Note(act: CertificateStatement.note, details: try claims.details)
        guard content.notes?.contains(note) ?? false else {
            throw CasePackage.unsound("claims", zh: "内容与日志所记不符", en: "it claims something else than the journal says")
        }
        if let act { try prove(act, content) }
        return Sound(
            claims: claims, entry: entry, checkpoint: sound.checkpoint, keys: sound.keys, provesAct: act != nil)
    }

    private func prove(_ act: CasePackage.PackedAct, _ content: JournalContent) throws {
        guard let salted = act.entry(of: String(content.on.dropFirst("case/".count))),
            case let image?? = content.rows?[salted.key], image == salted.image,
            case .issueCertificate(claims.number, let until)? = try? CanonicalJSON.decode(
                Act.self, salted.entry.data), until.day.description == claims.validUntil
        else {
            throw CasePackage.unsound(
                "act", zh: "发证操作与日志所记不符", en: "the act that issued it is not what the journal says")
        }
    }
}

extension JournalNote {
    /// Tells what a certificate certifies; nil: there is none.
    static func certificate(_ evaluation: EvaluationCase, _ rulebook: Rulebook) throws -> JournalNote? {
        guard let claims = CertificateStatement.Claims(evaluation, rulebook) else { return nil }
        return JournalNote(CertificateStatement.note, on: "case/\(evaluation.id)", details: try claims.details)
    }
}
