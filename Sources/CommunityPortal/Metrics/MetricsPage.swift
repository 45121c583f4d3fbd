import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func metricsPage(_ call: Call) async throws -> Reply {
        let board = try await desk.metrics(of: try call.query.filled("of"), call.visitor)
        let view = MetricsView(
            language: call.spoken, catalog: desk.catalog, board: board, csrf: call.formToken,
            mayCompute: call.allows(
                CommunityFunction.compute,
                on: Subject(organisations: [board.keeper.id], region: board.keeper.region)),
            mayKeep: call.allows(CommunityFunction.retention),
            mayOverlook: call.allows(CommunityFunction.overview))
        var content = PageContent(Phrase(zh: "指标", en: "Metrics"), isWide: true, view.body)
        content.notices = Done.notices(call, ["computed": Phrase(zh: "已计算，当天的值已更新", en: "Computed: today's are new")])
        return livePage(call, content)
    }

    @Sendable func computeMetrics(_ call: Call) async throws -> Reply {
        let (metric, organisation) = (try call.form.filled("metric"), try call.form.filled("of"))
        try await desk.computeMetrics(metric, of: organisation, by: call.visitor)
        let query = [("of", organisation), ("done", "computed")].compactMap { name, value in
            value.map { (name: name, value: $0) }
        }
        let route = metric == nil ? MetricRoutes.board : MetricRoutes.metric
        return .redirect(to: route.path(values: metric.map { [$0] } ?? [], query: query))
    }
}

/// All that a community is measured by, domain by domain.
struct MetricsView {
    var language: PageLanguage
    var catalog: Catalog
    var board: MetricBoard
    var csrf: String?
    var mayCompute = false
    var mayKeep = false
    var mayOverlook = false

    private var choice: KeeperChoice { KeeperChoice(language: language, board: board) }

    var body: HTML {
        """
        \(HTML.heading(
            language("指标", "Metrics"),
            lead: .text(
                language(
                    "\(board.keeper.name)。每天由系统从业务记录自动计算，点开可以看到算法和每天的值。",
                    "\(board.keeper.name). Computed each day from what is on record; each says how, and what it was.")),
            breadcrumbs: mayOverlook ? [Link(language("社区", "Community"), CommunityRoutes.home.path())] : [],
            actions: actions, language: language))
        \(choice.tabs { MetricRoutes.board.path(values: [], query: $0.map { (name: $0.key, value: $0.value) }) })
        \(if: board.lines.isEmpty, HTML.emptyState(language("没有指标", "There are no metrics")))\
        \(each: catalog.domains.filter { !$0.metrics.isEmpty }, card)
        """
    }

    private var actions: [HTML] {
        var actions: [HTML] = []
        if mayKeep { actions.append(HTML.linkButton(language("保存期限", "Retention"), MetricRoutes.retention.path())) }
        if mayCompute {
            actions.append(
                HTML.postButton(
                    language("立即计算", "Compute now"), action: MetricRoutes.board.path(), csrf: csrf, kind: .primary,
                    hidden: choice.query.map { (name: $0.key, value: $0.value) }))
        }
        return actions
    }

    private func card(_ domain: CommunityDomain) -> HTML {
        let ids = Set(domain.metrics.map(\.id))
        let rows = board.lines.filter { ids.contains($0.metric.id) }.map(row)
        return HTML.card(
            language(domain.title), id: "metrics-\(domain.id)",
            HTML.table(
                language(domain.title),
                columns: [
                    Column(language("指标", "Metric"), isHeader: true), Column(language("值", "Value"), isNumeric: true),
                    Column(language("状态", "State")), Column(language("样本", "Rests on"), isNumeric: true),
                    Column(language("近 \(MetricBoard.days) 天", "\(MetricBoard.days) days")),
                    Column(language("计算时间", "Computed")),
                ], rows: rows, isCaptionHidden: true))
    }

    private func row(_ line: MetricLine) -> TableRow {
        let text = MetricText(language: language, metric: line.metric, catalog: catalog)
        let path = MetricRoutes.metric.path(
            values: [line.metric.id], query: choice.query.map { (name: $0.key, value: $0.value) })
        let latest = line.latest
        return TableRow(
            [
                HTML.link(language(line.metric.title), path), "<b>\(text.whole(latest))</b>",
                """
                \(text.badge(latest?.state))\(latest?.reason.map { " <small>\(language($0))</small>" as HTML })
                """,
                latest.map { .text(text.ratio($0)) } ?? "", spark(line, text),
                latest.map { HTML.time($0.at.iso, $0.at.shown) } ?? "",
            ], id: "metric-\(line.metric.id)")
    }

    private func spark(_ line: MetricLine, _ text: MetricText) -> HTML {
        let heights = line.values.compactMap(text.height)
        guard heights.count > 1, let first = line.values.first, let last = line.values.last else { return "" }
        return Chart.sparkline(
            heights,
            label: language(
                "从 \(text.whole(first)) 到 \(text.whole(last))", "from \(text.whole(first)) to \(text.whole(last))"))
    }
}
