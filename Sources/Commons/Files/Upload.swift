/// A file on its way in, after the tus 1.0.0 protocol: it may come in pieces, over days and broken lines.
public struct Upload: Hashable, Sendable {
    public var id: String
    /// Whose it is; nobody else may see or go on with it.
    public var person: String
    /// Cleaned, for display.
    public var name: String
    /// How many bytes it will have in the end.
    public var size: Int64
    /// How many bytes are stored durably; the next piece starts here.
    public var offset: Int64
    /// How many times somebody went on with it; the last of them may write.
    public var turn: Int64
    /// It is thrown away then unless more of it arrives.
    public var expires: Instant
    /// What the client wants kept with it, as it sent it.
    public var metadata: [String: String]
    /// Of the whole content, once it has been read through; the file has a record once it is stored as well.
    public var digest: String?

    public init(
        id: String, person: String, name: String, size: Int64, offset: Int64 = 0, turn: Int64 = 0, expires: Instant,
        metadata: [String: String] = [:], digest: String? = nil
    ) {
        self.id = id
        self.person = person
        self.name = name
        self.size = size
        self.offset = offset
        self.turn = turn
        self.expires = expires
        self.metadata = metadata
        self.digest = digest
    }

    /// Every byte is there.
    public var isComplete: Bool { offset == size }
}
