import CRabbitMQ
import Glibc

/// One connection to a broker with one channel on it, by librabbitmq. It belongs to one thread.
final class BrokerConnection {
    static let channel: amqp_channel_t = 1

    let state: amqp_connection_state_t
    private let options: AMQPConnectionOptions
    /// What comes in.
    var content: IncomingContent?
    /// The broker is there and listens.
    private(set) var isOpen = false

    /// Waits until the connection is made or failed; a name may take as long as the resolver takes.
    init(_ address: AMQPAddress, _ options: AMQPConnectionOptions) throws(AMQPError) {
        guard let state = amqp_new_connection() else { throw AMQPError(.connection, "no memory") }
        self.state = state
        self.options = options
        var timeout = timeval(tv_sec: options.timeout, tv_usec: 0)
        amqp_set_handshake_timeout(state, &timeout)
        amqp_set_rpc_timeout(state, &timeout)
        let socket = address.isSecure ? try secureSocket() : amqp_tcp_socket_new(state)
        guard let socket else { throw AMQPError(.connection, "no memory") }
        let status = amqp_socket_open_noblock(socket, address.host, Int32(address.port), &timeout)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw AMQPError(.connection, "nobody to talk to at \(address): \(Self.text(status))")
        }
        isOpen = true
        let reply = linli_amqp_login(
            state, address.virtualHost, Int32(options.heartbeat), address.user, address.password, options.name)
        try check(reply, .login)
        amqp_channel_open(state, Self.channel)
        try check(amqp_get_rpc_reply(state), .channel)
    }

    deinit { amqp_destroy_connection(state) }

    private func secureSocket() throws(AMQPError) -> OpaquePointer? {
        guard let socket = amqp_ssl_socket_new(state) else { return nil }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        if let file = options.certificateAuthorityFile {
            guard amqp_ssl_socket_set_cacert(socket, file) == AMQP_STATUS_OK.rawValue else {
                throw AMQPError(.connection, "no certificates in \(file)")
            }
        } else {
            guard linli_amqp_trust_system(socket) == 1 else {
                throw AMQPError(.connection, "the system has no certificates to trust")
            }
        }
        return socket
    }

    var socket: Int32 { amqp_get_sockfd(state) }

    /// How long nothing need be done, so that signs of life are sent and missed in time.
    var longestPause: Duration {
        let heartbeat = Int(amqp_get_heartbeat(state))
        return .milliseconds(heartbeat == 0 ? 1_000 : min(heartbeat * 250, 1_000))
    }

    /// Room for a message of some size.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        // When the connection broke, writing tells so.
        return poll(&descriptor, 1, 0) == 1
    }

    /// Says farewell where the broker is still there. Nothing else may be called afterwards.
    func close() {
        guard isOpen else { return }
        isOpen = false
        var timeout = timeval(tv_sec: 0, tv_usec: 500_000)
        amqp_set_rpc_timeout(state, &timeout)
        _ = amqp_connection_close(state, Int32(AMQP_REPLY_SUCCESS))
    }

    // MARK: Answers

    func check(_ reply: amqp_rpc_reply_t, _ place: AMQPError.Place) throws(AMQPError) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION: throw closing(reply.reply, place)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: throw broken(reply.library_error, place)
        default: throw broken(AMQP_STATUS_CONNECTION_CLOSED.rawValue, place)
        }
    }

    func check(_ status: Int32, _ place: AMQPError.Place) throws(AMQPError) {
        guard status == AMQP_STATUS_OK.rawValue else { throw broken(status, place) }
    }

    func broken(_ status: Int32, _ place: AMQPError.Place) -> AMQPError {
        isOpen = false
        return AMQPError(place, Self.text(status))
    }

    /// What the broker says as it closes the channel or the connection.
    func closing(_ method: amqp_method_t, _ place: AMQPError.Place) -> AMQPError {
        guard let decoded = method.decoded else { return AMQPError(place, "closed without a reason") }
        if method.id == AMQP_CHANNEL_CLOSE_METHOD {
            let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            // Of a message published before it says so now.
            let isPublication = close.class_id == 60 && close.method_id == 40
            return AMQPError(
                isPublication ? .publication : place, close.reply_text.text, code: Int(close.reply_code))
        }
        guard method.id == AMQP_CONNECTION_CLOSE_METHOD else { return AMQPError(place, "an unexpected answer") }
        let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
        let error = AMQPError(place, close.reply_text.text, code: Int(close.reply_code))
        var answer = amqp_connection_close_ok_t()
        amqp_send_method(state, 0, amqp_method_number_t(AMQP_CONNECTION_CLOSE_OK_METHOD), &answer)
        isOpen = false
        return error
    }

    private static func text(_ status: Int32) -> String {
        amqp_error_string2(status).map { String(cString: $0) } ?? "error \(status)"
    }
}
