/// A message on its way to an exchange.
struct Publication: Sendable {
    /// Unique within its publisher, growing.
    var id: Int64
    var message: AMQPMessage
    var exchange: String
    var routingKey: String
}
