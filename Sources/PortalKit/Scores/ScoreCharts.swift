public import Markup
public import Rulebook

/// A score in pictures.
public struct ScoreCharts {
    let score: Score
    let call: Call

    public init(_ score: Score, _ call: Call) {
        self.score = score
        self.call = call
    }

    /// Q against the lines of the grades.
    public var gauge: HTML {
        Chart.gauge(
            call.say("总得分与等级线", "Q and the grades"), value: score.q.approximate, text: "Q = \(score.q.rounded())",
            bands: ScoreCharts.bands(score.rulebook, call), language: call.spoken)
    }

    /// The intervals of the grades that are more than one point wide.
    public static func bands(_ rulebook: Rulebook, _ call: Call) -> [Chart.Band] {
        rulebook.grades.enumerated().compactMap { index, grade in
            let from = grade.range.lower?.value ?? .zero
            let to = grade.range.upper?.value ?? rulebook.highestQ
            guard to > from else { return nil }
            return Chart.Band(call.say(grade.title), from: from.approximate, to: to.approximate, .stars(index))
        }
    }

    public var categories: HTML {
        Chart.bars(
            call.say("五类得分", "Scores by category"),
            score.categories.map { category in
                Chart.Bar(
                    call.say(category.category.title), value: category.score.approximate,
                    max: category.maximum.approximate, text: "\(category.score.shown) / \(category.maximum.shown)")
            }, language: call.spoken)
    }

    /// From Q by what each category lacks to the line of the next grade; nil at the highest.
    public var waterfall: HTML? {
        guard let next = nextGrade, let line = next.range.lower?.value, line > score.q else { return nil }
        let missing = score.categories.map { category in
            (category, (category.maximum - category.score) * category.category.weight)
        }.filter { $0.1 > .zero }.sorted { $0.1 > $1.1 }
        return Chart.waterfall(
            call.say("各类还可得分", "What each category could still give"),
            description: call.say(
                "离\(next.title.zh)还差 \((line - score.q).rounded()) 分",
                "\((line - score.q).rounded()) short of \(next.title.en)"),
            start: (call.say("现在", "now"), score.q.approximate, score.q.rounded()),
            steps: missing.map { category, q in
                Chart.Rise(call.say(category.category.title), q.approximate, text: "+\(q.rounded())")
            },
            goal: (call.say(next.title), line.approximate, line.shown), language: call.spoken)
    }

    private var nextGrade: Grade? {
        score.rulebook.grades.first { grade in
            (grade.range.lower?.value ?? .zero) >= score.q && grade.range.lower != nil
        }
    }
}
