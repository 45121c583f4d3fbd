public import Commons
public import Evaluation
import Foundation
public import Rulebook
public import Secrets

/// A live score as a file that proves itself: every value with what it was held against, and that the journal of the
/// installation told its digest on that day.
public struct LiveStatement: Codable, Hashable, Sendable {
    static let newestFormat = 1

    public var format: Int
    public var organisation: String
    public var rulebook: String
    /// `2026-11-28`.
    public var day: String
    /// When it was computed, ISO 8601.
    public var at: String
    /// Exact: `62.35` or `82 1/3`.
    public var q: String
    public var lines: [LiveLine]
    /// Of the one journal entry that tells the digest.
    public var proof: JournalProof

    init(_ score: LiveScore, _ proof: JournalProof) {
        format = LiveStatement.newestFormat
        organisation = score.head.organisation
        rulebook = score.head.rulebook
        day = score.head.day.description
        at = score.head.at.iso
        q = score.head.q.shortest
        lines = score.lines
        self.proof = proof
    }

    public var bytes: [UInt8] {
        get throws { Array(try CanonicalJSON.encode(self)) }
    }

    /// Reads a statement; a `Refusal` unless it is byte by byte what `bytes` gives.
    public static func read(_ bytes: [UInt8]) throws -> LiveStatement {
        guard let statement = try? CanonicalJSON.decode(LiveStatement.self, bytes), statement.format == newestFormat,
            try statement.bytes == bytes
        else {
            throw Refusal(
                .invalid, zh: "这不是实时评价的证明，或者它被改动", en: "this is no statement of a live score, or it was changed")
        }
        return statement
    }

    /// What a statement that is sound says.
    public struct Sound: Hashable, Sendable {
        /// Number of the journal entry.
        public var entry: Int
        public var checkpoint: Checkpoint
        public var keys: [VerifyingKey]
    }

    /// Q of what data shows by these lines.
    public func total(by rulebook: Rulebook) -> Exact {
        let met = lines.filter { $0.standing == .met }.compactMap { line in
            line.finding.map { (line.clause, $0.finding) }
        }
        let assessment = Assessment(
            rulebook: rulebook.id, community: .init(name: organisation), appliedOn: Day(day),
            findings: Dictionary(met) { first, _ in first })
        return Scorer(rulebook).score(assessment).q
    }

    /// Computes everything anew.
    /// - Parameter trusted: keys known from elsewhere; nil: whoever reads compares the ids of the keys.
    /// - Throws: A `Refusal` that says what is wrong.
    @discardableResult
    public func check(trusting trusted: [TrustedKey]? = nil) throws -> Sound {
        let sound = try proof.check(trusting: trusted)
        let note = try JournalNote.live(
            organisation: organisation, rulebook: rulebook, day: day, at: at, q: q, lines: lines)
        guard sound.contents.count == 1, let (entry, content) = sound.contents.first,
            content.notes?.contains(JournalContent.Note(act: note.act, details: note.details)) ?? false
        else {
            throw Refusal(
                .invalid, zh: "内容与日志所记不符", en: "it says something else than the journal", place: "lines")
        }
        return Sound(entry: entry, checkpoint: sound.checkpoint, keys: sound.keys)
    }
}

extension JournalNote {
    static func live(_ score: LiveScore) throws -> JournalNote {
        let head = score.head
        return try live(
            organisation: head.organisation, rulebook: head.rulebook, day: head.day.description, at: head.at.iso,
            q: head.q.shortest, lines: score.lines)
    }

    /// Tells what data said: the whole of it by its digest.
    fileprivate static func live(
        organisation: String, rulebook: String, day: String, at: String, q: String, lines: [LiveLine]
    ) throws -> JournalNote {
        JournalNote(
            "live.score", on: "live/\(organisation)",
            details: [
                "rulebook": rulebook, "day": day, "at": at, "q": q,
                "lines": SHA256Digest.hex(of: Array(try CanonicalJSON.encode(lines))),
            ])
    }
}
