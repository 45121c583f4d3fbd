import Evaluation
import Markup
import PortalKit
import Rulebook

/// The region's districts and communities on our own outlines.
struct RegionMap {
    /// What districts are coloured by.
    enum Shade: String, CaseIterable {
        case median, certified
    }

    var language: PageLanguage
    var data: RegionData
    var shade: Shade
    var today: Day

    /// More dots than this hide one another; then districts alone are shown.
    static let mostPlaces = 600

    /// nil: there is nothing to draw.
    var card: HTML? {
        let areas = data.scope.areas(data.regions)
        let places = self.places
        guard !(areas.isEmpty && places.isEmpty) else { return nil }
        let figures = AreaFigures.all(areas.map(\.code), data.standings, on: today)
        let medians = Steps(figures.values.compactMap(\.median))
        let isCrowded = places.count > RegionMap.mostPlaces
        let note: HTML? =
            isCrowded
            ? HTML.callout(
                .info,
                language(
                    "社区多于 \(RegionMap.mostPlaces) 个，地图只显示区域", "More than \(RegionMap.mostPlaces) communities"),
                .text(language("点选一个区域查看其中的社区。", "Choose a district to see those in it.")))
            : nil
        return HTML.card(
            language("地图", "Map"),
            """
            \(if: areas.count > 1, HTML.tabs(shades, label: language("区域底色", "Districts by")))\(note)\
            \(Chart.map(
                language("社区分布", "Where they are"), description: description(areas.count),
                districts: districts(areas, figures, medians), places: isCrowded ? [] : places,
                legends: legend(areas.count > 1 ? medians : nil), language: language))
            """)
    }

    private func description(_ areas: Int) -> String {
        language(
            "\(areas) 个区域，\(data.standings.count) 个社区",
            "\(areas) \(areas == 1 ? "area" : "areas"), \(data.standings.count) communities")
    }

    private var shades: [Link] {
        Shade.allCases.map { shade in
            let query = RegionFrame.query(data.scope.chosen, data.standardInLinks)
            return Link(
                shade == .median ? language("Q 中位数", "Median Q") : language("持证比例", "Share certified"),
                Routes.region.path(
                    values: [], query: shade == .median ? query : query + [("shade", shade.rawValue)]),
                isCurrent: shade == self.shade)
        }
    }

    private var places: [Chart.Place] {
        data.standings.compactMap { standing in
            let summary = standing.latest
            guard let east = summary.longitude, let north = summary.latitude else { return nil }
            let grade = GradeMark(standing.isScored ? summary.grade : nil, of: data.rulebook)
            let text =
                standing.isScored
                ? "\(grade.text(language)) · Q \(shownHundredths(summary.q))" : language("尚未提交", "not submitted")
            return Chart.Place(
                summary.community, at: Chart.Position(Double(east) / 1_000_000, Double(north) / 1_000_000),
                text: text, grade.title == nil ? RegionMap.none : grade.swatch,
                href: Routes.caseHome.path(summary.caseID))
        }
    }

    private func districts(
        _ areas: [Regions.Area], _ figures: [String: AreaFigures], _ medians: Steps
    ) -> [Chart.District] {
        Regions(areas: areas).districts(language) { area in
            let code = area.code
            let known = figures[code] ?? AreaFigures()
            let isLink = code != data.scope.chosen && data.scope.reaches(code)
            let query = RegionFrame.query(code, data.standardInLinks)
            let kept = shade == .median ? query : query + [("shade", shade.rawValue)]
            return (
                text(known), swatch(known, medians), isLink ? Routes.region.path(values: [], query: kept) : nil
            )
        }
    }

    private func text(_ figures: AreaFigures) -> String {
        if figures.communities == 0 { return language("无社区", "none") }
        let count = language("\(figures.communities) 个", "\(figures.communities)")
        switch shade {
        case .median: return "\(count) · Q \(shownHundredths(figures.median))"
        case .certified:
            let share = shownPermille(Middle.permille(figures.certified, of: figures.communities))
            return language("\(count) · 持证 \(share)", "\(count) · \(share) certified")
        }
    }

    private func swatch(_ figures: AreaFigures, _ medians: Steps) -> Chart.Swatch? {
        switch shade {
        case .median: figures.median.map { .stars(medians.step(of: $0)) }
        case .certified: figures.communities == 0 ? nil : .stars(RegionMap.third(figures))
        }
    }

    /// Four steps from the lowest to the highest: districts that all lie in one grade would look alike by grade.
    struct Steps: Hashable, Sendable {
        /// Where each begins.
        let starts: [Int]

        init(_ values: [Int]) {
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            starts = (0..<4).map { low + (high - low) * $0 / 4 }
        }

        func step(of value: Int) -> Int { starts.lastIndex { $0 <= value } ?? 0 }
    }

    /// 0: none is certified; 1, 2, 3: up to a third, up to two thirds, more.
    static func third(_ figures: AreaFigures) -> Int {
        if figures.certified == 0 { return 0 }
        let thirds = figures.certified * 3
        return thirds <= figures.communities ? 1 : thirds <= figures.communities * 2 ? 2 : 3
    }

    /// Districts and communities share four colours, which mean something else for each: so each has a row of its own.
    private func legend(_ medians: Steps?) -> [(title: String, entries: [(swatch: Chart.Swatch, label: String)])] {
        let entries = data.rulebook.grades.enumerated().map { index, grade in
            (swatch: Chart.Swatch.stars(index), label: language(grade.title))
        }
        let shares: [String]
        switch shade {
        case .median:
            shares = (medians?.starts ?? []).map { "≥ \(shownHundredths($0))" }
        case .certified: shares = medians == nil ? [] : ["0", "≤ 1/3", "≤ 2/3", "> 2/3"]
        }
        let areas = shares.enumerated().map { (swatch: Chart.Swatch.stars($0), label: $1) }
        let title =
            shade == .median
            ? language("区域：Q 中位数", "Districts: median Q") : language("区域：持证比例", "Districts: share certified")
        return [
            (language("社区", "Communities"), [(RegionMap.none, language("无等级", "no grade"))] + entries),
            (title, areas),
        ].filter { !$0.1.isEmpty }
    }

    /// Who has no grade stands out from every district.
    private static let none = Chart.Swatch.tone(.neutral)
}
