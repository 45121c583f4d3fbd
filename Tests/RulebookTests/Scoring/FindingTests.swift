import Testing

@testable import Rulebook

@Suite struct FindingTests {
    private let checks = kinds("x", "y", "z")

    private func decided(_ met: Bool?, _ ticks: [(String, Bool)], _ rule: Rule = .all(points: n(5))) -> Observation? {
        let finding = Finding(met.map { .met($0) }, checks: ticks.map { Finding.Check(id: $0.0, holds: $0.1) })
        return finding.decided(for: item("1", rule, checks: checks))
    }

    /// All ticks of three requirements (yes, no, none) with every `met`.
    @Test func anItemIsMetOnlyIfEveryTickIs() {
        var wrong = Wrong()
        for met in [nil, true, false] {
            for code in 0..<27 {
                let ticks = [code % 3, code / 3 % 3, code / 9].enumerated().compactMap { index, tick in
                    tick == 0 ? nil : (checks[index].id, tick == 1)
                }
                let expected: Observation? =
                    if ticks.contains(where: { !$0.1 }) {
                        .met(false)
                    } else if ticks.isEmpty || ticks.count == 3 {
                        met.map { .met($0) } ?? (ticks.isEmpty ? nil : .met(true))
                    } else {
                        met == nil ? nil : .met(false)
                    }
                for rule in [Rule.all(points: n(5)), .control] {
                    wrong.unless(decided(met, ticks, rule) == expected, "\(String(describing: met)), \(ticks)")
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func ticksInTheAssessorsOwnWordsFailAnItemButNeverMeetIt() {
        #expect(decided(nil, [("own", true)]) == nil)
        #expect(decided(true, [("own", true)]) == .met(true))
        #expect(decided(nil, [("own", false)]) == .met(false))
        #expect(decided(true, [("own", false)]) == .met(false))
        #expect(decided(nil, [("own", true), ("x", true)]) == nil, "two requirements are still open")
    }

    @Test func otherRulesAreLeftAlone() {
        let finding = Finding(.count(2), checks: [Finding.Check(id: "x", holds: false)])
        let counted = item("1", .count(CountRule(each: n(1), cap: n(3), kinds: [])))
        #expect(finding.decided(for: counted) == .count(2))
    }

    @Test func whatIsOpenAndWhatFailedIsNamed() {
        let book = rulebook([item("1", .all(points: n(5)), checks: checks)])
        let open = book.score(["1": Finding(checks: [Finding.Check(id: "x", holds: true)])])
        #expect(open.unjudged == ["1"] && open.q == .zero)
        #expect(open.items[0].reason.zh.contains("〔y〕、〔z〕") && open.items[0].reason.en.contains("<y>, <z>"))
        let failed = book.score(["1": Finding(.met(true), checks: [Finding.Check(id: "y", holds: false)])])
        #expect(failed.items[0].status == .judged && failed.q == .zero)
        #expect(failed.items[0].reason.zh.contains("〔y〕") && failed.items[0].reason.en.contains("<y> not met"))
    }

    @Test func evidenceAloneJudgesNothing() {
        let book = rulebook([item("1", .all(points: n(5)))])
        let finding = Finding(evidence: [Finding.Evidence(name: "照片")], remark: "待查")
        #expect(book.score(["1": finding]).unjudged == ["1"])
        #expect(book.score(["1": Finding()]).unjudged == ["1"])
    }

    @Test func anObservationOfAnotherKindJudgesNothing() {
        let book = rulebook([item("1", .all(points: n(5)))])
        #expect(book.score(["1": .count(3)]).unjudged == ["1"])
    }
}
