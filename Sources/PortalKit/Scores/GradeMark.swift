public import Markup
public import Rulebook

/// A grade as pages show it: its name and its stars.
public struct GradeMark: Hashable, Sendable {
    /// nil: no grade.
    public var title: Phrase?
    /// The lowest grade has none.
    public var stars: Int
    public var most: Int

    public init(title: Phrase?, stars: Int, of most: Int = 3) {
        self.title = title
        self.stars = stars
        self.most = most
    }

    public init(_ id: String?, of rulebook: Rulebook?) {
        let grades = rulebook?.grades ?? []
        let index = grades.firstIndex { $0.id == id }
        title = index.map { grades[$0].title } ?? id.map(Phrase.same)
        stars = index ?? 0
        most = max(grades.count - 1, 1)
    }

    public func html(_ language: PageLanguage) -> HTML {
        guard let title else { return HTML.badge(language("未评定等级", "no grade")) }
        return HTML.stars(stars, of: most, label: language(title), isLabelShown: true)
    }

    public func text(_ language: PageLanguage) -> String { title.map { language($0) } ?? language("未评定等级", "no grade") }

    public var swatch: Chart.Swatch { title == nil ? .none : .stars(stars) }
}
