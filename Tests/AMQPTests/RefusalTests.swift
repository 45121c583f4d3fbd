import AMQP
import Glibc
import Testing

/// Why there is no connection is told, again and again, until it is cancelled.
@Suite(.timeLimit(.minutes(4))) struct RefusalTests {
    private let queue = AMQPQueue(TestBroker.uniqueName())
    private let log = StateLog()

    /// The first two reasons are the same.
    private func reason(
        _ address: AMQPAddress, _ queue: AMQPQueue, _ options: AMQPConnectionOptions = AMQPConnectionOptions()
    ) async throws -> AMQPError {
        let consumer = AMQPConsumer(address, queue: queue, options: options, report: { log.add($0) })
        try await withConsumer(consumer, { _ in }) { try await wait { log.losses.count >= 2 } }
        #expect(!log.states.contains(.connected))
        #expect(log.losses[0] == log.losses[1])
        return log.losses[0]
    }

    @Test(.needsBroker) func aWrongPassword() async throws {
        let text = try TestBroker.text().replacing(/:[^:@\/]+@/, with: ":wr0ng-pass@")
        let error = try await reason(AMQPAddress(text), queue)
        #expect(error.place == .login && error.code == 403)
        #expect(error.reason.hasPrefix("ACCESS_REFUSED"))
        #expect(!error.description.contains("wr0ng-pass"))
    }

    @Test(.needsBroker) func aWrongVirtualHost() async throws {
        let error = try await reason(AMQPAddress(TestBroker.text() + "nowhere"), queue)
        #expect(error.place == .login && error.code == 530)
        #expect(error.reason == "NOT_ALLOWED - vhost nowhere not found")
    }

    @Test func nobodyThere() async throws {
        let error = try await reason(AMQPAddress("amqp://u:s3cret@127.0.0.1:1"), queue)
        #expect(error.place == .connection && error.code == nil)
        #expect(error.reason == "nobody to talk to at amqp://u@127.0.0.1:1/%2F: a socket error occurred")
    }

    @Test func noSuchHost() async throws {
        let error = try await reason(AMQPAddress("amqp://h.invalid"), queue)
        #expect(error.reason == "nobody to talk to at amqp://guest@h.invalid:5672/%2F: hostname lookup failed")
    }

    @Test func cancelledWhileSomebodySaysNothing() async throws {
        let silent = try SilentServer()
        let consumer = AMQPConsumer(
            try AMQPAddress("amqp://127.0.0.1:\(silent.port)"), queue: queue,
            options: AMQPConnectionOptions(timeout: 3_600), report: { log.add($0) })
        try await withConsumer(consumer, { _ in }) { try await wait { silent.hasVisitor } }
        #expect(log.states.isEmpty)
    }

    @Test func whoSaysNothingIsGivenUp() async throws {
        let silent = try SilentServer()
        let error = try await reason(
            AMQPAddress("amqp://127.0.0.1:\(silent.port)"), queue, AMQPConnectionOptions(timeout: 1))
        #expect(error.place == .login && error.reason == "request timed out")
    }

    @Test(.needsBroker) func aQueueThatIsThereAndDiffers() async throws {
        let address = try TestBroker.address()
        try await declare(queue, at: address)
        var other = queue
        other.maxLengthBytes = 1_000
        let error = try await reason(address, other)
        #expect(error.place == .queue && error.code == 406)
        #expect(error.reason.hasPrefix("PRECONDITION_FAILED - inequivalent arg 'x-max-length-bytes' for queue"))
    }

    @Test(.needsBroker) func aBindingToNowhere() async throws {
        var queue = queue
        queue.bindings = [.init(exchange: "nowhere", routingKey: "#")]
        let error = try await reason(TestBroker.address(), queue)
        #expect(error.place == .binding && error.code == 404)
        #expect(error.reason == "NOT_FOUND - no exchange 'nowhere' in vhost '/'")
    }

    @Test(.needsBroker) func namesThatAreTooLong() async throws {
        let long = String(repeating: "é", count: 128)
        let address = try TestBroker.address()
        #expect(try await reason(address, AMQPQueue(long)).reason == "the name is longer than 255 bytes")
    }

    @Test(.needsBroker) func aQueueThatIsDeletedIsMadeAnew() async throws {
        let address = try TestBroker.address()
        let inbox = Inbox()
        try await withConsumer(AMQPConsumer(address, queue: queue, report: { log.add($0) }), { inbox.add($0) }) {
            try await wait { log.states.contains(.connected) }
            try await TestBroker.control("delete_queue", queue.name)
            try await wait { log.states.filter { $0 == .connected }.count == 2 }
            try await withPublisher(address) { try await $0.publish(["after"], toQueue: queue.name) }
            try await wait { inbox.bodies == ["after"] }
        }
        #expect(log.losses.map(\.place) == [.consumer])
    }

    @Test(.needsBroker) func withTLSOnlyWhoIsVouchedFor() async throws {
        let secure = try TestBroker.variable("LINLI_RABBITMQ_TLS")
        let trusted = AMQPConnectionOptions(
            certificateAuthorityFile: try TestBroker.variable("LINLI_RABBITMQ_CA"))
        let inbox = Inbox()
        let address = try AMQPAddress(secure)
        let log = StateLog()
        let consumer = AMQPConsumer(address, queue: queue, options: trusted, report: { log.add($0) })
        try await withConsumer(consumer, { inbox.add($0) }) {
            try await wait { log.states.contains(.connected) }
            try await withPublisher(address, options: trusted) { try await $0.publish(["safe"], toQueue: queue.name) }
            try await wait { inbox.bodies == ["safe"] }
        }
        // The system trusts nobody who signed it.
        #expect(try await reason(address, queue).reason.hasSuffix("SSL peer cert verification failed"))
    }

    @Test(.needsBroker) func withTLSOnlyByItsName() async throws {
        let secure = try TestBroker.variable("LINLI_RABBITMQ_TLS").replacing("localhost", with: "127.0.0.1")
        let trusted = AMQPConnectionOptions(
            certificateAuthorityFile: try TestBroker.variable("LINLI_RABBITMQ_CA"))
        let error = try await reason(AMQPAddress(secure), queue, trusted)
        #expect(error.reason.hasSuffix("SSL hostname verification failed"))
    }

    @Test func withTLSWithoutCertificates() async throws {
        let options = AMQPConnectionOptions(certificateAuthorityFile: "/dev/null")
        let error = try await reason(AMQPAddress("amqps://127.0.0.1:1"), queue, options)
        #expect(error.reason == "no certificates in /dev/null")
    }
}

/// Takes connections on loopback and never says a word.
final class SilentServer: Sendable {
    private let listener: Int32
    let port: Int

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        try #require(status)
    }

    deinit { close(listener) }

    var hasVisitor: Bool {
        var descriptor = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }
}
