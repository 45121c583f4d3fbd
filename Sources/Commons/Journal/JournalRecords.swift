public import Secrets

/// The journal, within one transaction. What rows change is said in it without a word; see `note` for the rest.
public protocol JournalRecords {
    /// Says it of whoever `Origin.current` is, at this moment, along with the rest of the transaction. Its place in the
    /// tree it gets soon after.
    func note(_ note: JournalNote) throws

    /// How many entries have their place.
    func journalSize() throws -> Int
    func journalEntry(_ sequence: Int) throws -> JournalEntry?
    /// In the order of the query.
    func journalEntries(_ query: JournalQuery) throws -> [JournalEntry]
    /// The root of the first `size` entries.
    func journalRoot(_ size: Int) throws -> MerkleTree.Hash
    /// Hashes that prove entry `sequence` to be one of the first `size` (RFC 9162, 2.1.3); `sequence` < `size`.
    func inclusionPath(of sequence: Int, in size: Int) throws -> [MerkleTree.Hash]
    /// Hashes that prove the first `size` to begin with the first `old` (RFC 9162, 2.1.4); 0 < `old` <= `size`.
    func consistencyPath(from old: Int, to size: Int) throws -> [MerkleTree.Hash]

    /// The last signed checkpoint that has at most this many entries; nil: the last of all.
    func checkpoint(upTo size: Int?) throws -> SignedNote?
    /// The first one that has more than this many.
    func checkpoint(beyond sequence: Int) throws -> SignedNote?
    func addCheckpoint(_ checkpoint: Checkpoint, _ note: SignedNote) throws
    /// Keys that sign for this journal, oldest first. The id of the first one names the journal.
    func journalKeys() throws -> [JournalKey]
}

/// Which entries to list.
public struct JournalQuery: Hashable, Sendable {
    /// `case/01h…`; nil: of all subjects.
    public var subject: String?
    /// From this one on, upwards or downwards.
    public var from: Int
    public var isNewestFirst: Bool
    /// 1...1,000.
    public var limit: Int

    public init(subject: String? = nil, from: Int, isNewestFirst: Bool = false, limit: Int = 100) {
        self.subject = subject
        self.from = from
        self.isNewestFirst = isNewestFirst
        self.limit = limit
    }
}
