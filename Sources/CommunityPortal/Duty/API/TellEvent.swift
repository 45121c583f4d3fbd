import Commons
import Community
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func tellEvent(_ call: Call) async throws -> Reply {
        let (event, alarm) = try await desk.tell(try EventJSON.read(call.json), by: call.visitor)
        return .json(EventJSON.json(event, alarm))
    }
}

/// An event as it is told, and what came of it.
enum EventJSON {
    static let draft = Schema.named(
        "EventDraft",
        .object([
            .required("kind", .string(1...64).meaning(zh: "事件类型", en: "Of which kind")),
            .optional("device", .string(1...100).meaning(zh: "设备编号", en: "The device's number")),
            .optional("place", .string(1...100).meaning(zh: "空间的编码或 id", en: "Number or id of a space")),
            .optional(
                "at",
                .string(1...40, format: "date-time").meaning(
                    zh: "发生时间（RFC 3339 或北京时间），默认现在", en: "When, by RFC 3339 or in Beijing time; now if it is left out")
            ),
            .optional("text", .string(0...2000)),
            .optional("drill", .boolean.meaning(zh: "演练：对外不产生任何效果", en: "A drill: nothing happens outside")),
        ]))

    private static let event: [Schema.Property] = [
        .required("id", .integer(0...Int.max)), .required("kind", .string(1...64)),
        .required("level", .oneOf(words: EventKind.Level.allCases.map(\.rawValue))),
        .required("at", .string(1...40, format: "date-time")),
        .required("receivedAt", .string(1...40, format: "date-time")), .required("drill", .boolean),
    ]

    static let list = Schema.named(
        "EventList",
        .object([
            .required(
                "items",
                .array(
                    of: .object(
                        event + [
                            .required("device", .string(1...100).nullable),
                            .required("place", .string(1...100).nullable), .required("text", .string()),
                        ]))),
            .required(
                "next", .integer(1...Int.max).nullable.meaning(zh: "还有更早的：下一次的 before", en: "`before` of the next call")
            ),
        ]))

    static let schema = Schema.named(
        "EventReply",
        .object([
            .required("event", .object(event)),
            .required(
                "alarm",
                .object([
                    .required("id", .string(1...64)), .required("number", .string(1...64)),
                    .required("state", .string(1...64)),
                ]).nullable),
        ]))

    static func read(_ json: JSON) throws(Refusal) -> EventDraft {
        var draft = EventDraft(kind: json["kind"]?.text ?? "")
        draft.device = json["device"]?.text
        draft.place = json["place"]?.text
        draft.text = json["text"]?.text ?? ""
        draft.isDrill = json["drill"]?.flag ?? false
        if let text = json["at"]?.text {
            guard let at = Instant(text: text) else {
                throw Refusal(.invalid, zh: "时间写法不正确：\(text)", en: "no moment: \(text)", place: "at")
            }
            draft.at = at
        }
        return draft
    }

    static func json(_ event: Event, _ alarm: Item?) -> JSON {
        let opened: JSON? = alarm.map { alarm in
            ["id": .string(alarm.id), "number": .string(alarm.head.number), "state": .string(alarm.state)]
        }
        return ["event": .object(members(event)), "alarm": opened ?? .null]
    }

    private static func members(_ event: Event) -> [JSON.Member] {
        [
            JSON.Member("id", .integer(event.id)), JSON.Member("kind", .string(event.kind)),
            JSON.Member("level", .string(event.level.rawValue)), JSON.Member("at", .string(event.at.iso)),
            JSON.Member("receivedAt", .string(event.receivedAt.iso)), JSON.Member("drill", .boolean(event.isDrill)),
        ]
    }

    static func json(_ log: EventLog) -> JSON {
        func number(_ id: String?) -> JSON { id.flatMap { log.named[$0] }.map { .string($0.number) } ?? .null }
        let items = log.events.map { event -> JSON in
            .object(
                members(event) + [
                    JSON.Member("device", number(event.device)), JSON.Member("place", number(event.place)),
                    JSON.Member("text", .string(event.text)),
                ])
        }
        return ["items": .array(items), "next": log.next.map { .integer($0) } ?? .null]
    }
}
