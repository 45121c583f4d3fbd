import Commons
import Evaluation
import Markup
import Rulebook
import RulebookFiles
import Testing

@testable import EvaluationPortal

/// Where costs come from, and what is kept of plans.
@Suite struct RegionCostsTests {
    private typealias S = RegionSamples

    private struct Settings: SettingRecords {
        var texts: [String: String]

        func setting(_ name: String) throws -> (text: String, version: Int)? { texts[name].map { ($0, 3) } }
        func set(_ name: String, _ text: String, version: Int) throws -> Int { version + 1 }
    }

    @Test(arguments: [
        ("330106", "costs-330106"), ("330108", "costs-3301"), ("3301", "costs-3301"), ("3302", "costs"), ("", "costs"),
    ])
    func theNearestCounts(_ region: String, _ name: String) throws {
        let settings = Settings(texts: ["costs": "a", "costs-3301": "b", "costs-330106": "c"])
        let found = try CostsSetting.current([region], settings)
        #expect(found?.name == name && found?.version == 3 && found?.stamp == "\(name)#3")
        #expect(try CostsSetting.current([region], Settings(texts: [:])) == nil)
    }

    @Test func aRegulatorWritesTheirOwn() {
        #expect(CostsSetting.name(["3301", "3405"]) == "costs-3301")
        #expect(CostsSetting.name([""]) == "costs" && CostsSetting.name([]) == "costs")
    }

    private func read(_ text: String) -> (costs: Costs?, diagnostics: [Diagnostic]) {
        CostsSetting.read(Array(text.utf8), named: "prices.yaml", S.rulebook)
    }

    @Test func filesAreReadOrSayWhatIsWrong() throws {
        let good = read("costs:\n  6.2.4.b: 16400\n  7.2.2.c: 30000.50\n")
        #expect(good.costs?.items.count == 2 && good.diagnostics.isEmpty)
        let bad = read("costs:\n  6.2.4.x: 16400\n  7.2.2.c: much\n")
        #expect(bad.costs == nil && bad.diagnostics.count == 2)
        #expect(bad.diagnostics[0].rendered(.en).hasPrefix("prices.yaml:2:3: error: no clause '6.2.4.x'"))
        #expect(read("").costs == nil && read("costs: {").costs == nil)
        let setting = CostsSetting(name: "costs", text: "costs:\n  6.2.4.b: 1\n", version: 1)
        #expect(setting.costs(for: S.rulebook)?.items.count == 1)
        #expect(CostsSetting(name: "costs", text: "costs:\n  9.9.9: 1\n", version: 1).costs(for: S.rulebook) == nil)
    }

    @Test func namesThatAreNoYAMLAreReadAsYAMLAllTheSame() {
        let read = CostsSetting.read(Array("costs: {6.2.4.b: 1}".utf8), named: "prices.json", S.rulebook)
        #expect(read.costs?.items.count == 1)
    }

    private func key(_ number: Int) -> PlanShelf.Key {
        PlanShelf.Key(caseID: "case-\(number)", sequence: 1, grade: "two-star", costs: "costs#1", rulebook: "d")
    }

    @Test func theShelfIsBoundedAndKeepsWhatIsUsed() {
        let shelf = PlanShelf(capacity: 8)
        for number in 1...8 { shelf.keep(.cost(Money(fen: Int128(number))), for: key(number)) }
        #expect(shelf[key(1)] == .cost(Money(fen: 1)))
        shelf.keep(.unfit, for: key(9))
        #expect(shelf.count <= 8 && shelf[key(1)] != nil && shelf[key(9)] == .unfit && shelf[key(2)] == nil)
        for number in 10...1000 { shelf.keep(.unfit, for: key(number)) }
        #expect(shelf.count <= 8 && shelf[key(1000)] == .unfit)
        var other = key(1000)
        other.sequence = 2
        #expect(shelf[other] == nil)
    }

    @Test(arguments: [
        (0, "0.00"), (5, "0.05"), (100_000, "1,000.00"), (99_999, "999.99"), (123_456_789, "1,234,567.89"),
    ])
    func money(_ fen: Int, _ text: String) {
        let money = Money(fen: Int128(fen))
        #expect(money.grouped == text && money.yuan(.chinese) == "\(text) 元" && money.yuan(.english) == "¥\(text)")
    }
}
