import Commons
import Community
import Testing

@testable import AMQP
@testable import Gateway

@Suite struct BrokerTests {
    private func delivery(
        _ key: String, _ body: String, isRedelivered: Bool = false, headers: [String: AMQPValue] = [:]
    ) -> Delivery {
        let one = AMQPDelivery(
            deliveryTag: 1, isRedelivered: isRedelivered, exchange: BrokerFeed.exchange, routingKey: key,
            body: Array(body.utf8), headers: headers)
        return BrokerFeed.delivery(one, now: 1_764_010_800_000)
    }

    private func sender(_ delivery: Delivery) -> String {
        if case .device(let number) = delivery.sender { number } else { "a visitor" }
    }

    @Test(arguments: [("linli.S1.readings", "S1"), ("linli.a%2Eb.readings", "a.b"), ("linli.a%2Fb.readings", "a/b")])
    func theKeySaysWhoseItIs(_ key: String, _ number: String) {
        let one = delivery(key, #"{"property":"smoke","value":1}"#)
        #expect(sender(one) == number)
        guard case .readings(let batch) = one.content else {
            Issue.record("no readings")
            return
        }
        #expect(batch.sources.map(\.device) == [number])
    }

    @Test(arguments: [
        "linli.S1.commands", "linli.S1", "other.S1.readings", "", "linli..readings", "linli.a.b.readings",
    ])
    func whatStandsElsewhereIsKeptApart(_ key: String) {
        let one = delivery(key, "text")
        #expect(sender(one).isEmpty)
        guard case .malformed(let text) = one.content else {
            Issue.record("it was taken")
            return
        }
        #expect(text.hasSuffix(" text"))
    }

    @Test func whatComesAgainIsSaidToBeSo() {
        func mark(_ one: Delivery) -> EventMark? { if case .event(_, let mark) = one.content { mark } else { nil } }
        let body = #"{"kind":"fire","id":"a"}"#
        #expect(mark(delivery("linli.S1.events", body))?.isRepeated == false)
        #expect(mark(delivery("linli.S1.events", body, isRedelivered: true))?.isRepeated == true)
        #expect(mark(delivery("linli.S1.events", body, headers: ["x-mqtt-dup": true]))?.isRepeated == true)
        #expect(mark(delivery("linli.S1.events", body, headers: ["x-mqtt-dup": false]))?.isRepeated == false)
        // What has neither id nor moment may have been said twice: an alarm must not be lost.
        let bare = delivery("linli.S1.events", #"{"kind":"fire"}"#, isRedelivered: true)
        #expect(mark(bare)?.isRepeated == false && mark(bare)?.isCertain == false)
    }

    @Test(arguments: [
        ("mqtt-subscription-S1qos1", true), ("mqtt-subscription-S1:appqos0", true),
        ("mqtt-subscription-S10qos1", false), ("device-S1", true), ("device-S1:a", true), ("device-S10", false),
        ("device-", false), ("device-S2", false),
        ("mqtt-subscription-S2qos1", false), ("mqtt-subscription-S1", false), ("linli.devices", false), ("", false),
    ])
    func aDeviceHasItsOwnQueues(_ name: String, _ isOwn: Bool) {
        #expect(BrokerQuestion.isQueue(name, of: "S1") == isOwn)
    }

    @Test func theQueueKeepsEverything() {
        #expect(BrokerFeed.queue.kind == .quorum && BrokerFeed.queue.overflow == .rejectPublish)
        #expect(
            BrokerFeed.queue.bindings.map(\.routingKey).sorted()
                == ["answers", "events", "readings", "state"].map { "linli.*.\($0)" })
    }

    /// As RabbitMQ 3.10 tells of a device that speaks MQTT.
    private func event(_ key: String, _ headers: [String: AMQPValue]) -> BrokerNews? {
        let all: [String: AMQPValue] = [
            "name": "127.0.0.1:33017 -> 127.0.0.1:1883", "node": "rabbit@a.b", "user": "S1", "vhost": "/",
            "timestamp_in_ms": 1_795_864_917_795, "pid": "<rabbit@a.b.1795864839.757.0>",
        ]
        return BrokerWatch.news(
            AMQPDelivery(
                deliveryTag: 1, isRedelivered: false, exchange: BrokerWatch.exchange, routingKey: key,
                headers: all.merging(headers) { $1 }))
    }

    @Test func theBrokerTellsWhoComesAndGoes() {
        let (id, at) = ("<rabbit@a.b.1795864839.757.0>", Instant(milliseconds: 1_795_864_917_795))
        #expect(
            event("connection.created", [:])
                == .opened(BrokerLink(id: id, user: "S1", node: "rabbit@a.b", run: "1795864839", since: at)))
        #expect(event("connection.closed", [:]) == .closed(id, at: at))
        #expect(event("queue.created", [:]) == nil)
        for odd in ["", "<>", "<a.1.2>", "<a.b.1.x>", "a.1.2.3", "<a.1.2.3"] {
            #expect(event("connection.created", ["pid": .string(odd)]) == nil)
        }
        #expect(event("connection.created", ["user": 1]) == nil)
        #expect(event("connection.created", ["timestamp_in_ms": "now"]) == nil)
    }

    @Test func oneNodeHearsOfThemAndInTheirOrder() {
        #expect(BrokerWatch.queue.arguments["x-single-active-consumer"] == true)
        #expect(BrokerWatch.queue.arguments["x-max-length"] == 500_000)
        #expect(BrokerFeed.queue.arguments["x-single-active-consumer"] == nil)
    }
}
