import CRabbitMQ
import Glibc

extension BrokerConnection {
    /// The next thing that is there; nil: nothing is.
    /// - Throws: When the connection broke or the broker ended it, the channel or the consumer.
    func nextEvent() throws(AMQPError) -> BrokerEvent? {
        while true {
            var frame = amqp_frame_t()
            var atOnce = timeval(tv_sec: 0, tv_usec: 0)
            let status = amqp_simple_wait_frame_noblock(state, &frame, &atOnce)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            try check(status, .connection)
            // All that was in it is copied by then.
            defer { amqp_maybe_release_buffers_on_channel(state, frame.channel) }
            if let event = try event(frame) { return event }
        }
    }

    private func event(_ frame: amqp_frame_t) throws(AMQPError) -> BrokerEvent? {
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD: return try event(frame.payload.method)
        case AMQP_FRAME_HEADER:
            guard let properties = frame.payload.properties.decoded else { return nil }
            try content?.add(
                properties.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee,
                length: frame.payload.properties.body_size)
        case AMQP_FRAME_BODY: try content?.add(frame.payload.body_fragment)
        default: return nil
        }
        guard let event = content?.event else { return nil }
        content = nil
        return event
    }

    private func event(_ method: amqp_method_t) throws(AMQPError) -> BrokerEvent? {
        switch method.id {
        case AMQP_CHANNEL_CLOSE_METHOD: throw closing(method, .channel)
        case AMQP_CONNECTION_CLOSE_METHOD: throw closing(method, .connection)
        case AMQP_CONNECTION_UNBLOCKED_METHOD: return .unblocked
        case AMQP_BASIC_CANCEL_METHOD:
            throw AMQPError(.consumer, "the broker ended it: the queue was deleted, or its node went down")
        default: break
        }
        guard let decoded = method.decoded else { return nil }
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            content = IncomingContent(decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self).pointee)
        case AMQP_BASIC_RETURN_METHOD:
            content = IncomingContent(decoded.assumingMemoryBound(to: amqp_basic_return_t.self).pointee)
        case AMQP_BASIC_ACK_METHOD:
            let ack = decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            return .confirmation(tag: ack.delivery_tag, isMultiple: ack.multiple != 0, isTaken: true)
        case AMQP_BASIC_NACK_METHOD:
            let nack = decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
            return .confirmation(tag: nack.delivery_tag, isMultiple: nack.multiple != 0, isTaken: false)
        case AMQP_CONNECTION_BLOCKED_METHOD:
            return .blocked(reason: decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee.reason.text)
        default: break
        }
        return nil
    }
}
