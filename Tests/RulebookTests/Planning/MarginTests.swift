import Testing

@testable import Rulebook

@Suite struct MarginTests {
    private func book(_ grades: [Grade]) -> Rulebook {
        rulebook(
            [
                item("1", .all(points: n(10))), item("2", .all(points: n(30))),
                item("3", .award(AwardRule(maximum: n(60)))),
            ],
            grades: grades)
    }

    private let draft = grades("basic", ("one", n(0), false), ("two", n(60), false), ("three", n(85), false))

    @Test func distancesToTheLinesAroundTheGrade() throws {
        let margin = Margin(
            book(draft).score(["1": .met(true), "2": .met(true), "3": .points(n(33))]))
        let (down, up) = (try #require(margin.down), try #require(margin.up))
        #expect(down.grade?.id == "one" && down.line == n(60) && down.distance == n(13) && down.lineIsEnough)
        #expect(up.grade?.id == "three" && up.line == n(85) && up.distance == n(12) && !up.lineIsEnough)
        #expect(down.fewest == ["3"] && down.alone == ["2", "3"])
        #expect(up.fewest == ["3"] && up.alone == ["3"])
    }

    /// 60 itself is one star, so losing exactly what lies above 60 is enough; 85 itself is not three stars.
    @Test func theLineItselfCountsOnOneSideOnly() throws {
        let score = book(draft).score(["1": .met(true), "2": .met(true), "3": .points(n(30))])
        let margin = Margin(score)
        #expect(try #require(margin.down).alone == ["1", "2", "3"])
        let inclusive = grades("basic", ("two", n(60), true), ("three", n(100), true))
        let other = Margin(book(inclusive).score(["1": .met(true), "2": .met(true), "3": .points(n(30))]))
        #expect(try #require(other.down).alone == ["2", "3"])
        #expect(try #require(other.down).lineIsEnough == false && #require(other.up).lineIsEnough)
        #expect(try #require(other.up).alone == ["3"] && #require(other.up).fewest == ["3"])
    }

    @Test func theLowestAndTheHighestGradeHaveOneSide() {
        let lowest = Margin(book(draft).score())
        #expect(lowest.down == nil && lowest.up?.grade?.id == "one")
        #expect(lowest.up?.fewest == nil && lowest.up?.alone == [], "what nobody judged cannot be overturned")
        let highest = Margin(book(draft).score(["1": .met(true), "2": .met(true), "3": .points(n(60))]))
        #expect(highest.up == nil && highest.down?.grade?.id == "two")
    }

    @Test func withoutAGradeThereIsNoMargin() {
        var book = book(draft)
        book.controls = [item("c", .control)]
        let margin = Margin(book.score(["1": .met(true)]))
        #expect(margin.down == nil && margin.up == nil)
    }

    @Test func nothingMakesUpForTooMuch() {
        let margin = Margin(book(draft).score(["1": .met(false), "3": .points(n(1))]))
        #expect(margin.up?.fewest == ["3", "1"].sorted() && margin.up?.alone == [])
        let short = Margin(book(draft).score(["1": .met(false)]))
        #expect(short.up?.fewest == ["1"] && short.up?.grade?.id == "one")
    }

    /// Was a bug: as in `MarginFewestTests.withMinimums`: overturning 2 alone is enough, since only the minimum of b is
    /// missed.
    @Test func aMinimumMissedIsMadeUpForByTheRightFinding() throws {
        var lines = grades("basic", ("one", n(10), true))
        lines[1].minimums = ["b": n("50%")]
        let items = [
            item("1", .award(AwardRule(maximum: n(100)))), item("2", .all(points: n(4)), in: "b"),
            item("3", .all(points: n(4)), in: "b"),
        ]
        let margin = Margin(rulebook(items, grades: lines).score(["1": .points(n(50)), "2": .met(false)]))
        let up = try #require(margin.up)
        #expect(up.alone == ["2"] && up.distance == .zero)
        #expect(up.fewest == ["2"])
    }

    @Test func otherReadingsAreTried() {
        var book = book(draft)
        book.readings = [
            Reading(
                id: "R1", place: "", text: .same(""), scope: .always,
                alternatives: [
                    Reading.Alternative(text: .same("half"), weights: ["a": n("1/2")]),
                    Reading.Alternative(text: .same("same"), weights: ["a": n(1)]),
                ]),
            Reading(
                id: "R2", place: "", text: .same(""),
                alternatives: [Reading.Alternative(text: .same("more"), rules: ["1": .all(points: n(20))])]),
        ]
        let readings = Margin(book.score(["1": .met(true), "2": .met(true), "3": .points(n(40))])).readings
        #expect(readings.map(\.reading.id) == ["R1", "R1", "R2"])
        #expect(readings.map(\.q) == [n(40), n(80), n(90)])
        #expect(readings.map { $0.grade?.id } == ["one", "two", "three"])
        #expect(readings.map(\.changesGrade) == [true, false, true])
    }
}
