import AMQP
import Testing

/// What is published arrives.
@Suite(.needsBroker, .timeLimit(.minutes(4))) struct DeliveryTests {
    let address: AMQPAddress
    let queue = AMQPQueue(TestBroker.uniqueName())
    let inbox = Inbox()

    init() throws { address = try TestBroker.address() }

    @Test func withAllThatBelongsToIt() async throws {
        let message = AMQPMessage(
            body: [0, 255, 10],
            headers: ["text": "é", "int": -5, "large": .int(.max), "yes": true, "no": false, "real": .double(1.5)],
            contentType: "application/octet-stream", messageID: "m-1", timestamp: 1_800_000_000)
        try await withConsumer(AMQPConsumer(address, queue: queue), { inbox.add($0) }) {
            try await withPublisher(address) { publisher in
                try await wait { try await TestBroker.messages(in: queue.name) != nil }
                try await publisher.publish(message, to: "", routingKey: queue.name)
                var plain = AMQPMessage(body: [])
                plain.isMandatory = false
                plain.isPersistent = false
                try await publisher.publish(plain, to: "", routingKey: queue.name)
                try await wait { inbox.deliveries.count == 2 }
            }
        }
        let first = inbox.deliveries[0]
        #expect(first.body == [0, 255, 10])
        #expect(first.exchange == "" && first.routingKey == queue.name)
        #expect(first.deliveryTag == 1 && !first.isRedelivered)
        #expect(first.contentType == "application/octet-stream" && first.messageID == "m-1")
        #expect(first.timestamp == 1_800_000_000)
        #expect(first.headers.filter { $0.key != "linli-publish-id" } == message.headers)
        let second = inbox.deliveries[1]
        #expect(second.body.isEmpty && second.headers.isEmpty && second.deliveryTag == 2)
        #expect(second.contentType == nil && second.messageID == nil && second.timestamp == nil)
    }

    /// Frames are 128 KiB.
    @Test(arguments: [131_063, 131_064, 131_065, 1_000_000]) func largeBodies(size: Int) async throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) }
        try await withConsumer(AMQPConsumer(address, queue: queue), { inbox.add($0) }) {
            try await withPublisher(address) { publisher in
                try await wait { try await TestBroker.messages(in: queue.name) != nil }
                try await publisher.publish(AMQPMessage(body: body), to: "", routingKey: queue.name)
                try await publisher.publish(AMQPMessage("after"), to: "", routingKey: queue.name)
                try await wait { inbox.deliveries.count == 2 }
            }
        }
        #expect(inbox.deliveries[0].body == body)
        #expect(inbox.bodies[1] == "after")
    }

    @Test(arguments: [AMQPQueue.Kind.classic, .quorum]) func inOrderAndInBatches(kind: AMQPQueue.Kind) async throws {
        var queue = queue
        queue.kind = kind
        queue.maxLengthBytes = 1_000_000
        queue.overflow = .rejectPublish
        try await declare(queue, at: address)
        let texts = (1...55).map { "message \($0)" }
        try await withPublisher(address) { publisher in
            for text in texts { try await publisher.publish(AMQPMessage(text), to: "", routingKey: queue.name) }
        }
        let consumer = AMQPConsumer(address, queue: queue, prefetch: 100, batchCount: 10)
        try await withConsumer(consumer, { try await hold($0, untilAllOf: texts.count) }) {
            // The broker's own counts run behind.
            try await wait { inbox.deliveries.count >= texts.count }
            try await wait { try await TestBroker.messages(in: queue.name)?.all == 0 }
        }
        #expect(inbox.bodies == texts)
        #expect((1...10).contains(inbox.batches[0].count))
        #expect(inbox.batches.dropFirst().dropLast().map(\.count).allSatisfy { $0 == 10 })
        #expect(inbox.batches.count <= 7)
    }

    @Test func batchesAreBoundByBytes() async throws {
        try await declare(queue, at: address)
        let texts = [100, 99, 1, 1, 150, 100, 50, 50].map { String(repeating: "x", count: $0) }
        try await withPublisher(address) { publisher in
            for text in texts { try await publisher.publish(AMQPMessage(text), to: "", routingKey: queue.name) }
        }
        let consumer = AMQPConsumer(address, queue: queue, batchBytes: 100)
        try await withConsumer(consumer, { try await hold($0, untilAllOf: texts.count) }) {
            try await wait { inbox.deliveries.count >= texts.count }
        }
        let sizes = inbox.batches.map { $0.map(\.body.count) }
        #expect(sizes == [[100], [99, 1], [1], [150], [100], [50, 50]])
    }

    /// Keeps the first batch until the others are collected.
    private func hold(_ batch: [AMQPDelivery], untilAllOf count: Int) async throws {
        if inbox.batches.isEmpty {
            try await wait { try await TestBroker.messages(in: queue.name)?.unacknowledged == count }
        }
        inbox.add(batch)
    }

    @Test(.needsMosquitto) func fromDevicesOverMQTT() async throws {
        var queue = queue
        let device = TestBroker.uniqueName("D")
        queue.bindings = [.init(exchange: "amq.topic", routingKey: "linli.\(device).readings")]
        try await withConsumer(AMQPConsumer(address, queue: queue), { inbox.add($0) }) {
            try await wait { try await TestBroker.messages(in: queue.name) != nil }
            for quality in ["0", "1"] {
                _ = try await run([
                    "/usr/bin/mosquitto_pub", "-h", "127.0.0.1", "-p", try TestBroker.variable("LINLI_RABBITMQ_MQTT"),
                    "-u", address.user, "-P", try password(), "-q", quality, "-t", "linli/\(device)/readings", "-m",
                    "21.5",
                ])
            }
            try await wait { inbox.deliveries.count == 2 }
        }
        for (quality, delivery) in inbox.deliveries.enumerated() {
            #expect(delivery.exchange == "amq.topic")
            #expect(delivery.routingKey == "linli.\(device).readings")
            #expect(delivery.text == "21.5")
            #expect(delivery.headers["x-mqtt-publish-qos"] == .int(Int64(quality)))
        }
    }

    private func password() throws -> String {
        try String(#require(TestBroker.text().firstMatch(of: /:([^:@\/]+)@/)).1)
    }
}
