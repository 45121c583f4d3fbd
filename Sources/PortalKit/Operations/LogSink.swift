import Foundation

/// Where lines of the log go.
public struct LogSink: Sendable {
    /// Takes a whole line with its end.
    public let write: @Sendable ([UInt8]) -> Void

    public init(_ write: @escaping @Sendable ([UInt8]) -> Void) { self.write = write }

    /// One call of the system a line: lines of several threads do not mix. What cannot be written is lost.
    public static let standardError = LogSink { bytes in
        _ = bytes.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
    }

    public static let nowhere = LogSink { _ in }
}
