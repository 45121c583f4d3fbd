import Markup
import PortalKit
import Rulebook

/// Q and what it is made of, for everybody.
struct PublicScoreView {
    var language: PageLanguage
    var q: Exact
    var parts: [PublicCertificate.Part]

    var html: HTML {
        let bars = parts.map { part in
            Chart.Bar(
                language(part.title), value: part.points.approximate, max: part.maximum.approximate,
                text: "\(part.points.shown) / \(part.maximum.shown)")
        }
        return """
            \(HTML.tiles([Tile(language("总分 Q", "Total Q"), q.rounded())]))
            \(Chart.bars(language("各类得分", "Scores by category"), bars, language: language))
            """
    }
}
