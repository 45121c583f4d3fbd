import Testing

@testable import Rulebook

/// What a costs file buys of each rule: points and their least cost from today's state.
@Suite struct ImprovementTests {
    private func offers(_ rule: Rule, _ seen: Observation?, _ costs: ItemCosts) -> [String] {
        rule.improvements(from: seen, costs: costs).map { "\($0.points.shown) for \($0.cost.fen / 100)" }
    }

    private func named(_ costs: KeyValuePairs<String, Int>) -> ItemCosts {
        ItemCosts(named: Dictionary(uniqueKeysWithValues: costs.map { ($0.key, Money(fen: Int128($0.value) * 100)) }))
    }

    private func targets(_ costs: KeyValuePairs<String, Int>) -> ItemCosts {
        ItemCosts(targets: costs.map { ItemCosts.Target(value: n($0.key), cost: Money(fen: Int128($0.value) * 100)) })
    }

    @Test func allOrNothingIsBoughtWhole() {
        let rule = Rule.all(points: n(5))
        let cost = ItemCosts(whole: Money(fen: 300))
        for seen in [nil, Observation.met(false)] { #expect(offers(rule, seen, cost) == ["5 for 3"]) }
        #expect(offers(rule, .met(true), cost) == [])
        #expect(offers(rule, nil, ItemCosts()) == [])
    }

    @Test func controlItemsGainNoPoints() {
        #expect(offers(.control, nil, ItemCosts(whole: .zero)) == [])
        #expect(offers(.veto(limit: nil), nil, ItemCosts(whole: .zero)) == [])
    }

    @Test func kindsAreBoughtOneByOneUpToTheCap() {
        let rule = Rule.count(CountRule(each: n(3), cap: n(10), kinds: []))
        #expect(offers(rule, nil, named(["each": 2])) == ["3 for 2", "6 for 4", "9 for 6", "10 for 8"])
        #expect(offers(rule, .count(2), named(["each": 2])) == ["9 for 2", "10 for 4"])
        #expect(offers(rule, .count(4), named(["each": 2])) == [])
        #expect(offers(rule, .count(1_000_000), named(["each": 2])) == [])
        #expect(offers(rule, .count(1), ItemCosts()) == [])
    }

    @Test func theExtraIsBoughtWithTheKindsItNeeds() {
        let extra = CountRule.Extra(key: "pushed", title: .same(""), points: n(2), needs: 3)
        let rule = Rule.count(CountRule(each: n(1), cap: n(2), kinds: [], extra: extra))
        #expect(offers(rule, .count(1), named(["each": 4, "pushed": 1])) == ["2 for 4", "4 for 9"])
        #expect(offers(rule, .count(1, extra: true), named(["each": 4])) == ["2 for 4", "4 for 8"])
        #expect(offers(rule, .count(3), named(["each": 4, "pushed": 1])) == ["4 for 1"])
        #expect(offers(rule, .count(2), named(["pushed": 1])) == [])
    }

    /// An offer that something cheaper with as many points replaces is not listed.
    @Test func onlyTheCheapestOfEqualPointsStays() {
        let extra = CountRule.Extra(key: "pushed", title: .same(""), points: n(3), needs: 0)
        let rule = Rule.count(CountRule(each: n(1), cap: n(3), kinds: [], extra: extra))
        #expect(offers(rule, nil, named(["each": 5, "pushed": 4])) == ["3 for 4", "4 for 9", "5 for 14", "6 for 19"])
        #expect(
            offers(rule, nil, named(["each": 1, "pushed": 4]))
                == ["1 for 1", "2 for 2", "3 for 3", "4 for 5", "5 for 6", "6 for 7"])
    }

    @Test func offersOfEqualCostAreAllListed() {
        let rule = Rule.choice(
            ChoiceRule(options: [("half", 5), ("all", 10)].map { .init(id: $0.0, title: .same(""), points: n($0.1)) }))
        #expect(offers(rule, nil, named(["half": 3, "all": 3])) == ["5 for 3", "10 for 3"])
        #expect(offers(rule, nil, named(["half": 4, "all": 3])) == ["10 for 3"])
        #expect(offers(rule, .choice("half"), named(["half": 1, "all": 3])) == ["10 for 3"])
    }

    @Test func everyWayOfAShareHasItsCost() {
        let ways = [("two", "2/3", 5, "twoStar"), ("three", "1/2", 10, "threeStar")].map {
            ShareRule.Way(part: $0.0, line: Threshold(.atLeast, n($0.1)), points: n($0.2), cost: $0.3)
        }
        let rule = Rule.share(ShareRule(whole: "all", ways: ways))
        let costs = named(["twoStar": 9, "threeStar": 25])
        #expect(offers(rule, nil, costs) == ["5 for 9", "10 for 25"])
        #expect(offers(rule, .parts(["all": 3, "two": 2, "three": 0]), costs) == ["10 for 25"])
        #expect(offers(rule, .parts(["all": 2, "two": 0, "three": 1]), costs) == [])
        #expect(offers(rule, .parts(["all": 3, "two": 0, "three": 0]), named(["twoStar": 9])) == ["5 for 9"])
    }

    @Test func recognisedEntriesAreBoughtOneByOne() {
        let rule = Rule.list(
            ListRule(key: "x", each: n(10), cap: n(30), kinds: [], satisfaction: Threshold(.moreThan, n("60%"))))
        func entry(_ satisfied: Int) -> Observation.Entry {
            Observation.Entry(name: "", kind: "", isRecognised: true, responses: 100, satisfied: satisfied)
        }
        let each = named(["each": 4])
        #expect(offers(rule, nil, each) == ["10 for 4", "20 for 8", "30 for 12"])
        #expect(offers(rule, .entries([entry(61), entry(60)]), each) == ["20 for 4", "30 for 8"])
        #expect(offers(rule, .entries(Array(repeating: entry(100), count: 7)), each) == [])
    }

    @Test func measuredValuesAreReached() {
        let value = Measure.value(key: "value", unit: nil)
        let costs = targets(["30%": 5, "50%": 9, "10%": 1])
        let steps = Rule.steps(
            StepsRule(
                measure: value,
                steps: [("30%", 2), ("50%", 5)].map { StepsRule.Step(Threshold(.atLeast, n($0.0)), points: n($0.1)) }))
        #expect(offers(steps, nil, costs) == ["2 for 5", "5 for 9"])
        #expect(offers(steps, .measure(n("40%")), costs) == ["5 for 9"])
        let target = Rule.target(TargetRule(measure: value, target: n("50%"), points: n(10)))
        #expect(offers(target, .measure(n("20%")), costs) == ["6 for 5", "10 for 9"])
        let linear = Rule.linear(
            LinearRule(
                measure: value, from: LinearRule.Point(value: n("50%"), points: n(0)),
                to: LinearRule.Point(value: n("10%"), points: n(8))))
        #expect(offers(linear, nil, costs) == ["8 for 1"])
    }

    @Test func faultsAreMendedOneByOne() {
        let rule = Rule.deduct(DeductRule(from: n(10), each: n(4), floor: n(1)))
        #expect(offers(rule, .count(2), named(["each": 3])) == ["6 for 3", "10 for 6"])
        #expect(offers(rule, .count(5), named(["each": 3])) == ["2 for 9", "6 for 12", "10 for 15"])
        #expect(offers(rule, .count(0), named(["each": 3])) == [])
        #expect(offers(rule, nil, named(["each": 3])) == [], "nobody knows how many faults there are")
    }

    @Test func awardsAreBoughtAtTheirSteps() {
        let rule = Rule.award(AwardRule(maximum: n(8), step: n(2)))
        #expect(
            offers(rule, .points(n(2)), targets(["8": 9, "4": 3, "2": 0, "5": 1, "10": 1])) == ["4 for 3", "8 for 9"])
    }
}
