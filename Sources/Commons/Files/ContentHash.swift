import Secrets

/// The SHA-256 that content is stored under, taken piece by piece.
public final class ContentHash {
    private let stream = SHA256Stream()

    public init() {}

    public func update(_ bytes: [UInt8]) { stream.update(bytes) }

    public func update(_ bytes: UnsafeRawBufferPointer) { stream.update(bytes) }

    /// Of all so far, 64 lower-case hexadecimal digits.
    public var digest: String { stream.finishHex() }
}
