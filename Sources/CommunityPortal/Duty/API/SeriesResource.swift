import Commons
import Community
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func series(_ call: Call) async throws -> Reply {
        let until = try SeriesJSON.moment("until", call.query) ?? now.adding(seconds: 1)
        let from = try SeriesJSON.moment("from", call.query) ?? until.adding(seconds: -86_400)
        let limit = try call.query.integer("limit", in: 1...SeriesJSON.most, or: 1000)
        let excerpt = try await desk.series(
            of: call.parameter("item"), call.parameter("property"), from: from, until: until, limit: limit,
            call.visitor)
        return .json(SeriesJSON.json(excerpt))
    }
}

/// Readings of one property.
enum SeriesJSON {
    static let most = 10_000
    static let instant = Schema.string(1...40, format: "date-time")

    private static let value = Schema.oneOf([.number, .boolean, .string(1...64)]).nullable

    static let schema = Schema.named(
        "Series",
        .object([
            .required("property", .string(1...100)), .required("title", .string()),
            .required("unit", .string(0...40)),
            .required(
                "readings", .array(of: .object([.required("at", instant), .required("value", value)]), 0...most)),
            .required(
                "next",
                instant.nullable.meaning(zh: "还有更多：下一次的 from", en: "There are more: `from` of the next call")),
            .required("days", .array(of: .object([.required("day", .string(10...10, format: "date"))] + figures))),
        ]))

    /// What a day says of a property.
    static let figures: [Schema.Property] = [
        .required("count", .integer(1...Int.max)), .required("mean", .number), .required("least", value),
        .required("most", value), .required("first", value), .required("firstAt", instant), .required("last", value),
        .required("lastAt", instant),
    ]

    static func moment(_ name: String, _ query: Fields) throws(Refusal) -> Instant? {
        guard let text = try query.filled(name) else { return nil }
        guard let moment = Instant(text: text) else {
            throw Refusal(.invalid, zh: "时间写法不正确：\(text)", en: "no moment: \(text)", place: name)
        }
        return moment
    }

    static func json(_ excerpt: SeriesExcerpt) -> JSON {
        let property = excerpt.property
        let readings = excerpt.readings.map { one -> JSON in
            ["at": .string(one.at.iso), "value": json(one.value, property)]
        }
        let days = excerpt.days.map { day -> JSON in
            .object([JSON.Member("day", .string(day.lastAt.day.description))] + figures(day, property))
        }
        return [
            "property": .string(property.id), "title": .string(property.title.zh), "unit": .string(property.unit),
            "readings": .array(readings), "next": .optional(excerpt.next), "days": .array(days),
        ]
    }

    static func figures(_ day: ReadingDay, _ property: DeviceModel.Property) -> [JSON.Member] {
        [
            JSON.Member("count", .integer(day.count)), JSON.Member("mean", number(day.mean)),
            JSON.Member("least", json(day.least, property)), JSON.Member("most", json(day.most, property)),
            JSON.Member("first", json(day.first, property)), JSON.Member("firstAt", .string(day.firstAt.iso)),
            JSON.Member("last", json(day.last, property)), JSON.Member("lastAt", .string(day.lastAt.iso)),
        ]
    }

    /// As it would be sent.
    static func json(_ value: Double, _ property: DeviceModel.Property) -> JSON {
        switch property.content {
        case .number: number(value)
        case .flag: .boolean(value != 0)
        case .state(let options):
            Int(exactly: value).flatMap { options.indices.contains($0) ? .string(options[$0].id) : nil } ?? .null
        }
    }

    /// Whole numbers without a fraction.
    private static func number(_ value: Double) -> JSON {
        guard value.isFinite else { return .null }
        return Int(exactly: value).map { .integer($0) } ?? .number("\(value)")
    }
}
