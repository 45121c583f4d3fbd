import AMQP
import Commons
import Community
import Logging
import Synchronization

/// Who comes to RabbitMQ and who goes, where its plugin rabbitmq_event_exchange tells it.
struct BrokerWatch: Sendable {
    /// The plugin's, in the virtual host `/` unless it is told otherwise.
    static let exchange = "amq.rabbitmq.event"
    private static let (opened, closed) = ("connection.created", "connection.closed")
    /// After this it is tried again whether the broker tells by now.
    private static let pause = Duration.seconds(300)

    /// One node at a time takes from it, or a connection could be closed before it is opened.
    static let queue = AMQPQueue(
        "linli.presence", kind: .quorum,
        bindings: [opened, closed].map { AMQPQueue.Binding(exchange: exchange, routingKey: $0) },
        maxLength: 500_000, hasSingleActiveConsumer: true)

    private let desk: CommunityDesk
    private let address: AMQPAddress
    private let options: AMQPConnectionOptions
    private let log: Logger

    init(_ desk: CommunityDesk, _ address: AMQPAddress, _ options: AMQPConnectionOptions, log: Logger) {
        self.desk = desk
        self.address = address
        self.options = options
        self.log = log
    }

    /// Until the task is cancelled. A broker that does not tell is asked again later.
    func run() async throws {
        var told: AMQPError?
        while !Task.isCancelled {
            let refusal = try await watch(wasRefused: told != nil)
            if let refusal, refusal != told {
                log.warning(
                    "who is on line behind the broker is not known: it needs the plugin rabbitmq_event_exchange",
                    metadata: ["reason": "\(refusal)"])
                told = refusal
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: why the broker does not tell; nil: the task was cancelled.
    private func watch(wasRefused: Bool) async throws -> AMQPError? {
        let (refusals, told) = AsyncStream.makeStream(of: AMQPError.self, bufferingPolicy: .bufferingOldest(1))
        let consumer = AMQPConsumer(address, queue: Self.queue, prefetch: 2_000, options: options) { [log] state in
            switch state {
            // A connection that is lost is the feed's to tell: it has one to the same broker.
            case .lost(let error) where error.code != nil && [.queue, .binding].contains(error.place): told.yield(error)
            case .connected where wasRefused: log.info("who is on line behind the broker is known from now on")
            default: break
            }
        }
        return try await withThrowingTaskGroup(of: AMQPError?.self) { group in
            group.addTask {
                try await consumer.run { try await take($0) }
                return nil
            }
            group.addTask { await refusals.first { _ in true } }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func take(_ batch: [AMQPDelivery]) async throws {
        let news = batch.compactMap(Self.news)
        try await BrokerFeed.untilDone(log, "who is on line behind the broker waits to be noted") {
            try await desk.note(news)
        }
    }

    /// What an event says; nil: nothing that is of use here.
    static func news(_ event: AMQPDelivery) -> BrokerNews? {
        func text(_ name: String) -> String? { if case .string(let text) = event.headers[name] { text } else { nil } }
        guard let id = text("pid"), case .int(let moment) = event.headers["timestamp_in_ms"] else { return nil }
        let at = Instant(milliseconds: moment)
        switch event.routingKey {
        case opened:
            guard let user = text("user"), let (node, run) = place(id) else { return nil }
            return .opened(BrokerLink(id: id, user: user, node: node, run: run, since: at))
        case closed: return .closed(id, at: at)
        default: return nil
        }
    }

    /// A process of Erlang as RabbitMQ writes it: `<rabbit@host.1795864839.757.0>`, its node with when that began, then
    /// what counts within.
    private static func place(_ id: String) -> (node: String, run: String)? {
        guard id.hasPrefix("<"), id.hasSuffix(">") else { return nil }
        let words = id.dropFirst().dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard words.count > 3, words.suffix(3).allSatisfy({ UInt64($0) != nil }) else { return nil }
        return (words.dropLast(3).joined(separator: "."), String(words[words.count - 3]))
    }
}

/// Who was heard by a broker, until it is noted.
final class Heard: Sendable {
    private let moments = Mutex<[String: Instant]>([:])

    func add(_ numbers: some Sequence<String>, at now: Instant) {
        moments.withLock { moments in
            for number in numbers { moments[number] = now }
        }
    }

    func take() -> [String: Instant] {
        moments.withLock { moments in
            defer { moments = [:] }
            return moments
        }
    }
}
