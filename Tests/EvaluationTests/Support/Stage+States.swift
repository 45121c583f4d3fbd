import Commons
import Rulebook
import Testing

@testable import Evaluation

extension Stage {
    static let states = [
        "draft", "submitted", "refused", "withdrawn", "review", "clarification", "panel", "site", "consensus", "report",
        "approval", "notice", "appeal", "decided", "certified",
    ]

    /// The case in a state, with all that belongs there. The experts differ on 2.9; until the report that is open.
    static func at(_ state: String) throws -> Stage {
        var stage = try Stage()
        for step in try #require(ways[state]) { try stage.go(step) }
        #expect(stage.evaluation.state == state)
        return stage
    }

    /// The states on the way to each, itself last.
    private static let ways: [String: [String]] = {
        var ways: [String: [String]] = [:]
        let main = [
            "draft", "submitted", "review", "panel", "site", "consensus", "report", "approval", "notice", "decided",
            "certified",
        ]
        for (index, state) in main.enumerated() { ways[state] = Array(main[...index]) }
        ways["refused"] = ["draft", "submitted", "refused"]
        ways["withdrawn"] = ["draft", "withdrawn"]
        ways["clarification"] = ["draft", "submitted", "review", "clarification"]
        ways["appeal"] = Array(main[...8]) + ["appeal"]
        return ways
    }()

    /// Secret words of somebody's: their remark and their reason on a clause.
    static func remark(_ who: String) -> String { "SECRET-\(who)-remark" }
    static func reason(_ who: String) -> String { "SECRET-\(who)-reason" }

    static func evidence(_ clauses: [String]) -> EvidenceText {
        EvidenceText(
            title: "证明 \(clauses[0])", clauses: clauses, effectiveOn: DayText(day("2025-01-01")),
            expiresOn: DayText(day("2027-01-01")))
    }

    static func revision(_ digit: Character) -> Revision {
        Revision(digest: String(repeating: digit, count: 64), name: "a.pdf", type: "application/pdf", size: 10)
    }

    static func saved(_ clause: String) -> Act {
        .saveFinding(clause: clause, finding: FindingRecord(TinyRulebook.findings[clause]))
    }

    private mutating func go(_ state: String) throws {
        switch state {
        case "draft":
            for clause in TinyRulebook.findings.keys.sorted() { try act(Stage.saved(clause), by: "ann") }
            try act(.addEvidence(id: "e1", evidence: Stage.evidence(["2.1"]), revision: Stage.revision("1")), by: "ann")
            try act(
                .addEvidence(id: "e2", evidence: Stage.evidence(["1.1", "1.2"]), revision: Stage.revision("2")),
                by: "ann")
        case "submitted": try act(.submit, by: "ann")
        case "refused": try act(.refuse(reason: "资料不全"), by: "rob")
        case "withdrawn": try act(.withdraw(reason: "另行申报"), by: "ann")
        case "review": try act(.accept, by: "rob")
        case "clarification":
            try act(.ask(clause: "2.1", question: "照明完好率？"), by: "rob")
            try act(.sendQuestions, by: "rob")
        case "panel": try goPanel()
        case "site": try goSite()
        case "consensus": try goConsensus()
        case "report":
            try act(
                .settle(clause: "2.9", finding: FindingRecord(.choice("half")), reason: "多数意见"), by: "eva")
            try act(.closePanel, by: "eva")
        case "approval": try draft(ReportWords(conclusion: "建议通过"))
        case "notice":
            let digest = try #require(evaluation.report?.digest)
            for approver in ["abe", "ada"] { try act(.approve(digest: digest), by: approver) }
            try act(.publish(until: DayText(day("2026-03-20"))), by: "abe")
        case "appeal": try act(.appeal(text: "2.9 应为满分", clauses: ["2.9"]), by: "ann")
        case "decided":
            today = day("2026-03-23")
            try act(.decide, by: "abe")
        case "certified":
            try act(.issueCertificate(number: "ZHSQ-2026-000001", until: DayText(day("2029-03-22"))), by: "abe")
        default: break
        }
    }

    private mutating func goPanel() throws {
        let changed = FindingRecord(
            .count(.init(count: 1, present: ["gas"])), remark: Stage.remark("review"))
        try act(.saveReview(clause: "2.2", finding: changed, reason: Stage.reason("review")), by: "rob")
        try act(.adoptSelf, by: "rob")
        try act(.closeReview, by: "rob")
        for expert in Stage.experts {
            try act(
                .invite(
                    expert: expert, name: "专家-\(expert)", organisation: "uni-\(expert)", fields: ["network"],
                    isLeader: expert == "eva"), by: "abe")
            try act(.declare(hasConflict: false, reason: "DECLARED-\(expert)"), by: expert)
        }
    }

    private mutating func goSite() throws {
        try act(.startVisit(on: DayText(today)), by: "abe")
        let words = [("eva", "2.9", Observation.choice("half")), ("eli", "2.10", .points(n(9)))]
        for (expert, clause, seen) in words {
            try act(
                .saveVisit(
                    clause: clause, finding: FindingRecord(seen, remark: Stage.remark(expert)),
                    reason: Stage.reason(expert)), by: expert)
        }
    }

    private mutating func goConsensus() throws {
        for expert in Stage.experts {
            try act(.adoptReview, by: expert)
            try act(.finishVisit, by: expert)
        }
    }

    /// Drafts the report with the digest that the desk would fill in.
    mutating func draft(_ words: ReportWords, by person: String = "rob") throws {
        let digest = try ApprovedContent(evaluation, rulebook, words: words, on: today).digest
        try act(.draftReport(words: words, digest: digest), by: person)
    }
}
