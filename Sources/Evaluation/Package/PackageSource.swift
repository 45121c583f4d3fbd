/// Bytes of a package, wherever they lie, read in pieces: evidence may be larger than memory.
public struct PackageSource: Sendable {
    public let size: Int64
    /// Gives exactly the bytes of a range within the size.
    let read: @Sendable (Range<Int64>) async throws -> [UInt8]

    public init(size: Int64, read: @escaping @Sendable (Range<Int64>) async throws -> [UInt8]) {
        self.size = size
        self.read = read
    }

    public init(_ bytes: [UInt8]) {
        self.init(size: Int64(bytes.count)) { Array(bytes[Int($0.lowerBound)..<Int($0.upperBound)]) }
    }

    /// The largest piece that is asked for: 256 KiB.
    static let piece: Int64 = 262_144

    /// The range piece by piece.
    func pieces(_ range: Range<Int64>, _ body: ([UInt8]) async throws -> Void) async throws {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + PackageSource.piece, range.upperBound)
            try await body(try await read(start..<end))
            start = end
        }
    }

    /// All of it; for what is known to be small.
    public func all() async throws -> [UInt8] { try await bytes(0..<size) }

    func bytes(_ range: Range<Int64>) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await pieces(range) { bytes += $0 }
        return bytes
    }
}
