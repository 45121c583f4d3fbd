import Evaluation
import Markup
import PortalKit
import Rulebook

/// A grade as pages show it: its name and its stars.
struct GradeMark: Hashable, Sendable {
    /// nil: no grade.
    var title: Phrase?
    /// The lowest grade has none.
    var stars: Int
    var most: Int

    init(title: Phrase?, stars: Int, of most: Int = 3) {
        self.title = title
        self.stars = stars
        self.most = most
    }

    init(_ id: String?, of rulebook: Rulebook?) {
        let grades = rulebook?.grades ?? []
        let index = grades.firstIndex { $0.id == id }
        title = index.map { grades[$0].title } ?? id.map(Phrase.same)
        stars = index ?? 0
        most = max(grades.count - 1, 1)
    }

    func html(_ language: PageLanguage) -> HTML {
        guard let title else { return HTML.badge(language("未评定等级", "no grade")) }
        return HTML.stars(stars, of: most, label: language(title), isLabelShown: true)
    }

    func text(_ language: PageLanguage) -> String { title.map { language($0) } ?? language("未评定等级", "no grade") }

    var swatch: Chart.Swatch { title == nil ? .none : .stars(stars) }
}

extension RulebookShelf {
    /// The edition that a case rests on, or another one of that standard where it is on offer no longer.
    func rulebook(for pin: RulebookPin) -> Rulebook? {
        (offered.first { $0.pin.digest == pin.digest } ?? offer(pin.id).map(\.self))?.rulebook
    }

    func grade(of summary: EvaluationSummary) -> GradeMark {
        GradeMark(summary.grade, of: rulebook(for: summary.rulebook))
    }
}

extension Exact {
    /// From hundredths, as summaries keep points.
    init(hundredths: Int) { self.init(hundredths, over: 100) }
}
