import CRabbitMQ

extension BrokerConnection {
    func declare(_ queue: AMQPQueue) throws(AMQPError) {
        try queue.check()
        let arguments = FieldTable(queue.arguments)
        let state = state
        queue.name.withLibraryBytes { name in
            _ = amqp_queue_declare(state, Self.channel, name, 0, 1, 0, 0, arguments.table)
        }
        withExtendedLifetime(arguments) {}
        try check(amqp_get_rpc_reply(state), .queue)
        for binding in queue.bindings {
            queue.name.withLibraryBytes { name in
                binding.exchange.withLibraryBytes { exchange in
                    binding.routingKey.withLibraryBytes { key in
                        _ = amqp_queue_bind(state, Self.channel, name, exchange, key, amqp_empty_table)
                    }
                }
            }
            try check(amqp_get_rpc_reply(state), .binding)
        }
    }

    /// - Parameter prefetch: How many deliveries may wait for their acknowledgement.
    func consume(_ queue: String, prefetch: UInt16) throws(AMQPError) {
        let state = state
        amqp_basic_qos(state, Self.channel, 0, prefetch, 0)
        try check(amqp_get_rpc_reply(state), .consumer)
        queue.withLibraryBytes { name in
            _ = amqp_basic_consume(state, Self.channel, name, amqp_empty_bytes, 0, 0, 0, amqp_empty_table)
        }
        try check(amqp_get_rpc_reply(state), .consumer)
    }

    /// Settles everything up to the delivery that is not settled yet.
    func acknowledge(through tag: UInt64) throws(AMQPError) {
        try check(amqp_basic_ack(state, Self.channel, tag, 1), .acknowledgement)
    }

    /// Gives back everything up to the delivery that is not settled yet.
    func requeue(through tag: UInt64) throws(AMQPError) {
        try check(amqp_basic_nack(state, Self.channel, tag, 1, 1), .acknowledgement)
    }

    /// From now on what is published is confirmed.
    func selectConfirms() throws(AMQPError) {
        amqp_confirm_select(state, Self.channel)
        try check(amqp_get_rpc_reply(state), .channel)
    }

    func publish(_ publication: Publication) throws(AMQPError) {
        let message = publication.message
        var headers = message.headers
        if message.isMandatory { headers[AMQPMessage.publishID] = .int(publication.id) }
        let table = FieldTable(headers)
        var properties = amqp_basic_properties_t()
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG
        properties.delivery_mode = message.isPersistent ? 2 : 1
        if !headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            properties.headers = table.table
        }
        if let timestamp = message.timestamp {
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
            properties.timestamp = UInt64(clamping: timestamp)
        }
        if message.contentType != nil { flags |= AMQP_BASIC_CONTENT_TYPE_FLAG }
        if message.messageID != nil { flags |= AMQP_BASIC_MESSAGE_ID_FLAG }
        properties._flags = amqp_flags_t(flags)
        let state = state
        let status = publication.exchange.withLibraryBytes { exchange in
            publication.routingKey.withLibraryBytes { key in
                (message.contentType ?? "").withLibraryBytes { type in
                    (message.messageID ?? "").withLibraryBytes { id in
                        message.body.withUnsafeBytes { body in
                            properties.content_type = type
                            properties.message_id = id
                            return amqp_basic_publish(
                                state, Self.channel, exchange, key, message.isMandatory ? 1 : 0, 0, &properties,
                                amqp_bytes_t(body))
                        }
                    }
                }
            }
        }
        withExtendedLifetime(table) {}
        try check(status, .publication)
    }
}
