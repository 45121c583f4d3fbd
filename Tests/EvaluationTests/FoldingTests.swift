import Commons
import Rulebook
import Testing

@testable import Evaluation

/// A journal always gives the case that its acts made.
@Suite struct FoldingTests {
    @Test(arguments: Stage.states)
    func foldingIsApplyingOneByOne(_ state: String) throws {
        let stage = try Stage.at(state)
        let folded = try #require(try EvaluationCase.folding(stage.entries))
        #expect(folded == stage.evaluation)
        #expect(folded.sequence == stage.entries.count)
    }

    @Test func everyPrefixOfAJournalIsACase() throws {
        let stage = try Stage.at("certified")
        var states: [String] = []
        for length in 1...stage.entries.count {
            let folded = try #require(try EvaluationCase.folding(Array(stage.entries.prefix(length))))
            #expect(folded.sequence == length)
            if states.last != folded.state { states.append(folded.state) }
        }
        #expect(states == stage.evaluation.milestones.map(\.state))
    }

    @Test func nothingIsNoCase() throws {
        #expect(try EvaluationCase.folding([]) == nil)
    }

    @Test func aJournalBeginsWithOpening() throws {
        let entries = try Stage.at("draft").entries
        #expect(throws: Refusal.self) { _ = try EvaluationCase.folding(Array(entries.dropFirst())) }
        var late = entries[0]
        late.sequence = 2
        #expect(throws: Refusal.self) { _ = try EvaluationCase.folding([late]) }
        var broken = entries[0]
        broken.data = Array("{".utf8)
        #expect(throws: (any Error).self) { _ = try EvaluationCase.folding([broken]) }
    }

    /// What was checked when it was written is never checked again: rules may have changed since.
    @Test(arguments: Stage.states)
    func applyingNeverFailsWhateverTheState(_ state: String) throws {
        let stage = try Stage.at(state)
        for (act, person) in Stage.samples().values {
            var after = stage
            try after.apply(act, by: person)
            #expect(after.evaluation.sequence == stage.evaluation.sequence + 1, "\(act.name) in \(state)")
        }
    }

    @Test func versionsNameTheLastEntryThatChangedAThing() throws {
        var stage = try Stage.at("draft")
        #expect(stage.evaluation.version(of: "community") == 1)
        #expect(stage.evaluation.version(of: "self/9.9") == 0)
        let before = stage.evaluation.version(of: "self/2.2")
        try stage.act(Stage.saved("2.1"), by: "ann")
        #expect(stage.evaluation.version(of: "self/2.1") == stage.evaluation.sequence)
        #expect(stage.evaluation.version(of: "self/2.2") == before)
        try stage.act(.importFindings(findings: ["2.2": FindingRecord(nil)], source: "a"), by: "ann")
        #expect(stage.evaluation.version(of: "self/2.2") == stage.evaluation.sequence)
        #expect(stage.evaluation.selfFindings["2.2"]?.sequence == stage.evaluation.sequence)
    }
}
