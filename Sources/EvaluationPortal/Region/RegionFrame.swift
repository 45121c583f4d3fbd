import Markup
import PortalKit
import Rulebook

/// What the pages of a region share: their heading, and tabs that keep where the visitor looks.
struct RegionFrame {
    var language: PageLanguage
    var current: Route
    var scope: RegionScope
    var regions: Regions
    var standard: String?

    /// The query that keeps region and standard.
    var query: [(name: String, value: String)] { RegionFrame.query(scope.chosen, standard) }

    static func query(_ region: String?, _ standard: String?) -> [(name: String, value: String)] {
        [("region", region), ("standard", standard)].compactMap { name, value in value.map { (name, $0) } }
    }

    func html(_ title: String, lead: String, actions: [HTML] = [], _ body: HTML) -> HTML {
        """
        \(HTML.heading(
            title, lead: .text(lead), breadcrumbs: breadcrumbs, actions: actions, language: language))
        \(HTML.tabs(
            [
                tab(language("总览", "Overview"), Routes.region), tab(language("社区", "Communities"), Routes.regionTable),
                tab(language("机构与专家", "Bodies and experts"), Routes.oversight),
            ], label: language("监管", "Region")))
        \(body)
        """
    }

    private func tab(_ title: String, _ route: Route) -> Link {
        Link(title, route.path(values: [], query: query), isCurrent: route == current)
    }

    /// From what the visitor oversees to what they look at.
    private var breadcrumbs: [Link] {
        guard scope.chosen != nil else { return [] }
        return [
            Link(
                language(scope.whole.title(regions)),
                current.path(values: [], query: RegionFrame.query(nil, standard))),
            Link(language(scope.title(regions)), "", isCurrent: true),
        ]
    }
}

/// A number of hundredths as people read it: `73.45`.
func shownHundredths(_ value: Int?) -> String { value.map { Exact(hundredths: $0).rounded() } ?? "—" }

/// Tenths of a per cent as people read them: `12.5%`.
func shownPermille(_ value: Int?) -> String { value.map { Exact($0, over: 10).rounded(decimals: 1) + "%" } ?? "—" }
