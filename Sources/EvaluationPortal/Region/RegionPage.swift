import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    func regionPage(_ call: Call, _ shelf: SummaryShelf) async throws -> Reply {
        let data = try await regionData(call, EvaluationFunction.oversee, shelf)
        let overdue = try await overdue(data.scope).count
        let shade = try call.query.filled("shade").flatMap(RegionMap.Shade.init) ?? .median
        let view = RegionView(
            language: call.spoken, data: data, overdue: overdue, shade: shade, today: today,
            titles: Dictionary(
                data.standards.compactMap { id in desk.shelf.offer(id).map { (id, $0.rulebook.title) } }
            ) { first, _ in first })
        return page(call, PageContent(Phrase(zh: "监管总览", en: "Region"), isWide: true, view.body))
    }
}

/// A region at a glance: how many, how good, where, since when, and what is weakest.
struct RegionView {
    var language: PageLanguage
    var data: RegionData
    /// Cases whose term is over.
    var overdue: Int
    var shade: RegionMap.Shade
    var today: Day
    /// Of the standards, by id.
    var titles: [String: Phrase]

    var body: HTML {
        let figures = RegionFigures(data.standings, data.rulebook, on: today)
        let charts = RegionCharts(
            language: language, figures: figures, rulebook: data.rulebook,
            link: { path(Routes.regionTable, [("grade", $0)]) })
        let frame = RegionFrame(
            language: language, current: Routes.region, scope: data.scope, regions: data.regions,
            standard: data.standardInLinks)
        return frame.html(
            language("监管总览", "Region"),
            lead: language(
                "\(language(data.scope.title(data.regions)))：每个社区按最近一次已提交的评价计入，得分以当前最新认定为准。",
                "\(language(data.scope.title(data.regions))): each community counts with its latest submitted "
                    + "evaluation, by the latest word on it."),
            """
            \(standards)
            \(tiles(figures))
            \(figures.communities == 0 ? nothing : pictures(figures, charts))
            """)
    }

    private func path(_ route: Route, _ more: [(name: String, value: String)] = []) -> String {
        route.path(values: [], query: RegionFrame.query(data.scope.chosen, data.standardInLinks) + more)
    }

    /// A choice, where communities were evaluated by more than one standard.
    private var standards: HTML? {
        guard data.standards.count > 1 else { return nil }
        let links = data.standards.map { id in
            Link(
                titles[id].map { language($0) } ?? id,
                Routes.region.path(
                    values: [],
                    query: RegionFrame.query(data.scope.chosen, id == data.standards.first ? nil : id)),
                isCurrent: id == data.standard)
        }
        return HTML.tabs(links, label: language("评价依据", "Standard"))
    }

    private func tiles(_ figures: RegionFigures) -> HTML {
        let stars = data.rulebook.grades.dropFirst().reversed().map { grade -> Tile in
            let found = figures.grades.first { $0.grade == grade.id }
            return Tile(
                language(grade.title), String(found?.count ?? 0),
                note: language("持证 \(found?.certified ?? 0)", "\(found?.certified ?? 0) certified"),
                href: path(Routes.regionTable, [("grade", grade.id)]))
        }
        let share = shownPermille(Middle.permille(figures.certified, of: figures.communities))
        return HTML.tiles(
            [
                Tile(
                    language("社区", "Communities"), String(figures.communities),
                    note: language("已提交评价 \(figures.scored)", "\(figures.scored) submitted"),
                    href: path(Routes.regionTable)),
                Tile(language("持有效证书", "Certified"), String(figures.certified), note: share),
            ] + stars + [
                Tile(
                    language("Q 中位数", "Median Q"), shownHundredths(figures.median),
                    note: language(
                        "平均 \(shownHundredths(figures.average))", "average \(shownHundredths(figures.average))")),
                Tile(
                    language("逾期案卷", "Overdue cases"), overdue >= 500 ? "500+" : String(overdue),
                    tone: overdue > 0 ? .bad : .good, href: path(Routes.oversight) + "#overdue"),
            ])
    }

    private func pictures(_ figures: RegionFigures, _ charts: RegionCharts) -> HTML {
        let map = RegionMap(language: language, data: data, shade: shade, today: today)
        return """
            \(map.card)
            \(HTML.grid([HTML.card(nil, charts.grades), HTML.card(nil, charts.histogram)]))
            \(HTML.grid([HTML.card(nil, charts.medians), HTML.card(nil, charts.counts)]))
            \(HTML.card(nil, charts.categories))
            \(weakest(figures))
            """
    }

    private var nothing: HTML {
        HTML.emptyState(
            language("辖区内还没有社区申报", "No community has applied yet"),
            language("有社区新建申报后，这里会出现地图和统计。", "A map and figures appear once one has."))
    }

    private func weakest(_ figures: RegionFigures) -> HTML {
        let rows = figures.weakest.map { clause in
            let share = shownPermille(Middle.permille(clause.count, of: figures.scored))
            let title = data.rulebook.item(clause.clause).map { language($0.title) } ?? ""
            return TableRow([
                "<code>\(clause.clause)</code>", .text(title),
                HTML.progress(
                    share, done: clause.count, of: max(figures.scored, 1),
                    text: "\(clause.count) / \(figures.scored)"),
                .text(shownHundredths(clause.mean)),
            ])
        }
        return HTML.card(
            language("薄弱条款", "Weakest clauses"),
            footer: .text(
                language(
                    "按全部社区损失的 Q 合计排序；每个社区计入失分最多的 20 条。",
                    "By what all communities together lose of Q; each counts with the 20 clauses it loses most on.")),
            HTML.table(
                language("薄弱条款", "Weakest clauses"),
                columns: [
                    Column(language("条款", "Clause"), isHeader: true), Column(language("内容", "What it asks")),
                    Column(language("失分社区", "Communities losing points")),
                    Column(language("平均失分（Q）", "Mean loss in Q"), isNumeric: true),
                ],
                rows: rows, empty: HTML.emptyState(language("没有失分条款", "Nobody loses points")),
                isCaptionHidden: true))
    }
}
