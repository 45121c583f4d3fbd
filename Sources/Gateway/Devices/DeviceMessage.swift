import Commons
import Community
import Foundation
import Secrets

/// What a device said on one of its topics, as what the community makes of it.
struct DeviceMessage {
    var topic: DeviceTopic
    var bytes: [UInt8]
    /// Tells it from others of the connection, where the content does not; nil: it comes once at most.
    var packet: UInt16?
    /// It says that it is sent again.
    var isRepeated: Bool

    /// What it says.
    /// - Parameter now: milliseconds since 1970, for what does not say when it was.
    func content(now: Int64) -> Delivery.Content {
        switch topic.channel {
        case .readings:
            let batch = bytes.withUnsafeBufferPointer {
                ReadingParser.jsonLines($0, now: now, device: topic.device)
            }
            guard batch.rows.count + batch.malformed.count <= CommunityLimits.readings else { return malformed }
            return .readings(batch)
        case .events: return event ?? malformed
        case .answers: return answer ?? malformed
        case .state: return state ?? malformed
        case .commands, .wishes: return malformed
        }
    }

    private var malformed: Delivery.Content { .malformed(DeviceMessage.kept(bytes)) }

    /// The beginning of what makes no sense, as it is kept.
    static func kept(_ bytes: [UInt8]) -> String {
        var builder = BatchBuilder(now: 0)
        bytes.withUnsafeBufferPointer { builder.add(malformed: $0, line: 1) }
        return builder.batch.malformed.first?.text ?? ""
    }

    private func read<T: Decodable>(_ type: T.Type) -> T? {
        guard (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
        return try? JSONDecoder().decode(type, from: Data(bytes))
    }

    // MARK: Events

    private struct EventWords: Decodable {
        var kind: String
        var device: String?
        var id: String?
        var at: MomentWords?
        var text: String?
    }

    /// Milliseconds since 1970, or a text as `Instant` reads it.
    private struct MomentWords: Decodable {
        var milliseconds: Int64

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self), let at = Moment.milliseconds(text: text) {
                milliseconds = at
            } else if let at = Moment.milliseconds(try container.decode(Int64.self)) {
                milliseconds = at
            } else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no moment")
            }
        }
    }

    private var event: Delivery.Content? {
        guard let words = read(EventWords.self) else { return nil }
        let texts = [words.kind, words.device ?? "", words.id ?? "", words.text ?? ""]
        guard texts.allSatisfy(DeviceMessage.isKept), (words.id?.unicodeScalars.count ?? 1) <= 100,
            words.id?.isEmpty != true
        else { return nil }
        let draft = EventDraft(
            kind: words.kind, device: words.device ?? topic.device,
            at: words.at.map { Instant(milliseconds: $0.milliseconds) }, text: words.text ?? "")
        let mark: EventMark
        if let id = words.id {
            mark = EventMark("id/\(id)", isCertain: true, isRepeated: isRepeated)
        } else if let at = words.at {
            // The same kind at the same moment with other words is another event.
            let words = SHA256Digest.hex(of: Array((words.text ?? "").utf8)).prefix(16)
            mark = EventMark(
                "at/\(draft.kind.prefix(60))/\(at.milliseconds)/\(words)", isCertain: true, isRepeated: isRepeated)
        } else {
            let content = SHA256Digest.hex(of: bytes).prefix(32)
            mark = EventMark(
                "packet/\(packet.map { "\($0)" } ?? "")/\(content)", isCertain: false,
                // Without a packet, what is the same may have been said twice: an alarm must not be lost.
                isRepeated: isRepeated && packet != nil)
        }
        return .event(draft, mark)
    }

    /// Any database can hold it.
    private static func isKept(_ text: String) -> Bool { !text.utf8.contains(0) }

    // MARK: Answers and states

    private struct AnswerWords: Decodable {
        var id: String
        var done: Bool
        var text: String?
    }

    private var answer: Delivery.Content? {
        guard let words = read(AnswerWords.self), DeviceMessage.isKept(words.id + (words.text ?? "")) else {
            return nil
        }
        return .answer(CommandAnswer(command: words.id, isDone: words.done, text: words.text ?? ""))
    }

    private struct StateWords: Decodable {
        var firmware: String?
        var settings: [String: ValueWords]?
    }

    private struct ValueWords: Decodable {
        var value: ReadingBatch.Value

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                value = .flag(flag)
            } else if let number = try? container.decode(Double.self) {
                value = .number(number)
            } else {
                value = .text(try container.decode(String.self))
            }
        }
    }

    private var state: Delivery.Content? {
        guard let words = read(StateWords.self), (words.settings?.count ?? 0) <= 100 else { return nil }
        let settings = (words.settings ?? [:]).mapValues(\.value)
        let texts = settings.flatMap { name, value in [name, value.text] } + [words.firmware ?? ""]
        guard texts.allSatisfy(DeviceMessage.isKept) else { return nil }
        return .state(DeviceState(device: topic.device, firmware: words.firmware, settings: settings))
    }
}

/// What a device hears.
enum DeviceWords {
    private struct CommandWords: Encodable {
        var id: String
        var command: String
        /// Milliseconds since 1970.
        var until: Int64
    }

    static func command(_ command: DeviceCommand) throws -> [UInt8] {
        let words = CommandWords(id: command.id, command: command.command, until: command.until.milliseconds)
        return Array(try CanonicalJSON.encode(words))
    }

    private struct Value: Encodable {
        var value: ReadingBatch.Value

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch value {
            case .number(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            case .text(let text): try container.encode(text)
            }
        }
    }

    static func wishes(_ wishes: [String: ReadingBatch.Value]) throws -> [UInt8] {
        Array(try CanonicalJSON.encode(wishes.mapValues { Value(value: $0) }))
    }
}
