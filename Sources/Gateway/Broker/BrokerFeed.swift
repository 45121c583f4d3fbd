public import AMQP
import Commons
public import Community
public import Logging
import Synchronization

/// Devices that speak to RabbitMQ by its MQTT plugin: what they say comes out of a queue that all nodes share, and the
/// broker forgets it once it is durable here. Who they are and where they may speak, the broker has asked Linli.
public struct BrokerFeed: Sendable {
    /// Where the MQTT plugin puts what devices say, and takes what they hear.
    static let exchange = "amq.topic"
    /// Bytes that wait in the broker while no node takes them: then it takes no more from devices.
    static let mostBytes: Int64 = 4 << 30
    /// How often commands are looked for that a device could not be told.
    private static let pause = Duration.seconds(5)
    /// How often it is noted who was heard.
    private static let beat = Duration.seconds(15)

    private let desk: CommunityDesk
    private let address: AMQPAddress
    private let options: AMQPConnectionOptions
    private let log: Logger
    private let heard = Heard()

    public init(_ desk: CommunityDesk, _ address: AMQPAddress, options: AMQPConnectionOptions, log: Logger) {
        self.desk = desk
        self.address = address
        self.options = options
        self.log = log
    }

    /// The queue of what devices say.
    static let queue = AMQPQueue(
        "linli.devices", kind: .quorum,
        bindings: DeviceTopic.Channel.allCases.filter { !$0.isDown }.map {
            AMQPQueue.Binding(exchange: exchange, routingKey: "\(DeviceTopic.root).*.\($0.rawValue)")
        }, maxLengthBytes: mostBytes, overflow: .rejectPublish)

    /// Until the task is cancelled. A broker that is not there is waited for.
    public func run() async throws {
        let report: @Sendable (AMQPConnectionState) -> Void = { [log] in Self.tell($0, log) }
        let consumer = AMQPConsumer(
            address, queue: Self.queue, prefetch: 4_000, batchCount: 2_000, options: options, report: report)
        // A broker tells only those who publish that it takes nothing; that it is there, the consumer says.
        let publisher = try AMQPPublisher(address, options: options) { [log] state in
            switch state {
            case .blocked, .unblocked: Self.tell(state, log)
            case .connected, .lost: break
            }
        }
        let told = BrokerPost(desk, publisher, log: log)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await consumer.run { try await take($0) } }
            group.addTask { try await BrokerWatch(desk, address, options, log: log).run() }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.beat)
                    await noteHeard()
                }
            }
            group.addTask { await told.listen() }
            group.addTask {
                while !Task.isCancelled {
                    await told.pushAll()
                    try? await Task.sleep(for: Self.pause)
                }
            }
            try await group.waitForAll()
        }
        await publisher.close()
    }

    private static func tell(_ state: AMQPConnectionState, _ log: Logger) {
        switch state {
        case .connected: log.info("the broker is connected")
        case .lost(let error): log.warning("the broker is not connected", metadata: ["reason": "\(error)"])
        case .blocked(let reason): log.warning("the broker takes nothing", metadata: ["reason": "\(reason)"])
        case .unblocked: log.info("the broker takes messages again")
        }
    }

    // MARK: Up

    /// Returns once all of it is durable. It is not given back while the database is away: brokers drop what comes back
    /// too often.
    private func take(_ batch: [AMQPDelivery]) async throws {
        let now = desk.surroundings.now()
        let deliveries = batch.map { Self.delivery($0, now: now.milliseconds) }
        try await Self.untilDone(log, "what devices said waits in the broker") { try await take(deliveries) }
        heard.add(deliveries.compactMap { if case .device(let number) = $0.sender { number } else { nil } }, at: now)
    }

    /// Throws only when the task is cancelled.
    static func untilDone(_ log: Logger, _ message: Logger.Message, _ body: () async throws -> Void) async throws {
        var pause = Duration.milliseconds(100)
        while true {
            do {
                return try await body()
            } catch {
                log.warning(message, metadata: ["reason": "\(error)"])
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    private func noteHeard() async {
        let moments = heard.take()
        if moments.isEmpty { return }
        do {
            try await desk.note(heard: moments)
        } catch {
            // Those that go on are noted the next time.
            log.warning("who was heard behind the broker was not noted", metadata: ["reason": "\(error)"])
        }
    }

    private func take(_ deliveries: [Delivery]) async throws {
        let results = await withCheckedContinuation { continuation in
            let gathered = Gathered(deliveries.count) { continuation.resume(returning: $0) }
            for (index, delivery) in deliveries.enumerated() {
                desk.take(delivery) { gathered.put($0, at: index) }
            }
        }
        for case .failure(let error) in results { throw error }
    }

    /// What came, as the community makes of it. Its key says which device it is from.
    static func delivery(_ delivery: AMQPDelivery, now: Int64) -> Delivery {
        let name = delivery.routingKey.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "/")
        guard let topic = DeviceTopic(name), !topic.channel.isDown else {
            return Delivery(
                .malformed(DeviceMessage.kept(Array("\(name) ".utf8) + delivery.body)), from: .device(""))
        }
        // The device said it again to the broker, or the broker to us.
        let isRepeated = delivery.isRedelivered || delivery.headers["x-mqtt-dup"] == .bool(true)
        let message = DeviceMessage(topic: topic, bytes: delivery.body, packet: nil, isRepeated: isRepeated)
        var said = Delivery(message.content(now: now), from: .device(topic.device))
        said.mayBeLate = true
        return said
    }
}

/// Waits for as many results as were asked for.
private final class Gathered: Sendable {
    typealias One = Result<ReadingReport, any Error>

    private let state: Mutex<(results: [One?], left: Int)>
    private let done: @Sendable ([One]) -> Void

    init(_ count: Int, done: @escaping @Sendable ([One]) -> Void) {
        state = Mutex((Array(repeating: nil, count: count), count))
        self.done = done
        if count == 0 { done([]) }
    }

    func put(_ one: One, at index: Int) {
        let all = state.withLock { state -> [One]? in
            state.results[index] = one
            state.left -= 1
            return state.left == 0 ? state.results.compactMap(\.self) : nil
        }
        if let all { done(all) }
    }
}
