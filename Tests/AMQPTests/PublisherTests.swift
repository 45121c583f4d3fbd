import AMQP
import Testing

/// Returning means that the broker has it; an error says why not.
@Suite(.timeLimit(.minutes(4))) struct PublisherTests {
    private let queue = AMQPQueue(TestBroker.uniqueName())
    private let log = StateLog()

    private func failure(
        _ publisher: AMQPPublisher, _ message: AMQPMessage = AMQPMessage("x"), to exchange: String = "",
        routingKey: String = "nowhere"
    ) async -> AMQPError? {
        await #expect(throws: AMQPError.self) {
            try await publisher.publish(message, to: exchange, routingKey: routingKey)
        }
    }

    @Test(.needsBroker) func fromManyTasks() async throws {
        let address = try TestBroker.address()
        try await declare(queue, at: address)
        let texts = (1...5_000).map { "message \($0)" }
        try await withPublisher(address) { try await $0.publish(texts, toQueue: queue.name) }
        #expect(try await TestBroker.messages(in: queue.name)?.all == texts.count)
    }

    @Test(.needsBroker) func whatNoQueueTakesIsAnErrorOfItsOwn() async throws {
        let address = try TestBroker.address()
        try await declare(queue, at: address)
        try await withPublisher(address, report: log) { publisher in
            await withTaskGroup(of: Void.self) { group in
                for number in 1...100 {
                    group.addTask {
                        if number % 10 == 0 {
                            let error = await failure(publisher, to: "amq.topic", routingKey: "linli.nowhere")
                            #expect(error?.place == .publication && error?.code == 312)
                            #expect(error?.reason.contains("NO_ROUTE, exchange 'amq.topic'") == true)
                        } else {
                            await #expect(throws: Never.self) {
                                try await publisher.publish(AMQPMessage("x"), to: "", routingKey: queue.name)
                            }
                        }
                    }
                }
            }
            var optional = AMQPMessage("x")
            optional.isMandatory = false
            try await publisher.publish(optional, to: "amq.topic", routingKey: "linli.nowhere")
        }
        #expect(try await TestBroker.messages(in: queue.name)?.all == 90)
        #expect(log.losses.isEmpty)
    }

    @Test(.needsBroker) func anExchangeThatIsNotThere() async throws {
        let address = try TestBroker.address()
        try await declare(queue, at: address)
        try await withPublisher(address, report: log) { publisher in
            async let others: Void = publisher.publish((1...500).map { "\($0)" }, toQueue: queue.name)
            let error = await failure(publisher, to: "nowhere", routingKey: "x")
            #expect(error?.place == .publication && error?.code == 404)
            #expect(error?.reason == "NOT_FOUND - no exchange 'nowhere' in vhost '/'")
            // They go on, on the next connection.
            try await others
            try await publisher.publish(AMQPMessage("x"), to: "", routingKey: queue.name)
        }
        #expect(try await TestBroker.messages(in: queue.name)?.all ?? 0 >= 501)
    }

    @Test(.needsBroker) func aFullQueueTakesNothing() async throws {
        let address = try TestBroker.address()
        var queue = queue
        queue.maxLengthBytes = 10
        queue.overflow = .rejectPublish
        try await declare(queue, at: address)
        try await withPublisher(address) { publisher in
            var taken = 0
            var error: AMQPError?
            while error == nil {
                do {
                    try await publisher.publish(AMQPMessage("12345"), to: "", routingKey: queue.name)
                    taken += 1
                } catch let found as AMQPError {
                    error = found
                }
            }
            #expect(error?.reason == "the broker did not take it: a queue is full, or it failed")
            #expect(error?.place == .confirmation)
            #expect(try await TestBroker.messages(in: queue.name)?.all == taken)
        }
    }

    @Test func withoutABrokerItSaysWhy() async throws {
        let address = try AMQPAddress("amqp://u:s3cret@127.0.0.1:1")
        try await withPublisher(address, timeout: .milliseconds(300), report: log) { publisher in
            try await wait { !log.losses.isEmpty }
            let error = await failure(publisher)
            #expect(error?.place == .confirmation)
            #expect(error?.reason.hasPrefix("no confirmation within 0.3 seconds; it was not sent: there is no") == true)
            #expect(error?.reason.contains("nobody to talk to at amqp://u@127.0.0.1:1/") == true)
        }
    }

    @Test func withoutABrokerItCanBeCancelledAndClosed() async throws {
        let publisher = try AMQPPublisher(
            AMQPAddress("amqp://127.0.0.1:1"), timeout: .seconds(3_600), report: { log.add($0) })
        let task = Task { try await publisher.publish(AMQPMessage("x"), to: "", routingKey: "x") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        async let error = failure(publisher)
        async let second = failure(publisher)
        // They wait by then, most likely; otherwise they find it closed.
        try await wait { log.losses.count >= 3 }
        await publisher.close()
        #expect(await [error, second].allSatisfy { $0?.reason.hasPrefix("the publisher ") == true })
        #expect(await failure(publisher)?.reason == "the publisher is closed")
    }

    @Test func whatCannotBeSentIsRefusedAtOnce() async throws {
        let publisher = try AMQPPublisher(AMQPAddress("amqp://127.0.0.1:1"), timeout: .seconds(3_600))
        let long = String(repeating: "é", count: 128)
        #expect(await failure(publisher, to: long)?.reason == "the exchange is longer than 255 bytes")
        #expect(await failure(publisher, routingKey: long)?.reason == "the routing key is longer than 255 bytes")
        for (message, reason) in [
            (AMQPMessage(body: [], messageID: long), "the message id is longer than 255 bytes"),
            (AMQPMessage(body: [], contentType: long), "the content type is longer than 255 bytes"),
            (AMQPMessage(body: [], headers: [long: 1]), "the name of a header is longer than 255 bytes"),
            (AMQPMessage(body: [], timestamp: -1), "the timestamp is negative"),
            (
                AMQPMessage(body: [], headers: ["h": .string(String(repeating: "x", count: 65_536))]),
                "the headers are longer than 65536 bytes"
            ),
        ] {
            #expect(await failure(publisher, message)?.reason == reason)
        }
        await publisher.close()
    }

    @Test(.needsBroker) func theLongestThatIsSent() async throws {
        let address = try TestBroker.address()
        try await declare(queue, at: address)
        let long = String(repeating: "x", count: 255)
        let inbox = Inbox()
        let message = AMQPMessage(
            body: [1], headers: [long: .string(String(repeating: "x", count: 65_200))], contentType: long,
            messageID: long)
        var bound = queue
        bound.bindings = [.init(exchange: "amq.topic", routingKey: long)]
        try await withConsumer(AMQPConsumer(address, queue: bound, report: { log.add($0) }), { inbox.add($0) }) {
            try await wait { log.states.contains(.connected) }
            try await withPublisher(address) { try await $0.publish(message, to: "amq.topic", routingKey: long) }
            try await wait { inbox.deliveries.count == 1 }
        }
        #expect(inbox.deliveries[0].routingKey == long && inbox.deliveries[0].messageID == long)
        #expect(inbox.deliveries[0].headers[long] == message.headers[long])
    }
}
