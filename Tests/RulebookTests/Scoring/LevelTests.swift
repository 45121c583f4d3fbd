import Testing

@testable import Rulebook

@Suite struct LevelTests {
    private let items = [
        item("1", .all(points: n(6))), item("2", .all(points: n(3))), item("3", .all(points: n(1)), weight: n("1/2")),
    ]
    private let children: [Level.Child] = [.item(0), .item(1), .item(2)]

    /// Score of the only category for the clauses that are met.
    private func score(_ book: Rulebook, _ met: String...) -> Exact {
        book.score(Dictionary(uniqueKeysWithValues: met.map { ($0, Observation.met(true)) })).categories[0].score
    }

    @Test func addsWeightedPoints() {
        let book = rulebook(items, level("a", children))
        #expect(score(book) == .zero)
        #expect(score(book, "1") == n(6))
        #expect(score(book, "3") == n("0.5"))
        #expect(score(book, "1", "2", "3") == n("9.5"))
        #expect(book.categories[0].level.maximum(book.items) == n("9.5"))
    }

    /// No more than the cap counts: at, just below and above it.
    @Test func capsWhatWasEarned() {
        for cap in 1...12 {
            let book = rulebook(items, level("a", cap: n(cap), children))
            #expect(score(book, "1") == min(n(6), n(cap)))
            #expect(score(book, "1", "2") == min(n(9), n(cap)))
            #expect(score(book, "1", "2", "3") == min(n("9.5"), n(cap)))
            #expect(book.categories[0].level.maximum(book.items) == min(n("9.5"), n(cap)))
        }
    }

    @Test func scalesToAnotherTotal() {
        let book = rulebook(items, level("a", scaleTo: n(100), children))
        #expect(score(book, "1", "2", "3") == n(100))
        #expect(score(book, "1") == n(6) * n(100) / n("9.5"))
        #expect(book.categories[0].level.maximum(book.items) == n(100))
    }

    /// First the cap, then the scale: the capped total becomes the number.
    @Test func capsBeforeItScales() {
        let book = rulebook(items, level("a", cap: n(6), scaleTo: n(60), children))
        #expect(score(book, "2") == n(30))
        #expect(score(book, "1") == n(60))
        #expect(score(book, "1", "2", "3") == n(60))
        #expect(book.categories[0].level.maximum(book.items) == n(60))
    }

    @Test func aCapThatIsNeverReachedChangesNothing() {
        let book = rulebook(items, level("a", cap: n(20), scaleTo: n(19), children))
        #expect(score(book, "1") == n(12))
        #expect(score(book, "1", "2", "3") == n(19))
    }

    /// Weights at every level multiply; a cap inside acts before the weight outside.
    @Test func levelsNest() {
        let inner = level("a.1", weight: n(2), cap: n(5), [.item(0), .item(1)])
        let book = rulebook(items, level("a", scaleTo: n(21), [.level(inner), .item(2)]))
        #expect(score(book, "1") == n(20))
        #expect(score(book, "2") == n(12))
        #expect(score(book, "1", "2") == n(20))
        #expect(score(book, "2", "3") == n(13))
        #expect(score(book, "1", "2", "3") == n(21))
    }

    @Test func sectionsCarryTheirOwnScores() throws {
        let inner = level("a.1", weight: n(2), cap: n(5), [.item(0), .item(1)])
        let book = rulebook(items, level("a", [.level(inner), .item(2)]))
        let category = try #require(book.score(["2": .met(true)]).categories.first)
        #expect(category.sections.map(\.level.id) == ["a.1"])
        #expect(category.sections[0].score == n(3) && category.sections[0].maximum == n(5))
        #expect(category.sections[0].children == [.item(0), .item(1)])
        #expect(category.maximum == n("10.5"))
    }

    /// What one more point of an item moves Q by, while no cap is in the way.
    @Test func leverageIsTheProductOfWeightsAndScales() {
        let inner = level("a.1", weight: n(2), scaleTo: n(18), [.item(0), .item(1)])
        let top = level("a", weight: n("0.25"), [.level(inner), .item(2)])
        var book = rulebook(items, top)
        book.total = Rulebook.Total(divisor: n(10))
        let before = book.score(["2": .met(true)])
        let after = book.score(["1": .met(true), "2": .met(true)])
        #expect(before.items.map(\.leverage) == [n("0.1"), n("0.1"), n("0.0125")])
        #expect(after.q - before.q == n(6) * before.items[0].leverage)
    }

    @Test func itemsBelowAreListedInOrder() {
        let inner = level("a.1", [.item(1), .level(level("a.1.1", [.item(2)]))])
        #expect(level("a", [.item(0), .level(inner)]).itemIndices == [0, 1, 2])
    }
}
