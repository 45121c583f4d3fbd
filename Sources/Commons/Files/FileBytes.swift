/// Bytes of stored content, read as they are asked for, so that no file is ever in memory as a whole.
public struct FileBytes: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    /// The most that one element holds: 256 KiB.
    public static let chunkSize = 262_144

    /// Where in the content it starts, and where it ends.
    public let range: Range<Int64>
    private let read: @Sendable (Range<Int64>) async throws -> [UInt8]

    /// With what reads so many bytes of the content; it gives all of them or throws.
    public init(_ range: Range<Int64>, read: @escaping @Sendable (Range<Int64>) async throws -> [UInt8]) {
        self.range = range
        self.read = read
    }

    /// How many bytes there are.
    public var count: Int64 { range.upperBound - range.lowerBound }

    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var rest: Range<Int64>
        fileprivate let read: @Sendable (Range<Int64>) async throws -> [UInt8]

        public mutating func next() async throws -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            let end = Swift.min(rest.upperBound, rest.lowerBound + Int64(FileBytes.chunkSize))
            let chunk = try await read(rest.lowerBound..<end)
            rest = end..<rest.upperBound
            return chunk
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: range, read: read) }

    /// All of them at once; for what is known to be small.
    public func all() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(clamping: count))
        for try await chunk in self { bytes += chunk }
        return bytes
    }
}
