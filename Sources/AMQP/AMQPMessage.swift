/// A message to be published.
public struct AMQPMessage: Hashable, Sendable {
    public var body: [UInt8]
    /// At most 64 KiB in all.
    public var headers: [String: AMQPValue]
    /// At most 255 bytes, such as `application/json`.
    public var contentType: String?
    /// At most 255 bytes; whoever may see a message twice knows it again by this.
    public var messageID: String?
    /// Seconds since the start of 1970, UTC; not negative.
    public var timestamp: Int64?
    /// It outlives the broker's restart in a durable queue; it is confirmed when it is on disk.
    public var isPersistent: Bool
    /// It is an error when no queue takes it. It then carries one more header, `linli-publish-id`.
    public var isMandatory: Bool

    static let publishID = "linli-publish-id"
    /// The broker refuses what does not fit into one frame, 128 KiB, together with the other properties.
    private static let mostHeaderBytes = 65_536

    public init(
        body: [UInt8], headers: [String: AMQPValue] = [:], contentType: String? = nil, messageID: String? = nil,
        timestamp: Int64? = nil, isPersistent: Bool = true, isMandatory: Bool = true
    ) {
        self.body = body
        self.headers = headers
        self.contentType = contentType
        self.messageID = messageID
        self.timestamp = timestamp
        self.isPersistent = isPersistent
        self.isMandatory = isMandatory
    }

    /// The C library would send something else instead of refusing it.
    func check() throws(AMQPError) {
        try ShortString.check(contentType ?? "", "content type", .publication)
        try ShortString.check(messageID ?? "", "message id", .publication)
        var bytes = 0
        for (key, value) in headers {
            try ShortString.check(key, "name of a header", .publication)
            bytes += key.utf8.count + 16
            if case .string(let text) = value { bytes += text.utf8.count }
        }
        guard bytes <= Self.mostHeaderBytes else {
            throw AMQPError(.publication, "the headers are longer than \(Self.mostHeaderBytes) bytes")
        }
        guard timestamp ?? 0 >= 0 else { throw AMQPError(.publication, "the timestamp is negative") }
    }
}
