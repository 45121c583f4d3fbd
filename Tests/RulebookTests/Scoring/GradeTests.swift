import Testing

@testable import Rulebook

@Suite struct GradeTests {
    /// One award item a category, so that any score can be set.
    private func book(_ grades: [Grade], additions: Set<String> = []) -> Rulebook {
        let items = ["a", "b", "c"].map { item($0, .award(AwardRule(maximum: n(50), step: n("0.05"))), in: $0) }
        let categories = items.indices.map {
            Category(
                level: level(items[$0].category, [.item($0)]), isAddition: additions.contains(items[$0].category))
        }
        return rulebook(items, categories: categories, grades: grades)
    }

    private func grade(_ book: Rulebook, _ a: String, _ b: String = "0", _ c: String = "0") -> String? {
        book.score(["a": .points(n(a)), "b": .points(n(b)), "c": .points(n(c))]).grade.grade?.id
    }

    /// Every twentieth around every line, with lines that belong above and below.
    @Test func aLineBelongsToOneSide() {
        var wrong = Wrong()
        for (lowInclusive, highInclusive) in [(true, true), (true, false), (false, true), (false, false)] {
            let lines = grades("basic", ("one", n(20), lowInclusive), ("two", n("30.05"), highInclusive))
            let book = book(lines)
            for twentieths in Array(0...3) + Array(397...403) + Array(598...604) + Array(997...1000) {
                let q = Exact(twentieths, over: 20)
                let isOne = lowInclusive ? q >= n(20) : q > n(20)
                let isTwo = highInclusive ? q >= n("30.05") : q > n("30.05")
                let expected = isTwo ? "two" : isOne ? "one" : "basic"
                wrong.unless(grade(book, q.shortest) == expected, "\(q.shortest) \(lowInclusive) \(highInclusive)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    /// `{exactly: 0}`: the lowest grade of the draft.
    @Test func exactlyIsOnePoint() {
        var lines = grades("basic", ("one", n(0), false), ("two", n(60), false))
        lines[0].range = Grade.Range(
            lower: Grade.Line(.zero, isInclusive: true), upper: Grade.Line(.zero, isInclusive: true))
        let book = book(lines)
        #expect(grade(book, "0") == "basic")
        #expect(grade(book, "0.05") == "one")
        #expect(grade(book, "30", "30") == "one")
        #expect(grade(book, "30", "30", "0.05") == "two")
        #expect(
            lines[0].range.shown == "Q = 0" && lines[1].range.shown == "0 < Q ≤ 60" && lines[2].range.shown == "Q > 60")
    }

    /// A grade asks a share of every category; short of it, the next lower grade that is met is given.
    @Test func aMinimumMissedGivesTheNextLowerGrade() {
        var lines = grades("basic", ("one", n(10), true), ("two", n(20), true), ("three", n(30), true))
        lines[1].minimum = n("10%")
        lines[2].minimum = n("20%")
        lines[3].minimum = n("20%")
        lines[3].minimums = ["a": n("40%")]
        let book = book(lines)
        #expect(grade(book, "20", "10", "10") == "three", "at every minimum")
        #expect(grade(book, "19.95", "11", "10") == "two")
        #expect(grade(book, "50", "9.95", "10") == "one")
        #expect(grade(book, "50", "50", "4.95") == "basic")
        #expect(grade(book, "10", "5", "5") == "one")
    }

    @Test func minimumsReplaceTheMinimumOfSingleCategories() {
        var lines = grades("basic", ("one", n(10), true))
        lines[1].minimum = n("50%")
        lines[1].minimums = ["b": n("0"), "c": n("10%")]
        let book = book(lines)
        #expect(grade(book, "25", "0", "5") == "one")
        #expect(grade(book, "24.95", "50", "50") == "basic")
        #expect(grade(book, "50", "50", "4.95") == "basic")
    }

    @Test func anAdditionHasNoMinimumUnlessNamed() {
        var lines = grades("basic", ("one", n(10), true))
        lines[1].minimum = n("30%")
        #expect(grade(book(lines, additions: ["c"]), "15", "15", "0") == "one")
        #expect(grade(book(lines), "15", "15", "0") == "basic")
        lines[1].minimums = ["c": n("10%")]
        #expect(grade(book(lines, additions: ["c"]), "15", "15", "4.95") == "basic")
        #expect(grade(book(lines, additions: ["c"]), "15", "15", "5") == "one")
    }

    @Test func aMinimumOfTheLowestGradeLeavesNone() {
        var lines = grades("basic", ("one", n(10), true))
        lines[0].minimum = n("2%")
        lines[1].minimum = n("2%")
        #expect(grade(book(lines), "50", "50", "0.95") == nil)
        #expect(grade(book(lines), "1", "1", "1") == "basic")
    }

    @Test func whatDecidedIsTold() {
        var lines = grades("basic", ("one", n(10), true))
        lines[1].minimum = n("30%")
        let score = book(lines).score(["a": .points(n(50))])
        #expect(score.grade.reason.en.contains("b is below the minimum of 30% for one"))
        #expect(score.grade.reason.zh.contains("最低要求 30%") && score.grade.reason.zh.contains("Q = 50.00"))
    }
}
