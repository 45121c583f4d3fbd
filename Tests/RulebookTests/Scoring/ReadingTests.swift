import Testing

@testable import Rulebook

@Suite struct ReadingTests {
    private func reading(_ id: String, _ scope: Reading.Scope = .cited) -> Reading {
        Reading(id: id, place: "", text: .same(id), scope: scope)
    }

    @Test func countsWhereAnItemThatTouchesItIsJudged() {
        var book = rulebook(
            [
                item("1", .all(points: n(5)), readings: ["R3"]),
                item("2", .count(CountRule(each: n(1), cap: n(3), kinds: [])), readings: ["R4"]),
            ],
            controls: [item("c", .control, readings: ["R5"])])
        book.readings = [
            reading("R1", .always), reading("R2", .rule(.all)), reading("R3"), reading("R4"), reading("R5"),
            reading("R6"), reading("R7", .rule(.control)),
        ]
        func touched(_ findings: [String: Observation]) -> [String] { book.score(findings).readings.map(\.id) }
        #expect(touched([:]) == ["R1"])
        #expect(touched(["1": .met(false)]) == ["R1", "R2", "R3"])
        #expect(touched(["2": .count(0)]) == ["R1", "R4"])
        #expect(touched(["c": .met(true)]) == ["R1", "R5", "R7"])
        #expect(touched(["1": .met(true), "2": .count(1), "c": .met(true)]) == ["R1", "R2", "R3", "R4", "R5", "R7"])
    }

    @Test func anItemThatDoesNotApplyTouchesItsReadings() {
        var book = rulebook([item("1", .all(points: n(5)), notApplicable: .full, readings: ["R1"])])
        book.readings = [reading("R1")]
        #expect(book.score(["1": Finding.notApplicable]).readings.map(\.id) == ["R1"])
    }

    /// A change replaces weights, grades and rules, and nothing else.
    @Test func anAlternativeReplacesWholeValues() {
        let book = rulebook(
            [item("1", .all(points: n(5))), item("2", .all(points: n(5)), in: "b")],
            controls: [item("c", .veto(limit: nil))], grades: grades("basic", ("one", n(8), true)))
        let alternative = Reading.Alternative(
            text: .same(""), weights: ["b": n(2)], grades: grades("low", ("high", n(11), true)),
            rules: ["1": .all(points: n(1)), "c": .veto(limit: "high")])
        let other = book.reading(alternative)
        #expect(other.categories.map(\.weight) == [n(1), n(2)])
        #expect(other.grades.map(\.id) == ["low", "high"])
        #expect(other.items.map(\.rule) == [.all(points: n(1)), .all(points: n(5))])
        #expect(other.controls.map(\.rule) == [.veto(limit: "high")])
        let findings: [String: Observation] = ["1": .met(true), "2": .met(true), "c": .occurred(false)]
        #expect(book.score(findings).q == n(10) && other.score(findings).q == n(11))
        #expect(other.score(findings).grade.grade?.id == "high")
        #expect(book.reading(Reading.Alternative(text: .same(""))) == book)
    }

    @Test func itemsAndGradesAreFoundByTheirIds() {
        let book = rulebook([item("1", .all(points: n(5)))], controls: [item("c", .control)])
        #expect(book.item("1")?.clause == "1" && book.item("c")?.clause == "c" && book.item("2") == nil)
        #expect(book.grade("basic")?.id == "basic" && book.grade("one") == nil)
        let score = book.score(["1": .met(true)])
        #expect(score.item("1")?.points == n(5) && score.item("c")?.holds == false && score.item("x") == nil)
    }
}
