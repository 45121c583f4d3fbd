import Testing

@testable import Rulebook

@Suite struct DeductRuleTests {
    @Test func takesEachDownToTheFloor() {
        var wrong = Wrong()
        for (from, each, floor) in [(10, 2, 0), (10, 3, 0), (10, 3, 4), (10, 10, 0), (5, 20, 1), (1, 1, 0)] {
            let rule = DeductRule(from: n(from), each: n(each), floor: n(floor))
            for count in Array(0...12) + [1_000_000] {
                let points = rule.judge(Observation.Counted(count: count)).points
                wrong.unless(points == n(max(floor, from - each * count)), "\(count) of \(each) from \(from)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func theReasonNamesTheFaults() {
        let rule = DeductRule(from: n(10), each: n(2), kinds: kinds("leak"))
        let reason = rule.judge(Observation.Counted(count: 2, present: ["leak", "other:crack"])).reason
        #expect(reason.zh.contains("〔leak〕、crack") && reason.en.contains("<leak>, crack"))
    }

    @Test func notJudgedIsNotFaultless() {
        let book = rulebook([item("1", .deduct(DeductRule(from: n(10), each: n(2))))])
        #expect(book.score().q == .zero)
        #expect(book.score(["1": .count(0)]).q == n(10))
    }
}
