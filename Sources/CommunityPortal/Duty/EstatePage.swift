import Commons
import Community
import Markup
import PortalKit
import Rulebook

extension CommunityPortal {
    @Sendable func estatePage(_ call: Call) async throws -> Reply {
        var view = EstateView(
            language: call.spoken, catalog: desk.catalog, overview: try await desk.overview(call.visitor),
            mayWatch: call.allows(CommunityFunction.duty), mayMeasure: call.allows(CommunityFunction.metrics))
        view.growth = growth()
        return livePage(call, PageContent(Phrase(zh: "社区", en: "Community"), isWide: true, view.body))
    }
}

/// The estate at a glance: how much there is of everything, where it is, and how fast alarms are answered.
struct EstateView {
    var language: PageLanguage
    var catalog: Catalog
    var overview: EstateOverview
    var mayWatch = false
    var mayMeasure = false
    var growth: (thousandths: Int, what: Phrase)?

    var body: HTML {
        """
        \(HTML.heading(
            language("社区概览", "The community"),
            actions: actions, language: language))
        \(growing)
        \(tiles)
        \(HTML.card(language("地图", "Map"), map))
        \(HTML.grid(domains))
        \(if: hasAlarms, responses)
        """
    }

    private var actions: [HTML] {
        var actions: [HTML] = []
        if mayMeasure { actions.append(HTML.linkButton(language("指标", "Metrics"), MetricRoutes.board.path())) }
        if mayWatch {
            actions.append(
                HTML.linkButton(language("值班台", "Duty screen"), CommunityRoutes.duty.path(), kind: .primary))
        }
        return actions
    }

    private var growing: HTML {
        guard let growth else { return "" }
        return HTML.card(
            nil,
            HTML.progress(
                language("正在模拟完整小区", "The full estate is being simulated"), done: growth.thousandths, of: 1000,
                text: "\(language(growth.what)) · \(growth.thousandths / 10)%"))
    }

    private var hasAlarms: Bool { overview.counts[Estate.alarm.id] != nil }

    /// How many of a kind are in these states; nil: the visitor may not read any.
    private func count(_ kind: Kind, _ states: Set<String>? = nil) -> Int? {
        overview.counts[kind.id].map { counts in
            counts.filter { states?.contains($0.key) ?? true }.values.reduce(0, +)
        }
    }

    private var tiles: HTML {
        func spaces(_ level: String) -> String {
            KindRoutes(Estate.space).list.path(query: ["level": level])
        }
        func tile(_ zh: String, _ en: String, _ kind: Kind, isBad: Bool = false) -> Tile? {
            count(kind, kind.openStates).map { count in
                Tile(
                    language(zh, en), String(count), tone: isBad && count > 0 ? .bad : .neutral,
                    href: KindRoutes(kind).list.path())
            }
        }
        return HTML.tiles(
            [
                Tile(
                    language("楼栋", "Buildings"), String(overview.levels["building"] ?? 0), href: spaces("building")),
                Tile(language("房屋", "Homes"), String(overview.levels["home"] ?? 0), href: spaces("home")),
                tile("设备", "Devices", Estate.device), tile("未关闭告警", "Open alarms", Estate.alarm, isBad: true),
                tile("未办结工单", "Open work orders", Estate.order),
            ].compactMap(\.self))
    }

    private var map: HTML {
        EstateMap(
            language: language, spaces: overview.picture.spaces, alarms: overview.picture.alarms,
            now: overview.picture.now
        ).html ?? EstateMap.nothing(language)
    }

    private var domains: [HTML] {
        catalog.domains.compactMap { domain in
            let kinds = domain.kinds.filter { overview.counts[$0.id] != nil }
            guard !kinds.isEmpty else { return nil }
            let rows = kinds.map { kind in
                TableRow([
                    HTML.link(language(kind.title), KindRoutes(kind).list.path()), "\(count(kind) ?? 0)",
                    "\(count(kind, kind.openStates) ?? 0)",
                ])
            }
            return HTML.card(
                language(domain.title),
                HTML.table(
                    language(domain.title),
                    columns: [
                        Column(language("类别", "Kind"), isHeader: true),
                        Column(language("全部", "All"), isNumeric: true),
                        Column(language("在办", "Open"), isNumeric: true),
                    ],
                    rows: rows, narrow: .scroll, isCaptionHidden: true))
        }
    }

    // MARK: How fast

    private var responses: HTML {
        let lead = language(
            "最近 \(EstateOverview.days) 天的告警从打开到有人处置的时间，演练不计。",
            "From opening to somebody seeing to it, alarms of the last \(EstateOverview.days) days, drills left out.")
        return """
            \(HTML.card(
                language("响应时间", "Response times"), footer: .text(lead),
                table(language("按事件类型", "By kind of event"), overview.byEvent) { figures in
                    catalog.event(figures.key).map { language($0.title) } ?? figures.key
                }))
            \(HTML.grid([
                HTML.card(
                    nil,
                    table(language("按楼栋", "By building"), overview.byBuilding) { figures in
                        figures.key.isEmpty ? language("没有位置", "nowhere") : figures.title
                    }),
                HTML.card(
                    nil,
                    table(language("按班组", "By team"), overview.byTeam) { figures in
                        figures.key.isEmpty ? language("没有班组", "no team") : figures.title
                    }),
                HTML.card(nil, table(language("按人员", "By person"), overview.byPerson) { $0.title }),
            ]))
            """
    }

    private func table(
        _ caption: String, _ figures: [ResponseFigures], _ name: (ResponseFigures) -> String
    ) -> HTML {
        func lapse(_ milliseconds: Int64?) -> HTML {
            milliseconds.map { .text(Lapse(milliseconds: $0).text(language)) } ?? ""
        }
        let rows = figures.prefix(20).map { one in
            TableRow([
                .text(name(one)), "\(one.count)", "\(one.answered)", lapse(one.median), lapse(one.mean),
            ])
        }
        return HTML.table(
            caption,
            columns: [
                Column(caption, isHeader: true), Column(language("件数", "Alarms"), isNumeric: true),
                Column(language("已处置", "Answered"), isNumeric: true),
                Column(language("中位数", "Median"), isNumeric: true), Column(language("平均", "Mean"), isNumeric: true),
            ],
            rows: Array(rows), empty: .text(language("没有告警", "No alarms")))
    }
}
