import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal

/// The work of bodies and experts in numbers.
@Suite struct RegionOversightTests {
    private typealias S = RegionSamples

    @Test func ofNothing() {
        let figures = OversightFigures([])
        #expect(figures.bodies.isEmpty && figures.steps.isEmpty && ExpertFigures.all([]).isEmpty)
    }

    @Test func draftsAreNobodysWork() {
        let draft = S.summary(1, state: "draft", year: nil) { $0.hours = ["draft": 5] }
        #expect(OversightFigures([draft]).bodies.isEmpty)
    }

    @Test func aBodysCases() throws {
        let figures = OversightFigures([
            S.summary(1) { ($0.rounds, $0.appeals, $0.upheld, $0.hours) = (2, 3, 1, ["review": 100, "report": 10]) },
            S.summary(2) { ($0.rounds, $0.appeals, $0.hours) = (0, 1, ["review": 201]) },
            S.summary(3, state: "refused") { $0.bodyName = "江城评价中心（新）" },
            S.summary(4) { ($0.body, $0.bodyName) = ("b2", "明德检测") },
        ])
        let body = try #require(figures.bodies.first)
        #expect(figures.bodies.map(\.id) == ["b1", "b2"] && body.name == "江城评价中心（新）")
        #expect(body.handled == 3 && body.refused == 1 && body.roundsPerCase == 67)
        #expect(body.appeals == 4 && body.upheld == 1 && body.upheldShare == 250)
        #expect(body.hours == ["review": 151, "report": 10])
        #expect(figures.bodies[1].upheldShare == nil && figures.bodies[1].roundsPerCase == 0)
    }

    @Test func equalBodiesStandByName() {
        let figures = OversightFigures([
            S.summary(1) { ($0.body, $0.bodyName) = ("b", "乙") }, S.summary(2) { ($0.body, $0.bodyName) = ("c", "丙") },
            S.summary(3) { ($0.body, $0.bodyName) = ("a", "丙") },
        ])
        #expect(figures.bodies.map(\.id) == ["a", "c", "b"])
    }

    /// The upper quarter is the value that three quarters of the cases stay within.
    @Test(arguments: [([5], 5), ([1, 9], 9), ([1, 2, 3, 4], 3), ([4, 3, 2, 1, 5], 4), (Array(1...100), 75)])
    func stepsStandInTheOrderOfTheProcess(_ hours: [Int], _ upper: Int) throws {
        let summaries = hours.enumerated().map { index, spent in
            S.summary(index + 1) { $0.hours = ["review": spent, "submitted": 1, "certified": 9, "gone": 1] }
        }
        let steps = OversightFigures(summaries).steps
        #expect(steps.map(\.state.id) == ["submitted", "review"])
        #expect(steps[1].upperQuarter == upper && steps[1].cases == hours.count)
    }

    @Test func termsInWorkingDaysBecomeHours() throws {
        func step(_ id: String) throws -> LifeCycleStep { try #require(LifeCycleStep.all.first { $0.id == id }) }
        let review = try step("review")
        #expect(review.term == 20 && review.hours == 28 * 24)
        #expect(!review.isOver(28 * 24) && review.isOver(28 * 24 + 1))
        #expect(try step("submitted").hours == 7 * 24 && step("site").hours == 21 * 24)
        #expect(try step("notice").hours == nil && !step("notice").isOver(.max))
        #expect(!LifeCycleStep.all.contains { ["refused", "withdrawn", "certified"].contains($0.id) })
    }

    @Test func whoDiffersMostComesFirst() {
        func panel(_ number: Int, _ words: [String: Int], _ divergences: [String: Int]) -> EvaluationSummary {
            S.summary(number) { ($0.expertWords, $0.expertDivergences) = (words, divergences) }
        }
        let experts = ExpertFigures.all([
            panel(1, ["a": 100, "b": 10, "c": 0, "d": 50], ["a": 10, "b": 1, "c": 0, "d": 0]),
            panel(2, ["a": 100, "e": 10], ["a": 12, "e": 9]),
        ])
        #expect(experts.map(\.id) == ["e", "a", "b", "d", "c"])
        #expect(experts[1] == ExpertFigures(id: "a", cases: 2, words: 200, divergences: 22))
        #expect(experts[1].share == 110 && experts[0].share == 900)
        #expect(experts.first { $0.id == "c" }?.share == nil)
    }
}
