import Evaluation
import Rulebook

/// A region in numbers. Points are in hundredths; averages and medians are rounded half up to one.
struct RegionFigures: Hashable, Sendable {
    /// How many communities have a grade.
    struct GradeCount: Hashable, Sendable {
        /// nil: no grade.
        var grade: String?
        var count: Int
        /// Those of them with a certificate that holds.
        var certified: Int
    }

    /// How many communities have at least `from` and less than `to`; the last bin takes `to` as well.
    struct Bin: Hashable, Sendable {
        var from: Int
        var to: Int
        var count: Int
    }

    struct Year: Hashable, Sendable {
        var year: Int
        var count: Int
        var median: Int?
    }

    struct CategoryMean: Hashable, Sendable {
        var category: String
        /// nil: nobody has been scored in it.
        var average: Int?
    }

    /// A clause on which communities lose points.
    struct WeakClause: Hashable, Sendable {
        var clause: String
        /// How many communities lose points there.
        var count: Int
        /// What they lose of Q together.
        var total: Int
        /// What one that loses there loses.
        var mean: Int
    }

    var communities = 0
    /// Communities whose Q counts.
    var scored = 0
    /// Communities with a certificate that holds.
    var certified = 0
    /// No grade first, then as the standard lists them.
    var grades: [GradeCount] = []
    var average: Int?
    var median: Int?
    var bins: [Bin] = []
    /// Every year from the first to the last.
    var years: [Year] = []
    /// In the standard's order.
    var categories: [CategoryMean] = []
    /// What costs the region most comes first; at most 15.
    var weakest: [WeakClause] = []

    static let binWidth = 500
    static let weakestCount = 15

    /// Of communities that were evaluated by editions of one standard.
    init(_ standings: [CommunityStanding], _ rulebook: Rulebook, on day: Day) {
        let scored = standings.filter(\.isScored)
        let points = scored.map(\.latest.q)
        communities = standings.count
        self.scored = scored.count
        certified = standings.count { $0.isCertified(on: day) }
        grades = RegionFigures.grades(scored, rulebook, on: day)
        average = Middle.average(points)
        median = Middle.median(points)
        bins = RegionFigures.bins(points, upTo: (rulebook.highestQ * Exact(100)).ceiling)
        years = RegionFigures.years(standings)
        categories = rulebook.categories.map { category in
            CategoryMean(
                category: category.id, average: Middle.average(scored.compactMap { $0.latest.categories[category.id] }))
        }
        weakest = RegionFigures.weakest(scored.map(\.latest), rulebook)
    }

    /// How many stand at this grade.
    func count(of grade: String?) -> Int { grades.first { $0.grade == grade }?.count ?? 0 }

    private static func grades(
        _ standings: [CommunityStanding], _ rulebook: Rulebook, on day: Day
    ) -> [GradeCount] {
        var counts: [String?: GradeCount] = [:]
        for standing in standings {
            // A grade that this edition does not know counts as none.
            let grade = standing.latest.grade.flatMap { rulebook.grade($0)?.id }
            counts[grade, default: GradeCount(grade: grade, count: 0, certified: 0)].count += 1
            if standing.isCertified(on: day) { counts[grade]?.certified += 1 }
        }
        return ([nil] + rulebook.grades.map(\.id)).map { counts[$0] ?? GradeCount(grade: $0, count: 0, certified: 0) }
    }

    private static func bins(_ points: [Int], upTo highest: Int) -> [Bin] {
        let count = max((highest + binWidth - 1) / binWidth, 1)
        var bins = (0..<count).map { Bin(from: $0 * binWidth, to: ($0 + 1) * binWidth, count: 0) }
        for value in points { bins[min(max(value, 0) / binWidth, count - 1)].count += 1 }
        return bins
    }

    /// Of each year what was submitted in it: a community that was evaluated in two years counts in both.
    private static func years(_ standings: [CommunityStanding]) -> [Year] {
        var points: [Int: [Int]] = [:]
        for standing in standings {
            var last: [Int: Int] = [:]
            for summary in standing.cases where summary.isUnderWay {
                if let year = summary.year { last[year] = summary.q }
            }
            for (year, q) in last { points[year, default: []].append(q) }
        }
        guard let first = points.keys.min(), let last = points.keys.max() else { return [] }
        return (first...last).map { year in
            let values = points[year] ?? []
            return Year(year: year, count: values.count, median: Middle.median(values))
        }
    }

    private static func weakest(_ summaries: [EvaluationSummary], _ rulebook: Rulebook) -> [WeakClause] {
        var found: [String: (count: Int, total: Int)] = [:]
        for loss in summaries.lazy.flatMap(\.losses) {
            found[loss.clause, default: (0, 0)].count += 1
            found[loss.clause, default: (0, 0)].total += loss.q
        }
        var places: [String: Int] = [:]
        for (place, item) in rulebook.items.enumerated() { places[item.clause] = place }
        let clauses = found.map { clause, loss in
            WeakClause(
                clause: clause, count: loss.count, total: loss.total, mean: Middle.share(loss.total, of: loss.count))
        }
        let sorted = clauses.sorted { left, right in
            if left.total != right.total { return left.total > right.total }
            if left.count != right.count { return left.count > right.count }
            return (places[left.clause] ?? .max, left.clause) < (places[right.clause] ?? .max, right.clause)
        }
        return Array(sorted.prefix(weakestCount))
    }
}
