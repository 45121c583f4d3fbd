import Rulebook
import RulebookFiles
import Testing

/// Which clause asks what of which metric, from files.
@Suite struct BindingsReaderTests {
    private let rulebook = Rulebook.builtIn("smart-community-draft")!

    private func read(_ text: String) -> (bindings: Bindings?, said: [String]) {
        let folder = RulebookFolder(name: "test", files: [SourceFile(name: "test/1.yaml", bytes: Array(text.utf8))])
        let (bindings, diagnostics) = BindingsReader.read(folder, for: rulebook)
        return (bindings, diagnostics.map { $0.message.en })
    }

    private func clauses(_ text: String) -> (bindings: Bindings?, said: [String]) {
        read("rulebook: smart-community-draft\nclauses:\n" + text)
    }

    @Test func everyWay() throws {
        let (bindings, said) = clauses(
            """
              6.2.3.a.4: {all: [{metric: entry.kept, atLeast: 180}, {metric: entry.count, moreThan: 0}]}
              6.2.2.a:
                checks: {working: [{metric: device.fit, atLeast: 100%}]}
                person: {zh: 说明, en: Words}
              8.2.2: {kinds: {vending: [{metric: v, atLeast: 1}], "other:书": [{metric: b, lessThan: 2/3}]}}
              8.2.5.a: {kinds: {gas: [{metric: g, atMost: 0.5}]}, extra: [{metric: p, atLeast: 1}]}
              6.1.1: {checks: {fibre: [{metric: f, atLeast: 1}]}}
            """)
        #expect(said == [])
        let clauses = try #require(bindings).clauses
        #expect(
            clauses["6.2.3.a.4"]
                == Binding(
                    .whole([
                        Demand("entry.kept", .init(.atLeast, Exact(180))),
                        Demand("entry.count", .init(.moreThan, .zero)),
                    ])))
        #expect(
            clauses["6.2.2.a"]
                == Binding(
                    .checks(["working": [Demand("device.fit", .init(.atLeast, .one))]]),
                    rest: .init(zh: "说明", en: "Words")))
        #expect(clauses["8.2.2"]?.demands.map(\.metric) == ["b", "v"])
        #expect(bindings?.metrics.count == 8)
    }

    @Test(arguments: [
        ("  6.2.3.a.9: {all: [{metric: a, atLeast: 1}]}", "no clause '6.2.3.a.9'; did you mean '6.2.3.a."),
        ("  6.2.2.a: {checks: {workin: [{metric: a, atLeast: 1}]}}", "did you mean 'working'?"),
        ("  6.2.2.a: {kinds: {working: [{metric: a, atLeast: 1}]}}", "is judged by 'all'"),
        ("  8.2.2: {all: [{metric: a, atLeast: 1}]}", "is judged by 'count'"),
        ("  6.2.2.a: {}", "exactly one of all, checks, kinds"), ("  6.2.2.a: {all: []}", "nothing is asked"),
        ("  6.2.2.a: {all: [{metric: a}]}", "exactly one of atLeast"),
        ("  6.2.2.a: {all: [{metric: a, atLeast: 1, atMost: 2}]}", "exactly one of atLeast"),
        ("  6.2.2.a: {all: [{metric: a, atLeast: many}]}", "must be a number"),
        ("  6.2.2.a: {all: [{atLeast: 1}]}", "'metric' is missing"),
        ("  6.2.2.a: {alle: [{metric: a, atLeast: 1}]}", "did you mean 'all'?"),
    ])
    func problemsAreTold(text: String, problem: String) {
        let (bindings, said) = clauses(text)
        #expect(bindings == nil)
        #expect(said.contains { $0.contains(problem) }, "\(said)")
    }

    @Test func anotherRulebookIsRefused() {
        #expect(read("rulebook: other\nclauses: {}").said.contains { $0.contains("smart-community-draft") })
    }

    @Test func aClauseStandsOnce() {
        let file = { (name: String) in
            SourceFile(
                name: "test/\(name).yaml",
                bytes: Array(
                    "rulebook: smart-community-draft\nclauses: {6.2.2.a: {all: [{metric: a, atLeast: 1}]}}".utf8))
        }
        let (bindings, diagnostics) = BindingsReader.read(
            RulebookFolder(name: "test", files: [file("1"), file("2")]), for: rulebook)
        #expect(bindings == nil)
        #expect(diagnostics.contains { $0.message.en.contains("stands twice, first at test/1.yaml:2") })
    }

    @Test func anUnknownMetricIsToldWithItsPlace() {
        let text = "rulebook: smart-community-draft\nclauses:\n  6.2.2.a: {all: [{metric: device.fitt, atLeast: 1}]}"
        let folder = RulebookFolder(name: "t", files: [SourceFile(name: "t/1.yaml", bytes: Array(text.utf8))])
        let (bindings, diagnostics) = BindingsReader.read(folder, for: rulebook, metrics: ["device.fit", "a"])
        #expect(bindings == nil)
        #expect(
            diagnostics.map { $0.rendered(.en) } == [
                "t/1.yaml:3:28: error: no metric 'device.fitt'; did you mean 'device.fit'?"
            ])
        #expect(BindingsReader.read(folder, for: rulebook, metrics: ["device.fitt"]).bindings != nil)
    }

    @Test func builtInOnesAreSound() throws {
        for (id, folder) in RulebookFolder.builtInBindings {
            let rulebook = try #require(Rulebook.builtIn(id))
            let (bindings, diagnostics) = BindingsReader.read(folder, for: rulebook)
            #expect(diagnostics.isEmpty)
            #expect(bindings?.clauses.isEmpty == false)
        }
    }
}
