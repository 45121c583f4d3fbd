import Rulebook
import Testing

@testable import RulebookFiles

@Suite struct CostsReaderTests {
    private func costs(_ text: String, _ name: String = "k.yaml") -> [String: ItemCosts]? {
        let (costs, told) = CostsReader.read(source(text, name), for: Tiny.book)
        #expect(told.isEmpty, "\(told.english)")
        return costs?.items
    }

    private func wrong(_ text: String, _ messages: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        let marked = Marked(text)
        let (costs, told) = CostsReader.read(marked.source("费用.yaml"), for: Tiny.book)
        #expect(told.english == marked.expected("费用.yaml", messages), sourceLocation: sourceLocation)
        #expect(marked.marks.count == messages.count && told.areBilingual, sourceLocation: sourceLocation)
        #expect(costs == nil, sourceLocation: sourceLocation)
    }

    private func yuan(_ text: String) -> Money { Money(text)! }

    /// Every shape, in YAML and in JSON, quoted or not.
    @Test func everyRuleHasItsShape() {
        let expected: [String: ItemCosts] = [
            "1.1.1": ItemCosts(whole: yuan("20000")), "1.1.2": ItemCosts(whole: yuan("0")),
            "1.2.a": ItemCosts(whole: yuan("0.01")),
            "1.2.b": ItemCosts(named: ["each": yuan("500"), "pushed": yuan("3000.50")]),
            "1.3.a": ItemCosts(named: ["good": yuan("1"), "best": yuan("2.5")]),
            "1.3.b": ItemCosts(named: ["each": yuan("800")]),
            "1.3.c": ItemCosts(targets: [
                .init(value: Exact(15), cost: yuan("7")), .init(value: Exact("14.5")!, cost: yuan("8")),
            ]),
            "2.1.a": ItemCosts(targets: [.init(value: Exact("1/2")!, cost: yuan("9"))]),
            "2.1.b": ItemCosts(targets: [.init(value: Exact(120), cost: yuan("3"))]),
            "2.1.c": ItemCosts(named: ["half": yuan("5"), "all": yuan("9")]),
            "2.2.1.a": ItemCosts(targets: [.init(value: Exact(8), cost: yuan("4"))]),
            "3.1.a": ItemCosts(named: ["each": yuan("120000")]),
        ]
        let yaml = """
            rulebook: tiny
            costs:
              1.1.1: 20000
              1.1.2: 0
              1.2.a: "0.01"
              1.2.b: {each: 500, pushed: 3000.50}
              1.3.a: {good: 1, best: 2.50}
              1.3.b: {each: 800}
              1.3.c: {to: {15: 7, 14.5: 8}}
              2.1.a: {to: {"50%": 9}}
              2.1.b: {to: {"120": 3}}
              2.1.c: {half: 5, all: '9'}
              2.2.1.a: {to: {8: 4}}
              2.2.1.b: null
              3.1.a: {each: 120000}
            """
        #expect(costs(yaml) == expected)
        let json = """
            {"costs": {"1.1.1": 20000, "1.1.2": 0, "1.2.a": "0.01", "1.2.b": {"each": 500, "pushed": 3000.50},
             "1.3.a": {"good": 1, "best": 2.5}, "1.3.b": {"each": 800}, "1.3.c": {"to": {"15": 7, "14.5": 8}},
             "2.1.a": {"to": {"50%": 9}}, "2.1.b": {"to": {"120": 3}}, "2.1.c": {"half": 5, "all": 9},
             "2.2.1.a": {"to": {"8": 4}}, "3.1.a": {"each": 120000}}}
            """
        #expect(costs(json, "k.json") == expected)
        #expect(costs("costs: {1.2.b: {pushed: 5}}") == ["1.2.b": ItemCosts(named: ["pushed": yuan("5")])])
        #expect(costs("costs: {}") == [:])
    }

    @Test func amounts() {
        let places = [
            "1.2.a: §M", "1.2.b: {each: §M}", "1.2.b: {pushed: §M}", "1.3.a: {best: §M}", "1.3.c: {to: {5: §M}}",
            "2.1.c: {all: §M}",
        ]
        for place in places {
            for amount in ["-1", "0.001", "12.345", "1e3", "free", "50%", "1/2", "1000000000001", "￥5", "5元"] {
                wrong(
                    "costs: {\(place.replacing("M", with: amount))}",
                    "must be an amount in yuan, at most two decimals, not negative, found '\(amount)'")
            }
            wrong(
                "costs: {\(place.replacing("M", with: "[5]"))}",
                "must be an amount in yuan, at most two decimals, not negative, found a list")
        }
        #expect(costs("costs: {1.2.a: 999999999999.99}")?["1.2.a"]?.whole?.fen == 99_999_999_999_999)
    }

    @Test func shapesThatDoNotFit() {
        wrong(
            "costs: {1.2.a: §{each: 5}}",
            "must be an amount in yuan, at most two decimals, not negative, found a mapping")
        wrong("costs: {1.2.b: §500}", "the costs of 1.2.b must be 'key: value', found '500'")
        wrong("costs: {1.2.b: {§eech: 5}}", "the costs of 1.2.b has no 'eech'; did you mean 'each'?")
        wrong("costs: {1.3.a: {§three: 5}}", "the costs of 1.3.a has no 'three'; known: good, best")
        wrong("costs: {1.3.b: {§pushed: 5}}", "the costs of 1.3.b has no 'pushed'; known: each")
        wrong("costs: {1.3.c: §{}}", "'to' is missing")
        wrong("costs: {1.3.c: {to: §5}}", "the costs of 1.3.c must be 'key: value', found '5'")
        wrong("costs: {1.3.c: {to: {§soon: 5}}}", "must be the value to reach")
        wrong("costs: {1.3.c: {to: {5: 1, §5: 2}}}", "'5' stands twice")
        wrong("costs: {1.2.b: {each: 1, §each: 2}}", "'each' stands twice")
    }

    @Test func clausesAndTheFileAsAWhole() {
        wrong("costs: {§1.2.z: 5}", "no clause '1.2.z'; did you mean '1.2.a'?")
        wrong("costs: {§somewhere else: 5}", "no clause 'somewhere else'")
        wrong("costs: {1.2.a: 5, §1.2.a: 6}", "'1.2.a' stands twice")
        wrong("rulebook: §draft\ncosts: {}", "the costs are for 'draft', the assessment uses 'tiny', found 'draft'")
        wrong("§rulebook: tiny", "'costs' is missing")
        wrong("costs: §[5]", "the costs file must be 'key: value', found a list")
        wrong("§- 5", "the costs file must be 'key: value', found a list")
        wrong("costs: {}\n§cost: {}", "the costs file has no 'cost'; did you mean 'costs'?")
        wrong("§", "the file is empty")
        wrong("costs: {1.2.a: §&x 5}", "YAML anchors (&) are not supported")
    }

    /// Was a bug: points that the assessor could never give are taken without a word, and the plan just does not
    /// offer them.
    @Test func awardsThatCannotBeGiven() {
        for points in ["11", "0.3", "-1"] {
            let told = CostsReader.read(source("costs: {2.2.1.a: {to: {\"\(points)\": 4}}}"), for: Tiny.book)
                .diagnostics
            #expect(told.count == 1)
        }
    }

    @Test func everythingAtOnce() {
        wrong(
            """
            rulebook: §other
            costs:
              1.1.1: §-5
              §9.9.9: 5
              1.2.b: {each: §x, §push: 5}
            §more: 1
            """,
            "the costs are for 'other', the assessment uses 'tiny', found 'other'",
            "must be an amount in yuan, at most two decimals, not negative, found '-5'", "no clause '9.9.9'",
            "must be an amount in yuan, at most two decimals, not negative, found 'x'",
            "the costs of 1.2.b has no 'push'; did you mean 'pushed'?",
            "the costs file has no 'more'; known: rulebook, costs")
    }
}
