public import Secrets

/// What one transaction did to one subject, as it stands in the journal for good.
///
/// How a row was before is what the entry before it on the same subject says of it.
public struct JournalContent: Codable, Hashable, Sendable {
    /// Milliseconds since 1970.
    public var at: Int64
    /// The person's id; nil: the public, or the system.
    public var by: String?
    /// By which way they came: see `Origin`.
    public var way: String
    /// `case/01h…`, `person/01h…`, `setting/policy`…
    public var on: String
    /// What happened beside changes of rows.
    public var notes: [Note]?
    /// Rows as they are now by table and key (`person/01h…`), each by column; null: it was removed.
    public var rows: [String: [String: JournalValue]?]?

    public struct Note: Codable, Hashable, Sendable {
        public var act: String
        public var details: [String: String]?

        public init(act: String, details: [String: String]?) {
            self.act = act
            self.details = details
        }
    }

    public init(at: Int64, by: String?, way: String, on: String) {
        self.at = at
        self.by = by
        self.way = way
        self.on = on
    }

    /// The bytes that are hashed; the same for the same content.
    public var text: String {
        get throws { String(decoding: try CanonicalJSON.encode(self), as: UTF8.self) }
    }
}

/// A content in its place.
public struct JournalEntry: Codable, Hashable, Sendable {
    /// From 0, without gaps: the number of its leaf.
    public var sequence: Int
    /// `JournalContent.text`; kept as it was written.
    public var content: String
    /// The leaf before it; of the first one 32 zeros.
    public var previous: MerkleTree.Hash

    public init(sequence: Int, content: String, previous: MerkleTree.Hash) {
        self.sequence = sequence
        self.content = content
        self.previous = previous
    }

    public static let beforeFirst = MerkleTree.Hash(repeating: 0, count: 32)

    /// Of the Merkle tree. It holds the leaf before it, so that the entries are a chain as well.
    public var leaf: MerkleTree.Hash {
        MerkleTree.leaf(Array("linli journal 1\n\(sequence)\n\(Hexadecimal.text(previous))\n\(content)".utf8))
    }

    /// nil where the text is none that this program wrote.
    public var decoded: JournalContent? { try? CanonicalJSON.decode(JournalContent.self, Array(content.utf8)) }
}
