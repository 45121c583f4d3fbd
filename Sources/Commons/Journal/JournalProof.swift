import Foundation
public import Secrets

/// Some entries of a journal, proved to be in it without the rest: each with its way up the Merkle tree to one signed
/// checkpoint, and with the public keys that signed that.
public struct JournalProof: Codable, Hashable, Sendable {
    /// One entry and the hashes beside its way to the root (RFC 9162, 2.1.3).
    public struct Proven: Codable, Hashable, Sendable {
        public var sequence: Int
        /// As it stands in the journal.
        public var content: String
        /// The leaf before it, in Base64.
        public var previous: String
        /// Nearest first, each in Base64.
        public var path: [String]

        public init(_ entry: JournalEntry, path: [MerkleTree.Hash]) {
            sequence = entry.sequence
            content = entry.content
            previous = Data(entry.previous).base64EncodedString()
            self.path = path.map { Data($0).base64EncodedString() }
        }

        fileprivate var entry: JournalEntry? {
            Proven.hash(previous).map { JournalEntry(sequence: sequence, content: content, previous: $0) }
        }

        fileprivate var hashes: [MerkleTree.Hash]? {
            let hashes = path.compactMap(Proven.hash)
            return hashes.count == path.count ? hashes : nil
        }

        /// nil unless it is 32 bytes in the one Base64 that they have: decoders ignore the last bits.
        private static func hash(_ text: String) -> MerkleTree.Hash? {
            guard let bytes = Data(base64Encoded: text), bytes.count == 32, bytes.base64EncodedString() == text else {
                return nil
            }
            return Array(bytes)
        }
    }

    /// A signed note; see `Checkpoint`. It carries no signature but those of `keys`.
    public var checkpoint: String
    /// As `VerifyingKey.text`.
    public var keys: [String]
    /// Ascending.
    public var entries: [Proven]

    public init(checkpoint: SignedNote, keys: [VerifyingKey], entries: [Proven]) {
        self.checkpoint = checkpoint.encoded
        self.keys = keys.map(\.text)
        self.entries = entries
    }

    /// What a proof that is sound says.
    public struct Sound: Hashable, Sendable {
        public var checkpoint: Checkpoint
        /// Those that signed, all of them.
        public var keys: [VerifyingKey]
        /// By sequence.
        public var contents: [Int: JournalContent]
    }

    /// Computes everything anew.
    /// - Parameter trusted: keys known from elsewhere, one of which must have signed while it counted; nil: whoever
    ///   reads compares the ids of the keys.
    /// - Throws: A `Refusal` that says what is wrong.
    public func check(trusting trusted: [TrustedKey]? = nil) throws(Refusal) -> Sound {
        guard let note = SignedNote(checkpoint), let point = Checkpoint(text: note.text), point.at.isPlausible else {
            throw JournalProof.wrong(zh: "检查点无法读取", en: "the checkpoint cannot be read")
        }
        let keys = self.keys.compactMap { VerifyingKey($0) }
        guard keys.count == self.keys.count, !keys.isEmpty, Set(keys).count == keys.count,
            note.signatures.count == keys.count, keys.allSatisfy({ note.isSigned(by: $0, named: point.origin) })
        else { throw JournalProof.wrong(zh: "检查点的签名无效", en: "a signature of the checkpoint does not hold") }
        if let trusted { try JournalProof.expect(keys, toBeAmong: trusted, at: point.at) }
        var contents: [Int: JournalContent] = [:]
        var last = -1
        for proven in entries {
            contents[proven.sequence] = try JournalProof.content(of: proven, in: point)
            guard proven.sequence > last else {
                throw JournalProof.wrong(zh: "日志条目的顺序不对", en: "the entries of the journal are not in order")
            }
            last = proven.sequence
        }
        return Sound(checkpoint: point, keys: keys, contents: contents)
    }

    private static func expect(
        _ keys: [VerifyingKey], toBeAmong trusted: [TrustedKey], at moment: Instant
    ) throws(Refusal) {
        let known = trusted.filter { keys.contains($0.key) }
        let ids = keys.map(\.id).joined(separator: ", ")
        guard !known.isEmpty else {
            throw wrong(zh: "由不受信任的密钥 \(ids) 签名", en: "signed by \(ids), which is none of the trusted keys")
        }
        guard known.contains(where: { $0.counts(at: moment) }) else {
            throw wrong(
                zh: "签名密钥 \(ids) 在 \(moment.shown) 之前已经泄露，此签名不算数",
                en: "the key \(ids) was compromised before \(moment.shown): this signature counts for nothing")
        }
    }

    private static func content(of proven: Proven, in point: Checkpoint) throws(Refusal) -> JournalContent {
        let number = proven.sequence
        guard let entry = proven.entry, let path = proven.hashes,
            MerkleTree.root(leaf: entry.leaf, index: number, size: point.size, path: path) == point.root
        else {
            throw wrong(
                zh: "日志第 \(number) 条不在已签名的日志中", en: "entry \(number) is not in the journal that was signed")
        }
        guard let content = entry.decoded else {
            throw wrong(zh: "日志第 \(number) 条无法读取", en: "entry \(number) of the journal cannot be read")
        }
        return content
    }

    private static func wrong(zh: String, en: String) -> Refusal {
        Refusal(.invalid, zh: zh, en: en, place: "journal")
    }
}

extension JournalRecords {
    /// Proves these entries by the first checkpoint that covers them all and was signed while its key counted: the same
    /// entries give the same proof for good. nil: there is no such checkpoint yet.
    public func proof(of sequences: [Int]) throws -> JournalProof? {
        let known = try journalKeys()
        var beyond = sequences.max() ?? 0
        while let note = try checkpoint(beyond: beyond), let point = Checkpoint(text: note.text) {
            let keys = known.filter { $0.counts(at: point.at) && note.isSigned(by: $0.key, named: point.origin) }
            if keys.isEmpty {
                beyond = point.size
                continue
            }
            let entries = try sequences.sorted().map { sequence in
                guard let entry = try journalEntry(sequence) else {
                    throw Refusal(.missing, zh: "日志中没有第 \(sequence) 条", en: "the journal has no entry \(sequence)")
                }
                return JournalProof.Proven(entry, path: try inclusionPath(of: sequence, in: point.size))
            }
            return JournalProof(
                checkpoint: note.signed(by: keys.map(\.key), named: point.origin), keys: keys.map(\.key),
                entries: entries)
        }
        return nil
    }
}

extension JournalRecords {
    /// The last entry of the journal that says this note; nil: none does, or it has no place yet.
    public func entry(telling note: JournalNote) throws -> JournalEntry? {
        let wanted = JournalContent.Note(act: note.act, details: note.details)
        var query = JournalQuery(subject: note.subject, from: .max, isNewestFirst: true, limit: 100)
        while true {
            let entries = try journalEntries(query)
            if let entry = entries.first(where: { $0.decoded?.notes?.contains(wanted) ?? false }) { return entry }
            guard entries.count == 100, let last = entries.last, last.sequence > 0 else { return nil }
            query.from = last.sequence - 1
        }
    }
}

extension SignedNote {
    /// With the signatures of these keys alone, in their order.
    func signed(by keys: [VerifyingKey], named name: String) -> SignedNote {
        var copy = self
        copy.signatures = keys.compactMap { key in
            signatures.first { signature in
                var single = self
                single.signatures = [signature]
                return single.isSigned(by: key, named: name)
            }
        }
        return copy
    }
}

extension Instant {
    /// Within the years that this program can show: from 1970 on, and before 9000.
    public var isPlausible: Bool { (0..<221_845_219_200_000).contains(milliseconds) }
}
