import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

extension EvaluationScene {
    /// All clauses met by the applicant's own word, as one import.
    static let selfAssessment: Act = .importFindings(
        findings: Dictionary(
            uniqueKeysWithValues: (["0.1"] + (1...100).map { "1.\($0)" }).map { ($0, FindingRecord.met(true)) }),
        source: "自评.xlsx")

    static let proof = Act.addEvidence(
        id: "e1", evidence: EvidenceText(title: "验收报告", clauses: ["0.1", "1.1"]),
        revision: Revision(digest: digest, name: "验收.pdf", type: "made/up", size: 999))

    /// Goes on to a state, from wherever the main way stands.
    func go(_ id: String, to target: String) async throws {
        let way = EvaluationLifeCycle.path
        let goal = try #require(way.firstIndex(of: target))
        while true {
            let state = try await store.read { try $0.head(id)?.state } ?? ""
            let here = try #require(way.firstIndex(of: state))
            guard here < goal else { return }
            try await leave(state, id)
        }
    }

    private func leave(_ state: String, _ id: String) async throws {
        switch state {
        case "draft":
            try await act(Self.selfAssessment, by: "ann", on: id)
            try await act(Self.proof, by: "ann", on: id)
            try await act(.submit, by: "ann", on: id)
        case "submitted": try await act(.accept, by: "rob", on: id)
        case "review":
            try await act(.adoptSelf, by: "rob", on: id)
            try await act(.closeReview, by: "rob", on: id)
        case "panel": try await gather(id)
        case "site":
            try await act(.saveVisit(clause: "1.2", finding: .met(false), reason: "未见"), by: "eva", on: id)
            for expert in ["eva", "eli", "eda"] {
                try await act(.adoptReview, by: expert, on: id)
                try await act(.finishVisit, by: expert, on: id)
            }
        case "consensus":
            try await act(.settle(clause: "1.2", finding: .met(false), reason: "合议"), by: "eva", on: id)
            try await act(.closePanel, by: "eva", on: id)
        case "report":
            try await act(.draftReport(words: ReportWords(conclusion: "通过"), digest: "x"), by: "rob", on: id)
        case "approval":
            for approver in ["abe", "ada"] {
                let seen = try await desk.open(id, try await visitor(approver))
                let digest = try #require(seen.evaluation.report?.digest)
                try await act(.approve(digest: digest), by: approver, on: id)
            }
            let until = clock.instant.day.adding(days: 14)
            try await act(.publish(until: DayText(until)), by: "abe", on: id)
        case "notice":
            clock.move(to: clock.instant.day.adding(days: 15))
            try await act(.decide, by: "abe", on: id)
        case "decided":
            let until = clock.instant.day.adding(days: 1000)
            try await act(.issueCertificate(number: "mine", until: DayText(until)), by: "abe", on: id)
        default: Issue.record("no way on from \(state)")
        }
    }

    private func gather(_ id: String) async throws {
        for expert in ["eva", "eli", "eda"] {
            let invitation = Act.invite(
                expert: expert, name: "made up", organisation: "made up", fields: [], isLeader: expert == "eva")
            try await act(invitation, by: "abe", on: id)
            try await act(.declare(hasConflict: false, reason: ""), by: expert, on: id)
        }
        try await act(.startVisit(on: DayText(clock.instant.day)), by: "abe", on: id)
    }
}
