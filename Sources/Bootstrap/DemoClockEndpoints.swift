import Commons
import Evaluation
import HTTPTypes
import PortalKit
import Rulebook

/// How a simulation sets the clock of a demonstration. No other server has these addresses.
struct DemoClockEndpoints: Sendable {
    let clock: DemoClock
    /// Does what waits for a time that has come: terms that are over, rules of the hour, days that are told.
    let settle: @Sendable () async throws -> Void

    static let route = Route("/api/v1/demo/clock")

    private static let moment = Schema.string(1...40, format: "date-time")
    private static let schema = Schema.named(
        "DemoClock",
        .object([
            .required("now", moment),
            .required("behind", .boolean.meaning(zh: "早于真实时间", en: "Whether it is before the time of day")),
        ]))

    /// For whoever runs the platform.
    var endpoints: [Endpoint] {
        [
            .api(
                .get, Self.route, .function(EvaluationFunction.rights),
                Phrase(zh: "演示时钟：服务器认为现在几点", en: "The demonstration's clock: what time the server takes it to be"),
                group: "demo", output: .init(Self.schema), handler: give),
            .api(
                .put, Self.route, .function(EvaluationFunction.rights),
                Phrase(
                    zh: "向前拨动演示时钟，不能超过真实时间；到期的事项在应答前办完",
                    en: "Set the demonstration's clock forward, up to the time of day; what is due is done first"),
                group: "demo",
                input: .json(
                    .object([
                        .optional(
                            "now", Self.moment.meaning(zh: "不填：真实时间，此后不再改变", en: "Left out: the time of day")),
                        .optional("settle", .boolean.meaning(zh: "办理到期的事项", en: "Whether to do what is due")),
                    ])),
                output: .init(Self.schema), refusals: [.conflict, .invalid], handler: set),
        ]
    }

    @Sendable private func give(_ call: Call) async throws -> Reply { reply() }

    @Sendable private func set(_ call: Call) async throws -> Reply {
        let text = call.json["now"]?.text
        let moment = text.flatMap { Instant(text: $0) }
        guard text == nil || moment != nil else {
            throw Refusal(
                .invalid, zh: "应是时间，如 2026-03-01T08:00:00+08:00", en: "a moment such as 2026-03-01T08:00:00+08:00",
                place: "now")
        }
        try clock.set(to: moment)
        if call.json["settle"]?.flag ?? false { try await settle() }
        return reply()
    }

    private func reply() -> Reply {
        .json(["now": .string(clock.now().iso), "behind": .boolean(clock.isBehind)]).with(.cacheControl, "no-store")
    }
}
