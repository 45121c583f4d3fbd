import Community
import Fuzzing
import MQTT
import NIOCore
import Testing

@testable import Gateway

/// What strangers and devices send, damaged, all the way to what has to be done.
@Suite struct ConversationFuzzTests {
    private static func bytes(_ packets: [Packet], _ version: ProtocolVersion) -> [UInt8] {
        var buffer = ByteBuffer()
        for packet in packets { packet.write(version, to: &buffer) }
        return Array(buffer.readableBytesView)
    }

    /// A gateway announces what is behind it and speaks for it in its own words.
    private static func announcing(_ version: ProtocolVersion) -> [UInt8] {
        let connect = Connect(
            version: version, client: "g", user: "S1", password: Array("key".utf8),
            will: .init(topic: "tele/pump/LWT", payload: ByteBuffer(string: "Offline")))
        let said = [
            ("homeassistant/switch/A1_RL/config", #"{"stat_t":"t/a","cmd_t":"c/a","dev":{"ids":["A1"]}}"#),
            ("homeassistant/number/n/o/config", #"{"stat_t":"t/+","cmd_t":"c/n","min":1,"max":9,"dev":{"ids":"A1"}}"#),
            ("homeassistant/device/A2/config", #"{"dev":{"ids":"A2"},"stat_t":"t/a","cmps":{"x":{"p":"sensor"}}}"#),
            ("t/a", "ON"), ("t/a", "5"), ("homeassistant/device/A2/config", ""),
        ]
        return bytes(
            [.connect(connect), .subscribe(Subscribe(9, [.init("c/#"), .init("homeassistant/status")]))]
                + said.enumerated().map { index, one in
                    .publish(
                        Publish(
                            topic: one.0, payload: ByteBuffer(string: one.1), quality: .atLeastOnce,
                            id: UInt16(index + 1)))
                } + [.puback(Acknowledgement(1)), .disconnect(Farewell(.disconnectWithWill))], version)
    }

    private static func talk(_ version: ProtocolVersion) -> [UInt8] {
        let connect = Connect(
            version: version, client: "c", user: "S1", password: Array("key".utf8),
            will: .init(topic: "linli/S1/events", payload: ByteBuffer(string: #"{"kind":"fault"}"#)))
        let said = [
            ("readings", #"{"property":"smoke","at":1732700000000,"value":1}"#),
            ("events", #"{"kind":"fire","id":"a","at":"2026-03-01 09:30","text":"x"}"#),
            ("state", #"{"firmware":"1.2","settings":{"a":1,"b":true,"c":"x"}}"#),
            ("answers", #"{"id":"c1","done":true,"text":"x"}"#),
        ]
        let publishes = said.enumerated().map { index, one in
            Packet.publish(
                Publish(
                    topic: "linli/S1/\(one.0)", payload: ByteBuffer(string: one.1),
                    quality: QualityOfService.allCases[index % 3], id: index % 3 == 0 ? nil : UInt16(index)))
        }
        return bytes(
            [.connect(connect)] + publishes + [
                .subscribe(Subscribe(9, [.init("linli/S1/#"), .init("linli/+/commands")])), .pubrel(Acknowledgement(2)),
                .puback(Acknowledgement(1)), .pingreq, .unsubscribe(Unsubscribe(10, ["linli/S1/#"])),
                .disconnect(Farewell()),
            ], version)
    }

    /// Whatever comes: what is said before log-in has no effect, every message is acknowledged exactly once and in
    /// order, and nothing is said after the end.
    @Test func anything() {
        converse(announces: false, ProtocolVersion.allCases.map(Self.talk))
    }

    @Test func anythingByAGatewayThatAnnounces() {
        converse(announces: true, ProtocolVersion.allCases.map(Self.announcing))
    }

    private func converse(announces: Bool, _ seeds: [[UInt8]]) {
        let outcome = Fuzz.run(20_000, seeds) { input in
            var conversation = Conversation(now: { 1_764_010_800_000 })
            var reader = PacketReader(limit: 4_000)
            var buffer = ByteBuffer(bytes: input)
            var (waiting, acknowledged, isKnown, isOver): ([Int], [UInt16], Bool, Bool) = ([], [], false, false)
            var expected: [UInt16] = []
            var fault: String?

            func run(_ steps: [Conversation.Step]) {
                for step in steps {
                    if isOver { fault = "something after the end" }
                    switch step {
                    case .logIn:
                        if isKnown { fault = "two log-ins" }
                        isKnown = true
                        run(
                            conversation.known(
                                CommunityDesk.DeviceLogin(
                                    device: "d", number: "S1", key: "k", announces: announces), connection: 1))
                        // One that was told a command answers, or is answered for.
                        run(conversation.tell("c/a", [1], command: "c1"))
                    case .take(let delivery, let place):
                        if !isKnown { fault = "a stranger was heard" }
                        if case .device("S1") = delivery.sender {} else { fault = "in whose name" }
                        if let place { waiting.append(place) }
                    case .send(.puback(let one)), .send(.pubrec(let one)): acknowledged.append(one.id)
                    case .subscribe(let wanted): run(conversation.allowed(wanted, numbers: ["S1"]))
                    case .close: isOver = true
                    case .send, .listens, .received: break
                    }
                }
            }

            do throws(PacketProblem) {
                while !isOver, conversation.isReady, let packet = try reader.next(&buffer) {
                    if case .publish(let publish) = packet, let id = publish.id { expected.append(id) }
                    run(conversation.receive(packet))
                }
            } catch {
                run(conversation.fail(error.code))
            }
            let wasOver = isOver
            let report = ReadingReport(taken: 1, repeated: 0, refused: [:], examples: [])
            for place in waiting.reversed() { run(conversation.taken(place, report)) }
            if !wasOver, acknowledged != expected { fault = "\(acknowledged) and not \(expected)" }
            _ = conversation.gone()
            if conversation.gone() != nil { fault = "two wills" }
            if let fault { return .wrong(fault) }
            return isKnown ? .taken : .refused
        }
        #expect(outcome.isSound, "\(outcome)")
    }
}
