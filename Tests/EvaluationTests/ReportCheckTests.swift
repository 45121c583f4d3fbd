import Commons
import Rulebook
import Testing

@testable import Evaluation

/// Report, approvals, notice, appeal and decision.
@Suite struct ReportCheckTests {
    private let long = String(repeating: "字", count: 4_001)

    @Test func words() throws {
        let stage = try Stage.at("report")
        func drafted(_ change: (inout ReportWords) -> Void) -> Act {
            var words = ReportWords(conclusion: "好")
            change(&words)
            return .draftReport(words: words, digest: "")
        }
        stage.expect(nil, drafted { _ in })
        stage.expect(.invalid, at: "conclusion", drafted { $0.conclusion = " " })
        stage.expect(.invalid, at: "conclusion", drafted { $0.conclusion = long })
        stage.expect(.invalid, at: "strengths", drafted { $0.strengths = long })
        stage.expect(.invalid, at: "problems", drafted { $0.problems = "\u{0}" })
        stage.expect(.invalid, at: "advice", drafted { $0.advice = long })
        try Stage.at("approval").expect(.invalid, at: "reason", .sendBack(reason: ""))
    }

    @Test func twoOthersApproveExactlyWhatTheySaw() throws {
        var stage = try Stage.at("approval")
        let digest = try #require(stage.evaluation.report?.digest)
        let approve = Act.approve(digest: digest)
        stage.expect(.conflict, at: "digest", .approve(digest: String(digest.dropLast())), by: "abe")
        stage.expect(.forbidden, approve, by: "rob")
        stage.expect(.forbidden, approve, by: "eva")
        stage.expect(.missing, approve, by: nil)
        let publish = Act.publish(until: DayText(day("2026-03-20")))
        stage.expect(.invalid, publish)
        try stage.act(approve, by: "abe")
        stage.expect(.forbidden, approve, by: "abe")
        stage.expect(.invalid, publish)
        try stage.act(approve, by: "ada")
        stage.expect(.invalid, approve, by: "amy")
        stage.expect(nil, publish)
    }

    @Test func aReportThatComesBackHasToBeApprovedAnew() throws {
        var stage = try Stage.at("approval")
        let old = try #require(stage.evaluation.report?.digest)
        try stage.act(.approve(digest: old), by: "abe")
        try stage.act(.sendBack(reason: "补充建议"), by: "ada")
        #expect(stage.evaluation.approvals == [])
        try stage.draft(ReportWords(conclusion: "建议通过", advice: "加装充电桩"))
        stage.expect(.conflict, at: "digest", .approve(digest: old), by: "abe")
        let new = try #require(stage.evaluation.report?.digest)
        #expect(new != old)
        stage.expect(nil, .approve(digest: new), by: "abe")
    }

    @Test func aNoticeIsOpenForFiveWorkingDays() throws {
        var stage = try Stage.at("approval")
        let digest = try #require(stage.evaluation.report?.digest)
        for person in ["abe", "ada"] { try stage.act(.approve(digest: digest), by: person) }
        stage.expect(nil, .publish(until: DayText(day("2026-03-09"))))
        stage.expect(.invalid, at: "until", .publish(until: DayText(day("2026-03-08"))))
        stage.calendar.holidays = [day("2026-03-04")]
        stage.expect(.invalid, at: "until", .publish(until: DayText(day("2026-03-09"))))
        stage.expect(nil, .publish(until: DayText(day("2026-03-10"))))
        stage.calendar.workedWeekends = [day("2026-03-07")]
        stage.expect(nil, .publish(until: DayText(day("2026-03-09"))))
    }

    @Test func objections() throws {
        var stage = try Stage.at("notice")
        func object(_ name: String = "李", _ contact: String = "1", _ text: String = "不同意") -> Act {
            .object(name: name, contact: contact, text: text)
        }
        stage.expect(.invalid, at: "name", object(""))
        stage.expect(.invalid, at: "name", object(String(repeating: "a", count: 201)))
        stage.expect(.invalid, at: "contact", object("李", " "))
        stage.expect(.invalid, at: "text", object("李", "1", ""))
        stage.expect(.invalid, at: "text", object("李", "1", long))
        stage.today = day("2026-03-20")
        stage.expect(nil, object())
        stage.today = day("2026-03-21")
        stage.expect(.locked, object())
        stage.today = day("2026-03-20")
        for _ in 0..<EvaluationLimits.objections { try stage.apply(object(), by: nil) }
        stage.expect(.tooMany, object())
        #expect(stage.evaluation.objections.map(\.number) == Array(1...EvaluationLimits.objections))
        let answer = Act.answerObjection(number: 2, text: "已核实", isUpheld: false)
        try stage.act(answer, by: "rob")
        stage.expect(.locked, at: "number", answer)
        stage.expect(.missing, at: "number", .answerObjection(number: 0, text: "a", isUpheld: false))
        stage.expect(.missing, at: "number", .answerObjection(number: 1_001, text: "a", isUpheld: false))
        stage.expect(.invalid, at: "text", .answerObjection(number: 3, text: "", isUpheld: false))
    }

    @Test func appeals() throws {
        var stage = try Stage.at("notice")
        stage.expect(.invalid, at: "text", .appeal(text: "", clauses: []))
        stage.expect(.invalid, at: "clause", .appeal(text: "申诉", clauses: ["2.1", "9"]))
        stage.expect(nil, .appeal(text: "申诉", clauses: []))
        stage.today = day("2026-03-21")
        stage.expect(.locked, .appeal(text: "申诉", clauses: []))
        let appealed = try Stage.at("appeal")
        let decision = Act.decideAppeal(number: 1, text: "维持", isUpheld: false)
        for approver in ["abe", "ada"] { appealed.expect(.forbidden, decision, by: approver) }
        appealed.expect(nil, decision, by: "amy")
        appealed.expect(.missing, at: "number", .decideAppeal(number: 2, text: "维持", isUpheld: false), by: "amy")
        appealed.expect(.invalid, at: "text", .decideAppeal(number: 1, text: "", isUpheld: false), by: "amy")
    }

    @Test func theDecisionComesAfterTheNoticeAndEveryAnswer() throws {
        var stage = try Stage.at("notice")
        try stage.act(.object(name: "李", contact: "1", text: "不同意"), by: nil)
        stage.today = day("2026-03-20")
        stage.expect(.invalid, at: "until", .decide)
        stage.today = day("2026-03-21")
        stage.expect(.invalid, details: ["1"], .decide)
        try stage.act(.answerObjection(number: 1, text: "已核实", isUpheld: false), by: "rob")
        try stage.act(.decide, by: "abe")
        #expect(stage.evaluation.decidedOn == day("2026-03-21"))
    }

    @Test func movingNeedsAnotherEdition() throws {
        let stage = try Stage.at("review")
        stage.expect(.invalid, at: "pin", .moveRulebook(pin: Stage.pin))
        var pin = Stage.pin
        pin.digest = "b"
        stage.expect(nil, .moveRulebook(pin: pin))
    }
}
