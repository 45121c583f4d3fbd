import Rulebook
import Testing

@testable import RulebookFiles

/// A finding that is written as JSON is read back as the same finding, rule by rule.
@Suite struct FindingDocumentTests {
    /// Observations that each rule takes, boundaries included.
    private static func samples(_ rule: Rule) -> [Observation] {
        let most = CountRule.mostCounted
        switch rule {
        case .control, .all: return [.met(true), .met(false)]
        case .veto: return [.occurred(true), .occurred(false)]
        case .count(let rule): return counted(rule.kinds) + [.count(.init(count: 1, extra: rule.extra != nil))]
        case .deduct(let rule): return counted(rule.kinds)
        case .share(let rule):
            let names = [rule.whole] + rule.parts
            return [0, 7, most].map { number in .parts(Dictionary(uniqueKeysWithValues: names.map { ($0, number) })) }
                + [.parts([rule.whole: 5, rule.parts[0]: 3])]
        case .list(let rule):
            return [
                .entries([]),
                .entries([
                    .init(name: "", kind: "", isRecognised: false, responses: 0, satisfied: 0),
                    .init(
                        name: #"a "b" \ 智慧"# + "\n\t\u{1}", kind: rule.kinds.first?.id ?? "", isRecognised: true,
                        responses: most, satisfied: most),
                ]),
            ]
        case .steps(let rule): return measured(rule.measure)
        case .linear(let rule): return measured(rule.measure)
        case .target(let rule): return measured(rule.measure)
        case .choice(let rule): return rule.options.map { .choice($0.id) }
        case .award(let rule): return [.points(.zero), .points(rule.step), .points(rule.maximum)]
        }
    }

    private static func counted(_ kinds: [Named]) -> [Observation] {
        [0, 1, CountRule.mostCounted].map { .count(.init(count: $0)) }
            + [
                .count(.init(count: kinds.count, present: kinds.map(\.id))),
                .count(.init(count: 2, present: ["other:一键求助", #"other:"x\"#])),
            ]
    }

    private static func measured(_ measure: Measure) -> [Observation] {
        switch measure {
        case .value:
            [Exact.zero, Exact(12), Exact(1, over: 4), Exact(2, over: 3), Exact(-1, over: 8)].map {
                .measure(Measured($0))
            }
        case .ratio: [(0, 0), (3, 10), (10, 3), (1_000_000, 1)].map { .measure(Measured(part: $0.0, of: $0.1)) }
        }
    }

    private func expectRoundTrip(_ finding: Finding, _ item: Item, _ book: Rulebook) {
        let json = FindingDocument.json(finding, item)
        let (read, told) = FindingDocument.read(json: Array(json.utf8), clause: item.clause, book)
        #expect(told.isEmpty, "\(json): \(told.english)")
        #expect(read == finding, "\(item.clause) \(json)")
        #expect(!json.contains("\n"))
    }

    @Test func everyRuleKindIsThere() {
        let items = Tiny.book.controls + Tiny.book.items
        let kinds = Set(items.map(\.rule.kind))
        #expect(Set(Rule.Kind.allCases).subtracting(kinds).isEmpty, "\(kinds)")
    }

    @Test func whatIsWrittenIsRead() {
        for item in Tiny.book.controls + Tiny.book.items {
            for observation in Self.samples(item.rule) {
                #expect(item.rule.judge(observation) != nil, "\(item.clause) \(observation)")
                expectRoundTrip(Finding(observation), item, Tiny.book)
            }
        }
    }

    @Test func whatAnyFindingMayCarry() {
        for item in Tiny.book.controls + Tiny.book.items {
            var finding = Finding(Self.samples(item.rule)[0])
            finding.remark = "现场：\"好\" \\ \u{7F}\r\n第二行"
            finding.checks = item.checks.map { Finding.Check(id: $0.id, holds: $0.id.count.isMultiple(of: 2)) }
            expectRoundTrip(finding, item, Tiny.book)
            expectRoundTrip(Finding(), item, Tiny.book)
            if item.notApplicable != .refused {
                var outside = Finding()
                outside.isNotApplicable = true
                expectRoundTrip(outside, item, Tiny.book)
            }
        }
    }

    @Test func nothingSaidIsAnEmptyObject() throws {
        let item = try #require(Tiny.book.controls.first)
        #expect(FindingDocument.json(Finding(), item) == "{}")
    }

    /// What the item's rule cannot judge, as after a move to another edition, is not written.
    @Test func anotherRulesObservationIsLeftOut() {
        for item in Tiny.book.controls + Tiny.book.items {
            for other in Tiny.book.controls + Tiny.book.items where other.rule.kind != item.rule.kind {
                for observation in Self.samples(other.rule) where item.rule.judge(observation) == nil {
                    let json = FindingDocument.json(Finding(observation), item)
                    let read = FindingDocument.read(json: Array(json.utf8), clause: item.clause, Tiny.book)
                    #expect(read.finding?.observation == nil && read.diagnostics.isEmpty, "\(json)")
                }
            }
        }
    }

    /// Of two ticks for one requirement, the one that fails decides; a key stands once.
    @Test func ticksStandOnce() throws {
        let item = try #require(Tiny.book.controls.first)
        var finding = Finding()
        finding.checks = [.init(id: "a", holds: true), .init(id: "b", holds: true), .init(id: "a", holds: false)]
        #expect(FindingDocument.json(finding, item) == #"{"checks": {"a": false, "b": true}}"#)
    }

    @Test func keysFollowFromTheRule() throws {
        func json(_ clause: String, _ observation: Observation) throws -> String {
            FindingDocument.json(Finding(observation), try #require(Tiny.book.item(clause)))
        }
        #expect(try json("1.1.1", .met(true)) == #"{"met": true}"#)
        #expect(try json("1.1.2", .occurred(false)) == #"{"occurred": false}"#)
        #expect(
            try json("1.2.b", .count(.init(count: 2, present: ["gas", "other:x"])))
                == #"{"count": 2, "present": ["gas", "other:x"], "pushed": false}"#)
    }
}
