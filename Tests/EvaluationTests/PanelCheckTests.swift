import Commons
import Rulebook
import Testing

@testable import Evaluation

/// Who may judge, and what a panel has to say.
@Suite struct PanelCheckTests {
    private func invite(_ expert: String, _ organisation: String = "uni", isLeader: Bool = false) -> Act {
        .invite(expert: expert, name: expert, organisation: organisation, fields: [], isLeader: isLeader)
    }

    /// Accepted and reviewed, with nobody on the panel yet.
    private func emptyPanel() throws -> Stage {
        var stage = try Stage.at("review")
        try stage.act(.adoptSelf, by: "rob")
        try stage.act(.closeReview, by: "rob")
        return stage
    }

    @Test func aConflictedExpertIsRefusedAndToldWhy() throws {
        var stage = try emptyPanel()
        stage.expect(.forbidden, at: "expert", invite("eva", "homes"))
        let tie = try #require(stage.refusal(invite("eva", "homes")))
        #expect(tie.reason.zh.contains("晴川物业") && tie.reason.en.contains("晴川物业"))
        try stage.act(invite("eva"), by: "abe")
        try stage.act(.declare(hasConflict: true, reason: "曾任顾问"), by: "eva")
        stage.expect(.forbidden, at: "expert", invite("eva"))
        let declared = try #require(stage.refusal(invite("eva")))
        #expect(declared.reason.zh.contains("曾任顾问") && declared.reason.en.contains("曾任顾问"))
    }

    /// Leaving the panel does not undo what was declared.
    @Test func aDeclaredConflictOutlastsThePanel() throws {
        var stage = try emptyPanel()
        try stage.act(invite("eva"), by: "abe")
        try stage.act(.declare(hasConflict: true, reason: "曾任顾问"), by: "eva")
        try stage.act(.dismiss(expert: "eva", reason: "有利益关系"), by: "abe")
        stage.expect(.forbidden, at: "expert", invite("eva"))
    }

    @Test func aDeclarationCanBeCorrected() throws {
        var stage = try emptyPanel()
        try stage.act(invite("eva"), by: "abe")
        try stage.act(.declare(hasConflict: true, reason: "误填"), by: "eva")
        try stage.act(.declare(hasConflict: false, reason: ""), by: "eva")
        #expect(stage.evaluation.judges.map(\.expert) == ["eva"])
        stage.expect(nil, invite("eva"))
    }

    @Test func declarations() throws {
        let stage = try Stage.at("panel")
        stage.expect(.forbidden, .declare(hasConflict: false, reason: ""), by: "rob")
        stage.expect(.forbidden, .declare(hasConflict: false, reason: ""), by: nil)
        stage.expect(.invalid, at: "reason", .declare(hasConflict: true, reason: ""), by: "eva")
        stage.expect(.invalid, at: "reason", .declare(hasConflict: false, reason: "\u{1}"), by: "eva")
        stage.expect(.missing, at: "expert", .dismiss(expert: "nobody", reason: "无"))
        stage.expect(.invalid, at: "reason", .dismiss(expert: "eva", reason: ""))
    }

    @Test func aPanelHasALimit() throws {
        var stage = try emptyPanel()
        for number in 1...EvaluationLimits.experts { try stage.act(invite("e\(number)"), by: "abe") }
        stage.expect(.tooMany, invite("one-more"))
        stage.expect(nil, invite("e3"))
    }

    @Test func thereIsOneLeader() throws {
        var stage = try Stage.at("panel")
        try stage.act(invite("edo", isLeader: true), by: "abe")
        #expect(stage.evaluation.panel.filter(\.isLeader).map(\.expert) == ["edo"])
        #expect(stage.evaluation.panel.count == 4)
        // Invited anew, one declares anew.
        #expect(stage.evaluation.panelist("edo")?.hasConflict == nil)
    }

    @Test func aVisitBeginsWithAPanelThatIsReady() throws {
        var stage = try emptyPanel()
        let start = Act.startVisit(on: DayText(day("2026-03-09")))
        stage.expect(.invalid, details: ["panel", "leader"], start)
        for expert in ["eva", "eli", "eda"] { try stage.act(invite(expert), by: "abe") }
        stage.expect(.invalid, details: ["eva", "eli", "eda", "panel", "leader"], start)
        for expert in ["eva", "eli"] { try stage.act(.declare(hasConflict: false, reason: ""), by: expert) }
        try stage.act(.declare(hasConflict: true, reason: "亲属"), by: "eda")
        stage.expect(.invalid, details: ["eda", "panel", "leader"], start)
        try stage.act(.dismiss(expert: "eda", reason: "亲属"), by: "abe")
        try stage.act(invite("edo", isLeader: true), by: "abe")
        try stage.act(.declare(hasConflict: false, reason: ""), by: "edo")
        stage.expect(nil, start)
        try stage.act(start, by: "abe")
        #expect(stage.evaluation.visitOn == day("2026-03-09"))
    }

    @Test func whoJudges() throws {
        var stage = try Stage.at("site")
        func saved(_ clause: String, _ observation: Observation?, _ reason: String) -> Act {
            .saveVisit(clause: clause, finding: FindingRecord(observation), reason: reason)
        }
        stage.expect(.forbidden, saved("2.1", .met(true), ""), by: "rob")
        stage.expect(.forbidden, saved("2.1", .met(true), ""), by: nil)
        stage.expect(nil, saved("2.1", .met(true), ""), by: "eli")
        stage.expect(.invalid, at: "reason", saved("2.1", .met(false), ""), by: "eli")
        // The layer before is the review, not the self-assessment.
        stage.expect(nil, saved("2.2", .count(.init(count: 1, present: ["gas"])), ""), by: "eli")
        stage.expect(.invalid, at: "reason", saved("2.2", TinyRulebook.findings["2.2"], ""), by: "eli")
        stage.expect(.invalid, at: "2.1", saved("2.1", .points(n(1)), "理由"), by: "eli")
        stage.expect(.forbidden, .finishVisit, by: "rob")
        stage.expect(.invalid, details: ["1.1", "1.2"], .finishVisit, by: "eli")
        try stage.act(.adoptReview, by: "eli")
        try stage.act(.finishVisit, by: "eli")
        stage.expect(.locked, saved("2.1", .met(true), ""), by: "eli")
        stage.expect(.locked, .finishVisit, by: "eli")
        stage.evaluation.panel[2].hasConflict = true
        stage.expect(.forbidden, saved("2.1", .met(true), ""), by: "eda")
    }

    @Test func aPanelOnSiteKeepsThree() throws {
        var stage = try Stage.at("site")
        try stage.act(.dismiss(expert: "edo", reason: "生病"), by: "abe")
        stage.expect(.invalid, .dismiss(expert: "eda", reason: "生病"))
    }

    @Test func consensusIsTheLeadersToRecordAndNeedsAReason() throws {
        var stage = try Stage.at("consensus")
        func settled(_ clause: String, _ reason: String) -> Act {
            .settle(clause: clause, finding: FindingRecord(.choice("half")), reason: reason)
        }
        for person in ["eli", "rob", "abe", nil] {
            stage.expect(.forbidden, settled("2.9", "合议"), by: person)
            stage.expect(.forbidden, .closePanel, by: person)
        }
        stage.expect(.invalid, at: "reason", settled("2.9", ""), by: "eva")
        stage.expect(.invalid, at: "2.1", settled("2.1", "合议"), by: "eva")
        stage.expect(.invalid, details: ["2.9"], .closePanel, by: "eva")
        try stage.act(settled("2.9", "合议"), by: "eva")
        stage.expect(nil, .closePanel, by: "eva")
        #expect(stage.evaluation.settled["2.9"]?.reason == "合议")
    }
}
