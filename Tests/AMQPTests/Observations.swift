import AMQP
import Synchronization

/// What a consumer was given.
final class Inbox: Sendable {
    private let stored = Mutex<[[AMQPDelivery]]>([])

    var batches: [[AMQPDelivery]] { stored.withLock { $0 } }
    var deliveries: [AMQPDelivery] { batches.flatMap(\.self) }
    var bodies: [String] { deliveries.map(\.text) }

    func add(_ batch: [AMQPDelivery]) { stored.withLock { $0.append(batch) } }
}

/// What a connection reported.
final class StateLog: Sendable {
    private let stored = Mutex<[AMQPConnectionState]>([])

    var states: [AMQPConnectionState] { stored.withLock { $0 } }
    var losses: [AMQPError] {
        states.compactMap { state in
            guard case .lost(let error) = state else { return nil }
            return error
        }
    }

    func add(_ state: AMQPConnectionState) { stored.withLock { $0.append(state) } }
}

/// A value that several tasks change.
final class Shared<Value: Sendable>: Sendable {
    private let stored: Mutex<Value>

    init(_ value: Value) { stored = Mutex(value) }

    var value: Value { stored.withLock { $0 } }

    @discardableResult
    func change<T: Sendable>(_ body: (inout Value) -> T) -> T { stored.withLock { body(&$0) } }
}

extension AMQPDelivery {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension AMQPMessage {
    init(_ text: String) { self.init(body: Array(text.utf8)) }
}

/// Until it holds. How long that takes is no matter; the time limit of the test ends what never comes.
func wait(until condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
}

/// Runs a consumer beside the body and cancels it afterwards.
func withConsumer<T: Sendable>(
    _ consumer: AMQPConsumer, _ handler: @escaping @Sendable ([AMQPDelivery]) async throws -> Void,
    _ body: () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await consumer.run(handler) }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        group.cancelAll()
        try await group.waitForAll()
        return try result.get()
    }
}

/// Runs the body with a publisher that is closed afterwards.
func withPublisher<T: Sendable>(
    _ address: AMQPAddress, timeout: Duration = .seconds(30), report: StateLog = StateLog(),
    options: AMQPConnectionOptions = AMQPConnectionOptions(), _ body: (AMQPPublisher) async throws -> T
) async throws -> T {
    let publisher = try AMQPPublisher(address, timeout: timeout, options: options, report: { report.add($0) })
    let result: Result<T, any Error>
    do { result = .success(try await body(publisher)) } catch { result = .failure(error) }
    await publisher.close()
    return try result.get()
}

extension AMQPPublisher {
    /// To one queue, in their order, many at a time.
    func publish(_ texts: [String], toQueue queue: String) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for text in texts {
                group.addTask { try await self.publish(AMQPMessage(text), to: "", routingKey: queue) }
            }
            try await group.waitForAll()
        }
    }
}

/// Declares a queue, with nobody left who consumes from it.
func declare(_ queue: AMQPQueue, at address: AMQPAddress) async throws {
    let log = StateLog()
    try await withConsumer(
        AMQPConsumer(address, queue: queue, report: { log.add($0) }), { _ in throw CancellationError() }
    ) {
        try await wait { log.states.contains(.connected) }
    }
}
