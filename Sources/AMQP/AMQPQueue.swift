/// A durable queue as it is to be: made where it is missing; where it is there and differs, the broker refuses
/// (406 precondition failed).
public struct AMQPQueue: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// On one node of the broker.
        case classic
        /// On several nodes of the broker, by agreement of most of them.
        case quorum
    }

    /// What is done with more than `maxLengthBytes` or `maxLength`.
    public enum Overflow: String, Hashable, Sendable {
        /// The oldest are dropped, and lost.
        case dropHead = "drop-head"
        /// Publishers are told that it is not taken; one over MQTT 3.1.1 gets no acknowledgement.
        case rejectPublish = "reject-publish"
    }

    public struct Binding: Hashable, Sendable {
        /// It must be there. Messages over MQTT come by `amq.topic`.
        public var exchange: String
        /// Words with dots between them; of a topic exchange `*` is one word and `#` any number: `linli.*.readings`.
        public var routingKey: String

        public init(exchange: String, routingKey: String) {
            self.exchange = exchange
            self.routingKey = routingKey
        }
    }

    /// 1 to 255 bytes.
    public var name: String
    public var kind: Kind
    /// Those that are there and are not named stay.
    public var bindings: [Binding]
    /// How many bytes of bodies wait in it at most; nil: the broker's disk is the limit.
    public var maxLengthBytes: Int64?
    /// How many messages wait in it at most; nil: any number.
    public var maxLength: Int64?
    /// nil: as the broker does by itself, which is to drop the oldest.
    public var overflow: Overflow?
    /// Quorum queues only: how many times a message comes again before the broker drops it; -1: any number, from
    /// RabbitMQ 4 on, where nil means 20. Up to RabbitMQ 3 nil means any number.
    public var deliveryLimit: Int64?
    /// Of several consumers one has all messages, as long as it is there, and so in their order; then another
    /// (single active consumer).
    public var hasSingleActiveConsumer: Bool

    public init(
        _ name: String, kind: Kind = .classic, bindings: [Binding] = [], maxLengthBytes: Int64? = nil,
        maxLength: Int64? = nil, overflow: Overflow? = nil, deliveryLimit: Int64? = nil,
        hasSingleActiveConsumer: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.bindings = bindings
        self.maxLengthBytes = maxLengthBytes
        self.maxLength = maxLength
        self.overflow = overflow
        self.deliveryLimit = deliveryLimit
        self.hasSingleActiveConsumer = hasSingleActiveConsumer
    }

    var arguments: [String: AMQPValue] {
        var arguments: [String: AMQPValue] = ["x-queue-type": .string(kind.rawValue)]
        arguments["x-max-length-bytes"] = maxLengthBytes.map { .int($0) }
        arguments["x-max-length"] = maxLength.map { .int($0) }
        if hasSingleActiveConsumer { arguments["x-single-active-consumer"] = true }
        arguments["x-overflow"] = overflow.map { .string($0.rawValue) }
        arguments["x-delivery-limit"] = deliveryLimit.map { .int($0) }
        return arguments
    }

    /// - Throws: What the broker could not be told.
    func check() throws(AMQPError) {
        guard !name.isEmpty else { throw AMQPError(.queue, "the name is empty") }
        try ShortString.check(name, "name", .queue)
        for binding in bindings {
            try ShortString.check(binding.exchange, "exchange", .binding)
            try ShortString.check(binding.routingKey, "routing key", .binding)
        }
    }
}
