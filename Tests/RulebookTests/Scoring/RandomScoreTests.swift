import Testing

@testable import Rulebook

/// Whole scores of random rulebooks with everything the format has, against the oracle.
@Suite struct RandomScoreTests {
    @Test func scoresLikeASecondReadingOfTheFormat() {
        var wrong = Wrong()
        var grades: Set<String?> = []
        for seed in 0..<500 {
            let random = RandomRulebook(seed, RandomShape(items: 1...8, baseNeedsControls: seed % 2 == 0, limits: true))
            let (score, oracle, book) = (random.score, random.oracle, random.book)
            let points = book.items.map { oracle.points($0) ?? 0 }
            let q = oracle.q(points, controlsMet: !oracle.held.contains { $0 != true })
            let grade = oracle.grade(q, points, held: oracle.held)
            wrong.unless(score.items.map(\.points) == points.map(\.exact), "\(seed): points of items")
            for (level, found) in zip(oracle.levels, score.categories) {
                wrong.unless(found.score == level.score(points).exact, "\(seed): category \(found.category.id)")
                wrong.unless(found.maximum == level.full.exact, "\(seed): full total of \(found.category.id)")
                wrong.unless(found.score <= found.maximum, "\(seed): more than full")
            }
            wrong.unless(score.q == q.exact, "\(seed): Q \(score.q.shown), not \(q.exact.shown)")
            wrong.unless(score.grade.grade?.id == grade.map { book.grades[$0].id }, "\(seed): grade")
            grades.insert(score.grade.grade?.id)
        }
        #expect(wrong.count == 0, "\(wrong)")
        #expect(grades == [nil, "g0", "g1", "g2", "g3"], "the cases must reach every outcome")
    }

    /// Where no cap acts, Q is base plus points times leverage.
    @Test func leverageExplainsQ() {
        var wrong = Wrong()
        for seed in 0..<200 {
            let random = RandomRulebook(seed, RandomShape(items: 1...8, caps: false))
            let score = random.score
            let sum =
                score.items.map { $0.points * $0.leverage }.sum() + random.book.total.base / random.book.total.divisor
            wrong.unless(score.q == sum, "\(seed): \(score.q.shortest), not \(sum.shortest)")
        }
        #expect(wrong.count == 0, "\(wrong)")
    }
}
