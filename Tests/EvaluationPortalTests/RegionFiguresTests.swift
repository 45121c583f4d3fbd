import Commons
import Evaluation
import Rulebook
import Testing

@testable import EvaluationPortal

/// A region in numbers.
@Suite struct RegionFiguresTests {
    private typealias S = RegionSamples

    private func figures(_ summaries: [EvaluationSummary]) -> RegionFigures {
        RegionFigures(CommunityStanding.all(summaries), S.rulebook, on: S.today)
    }

    @Test func ofNothing() {
        let figures = figures([])
        #expect(figures.communities == 0 && figures.scored == 0 && figures.certified == 0)
        #expect(figures.average == nil && figures.median == nil)
        #expect(figures.years.isEmpty && figures.weakest.isEmpty)
        #expect(figures.grades.map(\.grade) == [nil, "basic", "one-star", "two-star", "three-star"])
        #expect(figures.grades.allSatisfy { $0.count == 0 } && figures.bins.allSatisfy { $0.count == 0 })
        #expect(figures.categories.count == 5 && figures.categories.allSatisfy { $0.average == nil })
    }

    @Test func ofOne() {
        let figures = figures([S.summary(1, q: 7345) { S.certify(&$0) }])
        #expect(figures.communities == 1 && figures.scored == 1 && figures.certified == 1)
        #expect(figures.average == 7345 && figures.median == 7345)
        #expect(figures.count(of: "two-star") == 1 && figures.count(of: "one-star") == 0)
        #expect(figures.years == [.init(year: 2025, count: 1, median: 7345)])
    }

    @Test func averageAndMedianAreExactHundredths() {
        let figures = figures([7345, 6000, 8001, 4].enumerated().map { S.summary($0 + 1, q: $1) })
        #expect(figures.average == 5338 && figures.median == 6673)  // 21350 / 4, 13345 / 2
    }

    @Test func draftsCountAsCommunitiesOnly() {
        let figures = figures([S.summary(1, q: 9000, grade: "three-star", state: "draft", year: nil)])
        #expect(figures.communities == 1 && figures.scored == 0 && figures.median == nil)
        #expect(figures.count(of: "three-star") == 0 && figures.bins.allSatisfy { $0.count == 0 })
    }

    @Test func gradesWithTheirCertificates() {
        let certified = S.summary(1) { S.certify(&$0) }
        let suspended = S.summary(2) {
            S.certify(&$0)
            $0.isSuspended = true
        }
        let unknown = S.summary(4, grade: "platinum")
        let figures = figures([certified, suspended, S.summary(3, grade: nil), unknown])
        #expect(figures.certified == 1)
        #expect(
            figures.grades == [
                .init(grade: nil, count: 2, certified: 0), .init(grade: "basic", count: 0, certified: 0),
                .init(grade: "one-star", count: 0, certified: 0), .init(grade: "two-star", count: 2, certified: 1),
                .init(grade: "three-star", count: 0, certified: 0),
            ])
    }

    /// On a border, a point below it, at the ends and beyond them.
    @Test(arguments: [
        (0, 0), (499, 0), (500, 1), (5999, 11), (6000, 12), (11999, 23), (12000, 23), (99999, 23), (-5, 0),
    ])
    func bins(_ q: Int, _ bin: Int) {
        let bins = figures([S.summary(1, q: q)]).bins
        #expect(bins.count == 24 && bins.first?.from == 0 && bins.last?.to == 12000)
        #expect(bins.indices.filter { bins[$0].count > 0 } == [bin])
        #expect(zip(bins, bins.dropFirst()).allSatisfy { $0.to == $1.from })
    }

    @Test func yearsWithoutCasesStayInTheRow() {
        let figures = figures([
            S.summary(1, q: 5000, year: 2022), S.summary(2, q: 7000, year: 2022), S.summary(3, q: 8000, year: 2024),
        ])
        #expect(
            figures.years == [
                .init(year: 2022, count: 2, median: 6000), .init(year: 2023, count: 0, median: nil),
                .init(year: 2024, count: 1, median: 8000),
            ])
    }

    /// In each year by its last case of the year; refused ones in none.
    @Test func aCommunityCountsInEveryYearItWasEvaluatedIn() {
        func follow(_ number: Int, _ q: Int, _ year: Int, _ state: String = "certified") -> EvaluationSummary {
            S.summary(number, q: q, state: state, year: year) { $0.previous = "case-1" }
        }
        let figures = figures([
            S.summary(1, q: 5000, year: 2023), follow(2, 6000, 2024), follow(3, 6500, 2024),
            follow(4, 9000, 2025, "refused"),
        ])
        #expect(
            figures.years == [.init(year: 2023, count: 1, median: 5000), .init(year: 2024, count: 1, median: 6500)])
        #expect(figures.communities == 1 && figures.median == 6500)
    }

    @Test func categoriesAverageThoseThatHaveThem() {
        let figures = figures([
            S.summary(1) { $0.categories = ["platform": 8000, "services": 1] },
            S.summary(2) { $0.categories = ["platform": 8001] },
        ])
        let means = Dictionary(uniqueKeysWithValues: figures.categories.map { ($0.category, $0.average) })
        #expect(means["platform"] == 8001 && means["services"] == 1 && means["management"] == .some(nil))
        #expect(figures.categories.map(\.category) == S.rulebook.categories.map(\.id))
    }

    private func losing(_ number: Int, _ losses: [(String, Int)]) -> EvaluationSummary {
        S.summary(number) { summary in
            summary.losses = losses.map { clause, q in
                // Clauses and numbers of these tests make it JSON that is right.
                try! CanonicalJSON.decode(
                    EvaluationSummary.Loss.self, Array("{\"clause\":\"\(clause)\",\"q\":\(q)}".utf8))
            }
        }
    }

    @Test func whatCostsTheRegionMostIsWeakest() {
        let figures = figures([
            losing(1, [("6.2.4.b", 100), ("7.2.2.c", 30)]), losing(2, [("7.2.2.c", 71)]), losing(3, []),
        ])
        #expect(
            figures.weakest == [
                .init(clause: "7.2.2.c", count: 2, total: 101, mean: 51),
                .init(clause: "6.2.4.b", count: 1, total: 100, mean: 100),
            ])
    }

    @Test func tiesGoToMoreCommunitiesThenToTheStandardsOrder() {
        let clauses = S.rulebook.items.map(\.clause)
        let tied = figures([losing(1, [(clauses[9], 50), (clauses[3], 50), ("x", 50)])])
        #expect(tied.weakest.map(\.clause) == [clauses[3], clauses[9], "x"])
        let shared = figures([
            losing(1, [(clauses[3], 50), (clauses[9], 20)]), losing(2, [(clauses[9], 30)]),
        ])
        #expect(shared.weakest.map(\.clause) == [clauses[9], clauses[3]])
    }

    @Test func fifteenAtMost() {
        let losses = S.rulebook.items.prefix(20).map { ($0.clause, 10) }
        #expect(figures([losing(1, losses)]).weakest.count == 15)
    }

    @Test func tenThousandTakeNoTime() {
        let summaries = (1...10_000).map { number in
            S.summary(number, q: number, year: 2020 + number % 6) { summary in
                if number > 5000 { summary.previous = "case-\(number - 5000)" }
            }
        }
        let clock = ContinuousClock()
        let spent = clock.measure {
            let standings = CommunityStanding.all(summaries)
            let figures = RegionFigures(standings, S.rulebook, on: S.today)
            #expect(figures.communities == 5000 && figures.median == 7501)
            let rows = CommunityRow.all(standings, S.rulebook, on: S.today)
            #expect(CommunityList().rows(rows).first?.q == 10_000)
        }
        // Unoptimised and on a busy machine it takes a second or two; quadratic work would take minutes.
        #expect(spent < .seconds(20))
    }
}
