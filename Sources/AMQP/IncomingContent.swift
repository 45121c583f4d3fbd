import CRabbitMQ

/// A message that comes in frames: a method, a header with its properties, and its body in parts.
struct IncomingContent {
    /// Above it a broker is not believed; RabbitMQ takes no message above 512 MiB.
    private static let mostBytes: UInt64 = 536_870_912

    private var delivery: AMQPDelivery
    /// Why it came back; nil: it is a delivery.
    private var refusal: AMQPError?
    /// nil: the header has not come.
    private var length: Int?

    init(_ method: amqp_basic_deliver_t) {
        delivery = AMQPDelivery(
            deliveryTag: method.delivery_tag, isRedelivered: method.redelivered != 0, exchange: method.exchange.text,
            routingKey: method.routing_key.text)
    }

    init(_ method: amqp_basic_return_t) {
        delivery = AMQPDelivery(
            deliveryTag: 0, isRedelivered: false, exchange: method.exchange.text, routingKey: method.routing_key.text)
        let place = "exchange '\(delivery.exchange)', routing key '\(delivery.routingKey)'"
        refusal = AMQPError(
            .publication, "no queue takes it: \(method.reply_text.text), \(place)", code: Int(method.reply_code))
    }

    /// nil: not all of it is there.
    var event: BrokerEvent? {
        guard let length, delivery.body.count >= length else { return nil }
        guard let refusal else { return .delivery(delivery) }
        guard case .int(let id) = delivery.headers[AMQPMessage.publishID] else {
            return .returned(publishID: nil, refusal)
        }
        return .returned(publishID: id, refusal)
    }

    mutating func add(_ properties: amqp_basic_properties_t, length: UInt64) throws(AMQPError) {
        guard self.length == nil else { throw AMQPError(.connection, "a second header of one message") }
        guard length <= Self.mostBytes else { throw AMQPError(.connection, "a message of \(length) bytes") }
        self.length = Int(length)
        delivery.body.reserveCapacity(Int(length))
        let flags = properties._flags
        if flags & UInt32(AMQP_BASIC_HEADERS_FLAG) != 0 { delivery.headers = properties.headers.values }
        if flags & UInt32(AMQP_BASIC_CONTENT_TYPE_FLAG) != 0 { delivery.contentType = properties.content_type.text }
        if flags & UInt32(AMQP_BASIC_MESSAGE_ID_FLAG) != 0 { delivery.messageID = properties.message_id.text }
        if flags & UInt32(AMQP_BASIC_TIMESTAMP_FLAG) != 0 { delivery.timestamp = Int64(clamping: properties.timestamp) }
    }

    mutating func add(_ part: amqp_bytes_t) throws(AMQPError) {
        guard let length, part.len <= length - delivery.body.count else {
            throw AMQPError(.connection, "more of a message than was said")
        }
        delivery.body.append(contentsOf: part.buffer)
    }
}
