import Rulebook
import Testing

@testable import RulebookFiles

@Suite struct BuiltInRulebookTests {
    private let draft = Rulebook.builtIn("smart-community-draft")!

    @Test func bothAreSound() {
        #expect(Set(RulebookFolder.builtIn.keys) == ["smart-community-draft", "green-building-2019"])
        for (id, folder) in RulebookFolder.builtIn {
            let (book, told) = RulebookReader.read(folder)
            #expect(told.isEmpty, "\(told.english)")
            #expect(book?.id == id)
        }
        #expect(Rulebook.builtIn("nothing") == nil)
    }

    @Test func theDraftHasItsItems() {
        #expect(
            draft.controls.map(\.clause) == [
                "6.1.1", "6.1.2", "6.1.3", "6.1.4", "7.1.1", "7.1.2", "8.1.1", "8.1.2", "9.1.1",
            ])
        #expect(draft.controls.allSatisfy { $0.rule == .control })
        #expect(draft.items.count == 118)
        #expect(Set((draft.items + draft.controls).map(\.clause)).count == 127)
    }

    /// The standard's order: by chapter, then by clause, numbers as numbers.
    @Test func itemsStandInClauseOrder() {
        func parts(_ clause: String) -> [(Int, String)] {
            clause.split(separator: ".").map { (Int($0) ?? 0, Int($0) == nil ? String($0) : "") }
        }
        func precedes(_ left: String, _ right: String) -> Bool {
            let (a, b) = (parts(left), parts(right))
            for (x, y) in zip(a, b) where x != y { return x < y }
            return a.count < b.count
        }
        for clauses in [draft.items.map(\.clause), draft.controls.map(\.clause)] {
            for (first, second) in zip(clauses, clauses.dropFirst()) {
                #expect(precedes(first, second), "\(first) before \(second)")
            }
        }
        #expect(draft.items.first?.clause == "6.2.2.a" && draft.items.last?.clause == "10.7")
    }

    /// READING.md: the scored items of each category add up to exactly 100, and these are the sections.
    @Test func theTotalsAreThoseOfTheDraft() {
        let sums = Dictionary(grouping: draft.items, by: \.category).mapValues { $0.map(\.maximum).sum() }
        let ids = ["infrastructure", "platform", "management", "services", "innovation"]
        #expect(draft.categories.map(\.id) == ids)
        #expect(sums == Dictionary(uniqueKeysWithValues: ids.map { ($0, Exact(100)) }))
        let sections: KeyValuePairs = [
            "6.2.2": 25, "6.2.3": 50, "6.2.4": 25, "7.2.2": 20, "7.2.3": 20, "7.2.4": 50, "7.2.5": 10, "8.2.2": 10,
            "8.2.3": 5, "8.2.4": 15, "8.2.5": 10, "8.2.6": 10, "8.2.7": 10, "8.2.8": 10, "8.2.9": 10, "8.2.10": 10,
            "8.2.11": 10, "9.2.2": 20, "9.2.3": 15, "9.2.4": 20, "9.2.5": 15, "9.2.6": 20, "9.2.7": 10, "10.2": 10,
            "10.3": 10, "10.4": 10, "10.5": 10, "10.6": 10, "10.7": 50,
        ]
        for (section, points) in sections {
            let below = draft.items.filter { $0.clause == section || $0.clause.hasPrefix(section + ".") }
            #expect(below.map(\.maximum).sum() == Exact(points), "\(section)")
        }
    }

    /// R1 and R2.
    @Test func weightsAndGradesAreThoseOfTheReadings() {
        #expect(draft.categories.map { $0.weight.shortest } == ["0.25", "0.2", "0.25", "0.3", "0.2"])
        #expect(draft.categories.map(\.isAddition) == [false, false, false, false, true])
        #expect(draft.highestQ == Exact(120) && draft.total.maximum == Exact(120))
        #expect(
            draft.grades.map { "\($0.id) \($0.range.shown)" } == [
                "basic Q = 0", "one-star 0 < Q ≤ 60", "two-star 60 < Q ≤ 85", "three-star Q > 85",
            ])
        #expect(draft.conditions.map(\.clause) == ["5.1.1", "5.1.2", "5.1.2"])
        #expect(draft.readings.map(\.id) == (1...16).map { "R\($0)" })
    }

    @Test func everyDraftItemIsExplainedInBothLanguages() {
        for item in draft.controls + draft.items {
            #expect(item.requirement != nil && item.onSite != nil && !item.documents.isEmpty, "\(item.clause)")
            let named = named(item.rule) + item.checks.map(\.title)
            for phrase in [item.title, item.requirement, item.onSite].compactMap({ $0 }) + item.documents + named {
                #expect(
                    phrase.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) },
                    "\(item.clause) \(phrase)")
                #expect(
                    phrase.en.unicodeScalars.allSatisfy { !(0x4E00...0x9FFF).contains($0.value) },
                    "\(item.clause) \(phrase)")
                #expect(phrase.en.contains { $0.isLetter }, "\(item.clause) \(phrase)")
            }
        }
    }

    private func named(_ rule: Rule) -> [Phrase] {
        switch rule {
        case .count(let rule): rule.kinds.map(\.title) + (rule.extra.map { [$0.title] } ?? [])
        case .list(let rule): rule.kinds.map(\.title)
        case .share(let rule): Array(rule.labels.values)
        default: []
        }
    }

    /// The rules that the readings R5 to R9 speak of.
    @Test func countedItemsAreThoseOfTheDraft() {
        let counts = draft.items.compactMap { item -> String? in
            guard case .count(let rule) = item.rule else { return nil }
            let extra = rule.extra.map { " +\($0.key) \($0.points.shown) needs \($0.needs)" } ?? ""
            return "\(item.clause) \(rule.each.shown)/\(rule.cap.shown)\(extra)"
        }
        #expect(
            counts == [
                "6.2.2.c.2 1/3", "7.2.2.b 3/12", "8.2.2 2/10", "8.2.5.a 1/4 +pushed 2 needs 1", "8.2.7.b 1/3",
                "8.2.7.d 1/3",
                "8.2.8.a 1/3",
            ])
        #expect(
            draft.items.filter { ![.all, .count].contains($0.rule.kind) }.map(\.clause) == ["10.2", "10.4.b", "10.7"])
        #expect(CompiledRulebook(draft) != nil)
    }

    @Test func theOtherHasTheShapeOfGreenBuilding() throws {
        let book = try #require(Rulebook.builtIn("green-building-2019"))
        #expect(
            book.categories.count == 6
                && book.categories.map(\.isAddition) == [false, false, false, false, false, true])
        #expect(book.total.base == Exact(400) && book.total.baseNeedsControls && book.total.divisor == Exact(10))
        #expect(book.highestQ == Exact(110))
        #expect(
            book.grades.map { "\($0.id) \($0.range.shown) \($0.minimum?.percent ?? "")" } == [
                "basic Q < 60 ", "one-star 60 ≤ Q < 70 30%", "two-star 70 ≤ Q < 85 30%", "three-star Q ≥ 85 30%",
            ])
    }

    /// Full marks and no marks.
    @Test func theDraftFromNothingToEverything() {
        let community = Community(
            name: "", kind: "urban", acceptedOn: Day("2020-01-01"), operatingSince: Day("2020-01-01"))
        var assessment = Assessment(rulebook: draft.id, community: community, appliedOn: Day("2026-03-01"))
        for control in draft.controls { assessment.findings[control.clause] = Finding(.met(true)) }
        #expect(Scorer(draft).score(assessment).grade.grade?.id == "basic")
        for item in draft.items {
            switch item.rule {
            case .all: assessment.findings[item.clause] = Finding(.met(true))
            case .count: assessment.findings[item.clause] = Finding(.count(.init(count: 9, extra: true)))
            case .share(let rule):
                let numbers = Dictionary(uniqueKeysWithValues: ([rule.whole] + rule.parts).map { ($0, 1) })
                assessment.findings[item.clause] = Finding(.parts(numbers))
            case .list:
                let entry = Observation.Entry(name: "", kind: "", isRecognised: true, responses: 1, satisfied: 1)
                assessment.findings[item.clause] = Finding(.entries(Array(repeating: entry, count: 6)))
            default: break
            }
        }
        let score = Scorer(draft).score(assessment)
        #expect(score.q == Exact(120) && score.grade.grade?.id == "three-star" && score.unjudged.isEmpty)
        #expect(score.categories.allSatisfy { $0.score == Exact(100) })
    }
}
