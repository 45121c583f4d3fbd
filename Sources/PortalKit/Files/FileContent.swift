/// Bytes that are sent, wherever they lie: read in parts, so that a large file never is in memory as a whole.
public struct FileContent: Sendable {
    public let size: Int
    /// Gives the bytes of a range, which lies within the size.
    let read: @Sendable (Range<Int>) async throws -> [UInt8]

    /// `read`: gives exactly the bytes of the range; asked for at most 256 KiB at a time.
    public init(size: Int, read: @escaping @Sendable (Range<Int>) async throws -> [UInt8]) {
        self.size = size
        self.read = read
    }

    public init(_ bytes: [UInt8]) {
        self.init(size: bytes.count) { Array(bytes[$0]) }
    }

    static let partSize = 256 << 10
}

extension FileContent {
    /// There are fewer bytes than there should be.
    struct Shortened: Error {}
}
