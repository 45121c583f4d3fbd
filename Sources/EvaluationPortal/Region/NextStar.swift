import Rulebook

/// The next grade that a community could reach, and how far it is.
struct NextStar: Hashable, Sendable {
    var grade: String
    var title: Phrase
    /// The line as the standard draws it: `60 < Q ≤ 85`.
    var line: String
    /// Hundredths of Q from the community's to the line; 0 where the points are there and something else is not.
    var distance: Int
    /// Whether the points are there: Q on a line that the grade only begins above is not there yet.
    var isReached: Bool

    /// The grades of an edition, with their lines in hundredths.
    struct Ladder: Sendable {
        fileprivate var steps: [(grade: String, title: Phrase, line: String, lower: Int, isInclusive: Bool)]

        init(_ rulebook: Rulebook) {
            steps = rulebook.grades.map { grade in
                let lower = grade.range.lower?.value ?? .zero
                return (
                    grade.id, grade.title, grade.range.shown, (lower * Exact(100)).ceiling,
                    grade.range.lower?.isInclusive ?? true
                )
            }
        }
    }

    /// nil: it has the highest grade. Who has no grade, for want of a control item, aims at the first star.
    init?(q: Int, grade: String?, _ ladder: Ladder) {
        let index = ladder.steps.firstIndex { $0.grade == grade } ?? 0
        guard index + 1 < ladder.steps.count else { return nil }
        let next = ladder.steps[index + 1]
        self.grade = next.grade
        title = next.title
        line = next.line
        distance = max(next.lower - q, 0)
        isReached = next.isInclusive ? q >= next.lower : q > next.lower
    }
}
