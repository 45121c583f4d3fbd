import Testing

@testable import Rulebook

@Suite struct CompiledRulebookTests {
    /// Two categories, nested weights and scales, and every kind of rule that can be compiled.
    private static let book: Rulebook = {
        func way(_ part: String, _ side: Threshold.Side, _ line: String, _ points: Int) -> ShareRule.Way {
            ShareRule.Way(part: part, line: Threshold(side, n(line)), points: n(points), cost: "\(part)\(points)")
        }
        let push = CountRule.Extra(key: "pushed", title: .same("push"), points: n(2), needs: 1)
        let late = CountRule.Extra(key: "late", title: .same("late"), points: n(1), needs: 5)
        let items = [
            item("1", .all(points: n(6))), item("2", .all(points: n("0.5"))),
            item("3", .count(CountRule(each: n(3), cap: n(10), kinds: []))),
            item("4", .count(CountRule(each: n(1), cap: n(4), kinds: [], extra: push))),
            item("5", .count(CountRule(each: n("1/3"), cap: n(1), kinds: [], extra: late)), weight: n(2)),
            item(
                "6",
                .share(
                    ShareRule(
                        whole: "all",
                        ways: [
                            way("good", .atLeast, "2/3", 5), way("best", .atLeast, "1/2", 10),
                            way("good", .moreThan, "85%", 7),
                        ])),
                in: "b"),
            item(
                "7",
                .list(
                    ListRule(key: "x", each: n(10), cap: n(50), kinds: [], satisfaction: Threshold(.moreThan, n("60%")))
                ),
                in: "b"),
            item("8", .list(ListRule(key: "y", each: n(2), cap: n(5), kinds: [], satisfaction: nil)), in: "b"),
            item("9", .deduct(DeductRule(from: n(10), each: n(3), floor: n(2))), in: "b"),
        ]
        let inner = level("a.1", weight: n("1/2"), scaleTo: n(30), [.item(1), .item(2), .item(3)])
        return rulebook(
            items,
            categories: [
                Category(level: level("a", weight: n("0.3"), [.item(0), .level(inner), .item(4)])),
                Category(level: level("b", weight: n("0.7"), (5...8).map { .item($0) }), isAddition: true),
            ],
            controls: [item("c1", .control), item("c2", .control)],
            total: Rulebook.Total(base: n(1), divisor: n(2), maximum: n(24)),
            grades: grades("basic", ("one", n("0.5"), false), ("two", n(10), false), ("three", n(20), true)))
    }()

    /// A random case, mostly near the boundaries.
    private func values(_ compiled: CompiledRulebook, _ random: inout Seeded) -> [Int32] {
        var values = compiled.slots.map { slot -> Int32 in
            if random.chance(0.1) { return CompiledRulebook.absent }
            switch slot.meaning {
            case .flag: return random.chance(["c1", "c2"].contains(slot.clause) ? 0.9 : 0.6) ? 1 : 0
            case .number: return Int32(random.pick([0, 1, 2, 3, 4, 5, 6, 9, 12, 13, 200, 1_000_000]))
            }
        }
        // No part is greater than its whole; a list whose entry was not recognised may still have answers.
        var whole: Int32 = 0
        for (index, slot) in compiled.slots.enumerated() {
            if slot.key == "all" || slot.key == "responses" { whole = values[index] }
            guard ["good", "best", "satisfied"].contains(slot.key), values[index] >= 0 else { continue }
            let line = random.pick([whole * 3 / 5, whole * 2 / 3, whole / 2, whole * 17 / 20, whole, 0])
            values[index] = max(0, min(whole, random.chance(0.6) ? line + Int32(random.int(-1...1)) : values[index]))
        }
        return values
    }

    private func findings(_ compiled: CompiledRulebook, _ values: [Int32]) -> [String: Observation] {
        var given: [String: [String: [Int: Int]]] = [:]
        for (slot, value) in zip(compiled.slots, values) where value != CompiledRulebook.absent {
            given[slot.clause, default: [:]][slot.key, default: [:]][slot.entry ?? 0] = Int(value)
        }
        var findings: [String: Observation] = [:]
        for item in compiled.rulebook.controls + compiled.rulebook.items {
            guard let keys = given[item.clause] else { continue }
            switch item.rule {
            case .control, .all: findings[item.clause] = keys["met"].map { .met($0[0] == 1) }
            case .count(let rule):
                let extra = rule.extra.flatMap { keys[$0.key]?[0] } == 1
                findings[item.clause] = keys["count"].map { .count($0[0]!, extra: extra) }
            case .deduct: findings[item.clause] = keys["count"].map { .count($0[0]!) }
            case .share: findings[item.clause] = keys["all"] == nil ? nil : .parts(keys.mapValues { $0[0]! })
            case .list:
                findings[item.clause] = .entries(
                    (0..<CompiledRulebook.entriesPerList).map { entry in
                        Observation.Entry(
                            name: "", kind: "", isRecognised: keys["recognised"]?[entry] == 1,
                            responses: keys["responses"]?[entry] ?? 0, satisfied: keys["satisfied"]?[entry] ?? 0)
                    })
            default: break
            }
        }
        return findings
    }

    private func run(_ compiled: CompiledRulebook, _ values: [Int32]) -> (CompiledRulebook.Outcome, [Int64]) {
        var weighted = [Int64](repeating: -1, count: compiled.rulebook.categories.count)
        let outcome = values.withUnsafeBufferPointer { values in
            weighted.withUnsafeMutableBufferPointer { compiled.score(values, weighted: $0) }
        }
        return (outcome, weighted)
    }

    @Test func scoresThousandsOfCasesLikeTheScorer() throws {
        let book = Self.book
        let compiled = try #require(CompiledRulebook(book))
        let scorer = Scorer(book)
        var random = Seeded(7)
        var wrong = Wrong()
        var grades: Set<Int32> = []
        for number in 0..<2000 {
            let values = values(compiled, &random)
            let (outcome, weighted) = run(compiled, values)
            let score = scorer.score(assessment(findings(compiled, values)))
            let terms = score.categories.map { $0.weighted / book.total.divisor }
            wrong.unless(
                compiled.exact(outcome.q) == score.q,
                "\(number): Q \(compiled.exact(outcome.q).shown), not \(score.q.shown)")
            wrong.unless(weighted.map(compiled.exact) == terms, "\(number): terms")
            wrong.unless(outcome.controlsAreMet == score.controlsAreMet, "\(number): controls")
            let grade = score.grade.grade.map { grade in book.grades.firstIndex { $0.id == grade.id }! }
            wrong.unless(!score.controlsAreMet || Int(outcome.grade) == grade, "\(number): grade")
            grades.insert(outcome.grade)
        }
        #expect(wrong.count == 0, "\(wrong)")
        #expect(grades.count >= 3, "the cases must reach the grades: \(grades)")
    }

    /// Nothing given is not judged: only the base counts, and no control item is met.
    @Test func anEmptyCase() throws {
        let compiled = try #require(CompiledRulebook(Self.book))
        let (outcome, weighted) = run(compiled, compiled.slots.map { _ in CompiledRulebook.absent })
        #expect(compiled.exact(outcome.q) == n("0.5") && weighted == [0, 0] && !outcome.controlsAreMet)
        #expect(outcome.grade == 0, "0.5 is not above 0.5")
    }

    @Test func everyValueHasAPlace() throws {
        let compiled = try #require(CompiledRulebook(Self.book))
        let keys = compiled.slots.filter { $0.entry ?? 0 == 0 }.map { "\($0.clause) \($0.key)" }
        #expect(
            keys == [
                "c1 met", "c2 met", "1 met", "2 met", "3 count", "4 count", "4 pushed", "5 count", "5 late", "6 all",
                "6 good",
                "6 best", "7 recognised", "7 responses", "7 satisfied", "8 recognised", "8 responses", "8 satisfied",
                "9 count",
            ])
        #expect(Set(compiled.slots).count == compiled.slots.count)
        #expect(compiled.slots.compactMap(\.entry).max() == CompiledRulebook.entriesPerList - 1)
    }

    /// What does not fit this form is left to the scorer.
    @Test func givesNilForWhatItCannotDo() {
        func compiles(_ change: (inout Rulebook) -> Void) -> Bool {
            var book = Self.book
            change(&book)
            return CompiledRulebook(book) != nil
        }
        #expect(compiles { _ in })
        let value = Measure.value(key: "value", unit: nil)
        let rules: [Rule] = [
            .steps(StepsRule(measure: value, steps: [StepsRule.Step(Threshold(.atLeast, n(1)), points: n(1))])),
            .target(TargetRule(measure: value, target: n(1), points: n(1))), .award(AwardRule(maximum: n(1))),
            .choice(ChoiceRule(options: [ChoiceRule.Option(id: "a", title: .same("a"), points: n(1))])),
        ]
        for rule in rules { #expect(!compiles { $0.items[0].rule = rule }) }
        #expect(!compiles { $0.controls[0].rule = .veto(limit: nil) })
        #expect(!compiles { $0.total.baseNeedsControls = true })
        #expect(!compiles { $0.grades[1].minimum = n("30%") })
        #expect(!compiles { $0.grades[1].minimums = ["a": n("30%")] })
        #expect(!compiles { $0.items[0].notApplicable = .full })
        #expect(!compiles { $0.categories[0].level.cap = n(3) })
        #expect(!compiles { $0.categories[0].level.rescalesToApplicable = true })
        #expect(compiles { $0.categories[0].level.cap = n(1000) }, "a cap that never acts")
        #expect(!compiles { $0.categories[1].level.weight = n("1/999999937") * n("1/3") }, "too fine a unit")
    }
}
