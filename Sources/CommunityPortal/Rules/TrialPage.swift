import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func trialPage(_ call: Call) async throws -> Reply {
        let days = try call.query.integer("days", in: 1...RuleTrial.longest, or: 7)
        let (item, rule, trial) = try await desk.tryRule(call.parameter("item"), days: days, call.visitor)
        let view = TrialView(language: call.spoken, catalog: desk.catalog, item: item, rule: rule, trial: trial)
        return livePage(call, PageContent(Phrase(zh: "规则试运行", en: "A rule tried on history"), view.body))
    }

    @Sendable func trialAPI(_ call: Call) async throws -> Reply {
        let days = try call.query.integer("days", in: 1...RuleTrial.longest, or: 7)
        let (_, _, trial) = try await desk.tryRule(call.parameter("item"), days: days, call.visitor)
        return .json(TrialJSON.json(trial)).with(.cacheControl, "no-store")
    }
}

/// What a rule would have done.
struct TrialView {
    var language: PageLanguage
    var catalog: Catalog
    var item: Item
    var rule: Rule
    var trial: RuleTrial

    /// Days back that one can choose.
    static let spans = [1, 7, 30, 90]
    /// Days that fit side by side.
    static let columns = 14

    var body: HTML {
        let routes = KindRoutes(Estate.rule)
        let spans = (TrialView.spans + (TrialView.spans.contains(trial.days) ? [] : [trial.days])).sorted()
        return """
            \(HTML.heading(
                language("试运行：\(item.head.title)", "Tried on history: \(item.head.title)"),
                lead: .text(
                    language(
                        "假如这条规则一直启用，过去会怎样执行。只读取历史数据，不产生任何效果。",
                        "What the rule would have done, had it held. History is read, and nothing comes of it.")),
                breadcrumbs: [
                    Link(language("联动规则", "Rules"), routes.list.path()),
                    Link(item.head.title, routes.item.path(item.id)),
                    Link(language("试运行", "Trial"), RuleRoutes.trial.path(item.id), isCurrent: true),
                ], language: language))
            \(HTML.tabs(
                spans.map {
                    Link(
                        language("最近 \($0) 天", "\($0) \($0 == 1 ? "day" : "days")"),
                        RuleRoutes.trial.path(item.id, query: ["days": String($0)]), isCurrent: $0 == trial.days)
                }, label: language("天数", "Days")))
            \(stopped)\(HTML.tiles(tiles))\(perDay)
            \(HTML.card(language("规则", "The rule"), RulesView.said(RuleWords(rule: rule, catalog: catalog), language)))
            \(HTML.card(language("会执行的时间", "When it would have run"), runs))
            """
    }

    private var stopped: HTML? {
        trial.stoppedAt.map { moment in
            HTML.callout(
                .warn,
                language(
                    "数据太多，只看了 \(moment.shown) 以来的部分",
                    "There is too much to look at: only what happened since \(moment.shown) was"
                ))
        }
    }

    private var tiles: [Tile] {
        let most = trial.perDay.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return [
            Tile(language("会执行", "It would have run"), "\(trial.count)", unit: language("次", "times")),
            Tile(
                language("最多的一天", "Most on a day"), "\(most?.value ?? 0)", unit: language("次", "times"),
                note: most?.key.description ?? "", tone: (most?.value ?? 0) > 50 ? .warn : .neutral),
            Tile(language("查看的记录", "Looked at"), "\(trial.examined)", unit: language("条", "records")),
        ]
    }

    /// How often a day; of more days than fit those on which it would have run.
    private var perDay: HTML? {
        let all = (0..<trial.days).map { trial.now.day.adding(days: $0 - trial.days + 1) }
        let days = all.count <= TrialView.columns ? all : trial.perDay.keys.sorted().suffix(TrialView.columns)
        guard trial.count > 0 else { return nil }
        return HTML.card(
            language("每天次数", "Times a day"),
            Chart.columns(
                language("每天次数", "Times a day"),
                days.map { day in
                    let count = trial.perDay[day] ?? 0
                    return Chart.Count(String(day.description.dropFirst(5)), Double(count), text: "\(count)")
                }, language: language))
    }

    private var runs: HTML {
        guard !trial.runs.isEmpty else {
            return HTML.emptyState(
                language("这段时间里一次也不会执行", "It would not have run in these days"),
                language("放宽条件，或看更长的时间。", "Ask less of it, or look further back."))
        }
        let rest = trial.count - trial.runs.count
        let more: HTML? =
            rest > 0
            ? "<p class=\"soft\">\(language("另有更早的 \(rest) 次。", "\(rest) earlier ones are not listed."))</p>" : nil
        return """
            \(HTML.timeline(trial.runs.map { run in
                TimelineEntry(
                    run.at.shown, .text(run.cause),
                    body: "<ol>\(each: run.steps, { "<li>\(language($0))</li>" })</ol>")
            }))\(more)
            """
    }
}

enum TrialJSON {
    private static let instant = Schema.string(1...40, format: "date-time")

    static let schema = Schema.named(
        "RuleTrial",
        .object([
            .required("days", .integer(1...RuleTrial.longest)), .required("from", instant),
            .required("count", .integer(0...Int.max).meaning(zh: "会执行几次", en: "How often it would have run")),
            .required("examined", .integer(0...Int.max)),
            .required(
                "stoppedAt",
                instant.nullable.meaning(zh: "更早的数据太多，没有看", en: "What is older was too much to look at")),
            .required(
                "perDay",
                .array(
                    of: .object([
                        .required("day", .string(10...10, format: "date")), .required("count", .integer(1...Int.max)),
                    ]))),
            .required(
                "runs",
                .array(
                    of: .object([
                        .required("at", instant), .required("cause", .string()),
                        .required(
                            "steps",
                            .array(of: .object([.required("zh", .string()), .required("en", .string())]))),
                    ]), 0...RuleTrial.mostRuns
                ).meaning(zh: "最近的在前", en: "The latest first")),
        ]))

    static func json(_ trial: RuleTrial) -> JSON {
        [
            "days": .integer(trial.days), "from": .string(trial.from.iso), "count": .integer(trial.count),
            "examined": .integer(trial.examined), "stoppedAt": .optional(trial.stoppedAt),
            "perDay": .array(
                trial.perDay.sorted { $0.key < $1.key }.map {
                    ["day": .string($0.key.description), "count": .integer($0.value)]
                }),
            "runs": .array(
                trial.runs.map { run in
                    [
                        "at": .string(run.at.iso), "cause": .string(run.cause),
                        "steps": .array(run.steps.map { ["zh": .string($0.zh), "en": .string($0.en)] }),
                    ]
                }),
        ]
    }
}
