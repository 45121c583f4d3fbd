import Commons
import Rulebook
import Testing

@testable import Evaluation

/// An evaluation in one line.
@Suite struct SummaryTests {
    private func summary(_ state: String) throws -> EvaluationSummary {
        EvaluationSummary(try Stage.at(state).evaluation, TinyRulebook.value)
    }

    @Test(arguments: [
        ("draft", 6750, nil), ("review", 6750, nil), ("panel", 6350, nil), ("site", 6350, nil),
        ("consensus", 6350, nil), ("report", 5850, nil), ("certified", 5850, "ZHSQ-2026-000001"),
    ])
    func isWorthItsLatestLayer(_ state: String, _ q: Int, _ certificate: String?) throws {
        let summary = try summary(state)
        #expect(summary.q == q && summary.categories == ["a": q])
        #expect(summary.certificate == certificate)
        #expect(summary.state == state && summary.number == "2026-000001" && summary.region == "330106")
        #expect(summary.grade == (state == "draft" ? nil : "star"))
    }

    @Test func comesBackAsItWas() throws {
        for state in Stage.states {
            let summary = try summary(state)
            let bytes = Array(try CanonicalJSON.encode(summary))
            #expect(try CanonicalJSON.decode(EvaluationSummary.self, bytes) == summary)
        }
    }

    /// Before the panel closes, that experts differ is as blind as what they say.
    @Test func divergencesAreCountedOnlyOnceThePanelIsDone() throws {
        for state in Stage.states {
            let isDone = ["consensus", "report", "approval", "notice", "appeal", "decided", "certified"]
            #expect(try summary(state).divergences == (isDone.contains(state) ? 1 : 0), "\(state)")
        }
    }

    @Test func theDearestLossesComeFirst() throws {
        let summary = try summary("report")
        #expect(
            summary.losses.map { "\($0.clause) \($0.q)" } == [
                "2.2 600", "2.4 500", "2.9 500", "2.10 300", "2.7 250", "2.6 200", "2.8 200",
            ])
    }

    @Test func hoursInEachState() throws {
        var stage = try Stage.at("submitted")
        stage.today = day("2026-03-04")
        try stage.act(.accept, by: "rob")
        let summary = EvaluationSummary(stage.evaluation, TinyRulebook.value)
        #expect(summary.hours == ["draft": 0, "submitted": 48])
    }

    @Test func statusOfTheCertificate() throws {
        var summary = try summary("certified")
        let last = day("2029-03-22")
        #expect(summary.status(on: last) == .valid && summary.status(on: last.adding(days: 1)) == .expired)
        summary.isSuspended = true
        #expect(summary.status(on: last) == .suspended)
        summary.isRevoked = true
        #expect(summary.status(on: last.adding(days: 1)) == .revoked)
        #expect(try self.summary("decided").status(on: last) == nil)
    }

    @Test func objectionsAndAppealsAreCounted() throws {
        var stage = try Stage.at("appeal")
        try stage.act(.decideAppeal(number: 1, text: "成立", isUpheld: true), by: "amy")
        let summary = EvaluationSummary(stage.evaluation, TinyRulebook.value)
        #expect(summary.appeals == 1 && summary.upheld == 1 && summary.experts == 4)
    }
}
