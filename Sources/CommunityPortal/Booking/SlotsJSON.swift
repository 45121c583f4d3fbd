import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func slots(_ call: Call) async throws -> Reply {
        let table = try await desk.timetable(
            of: call.parameter("item"), from: try day(call),
            days: try call.query.integer("days", in: 1...62, or: 7), call.visitor)
        return .json(SlotsJSON.json(table)).with(.cacheControl, "no-store")
    }
}

/// When a resource is free, for programs.
enum SlotsJSON {
    private static let instant = Schema.string(1...40, format: "date-time")
    private static let count = Schema.integer(0...100_000)

    static let schema = Schema.named(
        "Slots",
        .object([
            .required("resource", .string(1...64)), .required("capacity", .integer(1...1000)),
            .required("minutes", .integer(15...1440).meaning(zh: "每次时长", en: "How long one booking usually is")),
            .required("confirms", .boolean.meaning(zh: "需要确认", en: "Somebody has to agree")),
            .required("open", .boolean.meaning(zh: "现在可以预约", en: "It can be booked now")),
            .required(
                "slots",
                .array(
                    of: .object([
                        .required("from", instant), .required("until", instant), .required("taken", count),
                        .required("free", count),
                    ]))),
        ]))

    static func json(_ table: Timetable) -> JSON {
        [
            "resource": .string(table.resource.id), "capacity": .integer(table.bookable.capacity),
            "minutes": .integer(table.bookable.minutes), "confirms": .boolean(table.bookable.confirms),
            "open": .boolean(table.isOpen),
            "slots": .array(
                table.stretches.map { one in
                    [
                        "from": .string(one.span.from.iso), "until": .string(one.span.until.iso),
                        "taken": .integer(one.taken), "free": .integer(one.free),
                    ]
                }),
        ]
    }
}
