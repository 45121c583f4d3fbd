import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func metricPage(_ call: Call) async throws -> Reply {
        let board = try await desk.metric(call.parameter("metric"), of: try call.query.filled("of"), call.visitor)
        guard let line = board.lines.first else { throw Refusal(.missing, zh: "没有这项指标", en: "no such metric") }
        let view = MetricView(
            language: call.spoken, catalog: desk.catalog, board: board, line: line, csrf: call.formToken,
            mayCompute: call.allows(
                CommunityFunction.compute,
                on: Subject(organisations: [board.keeper.id], region: board.keeper.region)), today: now.day)
        var content = PageContent(line.metric.title, isWide: true, view.body)
        content.notices = Done.notices(call, ["computed": Phrase(zh: "已计算，当天的值已更新", en: "Computed: today's is new")])
        return livePage(call, content)
    }

    /// Day by day, as it is kept: numerator and denominator beside what is shown.
    @Sendable func metricFile(_ call: Call) async throws -> Reply {
        let board = try await desk.metric(call.parameter("metric"), of: try call.query.filled("of"), call.visitor)
        guard let line = board.lines.first else { throw Refusal(.missing, zh: "没有这项指标", en: "no such metric") }
        let unit = line.metric.unit(in: desk.catalog)
        let columns = [
            ("日期", "Day"), ("值", "Value"), ("单位", "Unit"), ("分子", "Numerator"), ("分母", "Denominator"),
            ("样本", "Rests on"), ("状态", "State"), ("原因", "Reason"), ("计算时间", "Computed"),
        ]
        let rows = line.values.map { value -> [ExportTable.Value] in
            [
                .text(value.day.description), value.digits(unit).map { .number($0) } ?? .text(""),
                .text(MetricJSON.unit(unit)), .number(String(value.numerator)), .number(String(value.denominator)),
                .number(String(value.sample)), .text(value.state.rawValue),
                .text(value.reason.map { call.say($0) } ?? ""), .text(value.at.iso),
            ]
        }
        let table = ExportTable(
            title: call.say(line.metric.title), columns: columns.map { call.say($0.0, $0.1) }, rows: rows)
        return try table.reply("csv", name: line.metric.id, on: now.day)
    }
}

/// One metric: what it says, how it is computed, what it was.
struct MetricView {
    var language: PageLanguage
    var catalog: Catalog
    var board: MetricBoard
    var line: MetricLine
    var csrf: String?
    var mayCompute = false
    var today: Day

    /// Days of the picture, and rows of the table.
    static let days = 90
    static let rows = 60

    private var metric: Metric { line.metric }
    private var text: MetricText { MetricText(language: language, metric: metric, catalog: catalog) }
    private var choice: KeeperChoice { KeeperChoice(language: language, board: board) }
    private var query: [(name: String, value: String)] { choice.query.map { (name: $0.key, value: $0.value) } }

    var body: HTML {
        """
        \(HTML.heading(
            language(metric.title), lead: .text(language(metric.meaning)),
            breadcrumbs: [Link(language("指标", "Metrics"), MetricRoutes.board.path(values: [], query: query))],
            state: text.badge(line.latest?.state), actions: actions, language: language))
        \(choice.tabs {
            MetricRoutes.metric.path(values: [metric.id], query: $0.map { (name: $0.key, value: $0.value) })
        })
        \(HTML.split("\(picture)\(table)", aside: "\(latest)\(explanation)"))
        """
    }

    private var actions: [HTML] {
        var actions = [
            HTML.download(
                language("导出 CSV", "CSV"), MetricRoutes.file.path(values: [metric.id], query: query))
        ]
        if mayCompute {
            actions.append(
                HTML.postButton(
                    language("立即计算", "Compute now"), action: MetricRoutes.board.path(), csrf: csrf, kind: .primary,
                    hidden: query + [(name: "metric", value: metric.id)]))
        }
        return actions
    }

    private var latest: HTML {
        guard let value = line.latest else {
            return HTML.card(
                language("最近一次", "Latest"),
                HTML.emptyState(
                    language("还没有计算过", "Not computed yet"),
                    language("系统每天夜里计算一次。", "It is computed each night.")))
        }
        var facts = [
            Fact(language("值", "Value"), text.whole(value)), Fact(language("样本", "Rests on"), text.ratio(value)),
            Fact(language("计算时间", "Computed"), HTML.time(value.at.iso, value.at.shown)),
        ]
        if let from = value.from { facts.append(Fact(language("区间开始", "Looks back to"), from.shown)) }
        if let reason = value.reason { facts.append(Fact(language("说明", "Note"), language(reason))) }
        facts += value.marks.map { Fact(language("录入情况", "How it was entered"), HTML.badge(language($0.words), .warn)) }
        facts += value.details.map { Fact(language($0.label), language($0.text)) }
        return HTML.card(language("最近一次", "Latest"), HTML.facts(facts))
    }

    private var explanation: HTML {
        let words = MetricWords(metric, in: catalog)
        var facts = [
            Fact(language("算法", "Computation"), language(words.computation)),
            Fact(language("区间", "Span"), language(words.span)),
        ]
        if let needs = words.needs { facts.append(Fact(language("数据要求", "Needs"), language(needs))) }
        facts.append(Fact(language("编号", "Id"), metric.id))
        return HTML.card(language("怎样计算", "How it is computed"), HTML.facts(facts))
    }

    private var picture: HTML {
        let byDay = Dictionary(line.values.map { ($0.day, $0) }) { _, new in new }
        let heights = line.values.filter { $0.day > today.adding(days: -MetricView.days) }.compactMap(text.height)
        guard heights.count > 1, let low = heights.min(), let high = heights.max() else { return "" }
        let stretches = (0..<MetricView.days).map { index -> Chart.Stretch in
            let day = today.adding(days: index - MetricView.days + 1)
            let value = byDay[day]
            let height = value.flatMap(text.height)
            return Chart.Stretch(
                String(day.description.dropFirst(5)), isMarked: (MetricView.days - 1 - index) % 15 == 0,
                height.map { ($0, $0, $0) }, text: text.whole(value))
        }
        let room = high > low ? 0 : max(abs(low) / 10, 1)
        func end(_ extreme: Double) -> String {
            let value = line.values.last { text.height($0) == extreme }
            return text.whole(value)
        }
        return HTML.card(
            language("最近 \(MetricView.days) 天", "The last \(MetricView.days) days"),
            Chart.course(
                language(metric.title), stretches, range: (low - room)...(high + room), ends: (end(low), end(high)),
                language: language))
    }

    private var table: HTML {
        let rows = line.values.suffix(MetricView.rows).reversed().map { value in
            TableRow([
                .text(value.day.description), .text(text.whole(value)), .text(text.ratio(value)),
                text.badge(value.state), .text(value.reason.map { language($0) } ?? ""),
            ])
        }
        return HTML.table(
            language("每天的值", "Day by day"),
            columns: [
                Column(language("日期", "Day"), isHeader: true), Column(language("值", "Value"), isNumeric: true),
                Column(language("样本", "Rests on"), isNumeric: true), Column(language("状态", "State")),
                Column(language("说明", "Note")),
            ], rows: Array(rows), empty: .text(language("还没有值", "Nothing yet")))
    }
}
