import Commons
import Community
import PortalKit
import Rulebook

extension CommunityPortal {
    /// What a whole estate said in a day.
    @Sendable func day(_ call: Call) async throws -> Reply {
        let text = call.parameter("day")
        guard let day = Day(text) else {
            throw Refusal(.invalid, zh: "没有这一天：\(text)", en: "there is no such day: \(text)", place: "day")
        }
        let found = try await desk.readings(on: day, call.visitor)
        return .json([
            "day": .string(text),
            "items": .array(
                found.map { one in
                    .object(
                        [
                            JSON.Member("device", .string(one.device)), JSON.Member("title", .string(one.title)),
                            JSON.Member("property", .string(one.property.id)),
                            JSON.Member("unit", .string(one.property.unit)),
                        ] + SeriesJSON.figures(one.figures, one.property))
                }),
        ])
    }
}

enum DayJSON {
    static let day = Schema.string(pattern: .day, format: "date")

    static let schema = Schema.named(
        "ReadingDay",
        .object([
            .required("day", day),
            .required(
                "items",
                .array(
                    of: .object(
                        [
                            .required("device", .string(1...100)), .required("title", .string()),
                            .required("property", .string(1...100)), .required("unit", .string(0...40)),
                        ] + SeriesJSON.figures))),
        ]))
}
