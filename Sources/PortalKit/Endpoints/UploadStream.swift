import NIOCore

/// The bytes of an upload as they come in, no more than the endpoint's limit. To be read once, by one task.
public struct UploadStream: AsyncSequence, Sendable {
    let source: BodySource?

    init(_ source: BodySource? = nil) { self.source = source }

    public struct Iterator: AsyncIteratorProtocol {
        let source: BodySource?

        /// The next bytes; throws where there are too many, or they stop coming.
        public mutating func next() async throws -> [UInt8]? {
            guard let part = try await source?.next() else { return nil }
            return Array(buffer: part)
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(source: source) }
}
