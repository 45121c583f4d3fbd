import Rulebook
import Testing

@testable import Evaluation

/// How often each expert's own word became the panel's, in a summary.
@Suite struct ExpertWordsTests {
    private func summary(_ state: String) throws -> EvaluationSummary {
        EvaluationSummary(try Stage.at(state).evaluation, TinyRulebook.value)
    }

    /// Until the panel has closed, that somebody differs is as blind as what they say.
    @Test func nobodysBeforeThePanelHasClosed() throws {
        for state in ["draft", "review", "panel", "site", "consensus"] {
            let summary = try summary(state)
            #expect(summary.expertWords.isEmpty && summary.expertDivergences.isEmpty, "\(state)")
        }
    }

    /// On 2.9 the panel settles on what Eva says; the others adopted the review, which says otherwise.
    @Test func whoeverIsOverruledDiffers() throws {
        let summary = try summary("report")
        #expect(Set(summary.expertWords.keys) == Set(Stage.experts))
        #expect(summary.expertWords.values.allSatisfy { $0 > 1 })
        #expect(summary.expertDivergences["eva"] == 0)
        for expert in ["eli", "eda", "edo"] { #expect(summary.expertDivergences[expert] == 1, "\(expert)") }
        #expect(summary.previous == nil)
    }
}
