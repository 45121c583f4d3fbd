/// What went wrong with a broker, and where. It never holds a password.
public struct AMQPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done.
    public enum Place: String, Hashable, Sendable {
        /// An address was read.
        case address
        /// The connection was made, or broke.
        case connection
        /// User, password or virtual host were refused.
        case login
        case channel
        /// A queue was declared.
        case queue
        /// A queue was bound to an exchange.
        case binding
        /// Consuming was asked for, or ended by the broker.
        case consumer
        case acknowledgement
        /// A message was not taken: nowhere to go, not allowed, no such exchange.
        case publication
        /// The broker did not say in time, or denied, that it has a message.
        case confirmation
    }

    public var place: Place
    /// For a log. Of a refusal it is the text of the broker, such as `NOT_FOUND - no exchange 'x' in vhost '/'`.
    public var reason: String
    /// The reply code of a refusal (AMQP 0-9-1, 1.1 constants): 403 access refused, 404 not found, 406 precondition
    /// failed, 530 not allowed …; nil where the broker said nothing.
    public var code: Int?

    public init(_ place: Place, _ reason: String, code: Int? = nil) {
        self.place = place
        self.reason = reason
        self.code = code
    }

    public var description: String {
        "AMQP \(place.rawValue): " + (code.map { "\($0) " } ?? "") + reason
    }
}
