import Commons
import Rulebook
import Testing

@testable import Evaluation

/// Rounds of questions, and the review's findings.
@Suite struct ReviewCheckTests {
    @Test func questions() throws {
        var stage = try Stage.at("review")
        stage.expect(.invalid, at: "clause", .ask(clause: "9.9", question: "？"))
        stage.expect(.invalid, at: "question", .ask(clause: "2.1", question: " "))
        stage.expect(.missing, at: "2.1", .dropQuestion(clause: "2.1"))
        stage.expect(.invalid, .sendQuestions)
        try stage.act(.ask(clause: "2.1", question: "一"), by: "rob")
        try stage.act(.ask(clause: "2.2", question: "二"), by: "rob")
        // Asked again, a question replaces the one before.
        try stage.act(.ask(clause: "2.1", question: "三"), by: "rob")
        #expect(stage.evaluation.rounds.map { $0.questions.map(\.text) } == [["二", "三"]])
        stage.expect(.missing, at: "2.3", .dropQuestion(clause: "2.3"))
        try stage.act(.dropQuestion(clause: "2.1"), by: "rob")
        try stage.act(.dropQuestion(clause: "2.2"), by: "rob")
        #expect(stage.evaluation.rounds.isEmpty)
        stage.expect(.invalid, .sendQuestions)
    }

    @Test func duringAClarificationOnlyWhatWasAskedAboutChanges() throws {
        var stage = try Stage.at("clarification")
        stage.expect(nil, Stage.saved("2.1"))
        stage.expect(.locked, at: "2.2", Stage.saved("2.2"))
        func added(_ clauses: [String]) -> Act {
            .addEvidence(id: "e9", evidence: Stage.evidence(clauses), revision: Stage.revision("9"))
        }
        stage.expect(nil, added(["2.1"]))
        stage.expect(.locked, at: "2.2", added(["2.1", "2.2"]))
        stage.expect(nil, .reviseEvidence(id: "e1", revision: Stage.revision("9")))
        stage.expect(.locked, at: "1.1", .reviseEvidence(id: "e2", revision: Stage.revision("9")))
        stage.expect(.locked, at: "1.1", .describeEvidence(id: "e2", evidence: Stage.evidence(["2.1"])))
        stage.expect(.locked, at: "2.3", .describeEvidence(id: "e1", evidence: Stage.evidence(["2.3"])))
        stage.expect(.locked, at: "1.1", .removeEvidence(id: "e2", reason: "错"))
        stage.expect(.missing, at: "2.2", .answer(clause: "2.2", text: "好"))
        stage.expect(.invalid, at: "text", .answer(clause: "2.1", text: ""))
        stage.expect(.invalid, details: ["2.1"], .returnAnswers)
        try stage.act(.answer(clause: "2.1", text: "已修复"), by: "ann")
        stage.expect(nil, .returnAnswers)
    }

    @Test func whatChangedSinceTheLastRoundIsMarked() throws {
        var stage = try Stage.at("review")
        #expect(stage.evaluation.changedSinceLastRound == [])
        for clause in ["2.1", "2.2", "1.1", "2.3"] { try stage.act(.ask(clause: clause, question: "？"), by: "rob") }
        try stage.act(.sendQuestions, by: "rob")
        #expect(stage.evaluation.changedSinceLastRound == [])
        try stage.act(.saveFinding(clause: "2.2", finding: FindingRecord(.count(.init(count: 0)))), by: "ann")
        try stage.act(
            .addEvidence(id: "e9", evidence: Stage.evidence(["1.1"]), revision: Stage.revision("9")), by: "ann")
        for clause in ["2.1", "2.2", "1.1", "2.3"] { try stage.act(.answer(clause: clause, text: "见附件"), by: "ann") }
        try stage.act(.returnAnswers, by: "ann")
        #expect(stage.evaluation.changedSinceLastRound == ["2.1", "2.2", "1.1", "2.3"])
        // A second round begins anew.
        try stage.act(.ask(clause: "2.1", question: "还有？"), by: "rob")
        try stage.act(.sendQuestions, by: "rob")
        try stage.act(.answer(clause: "2.1", text: "没有"), by: "ann")
        try stage.act(.reviseEvidence(id: "e1", revision: Stage.revision("8")), by: "ann")
        try stage.act(.returnAnswers, by: "ann")
        #expect(stage.evaluation.changedSinceLastRound == ["2.1"])
        #expect(stage.evaluation.rounds.map(\.number) == [1, 2])
        #expect(stage.evaluation.rounds.allSatisfy { $0.sentAt != nil && $0.returnedAt != nil })
        // A question of the next round that is still being written is not yet a round that came back.
        try stage.act(.ask(clause: "2.5", question: "？"), by: "rob")
        #expect(stage.evaluation.changedSinceLastRound == ["2.1"])
    }

    @Test func aChangeNeedsAReason() throws {
        let stage = try Stage.at("review")
        func saved(_ clause: String, _ observation: Observation?, _ reason: String) -> Act {
            .saveReview(clause: clause, finding: FindingRecord(observation), reason: reason)
        }
        stage.expect(nil, saved("2.1", .met(true), ""))
        stage.expect(.invalid, at: "reason", saved("2.1", .met(false), ""))
        stage.expect(.invalid, at: "reason", saved("2.1", .met(false), " \n"))
        stage.expect(nil, saved("2.1", .met(false), "灯不亮"))
        stage.expect(.invalid, at: "2.1", saved("2.1", .choice("full"), "理由"))
        stage.expect(.invalid, at: "clause", saved("9", .met(true), "理由"))
        stage.expect(.invalid, at: "reason", saved("2.1", .met(true), "a\u{7}"))
        stage.expect(.invalid, at: "reason", saved("2.1", .met(true), String(repeating: "a", count: 4_001)))
    }

    @Test func theReviewClosesWhenAllThatWasSaidIsJudged() throws {
        var stage = try Stage.at("review")
        let clauses = (TinyRulebook.controls + TinyRulebook.items).map(\.clause)
        stage.expect(.invalid, details: clauses, .closeReview)
        try stage.act(
            .saveReview(clause: "2.1", finding: FindingRecord(.met(false)), reason: "灯不亮"), by: "rob")
        stage.expect(.invalid, details: clauses.filter { $0 != "2.1" }, .closeReview)
        try stage.act(.adoptSelf, by: "rob")
        stage.expect(nil, .closeReview)
        // What was judged before is not adopted over.
        #expect(stage.evaluation.reviewFindings["2.1"]?.record == FindingRecord(.met(false)))
        #expect(stage.evaluation.reviewFindings["2.1"]?.reason == "灯不亮")
        try stage.act(.ask(clause: "2.1", question: "？"), by: "rob")
        stage.expect(.invalid, .closeReview)
        // What was judged can be taken back, and is then missing again.
        try stage.act(.dropQuestion(clause: "2.1"), by: "rob")
        try stage.act(.saveReview(clause: "2.3", finding: FindingRecord(nil), reason: ""), by: "rob")
        stage.expect(.invalid, details: ["2.3"], .closeReview)
    }
}
