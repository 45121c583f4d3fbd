import Testing

@testable import Rulebook

@Suite struct ComparisonTests {
    private var book: Rulebook {
        rulebook(
            [
                item("1", .all(points: n(10))), item("2", .award(AwardRule(maximum: n(20))), in: "b"),
                item("3", .all(points: n(5)), in: "b", notApplicable: .full),
            ],
            categories: [
                Category(level: level("a", weight: n("0.6"), [.item(0)])),
                Category(level: level("b", weight: n("0.4"), [.item(1), .item(2)])),
            ],
            controls: [item("c", .control)], total: Rulebook.Total(divisor: n(2)))
    }

    @Test func listsWhatMovedInTheStandardsOrder() throws {
        let before = book.score(["1": .met(true), "2": .points(n(4)), "3": .met(false)])
        let after = book.score(["1": .met(false), "2": .points(n(14)), "3": .met(false), "c": .met(true)])
        let comparison = try #require(Comparison(before, after))
        #expect(comparison.changes.map(\.after.item.clause) == ["c", "1", "2"])
        #expect(comparison.changes.map(\.gain) == [n(0), n(-3), n(2)])
        #expect(comparison.gain == n(-1) && comparison.gain == after.q - before.q)
        #expect(comparison.categories.map(\.gain) == [n(-3), n(2)])
        #expect(
            comparison.categories.map(\.before) == [n(10), n(4)] && comparison.categories.map(\.after) == [n(0), n(14)])
    }

    /// Judged without points, or not applicable, is a change too.
    @Test func aChangeOfStatusIsAChange() throws {
        let none = book.score()
        let judged = book.score(["1": Finding(.met(false)), "3": .notApplicable])
        let comparison = try #require(Comparison(none, judged))
        #expect(comparison.changes.map(\.after.item.clause) == ["1", "3"])
        #expect(comparison.changes.map(\.before.status) == [.unjudged, .unjudged])
        #expect(comparison.changes.map(\.after.status) == [.judged, .notApplicable])
    }

    @Test func theSameScoreMovesNothing() throws {
        let score = book.score(["1": .met(true)])
        let comparison = try #require(Comparison(score, score))
        #expect(comparison.changes.isEmpty && comparison.gain == .zero)
        #expect(comparison.categories.allSatisfy { $0.gain == .zero })
    }

    @Test func otherRulebooksOrEditionsCannotBeCompared() {
        var (id, edition) = (book, book)
        id.id = "other"
        edition.edition = "2"
        #expect(Comparison(book.score(), id.score()) == nil)
        #expect(Comparison(book.score(), edition.score()) == nil)
    }

    /// The gains of items and of categories add up to the gain of Q, where no cap acts and nothing is left out.
    @Test func gainsAddUp() throws {
        var wrong = Wrong()
        for seed in 0..<120 {
            let random = RandomRulebook(seed, RandomShape(items: 2...8, caps: false, rescales: false))
            let before = random.score
            var after = RandomRulebook(seed, RandomShape(items: 2...8, caps: false, rescales: false))
            var findings = random.findings
            for item in random.book.items { findings[item.clause] = Finding(after.observation(item.rule)) }
            let comparison = try #require(Comparison(before, random.book.score(findings)))
            wrong.unless(comparison.changes.map(\.gain).sum() == comparison.gain, "\(seed): items")
            wrong.unless(comparison.categories.map(\.gain).sum() == comparison.gain, "\(seed): categories")
        }
        #expect(wrong.count == 0, "\(wrong)")
    }
}
