import AMQP
import Testing

/// What is not acknowledged comes again.
@Suite(.needsBroker, .timeLimit(.minutes(4))) struct HandlingTests {
    struct Failure: Error {}

    let address: AMQPAddress
    let queue = AMQPQueue(TestBroker.uniqueName())
    let inbox = Inbox()
    let texts = (1...50).map { "message \($0)" }

    init() throws { address = try TestBroker.address() }

    private func fill() async throws {
        try await declare(queue, at: address)
        try await withPublisher(address) { publisher in
            for text in texts { try await publisher.publish(AMQPMessage(text), to: "", routingKey: queue.name) }
        }
    }

    @Test func afterAHandlerThatThrew() async throws {
        try await fill()
        let calls = Shared(0)
        let failed = Inbox()
        let consumer = AMQPConsumer(address, queue: queue, batchCount: 20)
        try await withConsumer(
            consumer,
            { batch in
                let call = calls.change { calls in
                    calls += 1
                    return calls
                }
                if [2, 3].contains(call) {
                    failed.add(batch)
                    throw Failure()
                }
                inbox.add(batch)
            }
        ) {
            try await wait { inbox.deliveries.count >= texts.count }
            try await wait { try await TestBroker.messages(in: queue.name)?.all == 0 }
        }
        #expect(inbox.bodies.sorted() == texts.sorted(), "each is done once")
        #expect(failed.batches.count == 2)
        let again = Set(failed.bodies)
        #expect(!inbox.deliveries.contains { again.contains($0.text) && !$0.isRedelivered })
    }

    @Test func afterItWasCancelledBeforeItWasDone() async throws {
        try await fill()
        let log = StateLog()
        let held = Inbox()
        try await withConsumer(
            AMQPConsumer(address, queue: queue, prefetch: 40, batchCount: 30, report: { log.add($0) }),
            { batch in
                held.add(batch)
                try await Task.sleep(for: .seconds(3_600))
            }
        ) {
            try await wait { try await TestBroker.messages(in: queue.name)?.unacknowledged == 40 }
        }
        #expect(log.losses.isEmpty)
        #expect(held.batches.count == 1)
        let consumer = AMQPConsumer(address, queue: queue)
        try await withConsumer(consumer, { inbox.add($0) }) {
            try await wait { inbox.deliveries.count >= texts.count }
            try await wait { try await TestBroker.messages(in: queue.name)?.all == 0 }
        }
        #expect(inbox.bodies.sorted() == texts.sorted())
        #expect(inbox.deliveries.filter(\.isRedelivered).map(\.text).sorted() == Array(texts[..<40]).sorted())
    }

    @Test func notWhenItWasDoneAfterItWasCancelled() async throws {
        try await fill()
        let consumer = AMQPConsumer(address, queue: queue, prefetch: 40, batchCount: 30)
        try await withConsumer(
            consumer,
            { batch in
                inbox.add(batch)
                // Committing goes on.
                while !Task.isCancelled { await Task.yield() }
            }
        ) {
            try await wait { !inbox.batches.isEmpty }
        }
        let done = inbox.deliveries.count
        // The broker's own counts run behind.
        try await wait {
            guard let there = try await TestBroker.messages(in: queue.name) else { return false }
            return there.unacknowledged == 0 && there.all == texts.count - done
        }
        let again = AMQPConsumer(address, queue: queue)
        try await withConsumer(again, { inbox.add($0) }) {
            try await wait { inbox.deliveries.count >= texts.count }
        }
        #expect(inbox.bodies.sorted() == texts.sorted())
    }

    @Test func whenTheConnectionBrokeBeforeTheAcknowledgement() async throws {
        try await TestBroker.withVirtualHost { host, address in
            let log = StateLog()
            let mayReturn = Shared(false)
            let consumer = AMQPConsumer(address, queue: queue, report: { log.add($0) })
            try await withConsumer(
                consumer,
                { batch in
                    inbox.add(batch)
                    while !mayReturn.value { try await Task.sleep(for: .milliseconds(10)) }
                }
            ) {
                try await wait { log.states.contains(.connected) }
                try await withPublisher(address) { try await $0.publish(["one"], toQueue: queue.name) }
                try await wait { inbox.deliveries.count == 1 }
                try await TestBroker.control("close_all_connections", "--vhost", host, "by a test")
                try await wait { log.states.filter { $0 == .connected }.count == 2 }
                mayReturn.change { $0 = true }
                try await wait { inbox.deliveries.count == 2 }
            }
            #expect(inbox.bodies == ["one", "one"])
            #expect(inbox.deliveries.map(\.isRedelivered) == [false, true])
            #expect(log.losses.map(\.code) == [320])
            #expect(log.losses.first?.reason == "CONNECTION_FORCED - by a test")
        }
    }

    @Test func prefetchBoundsWhatIsNotAcknowledged() async throws {
        try await fill()
        let mayReturn = Shared(false)
        try await withConsumer(
            AMQPConsumer(address, queue: queue, prefetch: 7, batchCount: 5),
            { batch in
                inbox.add(batch)
                while !mayReturn.value { try await Task.sleep(for: .milliseconds(10)) }
            }
        ) {
            try await wait { try await TestBroker.messages(in: queue.name)?.unacknowledged == 7 }
            for _ in 1...5 {
                let messages = try await TestBroker.messages(in: queue.name)
                #expect(messages?.unacknowledged == 7 && messages?.all == texts.count)
            }
            mayReturn.change { $0 = true }
            try await wait { inbox.deliveries.count >= texts.count }
            try await wait { try await TestBroker.messages(in: queue.name)?.all == 0 }
        }
        #expect(inbox.bodies == texts)
    }

    @Test func twoConsumersShare() async throws {
        let other = Inbox()
        let (log, otherLog) = (StateLog(), StateLog())
        let first = AMQPConsumer(address, queue: queue, prefetch: 5, report: { log.add($0) })
        let second = AMQPConsumer(address, queue: queue, prefetch: 5, report: { otherLog.add($0) })
        try await withConsumer(first, { inbox.add($0) }) {
            try await withConsumer(second, { other.add($0) }) {
                try await wait { log.states.contains(.connected) && otherLog.states.contains(.connected) }
                try await withPublisher(address) { try await $0.publish(texts, toQueue: queue.name) }
                try await wait { inbox.deliveries.count + other.deliveries.count >= texts.count }
                try await wait { try await TestBroker.messages(in: queue.name)?.all == 0 }
            }
        }
        #expect((inbox.bodies + other.bodies).sorted() == texts.sorted())
        #expect(!inbox.bodies.isEmpty && !other.bodies.isEmpty)
    }
}
