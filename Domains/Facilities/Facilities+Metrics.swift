import Community
import Rulebook

extension Facilities {
    /// Whether each kind of facility works.
    static let metrics: [Metric] = models.map { model in
        Metric(
            "facility.\(model.id)", zh: "\(model.title.zh)在线率", en: "\(model.title.en) online",
            meaning: Phrase(
                zh: "在用\(model.title.zh)中按时上报状态的占比。",
                en: "Of the \(model.title.en.lowercased()) in use, those that speak."),
            .online(models: [model.id]), least: 1)
    }
}
