/// Where the bytes of files lie, by the SHA-256 of their content.
///
/// Bytes come in as parts, which have an id of their own until all of them are there. What `sync` and `publishPart`
/// have returned from is durable: it survives a kill of the process and a loss of power. No room left is refused as
/// `unavailable`; what was durable before stays as it was.
public protocol FileVault: Sendable {
    /// In bytes; nil: no such content.
    func size(of digest: String) async throws -> Int64?
    /// The bytes in this range, nil for all of them. Refuses as `missing` what is not there, and as `invalid` a range
    /// that reaches beyond the end.
    func open(_ digest: String, _ range: Range<Int64>?) async throws -> FileBytes

    /// Starts a part, empty. Ids consist of 0-9 and a-z.
    func beginPart(_ id: String) async throws
    /// Goes on with a part after its first `offset` bytes, and cuts off what lies behind. Writers take turns: one with
    /// a later turn shuts out those before it, and one with a turn that was there or is past is refused as `conflict`.
    /// Refuses as `missing` a part that is not there or is shorter.
    func openPart(_ id: String, at offset: Int64, turn: Int64) async throws -> any FilePart
    /// The SHA-256 of a part, which must have exactly this size.
    func digest(ofPart id: String, size: Int64) async throws -> String
    /// Makes a part the content of this digest; where that content is there already, only one of both stays. Does
    /// nothing if the part is gone and the content there.
    func publishPart(_ id: String, as digest: String) async throws
    /// Nothing happens if it is not there.
    func discardPart(_ id: String) async throws
    /// Throws away parts that nobody wrote to since; gives how many.
    func discardParts(untouchedSince instant: Instant) async throws -> Int
}

/// A part that one writer goes on with, piece after piece.
public protocol FilePart: Sendable {
    /// Writes after what was written last. Refuses as `conflict` once somebody else went on with the part.
    func write(_ bytes: [UInt8]) async throws
    /// Makes durable what was written.
    func sync() async throws
}

/// Content that a vault has.
public struct StoredContent: Hashable, Sendable {
    /// SHA-256, 64 lower-case hexadecimal digits.
    public var digest: String
    /// In bytes.
    public var size: Int64

    public init(digest: String, size: Int64) {
        self.digest = digest
        self.size = size
    }
}

extension FileVault {
    public func has(_ digest: String) async throws -> Bool { try await size(of: digest) != nil }

    /// All of its bytes.
    public func open(_ digest: String) async throws -> FileBytes { try await open(digest, nil) }

    /// Stores what comes, all of it or nothing, by way of a part with a fresh id. Refuses as `tooLarge` more bytes
    /// than this.
    public func put<Chunks: AsyncSequence>(
        _ chunks: Chunks, part id: String, limit: Int64 = .max
    ) async throws -> StoredContent where Chunks.Element == [UInt8] {
        try await beginPart(id)
        do {
            let hash = ContentHash()
            var size: Int64 = 0
            let part = try await openPart(id, at: 0, turn: 1)
            for try await chunk in chunks where !chunk.isEmpty {
                size += Int64(chunk.count)
                guard size <= limit else { throw FileLimits.tooLarge(limit) }
                hash.update(chunk)
                try await part.write(chunk)
            }
            try await part.sync()
            let digest = hash.digest
            try await publishPart(id, as: digest)
            return StoredContent(digest: digest, size: size)
        } catch {
            // The reason why it was not stored matters more than a rest that the sweep will find.
            try? await discardPart(id)
            throw error
        }
    }

    /// Whether the content still has the digest that it is stored under; reads all of it.
    public func verify(_ digest: String) async throws -> Bool {
        let hash = ContentHash()
        for try await chunk in try await open(digest) { hash.update(chunk) }
        return hash.digest == digest
    }
}
