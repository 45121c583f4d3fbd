public import Commons
import Rulebook

/// What is said of a piece of evidence; the file comes in revisions.
public struct EvidenceText: Hashable, Sendable, Codable {
    public var title: String
    /// The clauses that it proves: one file may prove several.
    public var clauses: [String]
    /// From when to when what it shows holds, apart from when it was uploaded.
    public var effectiveOn: DayText?
    public var expiresOn: DayText?

    public init(title: String, clauses: [String], effectiveOn: DayText? = nil, expiresOn: DayText? = nil) {
        self.title = title
        self.clauses = clauses
        self.effectiveOn = effectiveOn
        self.expiresOn = expiresOn
    }
}

/// One version of the file behind a piece of evidence.
public struct Revision: Hashable, Sendable, Codable {
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    public var digest: String
    public var name: String
    /// Media type as found in the bytes.
    public var type: String
    /// Bytes.
    public var size: Int

    public init(digest: String, name: String, type: String, size: Int) {
        self.digest = digest
        self.name = name
        self.type = type
        self.size = size
    }
}

/// A piece of evidence with all its revisions.
public struct Evidence: Hashable, Sendable {
    public struct Upload: Hashable, Sendable {
        public var revision: Revision
        public var at: Instant
        public var by: String?
    }
    public var id: String
    public var text: EvidenceText
    /// Oldest first; never empty.
    public var uploads: [Upload]
    /// Why it no longer counts; nil: it counts.
    public var removedBecause: String?

    public var current: Revision { uploads[uploads.count - 1].revision }
    public var isRemoved: Bool { removedBecause != nil }
}
