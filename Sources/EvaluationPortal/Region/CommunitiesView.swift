import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook

/// The communities of a region in a table: how good, how far from the next star, at what cost.
struct CommunitiesView {
    var language: PageLanguage
    var data: RegionData
    var list: CommunityList
    /// All that fit, in order.
    var rows: [CommunityRow]
    /// What the next star costs, by case, for those on the page.
    var outcomes: [String: PlanShelf.Outcome]
    var costs: CostsCard
    var plan: CommunityPlanView?
    var canExport = false

    var body: HTML {
        let frame = RegionFrame(
            language: language, current: Routes.regionTable, scope: data.scope, regions: data.regions,
            standard: data.standardInLinks)
        return frame.html(
            language("辖区社区", "Communities"),
            lead: language(
                "\(language(data.scope.title(data.regions)))，共 \(rows.count) 个。离下一星级的距离精确到 0.01 分。",
                "\(language(data.scope.title(data.regions))): \(rows.count). Distances to the next star are exact to "
                    + "0.01."), actions: downloads,
            """
            \(plan?.card)
            \(costs.current == nil ? noCosts : nil)
            \(HTML.card(nil, search))
            \(table)
            \(pages)
            \(costs.card)
            """)
    }

    private var noCosts: HTML {
        HTML.callout(
            .info, language("还没有费用", "No costs yet"),
            .text(
                language(
                    "上传费用文件后，表中给出每个社区达到下一星级的最低费用和具体步骤。",
                    "Upload a costs file, and the table says what the next star costs each community, and how.")),
            actions: [HTML.linkButton(language("上传费用", "Upload costs"), "#costs")])
    }

    private var downloads: [HTML] {
        guard canExport else { return [] }
        return ["csv", "xlsx"].map { format in
            HTML.linkButton(
                language("导出 \(format.uppercased())", "Export \(format.uppercased())"),
                list.path(Routes.regionExport, [format]))
        }
    }

    private var search: HTML {
        func select(_ name: String, _ label: String, _ choices: [Choice], _ value: String) -> HTML {
            SearchSelect(name: name, label: label, choices: choices, value: value, language: language).html
        }
        let grades =
            data.rulebook.grades.map { Choice($0.id, language($0.title)) }
            + [Choice(CommunityList.noGrade, language("无等级", "No grade"))]
        let states = EvaluationLifeCycle.states.map { Choice($0.id, language($0.title)) }
        let areas = data.scope.choices(data.regions).map { Choice($0.code, language($0.name)) }
        let kept = RegionFrame.query(nil, list.standard).map { HTML.hidden($0.name, $0.value) }
        let order = HTML.hidden("sort", list.sort.rawValue) + HTML.hidden("order", list.isDescending ? "down" : "up")
        let more: HTML = """
            \(select("grade", language("等级", "Grade"), grades, list.grade))\
            \(select("state", language("阶段", "State"), states, list.state))\
            \(if: areas.count > 1, select("region", language("区域", "District"), areas, list.region ?? ""))\
            \(kept)\(order)
            """
        return HTML.search(
            action: Routes.regionTable.path(), value: list.text,
            label: language("社区、地址、编号或证书", "Community, address, number or certificate"),
            button: language("筛选", "Filter"), more: more)
    }

    var table: HTML {
        func column(_ sort: CommunityList.Sort, _ title: String, isNumeric: Bool = false) -> Column {
            Column(
                title, isNumeric: isNumeric, isHeader: sort == .community, sortHref: list.path(by: sort),
                order: list.sort == sort ? (list.isDescending ? .descending : .ascending) : nil)
        }
        return HTML.table(
            language("社区列表", "Communities"),
            columns: [
                column(.community, language("社区", "Community")), column(.region, language("区域", "District")),
                column(.state, language("阶段", "State")), column(.q, "Q", isNumeric: true),
                column(.grade, language("等级", "Grade")),
                column(.distance, language("距下一星级", "To the next star"), isNumeric: true),
            ] + (costs.current == nil ? [] : [Column(language("最低费用", "Cheapest way there"), isNumeric: true)])
                + [column(.certificate, language("证书", "Certificate"))],
            rows: list.shown(rows).rows.map(row), empty: nothing, isCaptionHidden: true)
    }

    private func row(_ row: CommunityRow) -> TableRow {
        let state = EvaluationLifeCycle.declaration.state(row.state)
        let address: HTML? = row.address.isEmpty ? nil : "<br><small>\(row.address)</small>"
        return TableRow(
            [
                "\(HTML.link(row.community, Routes.caseHome.path(row.caseID)))\(address)",
                .text(data.regions.name(of: row.region).map { language($0) } ?? row.region),
                HTML.badge(state.map { language($0.title) } ?? row.state, .of(state: row.state)),
                row.q == nil ? "" : .text(shownHundredths(row.q)), row.q == nil ? "" : row.mark.html(language),
                distance(row),
            ] + (costs.current == nil ? [] : [cost(row)]) + [certificate(row)])
    }

    private func distance(_ row: CommunityRow) -> HTML {
        guard row.q != nil else { return "" }
        guard let next = row.next else { return .text(language("已是最高", "highest")) }
        let note =
            next.isReached
            ? language("得分已够，另有条件未满足", "enough points; something else is missing")
            : "\(language(next.title)) \(next.line)"
        return "\(shownHundredths(next.distance))<br><small>\(note)</small>"
    }

    private func cost(_ row: CommunityRow) -> HTML {
        guard row.next != nil else { return "" }
        switch outcomes[row.caseID] {
        case nil: return ""
        case .cost(let money): return HTML.link(money.yuan(language), list.path(plan: row.caseID) + "#plan")
        case .impossible(let reason):
            return "\(HTML.badge(language("达不到", "out of reach"), .warn))<br><small>\(language(reason))</small>"
        case .unfit: return HTML.badge(language("费用不适用于其版本", "costs do not fit its edition"), .neutral)
        }
    }

    private func certificate(_ row: CommunityRow) -> HTML {
        guard let status = row.status, let number = row.certificate else { return "" }
        let until: HTML? = row.validUntil.map { day in
            "<br><small>\(language("至 \(day)", "until \(day)"))</small>"
        }
        return "<span title=\"\(number)\">\(status.badge(language))</span>\(until)"
    }

    private var nothing: HTML {
        HTML.emptyState(
            language("没有符合条件的社区", "No community found"),
            language("换一个名称、等级、阶段或区域再试。", "Try another name, grade, state or district."),
            action: HTML.linkButton(
                language("查看全部", "Show all"),
                Routes.regionTable.path(values: [], query: RegionFrame.query(nil, list.standard))))
    }

    private var pages: HTML {
        let shown = list.shown(rows)
        return HTML.pagination(
            previous: shown.page > 1 ? list.path(page: shown.page - 1) : nil,
            next: shown.page < shown.pages ? list.path(page: shown.page + 1) : nil,
            note: shown.pages > 1
                ? language("第 \(shown.page) 页，共 \(shown.pages) 页", "Page \(shown.page) of \(shown.pages)") : "",
            language: language)
    }
}
