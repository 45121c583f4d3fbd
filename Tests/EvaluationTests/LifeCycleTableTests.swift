import Commons
import Rulebook
import Testing

@testable import Evaluation

/// Every act in every state, against a table written down by hand from 5.1.4 and the way an evaluation body works.
@Suite struct LifeCycleTableTests {
    private static let beforeReport = ["draft", "submitted", "review", "clarification", "panel", "site", "consensus"]

    /// Where each act is possible, and the states that it leads to from there, in the same order; "=": it stays.
    private static let table: [String: (from: [String], to: [String])] = [
        "open": ([], []),
        "editCommunity": (["draft"], ["="]),
        "saveFinding": (["draft", "clarification"], ["=", "="]),
        "importFindings": (["draft"], ["="]),
        "addEvidence": (["draft", "clarification"], ["=", "="]),
        "reviseEvidence": (["draft", "clarification"], ["=", "="]),
        "describeEvidence": (["draft", "clarification"], ["=", "="]),
        "removeEvidence": (["draft", "clarification"], ["=", "="]),
        "submit": (["draft"], ["submitted"]),
        "withdraw": (beforeReport, beforeReport.map { _ in "withdrawn" }),
        "accept": (["submitted"], ["review"]),
        "refuse": (["submitted"], ["refused"]),
        "ask": (["review"], ["="]),
        "dropQuestion": (["review"], ["="]),
        "sendQuestions": (["review"], ["clarification"]),
        "answer": (["clarification"], ["="]),
        "returnAnswers": (["clarification"], ["review"]),
        "saveReview": (["review"], ["="]),
        "adoptSelf": (["review"], ["="]),
        "closeReview": (["review"], ["panel"]),
        "invite": (["panel"], ["="]),
        "dismiss": (["panel", "site"], ["=", "="]),
        "declare": (["panel"], ["="]),
        "startVisit": (["panel"], ["site"]),
        "saveVisit": (["site"], ["="]),
        "adoptReview": (["site"], ["="]),
        "finishVisit": (["site"], ["="]),
        "settle": (["consensus"], ["="]),
        "closePanel": (["consensus"], ["report"]),
        "draftReport": (["report"], ["approval"]),
        "sendBack": (["approval"], ["report"]),
        "approve": (["approval"], ["="]),
        "publish": (["approval"], ["notice"]),
        "object": (["notice"], ["="]),
        "answerObjection": (["notice"], ["="]),
        "appeal": (["notice"], ["appeal"]),
        "decideAppeal": (["appeal"], ["notice"]),
        "decide": (["notice"], ["decided"]),
        "issueCertificate": (["decided"], ["certified"]),
        "suspendCertificate": (["certified"], ["="]),
        "resumeCertificate": (["certified"], ["="]),
        "revokeCertificate": (["certified"], ["="]),
        "checkCertificate": (["certified"], ["="]),
        "moveRulebook": (beforeReport, beforeReport.map { _ in "=" }),
    ]

    @Test func theTableIsWhole() {
        #expect(Set(Self.table.keys) == Set(EvaluationLifeCycle.acts.map(\.id)))
        #expect(Set(Self.table.keys) == Set(Stage.samples().keys))
        #expect(EvaluationLifeCycle.acts.count == Self.table.count)
        #expect(Set(Stage.states) == Set(EvaluationLifeCycle.states.map(\.id)))
        #expect(EvaluationLifeCycle.states.count == Stage.states.count)
    }

    @Test(arguments: Stage.states)
    func everyActIsPossibleExactlyWhereTheTableSaysSo(_ state: String) throws {
        let stage = try Stage.at(state)
        for (name, row) in Self.table {
            let (ready, act, person) = try stage.sample(name)
            let refusal = ready.refusal(act, by: person)
            guard let index = row.from.firstIndex(of: state) else {
                #expect(refusal?.kind == .locked, "\(name) in \(state): \(String(describing: refusal))")
                continue
            }
            #expect(refusal == nil, "\(name) in \(state): \(String(describing: refusal))")
            var after = ready
            try after.apply(act, by: person)
            #expect(after.evaluation.state == (row.to[index] == "=" ? state : row.to[index]), "\(name) in \(state)")
        }
    }

    @Test func theLastExpertToFinishEndsTheVisit() throws {
        var stage = try Stage.at("site")
        for (index, expert) in Stage.experts.enumerated() {
            #expect(stage.evaluation.state == "site")
            try stage.act(.adoptReview, by: expert)
            try stage.act(.finishVisit, by: expert)
            #expect((stage.evaluation.state == "consensus") == (index == 3))
        }
    }

    @Test func whoeverIsWaitedForCanLeave() throws {
        var stage = try Stage.at("site")
        for expert in Stage.experts.dropLast() {
            try stage.act(.adoptReview, by: expert)
            try stage.act(.finishVisit, by: expert)
        }
        try stage.act(.dismiss(expert: "edo", reason: "生病"), by: "abe")
        #expect(stage.evaluation.state == "consensus")
        #expect(stage.evaluation.visitFindings["edo"] == nil)
    }

    /// Otherwise nobody could record the consensus, and the case would stand still for good.
    @Test func aLeaderWhoLeavesOnSiteIsFollowedByTheNext() throws {
        var stage = try Stage.at("site")
        try stage.act(.dismiss(expert: "eva", reason: "生病"), by: "abe")
        #expect(stage.evaluation.leader?.expert == "eli")
        for expert in Stage.experts.dropFirst() {
            try stage.act(.adoptReview, by: expert)
            try stage.act(.finishVisit, by: expert)
        }
        try stage.act(.closePanel, by: "eli")
        #expect(stage.evaluation.state == "report")
    }

    @Test func whatIsUpheldGoesBackToThePanelAndNothingApprovedStands() throws {
        var appealed = try Stage.at("appeal")
        try appealed.act(.decideAppeal(number: 1, text: "成立", isUpheld: true), by: "amy")
        var objected = try Stage.at("notice")
        try objected.act(.object(name: "李", contact: "1", text: "不同意"), by: nil)
        try objected.act(.answerObjection(number: 1, text: "成立", isUpheld: true), by: "rob")
        for stage in [appealed, objected] {
            #expect(stage.evaluation.state == "consensus")
            #expect(stage.evaluation.report == nil)
            #expect(stage.evaluation.approvals == [])
            #expect(stage.evaluation.noticeUntil == nil)
            #expect(!stage.evaluation.isPublished)
        }
        var again = appealed
        try again.act(.settle(clause: "2.9", finding: FindingRecord(.choice("full")), reason: "复核"), by: "eva")
        try again.act(.closePanel, by: "eva")
        try again.draft(ReportWords(conclusion: "建议通过"))
        let digest = try #require(again.evaluation.report?.digest)
        #expect(digest != (try Stage.at("approval")).evaluation.report?.digest)
    }

    @Test func termsAreThoseOfTheIssue() {
        let terms = EvaluationLifeCycle.states.map { "\($0.id) \($0.term.map(String.init) ?? "-")" }
        #expect(
            terms == [
                "draft -", "submitted 5", "refused -", "withdrawn -", "review 20", "clarification 10", "panel 10",
                "site 15", "consensus 5", "report 10", "approval 5", "notice -", "appeal 10", "decided 5",
                "certified -",
            ])
        #expect(EvaluationLifeCycle.states.filter(\.isFinal).map(\.id) == ["refused", "withdrawn"])
        #expect(EvaluationLifeCycle.published == ["notice", "appeal", "decided", "certified"])
    }

    @Test func everyActTakesADeclaredRight() {
        let functions = Set(EvaluationFunction.all.map(\.id))
        for act in EvaluationLifeCycle.acts { #expect(functions.contains(act.function.id), "\(act.id)") }
        #expect(functions.count == EvaluationFunction.all.count)
    }

    @Test func milestonesTellTheWay() throws {
        let certified = try Stage.at("certified").evaluation
        #expect(
            certified.milestones.map(\.state) == [
                "draft", "submitted", "review", "panel", "site", "consensus", "report", "approval", "notice", "decided",
                "certified",
            ])
        #expect(certified.stateSince == certified.milestones.last?.at)
    }
}
