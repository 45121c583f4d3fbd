/// What is known of a stored file. Its bytes lie in a `FileVault` under the same digest; the same content is stored
/// once, whoever sent it and however often.
public struct FileRecord: Hashable, Sendable {
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    public var digest: String
    /// In bytes.
    public var size: Int64
    /// What the bytes are, by their own look; what the sender called them is not trusted.
    public var type: FileType
    /// The cleaned name it was first stored under; whoever attaches the file may call it something else.
    public var firstName: String
    public var storedAt: Instant

    public init(digest: String, size: Int64, type: FileType, firstName: String, storedAt: Instant) {
        self.digest = digest
        self.size = size
        self.type = type
        self.firstName = firstName
        self.storedAt = storedAt
    }

    /// Whether this can be the digest of anything. What is not never reaches a vault.
    public static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (97...102).contains($0) }
    }
}
