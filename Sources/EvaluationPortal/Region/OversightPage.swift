import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

extension EvaluationPortal {
    func oversightPage(_ call: Call, _ shelf: SummaryShelf) async throws -> Reply {
        let data = try await regionData(call, EvaluationFunction.oversee, shelf)
        let experts = data.scope.hidden.contains(.experts) ? nil : ExpertFigures.all(data.summaries)
        let view = OversightView(
            language: call.spoken, scope: data.scope, regions: data.regions, standard: data.standardInLinks,
            figures: OversightFigures(data.summaries), experts: experts, names: try await names(of: experts ?? []),
            overdue: try await overdue(data.scope),
            bodies: Dictionary(data.summaries.map { ($0.body, $0.bodyName) }) { $1 }, today: today,
            canExport: call.allows(EvaluationFunction.export))
        return page(call, PageContent(Phrase(zh: "机构与专家", en: "Bodies and experts"), isWide: true, view.body))
    }
}

/// The work of bodies and experts in a region.
struct OversightView {
    var language: PageLanguage
    var scope: RegionScope
    var regions: Regions
    var standard: String?
    var figures: OversightFigures
    /// nil: hidden from the visitor.
    var experts: [ExpertFigures]?
    /// Of experts, by id.
    var names: [String: String]
    /// The longest overdue first.
    var overdue: [CaseHead]
    /// Names of bodies, by id.
    var bodies: [String: String]
    var today: Day
    var canExport = false

    static let mostOverdue = 50

    var body: HTML {
        let table = BodyTable(language: language, figures: figures)
        let frame = RegionFrame(
            language: language, current: Routes.oversight, scope: scope, regions: regions, standard: standard)
        return frame.html(
            language("机构与专家", "Bodies and experts"),
            lead: language(
                "\(language(scope.title(regions)))已提交的全部案卷，不分评价依据。",
                "\(language(scope.title(regions))): every case that was submitted, by whatever standard."),
            """
            \(tiles)
            \(HTML.card(nil, steps))
            \(HTML.card(language("评价机构", "Evaluation bodies"), actions: download("bodies.csv"), table.work))
            \(days(table))
            \(expertCard)
            \(overdueCard)
            """)
    }

    private func download(_ format: String) -> [HTML] {
        guard canExport else { return [] }
        let query = RegionFrame.query(scope.chosen, standard)
        return [
            HTML.linkButton(
                language("导出 CSV", "Export CSV"), Routes.regionExport.path(values: [format], query: query))
        ]
    }

    private var tiles: HTML {
        let handled = figures.bodies.reduce(0) { $0 + $1.handled }
        let appeals = figures.bodies.reduce(0) { $0 + $1.appeals }
        let upheld = figures.bodies.reduce(0) { $0 + $1.upheld }
        let late = figures.steps.filter { $0.state.isOver($0.median) }
        let share = shownPermille(Middle.permille(upheld, of: appeals))
        return HTML.tiles([
            Tile(
                language("已提交案卷", "Cases submitted"), String(handled),
                note: language("\(figures.bodies.count) 个机构", "\(figures.bodies.count) bodies")),
            Tile(
                language("中位数超期的阶段", "States over their term"), String(late.count),
                note: late.map { language($0.state.title) }.joined(separator: language("、", ", ")),
                tone: late.isEmpty ? .good : .warn),
            Tile(
                language("异议与申诉", "Objections and appeals"), String(appeals),
                note: language("成立 \(upheld)（\(share)）", "\(upheld) upheld (\(share))")),
            Tile(
                language("逾期案卷", "Overdue cases"), overdue.count >= 500 ? "500+" : String(overdue.count),
                tone: overdue.isEmpty ? .good : .bad, href: "#overdue"),
        ])
    }

    private var steps: HTML {
        let longest = figures.steps.map { max($0.median, $0.state.hours ?? 0) }.max() ?? 1
        let bars = figures.steps.map { step in
            Chart.Bar(
                language(step.state.title), value: Double(step.median), max: Double(max(longest, 1)),
                text: language("\(shownDays(step.median)) 天", "\(shownDays(step.median)) days"),
                tone: step.state.isOver(step.median) ? .warn : .neutral)
        }
        guard !bars.isEmpty else {
            return HTML.emptyState(language("还没有走完任何阶段的案卷", "No case has left a state yet"))
        }
        return Chart.bars(
            language("各阶段用时的中位数", "Median days in each state"), bars, language: language)
    }

    private func days(_ table: BodyTable) -> HTML? {
        guard !figures.steps.isEmpty, !figures.bodies.isEmpty else { return nil }
        return HTML.card(
            language("各机构用时（天）", "Days by body"),
            footer: .text(
                language(
                    "自然日的中位数；同一阶段多次进入的合并计算。期限按每周五个工作日折算后比较，超过的标出。",
                    "Medians of calendar days; a state that a case came into twice counts once, with all of its days. "
                        + "Marked where they exceed the term at five working days a week.")), table.days)
    }

    private var expertCard: HTML {
        guard let experts else {
            return HTML.card(
                language("评审专家", "Experts"),
                HTML.callout(.info, language("专家信息对您不可见", "Who the experts are is hidden from you")))
        }
        return HTML.card(
            language("评审专家", "Experts"), actions: experts.isEmpty ? [] : download("experts.csv"),
            footer: .text(
                language(
                    "只计专家组已结束合议的案卷；“与合议不同”指专家本人的认定与最终合议不一致的条款。",
                    "Cases whose panel has closed; a clause counts where the expert's own word is not the final one.")),
            ExpertTable(language: language, experts: experts, names: names).html)
    }

    private var overdueCard: HTML {
        let rows = overdue.prefix(OversightView.mostOverdue).map { head in
            let state = EvaluationLifeCycle.declaration.state(head.state).map { language($0.title) } ?? head.state
            let last = head.due?.day.adding(days: -1)
            return TableRow([
                HTML.link(head.title, Routes.caseHome.path(head.id)), .text(head.number),
                .text(bodies[head.handler] ?? ""), HTML.badge(state, .of(state: head.state)),
                .text(last?.description ?? ""), .text(last.map { String(today.ordinal - $0.ordinal) } ?? ""),
            ])
        }
        let more =
            overdue.count > rows.count
            ? language("只列出逾期最久的 \(rows.count) 件", "The \(rows.count) that are overdue longest") : ""
        return HTML.card(
            language("逾期案卷", "Overdue cases"), id: "overdue", footer: more.isEmpty ? nil : .text(more),
            HTML.table(
                language("逾期案卷", "Overdue cases"),
                columns: [
                    Column(language("社区", "Community"), isHeader: true), Column(language("编号", "Number")),
                    Column(language("机构", "Body")), Column(language("阶段", "State")),
                    Column(language("应于", "Due")), Column(language("逾期天数", "Days late"), isNumeric: true),
                ],
                rows: rows, empty: HTML.emptyState(language("没有逾期案卷", "No case is overdue")), isCaptionHidden: true
            ))
    }
}
