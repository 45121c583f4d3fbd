import Commons
import Community
import Markup
import PortalKit
import Rulebook

/// A value of a metric, as people read it.
struct MetricText {
    var language: PageLanguage
    var metric: Metric
    var catalog: Catalog

    private var unit: Metric.Unit { metric.unit(in: catalog) }

    private var figures: MetricFigures { MetricFigures(metric, in: catalog) }

    func whole(_ value: MetricValue?) -> String { language(figures.whole(value)) }

    /// `19 / 20`: what a share or a mean is of.
    func ratio(_ value: MetricValue) -> String {
        switch unit {
        case .percent, .grade: "\(value.numerator) / \(value.denominator)"
        case .count, .days, .measured, .time: String(value.sample)
        }
    }

    /// For pictures only.
    func height(_ value: MetricValue) -> Double? {
        value.denominator > 0 ? Double(value.numerator) / Double(value.denominator) : nil
    }

    func badge(_ state: MetricValue.State?) -> HTML {
        switch state {
        case .ok: HTML.badge(language("正常", "Sound"), .good)
        case .thin: HTML.badge(language("数据不足", "Too little"), .warn)
        case .none?: HTML.badge(language("无数据", "No data"), .neutral)
        case nil: HTML.badge(language("未计算", "Not computed yet"), .neutral)
        }
    }
}

/// Which community is shown, where there are several.
struct KeeperChoice {
    var language: PageLanguage
    var board: MetricBoard

    /// nil: there is one only, which goes without saying.
    var query: KeyValuePairs<String, String> {
        board.keepers.count > 1 ? ["of": board.keeper.id] : [:]
    }

    func tabs(_ route: (KeyValuePairs<String, String>) -> String) -> HTML {
        guard board.keepers.count > 1 else { return "" }
        let links = board.keepers.map { keeper in
            Link(keeper.name, route(["of": keeper.id]), isCurrent: keeper.id == board.keeper.id)
        }
        return HTML.tabs(links, label: language("社区", "Communities"))
    }
}
