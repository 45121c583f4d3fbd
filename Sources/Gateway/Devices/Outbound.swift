import MQTT
import NIOCore

/// What a device is told, no more at one time than it wants.
struct Outbound {
    private struct Message {
        var topic: String
        var bytes: [UInt8]
        var quality: QualityOfService
        var command: String?
    }

    /// Messages that the device takes before it acknowledges one.
    var most = 100
    /// Bytes of the largest packet that it takes.
    var largest = Int.max
    private var next: UInt16 = 1
    /// By the packet, the command that it brings.
    private var sent: [UInt16: String?] = [:]
    private var waiting: [Message] = []
    /// Commands that were told in this connection.
    private var told: Set<String> = []

    mutating func tell(
        _ topic: String, _ bytes: [UInt8], _ quality: QualityOfService, command: String?
    ) -> [Conversation.Step] {
        if let command, !told.insert(command).inserted { return [] }
        // A topic with its length, an identifier, no properties; before that a head, and how long it all is.
        let body = 2 + topic.utf8.count + (quality == .atMostOnce ? 0 : 2) + 1 + bytes.count
        let length = body < 1 << 7 ? 1 : body < 1 << 14 ? 2 : body < 1 << 21 ? 3 : 4
        guard 1 + length + body <= largest else { return [] }
        // Of what it shall be set to only the last counts.
        if command == nil { waiting.removeAll { $0.command == nil && $0.topic == topic } }
        waiting.append(Message(topic: topic, bytes: bytes, quality: quality, command: command))
        return flush()
    }

    mutating func acknowledged(_ packet: UInt16) -> [Conversation.Step] {
        guard let command = sent.removeValue(forKey: packet) else { return [] }
        return (command.map { [.received($0)] } ?? []) + flush()
    }

    private mutating func flush() -> [Conversation.Step] {
        var steps: [Conversation.Step] = []
        while sent.count < most, !waiting.isEmpty {
            let message = waiting.removeFirst()
            var publish = Publish(
                topic: message.topic, payload: ByteBuffer(bytes: message.bytes), quality: message.quality)
            if message.quality == .atMostOnce {
                // Nobody will say that it came.
                if let command = message.command { steps.append(.received(command)) }
            } else {
                publish.id = packet()
                if let id = publish.id { sent[id] = .some(message.command) }
            }
            steps.append(.send(.publish(publish)))
        }
        return steps
    }

    private mutating func packet() -> UInt16 {
        while sent[next] != nil { next = next == .max ? 1 : next + 1 }
        defer { next = next == .max ? 1 : next + 1 }
        return next
    }
}
