import Testing

@testable import Rulebook

@Suite struct ConditionTests {
    private func judge(_ test: Condition.Test, _ community: Community, on day: String?) -> Bool {
        let condition = Condition(clause: "5.1", title: .same("条件"), test: test)
        return condition.judge(community, appliedOn: day.map { Day($0)! }).isMet
    }

    @Test func theKindMustBeOneOfThoseAllowed() {
        for allowed in [[], ["urban"], ["urban", "rural"], ["old-town"]] {
            for kind in [nil, "urban", "rural", "old-town"] {
                let community = Community(name: "", kind: kind)
                let isMet = judge(.communityKind(allowed), community, on: "2026-03-01")
                #expect(isMet == (kind.map(allowed.contains) ?? false))
            }
        }
    }

    @Test(arguments: [
        ("2026-02-28", true), ("2026-03-01", true), ("2026-03-02", false), ("2027-01-01", false), ("2025-12-31", true),
    ])
    func acceptanceMayFallOnTheDayOfApplication(_ accepted: String, _ isMet: Bool) {
        #expect(judge(.accepted, Community(name: "", acceptedOn: Day(accepted)), on: "2026-03-01") == isMet)
    }

    @Test(arguments: [
        ("2025-12-01", true), ("2025-12-02", false), ("2025-11-30", true), ("2025-11-29", true), ("2026-03-01", false),
        ("2026-06-01", false), ("2024-01-01", true),
    ])
    func threeMonthsMustBeOverOnTheDayOfApplication(_ since: String, _ isMet: Bool) {
        #expect(judge(.operatingMonths(3), Community(name: "", operatingSince: Day(since)), on: "2026-03-01") == isMet)
    }

    /// 30 November and three months is the last day of February.
    @Test func aDayTheShorterMonthLacksFallsOnItsLast() {
        for day in 28...30 {
            let community = Community(name: "", operatingSince: Day(year: 2025, month: 11, day: day))
            #expect(judge(.operatingMonths(3), community, on: "2026-02-28"))
            #expect(!judge(.operatingMonths(3), community, on: "2026-02-27"))
        }
    }

    @Test func noMonthsAreOverAtOnce() {
        let community = Community(name: "", operatingSince: Day("2026-03-01"))
        #expect(judge(.operatingMonths(0), community, on: "2026-03-01"))
        #expect(!judge(.operatingMonths(0), community, on: "2026-02-28"))
    }

    @Test func missingDatesMeetNothing() {
        let known = Community(
            name: "", kind: "urban", acceptedOn: Day("2020-01-01"), operatingSince: Day("2020-01-01"))
        for test in [Condition.Test.accepted, .operatingMonths(0)] {
            #expect(!judge(test, known, on: nil))
            #expect(!judge(test, Community(name: "", kind: "urban"), on: "2026-03-01"))
        }
        #expect(judge(.communityKind(["urban"]), known, on: nil), "the kind needs no date")
    }

    /// Not eligible: no grade, but the score is still shown, and the first condition missed is named.
    @Test func withoutEligibilityThereIsNoGradeButAScore() {
        var book = rulebook([item("1", .all(points: n(10)))])
        book.conditions = [
            Condition(clause: "5.1.1", title: .same("a"), test: .communityKind(["rural"])),
            Condition(clause: "5.1.2", title: .same("b"), test: .accepted),
        ]
        let score = book.score(["1": .met(true)])
        #expect(!score.isEligible)
        #expect(score.conditions.map(\.isMet) == [false, true])
        #expect(score.q == n(10))
        #expect(score.grade.grade == nil)
        #expect(score.grade.reason.en.contains("5.1.1") && score.grade.reason.zh.contains("5.1.1"))
        book.conditions[0].test = .communityKind(["urban"])
        #expect(book.score(["1": .met(true)]).grade.grade?.id == "basic")
    }

    @Test func everyReasonIsToldInBothLanguages() {
        let tests: [Condition.Test] = [.communityKind(["urban"]), .accepted, .operatingMonths(3)]
        let communities = [
            Community(name: ""), Community(name: "", kind: "rural"),
            Community(name: "", kind: "urban", acceptedOn: Day("2026-04-01"), operatingSince: Day("2026-02-01")),
            Community(name: "", kind: "urban", acceptedOn: Day("2020-04-01"), operatingSince: Day("2020-02-01")),
        ]
        for test in tests {
            for community in communities {
                for day in [nil, Day("2026-03-01")] {
                    let condition = Condition(clause: "1", title: .same("x"), test: test)
                    let reason = condition.judge(community, appliedOn: day).reason
                    #expect(!reason.zh.isEmpty && !reason.en.isEmpty)
                }
            }
        }
    }
}
