import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension CommunityPortal {
    var metricAPIEndpoints: [Endpoint] {
        typealias F = CommunityFunction
        let of = Parameter.query(
            "organisation", .string(1...64), zh: "哪个单位管理的社区，默认名称排在最前的",
            en: "Whose community; the first by name if nothing is said")
        return [
            .api(
                .get, MetricAPIRoutes.list, .function(F.metrics),
                Phrase(zh: "全部指标及最近的值", en: "All metrics with their latest values"), group: "community",
                parameters: [of], output: .init(MetricJSON.board), refusals: [.forbidden, .missing],
                handler: metricList),
            .api(
                .get, MetricAPIRoutes.metric, .function(F.metrics),
                Phrase(zh: "一项指标：怎样计算，每天的值", en: "One metric: how it is computed, and day by day"),
                group: "community",
                parameters: [
                    of, .path("metric", .string(1...64), zh: "指标的编号", en: "The metric's id"),
                    .query("from", MetricJSON.day, zh: "第一天", en: "The first day"),
                    .query("until", MetricJSON.day, zh: "最后一天", en: "The last day"),
                ], output: .init(MetricJSON.history), refusals: [.forbidden, .invalid, .missing], handler: metricHistory
            ),
            .api(
                .post, MetricAPIRoutes.list, .function(F.compute),
                Phrase(zh: "立即计算；当天的值被替换", en: "Compute now; values of today are replaced"), group: "community",
                input: .json(
                    .object([
                        .optional("organisation", .string(1...64)),
                        .optional("metric", .string(1...64).meaning(zh: "默认全部", en: "All if it is left out")),
                    ])), output: .init(MetricJSON.board), refusals: [.forbidden, .invalid, .missing],
                handler: metricCompute),
        ]
    }

    @Sendable func metricList(_ call: Call) async throws -> Reply {
        let board = try await desk.metrics(of: try call.query.filled("organisation"), call.visitor)
        return reply(board)
    }

    private func reply(_ board: MetricBoard) -> Reply {
        .json([
            "organisation": .string(board.keeper.id), "name": .string(board.keeper.name),
            "items": .array(board.lines.map { MetricJSON.metric($0.metric, $0.latest, desk.catalog) }),
        ]).with(.cacheControl, "no-store")
    }

    @Sendable func metricHistory(_ call: Call) async throws -> Reply {
        let board = try await desk.metric(
            call.parameter("metric"), of: try call.query.filled("organisation"),
            from: try MetricJSON.day("from", call.query), until: try MetricJSON.day("until", call.query), call.visitor)
        guard let line = board.lines.first else { throw Refusal(.missing, zh: "没有这项指标", en: "no such metric") }
        let words = MetricWords(line.metric, in: desk.catalog)
        let unit = line.metric.unit(in: desk.catalog)
        return .json([
            "organisation": .string(board.keeper.id),
            "metric": MetricJSON.metric(line.metric, line.latest, desk.catalog),
            "words": MetricJSON.phrase(words.computation),
            "computation": .verbatim(
                String(decoding: try CanonicalJSON.encode(line.metric.computation), as: UTF8.self)),
            "values": .array(line.values.map { MetricJSON.value($0, unit) }),
        ]).with(.cacheControl, "no-store")
    }

    @Sendable func metricCompute(_ call: Call) async throws -> Reply {
        let organisation = call.json["organisation"]?.text
        try await desk.computeMetrics(call.json["metric"]?.text, of: organisation, by: call.visitor)
        return reply(try await desk.metrics(of: organisation, call.visitor))
    }
}

/// Metrics as JSON. Numerator and denominator are exact; `value` is what people read.
enum MetricJSON {
    static let day = Schema.string(10...10, format: "date")
    private static let instant = Schema.string(1...40, format: "date-time")
    private static let title = Schema.named(
        "Title", .object([.required("zh", .string()), .required("en", .string())]))

    private static let valueSchema = Schema.named(
        "MetricValue",
        .object([
            .required("day", day), .required("at", instant), .required("from", instant.nullable),
            .required("value", .number.nullable), .required("numerator", .integer(.min ... .max)),
            .required("denominator", .integer(0...Int.max)), .required("sample", .integer(0...Int.max)),
            .required("state", .oneOf(words: MetricValue.State.allCases.map(\.rawValue))),
            .required("reason", title.nullable),
            .required("details", .array(of: .object([.required("label", title), .required("text", title)]))),
            .required(
                "marks",
                .array(
                    of: .object([
                        .required("kind", .oneOf(words: MetricMark.Kind.allCases.map(\.rawValue))),
                        .required("count", .integer(0...Int.max)), .required("of", .integer(0...Int.max)),
                        .required("day", day.nullable), .required("text", title),
                    ])
                ).meaning(
                    zh: "补录、集中录入、编号缺失", en: "Entered after the fact, in a mass, or numbers that are there no more")),
        ]))

    private static let metricSchema = Schema.named(
        "Metric",
        .object([
            .required("id", .string(1...64)), .required("title", title), .required("meaning", title),
            .required("unit", .string(0...40).meaning(zh: "时间为毫秒（ms）", en: "Times are in milliseconds (ms)")),
            .required("span", .integer(1...Metric.longest).nullable), .required("least", .integer(0...Int.max)),
            .required("leastDays", .integer(0...Int.max)), .required("latest", valueSchema.nullable),
        ]))

    static let board = Schema.named(
        "MetricBoard",
        .object([
            .required("organisation", .string(1...64)), .required("name", .string()),
            .required("items", .array(of: metricSchema)),
        ]))

    static let history = Schema.named(
        "MetricHistory",
        .object([
            .required("organisation", .string(1...64)), .required("metric", metricSchema), .required("words", title),
            .required(
                "computation",
                .anything.meaning(zh: "对哪些原始记录作怎样的计算", en: "Which computation over which primitives")),
            .required("values", .array(of: valueSchema, 0...MetricBoard.longest)),
        ]))

    static func day(_ name: String, _ query: Fields) throws(Refusal) -> Day? {
        guard let text = try query.filled(name) else { return nil }
        guard let day = Day(text) else {
            throw Refusal(.invalid, zh: "日期写法不正确：\(text)", en: "no day: \(text)", place: name)
        }
        return day
    }

    static func phrase(_ phrase: Phrase) -> JSON { ["zh": .string(phrase.zh), "en": .string(phrase.en)] }

    static func unit(_ unit: Metric.Unit) -> String {
        switch unit {
        case .count: ""
        case .percent: "%"
        case .time: "ms"
        case .days: "d"
        case .grade: "stars"
        case .measured(let unit): unit
        }
    }

    static func metric(_ metric: Metric, _ latest: MetricValue?, _ catalog: Catalog) -> JSON {
        let unit = metric.unit(in: catalog)
        return [
            "id": .string(metric.id), "title": phrase(metric.title), "meaning": phrase(metric.meaning),
            "unit": .string(self.unit(unit)), "span": .optional(metric.span), "least": .integer(metric.least),
            "leastDays": .integer(metric.leastDays), "latest": latest.map { value($0, unit) } ?? .null,
        ]
    }

    static func value(_ value: MetricValue, _ unit: Metric.Unit) -> JSON {
        [
            "day": .string(value.day.description), "at": .string(value.at.iso), "from": .optional(value.from),
            "value": value.digits(unit).map { .number($0) } ?? .null, "numerator": .integer(value.numerator),
            "denominator": .integer(value.denominator), "sample": .integer(value.sample),
            "state": .string(value.state.rawValue), "reason": value.reason.map(phrase) ?? .null,
            "details": .array(value.details.map { ["label": phrase($0.label), "text": phrase($0.text)] }),
            "marks": .array(
                value.marks.map { mark in
                    [
                        "kind": .string(mark.kind.rawValue), "count": .integer(mark.count),
                        "of": .integer(mark.total), "day": .optional(mark.day), "text": phrase(mark.words),
                    ]
                }),
        ]
    }
}
