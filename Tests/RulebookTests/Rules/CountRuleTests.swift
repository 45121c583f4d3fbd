import Testing

@testable import Rulebook

@Suite struct CountRuleTests {
    @Test func givesEachUpToTheCap() {
        var wrong = Wrong()
        for (each, cap) in [(1, 3), (1, 1), (2, 10), (3, 12), (3, 10), (5, 7)] {
            let rule = CountRule(each: n(each), cap: n(cap), kinds: [])
            #expect(rule.maximum == n(cap))
            for count in Array(0...20) + [999_999, 1_000_000] {
                let points = rule.judge(Observation.Counted(count: count)).points
                wrong.unless(points == n(min(cap, each * count)), "\(count) of \(each) up to \(cap)")
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    @Test func countsFractions() {
        let rule = CountRule(each: n("1/3"), cap: n("0.9"), kinds: [])
        let points = (0...4).map { rule.judge(Observation.Counted(count: $0)).points }
        #expect(points == [n(0), n("1/3"), n("2/3"), n("0.9"), n("0.9")])
    }

    /// The extra comes on top of the cap, once enough kinds are there.
    @Test func theExtraNeedsItsKinds() {
        var wrong = Wrong()
        for needs in 0...6 {
            let extra = CountRule.Extra(key: "pushed", title: .same("push"), points: n(2), needs: needs)
            let rule = CountRule(each: n(1), cap: n(4), kinds: [], extra: extra)
            #expect(rule.maximum == n(6))
            for count in 0...8 {
                for pushed in [false, true] {
                    let points = rule.judge(Observation.Counted(count: count, extra: pushed)).points
                    let expected = min(4, count) + (pushed && count >= needs ? 2 : 0)
                    wrong.unless(points == n(expected), "\(count), \(pushed), needs \(needs)")
                }
            }
        }
        #expect(wrong.count == 0, "\(wrong)")
    }

    /// `pushed: true` without any alarm function is valid and earns nothing (R6).
    @Test func pushAloneEarnsNothing() {
        let extra = CountRule.Extra(key: "pushed", title: Phrase(zh: "推送", en: "push"), points: n(2), needs: 1)
        let rule = CountRule(each: n(1), cap: n(4), kinds: [], extra: extra)
        let judgement = rule.judge(Observation.Counted(count: 0, extra: true))
        #expect(judgement.points == .zero)
        #expect(judgement.reason.zh.contains("不足 1 类") && judgement.reason.en.contains("fewer than 1"))
    }

    @Test func aFactTheRuleDoesNotKnowAddsNothing() {
        let rule = CountRule(each: n(1), cap: n(4), kinds: [])
        #expect(rule.judge(Observation.Counted(count: 2, extra: true)).points == n(2))
    }

    @Test func fullCountIsTheFirstThatReachesTheCap() {
        for each in 1...7 {
            for cap in each...30 {
                let rule = CountRule(each: n(each), cap: n(cap), kinds: [])
                #expect(each * rule.fullCount >= cap && each * (rule.fullCount - 1) < cap)
            }
        }
    }

    @Test func theReasonNamesTheKindsAndTheCap() {
        let rule = CountRule(each: n(3), cap: n(6), kinds: kinds("video", "gate"))
        let seen = Observation.Counted(count: 3, present: ["gate", "video", "other:一键求助"])
        let reason = rule.judge(seen).reason
        #expect(reason.zh.contains("〔gate〕、〔video〕、一键求助") && reason.zh.contains("封顶"))
        #expect(reason.en.contains("<gate>, <video>, 一键求助") && reason.en.contains("capped"))
        #expect(!rule.judge(Observation.Counted(count: 2)).reason.zh.contains("封顶"))
    }
}
