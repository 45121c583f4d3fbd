import Commons
import Rulebook
import Testing

@testable import Evaluation

/// The digest that approvals are tied to changes with everything that is approved, and with nothing else.
@Suite struct ApprovedContentTests {
    private let words = ReportWords(conclusion: "结论", strengths: "优点", problems: "问题", advice: "建议")

    private func digest(
        _ evaluation: EvaluationCase, _ words: ReportWords? = nil, on text: String = "2026-03-02",
        _ rulebook: Rulebook = TinyRulebook.value
    ) throws -> String {
        try ApprovedContent(evaluation, rulebook, words: words ?? self.words, on: day(text)).digest
    }

    @Test func theSameContentGivesTheSameDigest() throws {
        let evaluation = try Stage.at("report").evaluation
        let first = try digest(evaluation)
        #expect(first.count == 64)
        for _ in 0..<10 {
            let again = try #require(try EvaluationCase.folding(try Stage.at("report").entries))
            #expect(try digest(again) == first)
        }
    }

    @Test func itChangesWithEveryFinding() throws {
        let evaluation = try Stage.at("report").evaluation
        var digests = Set([try digest(evaluation)])
        let clauses = TinyRulebook.findings.keys.sorted()
        for clause in clauses {
            var changed = evaluation
            changed.settled[clause] = EvaluationCase.LayerFinding(
                record: FindingRecord(nil), reason: "", by: nil, at: evaluation.stateSince, sequence: 0)
            digests.insert(try digest(changed))
            changed.settled[clause]?.record = FindingRecord(TinyRulebook.findings[clause], remark: "备注")
            digests.insert(try digest(changed))
        }
        #expect(digests.count == 2 * clauses.count + 1)
    }

    @Test func itChangesWithEveryWordAndTheDay() throws {
        let evaluation = try Stage.at("report").evaluation
        var digests = [try digest(evaluation), try digest(evaluation, on: "2026-03-03")]
        for path in [\ReportWords.conclusion, \.strengths, \.problems, \.advice] {
            var changed = words
            changed[keyPath: path] += "。"
            digests.append(try digest(evaluation, changed))
        }
        // Words do not flow from one field into the next.
        digests.append(
            try digest(evaluation, ReportWords(conclusion: "结论优点", strengths: "", problems: "问题", advice: "建议")))
        #expect(Set(digests).count == 7)
    }

    @Test func itChangesWithTheEvidence() throws {
        let evaluation = try Stage.at("report").evaluation
        let changes: [(inout EvaluationCase) -> Void] = [
            { _ in }, { $0.evidence[0].removedBecause = "错" }, { $0.evidence[0].text.clauses = ["2.2"] },
            { $0.evidence[1].text.clauses = ["1.1"] },
            { $0.evidence[0].uploads.append(.init(revision: Stage.revision("7"), at: $0.stateSince, by: nil)) },
            {
                $0.evidence.append($0.evidence[0]); $0.evidence[2].uploads[0].revision = Stage.revision("5")
            },
        ]
        let digests = try changes.map { change in
            var changed = evaluation
            change(&changed)
            return try digest(changed)
        }
        #expect(Set(digests).count == changes.count)
    }

    @Test func itChangesWithWhatWasJudged() throws {
        let evaluation = try Stage.at("report").evaluation
        let changes: [(inout EvaluationCase) -> Void] = [
            { _ in }, { $0.application.number = "2026-000002" }, { $0.application.community.name += "二期" },
            { $0.application.community.address += "甲" }, { $0.application.community.households = 1 },
            { $0.application.rulebook.digest = "c" }, { $0.submittedOn = day("2026-03-01") },
        ]
        let digests = try changes.map { change in
            var changed = evaluation
            change(&changed)
            return try digest(changed)
        }
        #expect(Set(digests).count == changes.count)
        var easier = TinyRulebook.value
        easier.items[0].rule = .all(points: n(11))
        #expect(try digest(evaluation, on: "2026-03-02", easier) != digests[0])
    }

    @Test func contactsHaveNoPartInIt() throws {
        let evaluation = try Stage.at("report").evaluation
        var changed = evaluation
        changed.application.community.contactName = "李"
        changed.application.community.contactPhone = "1"
        #expect(try digest(changed) == digest(evaluation))
        let text = String(
            decoding: try ApprovedContent(evaluation, TinyRulebook.value, words: words, on: day("2026-03-02")).bytes,
            as: UTF8.self)
        #expect(!text.contains("0571-8888") && !text.contains("王管家"))
        #expect(text.contains("结论") && text.contains("晴川里"))
    }

    /// Nothing that can be done between the draft and the certificate makes another content of it.
    @Test func whatWasApprovedCanBeComputedAgain() throws {
        for state in ["approval", "notice", "appeal", "decided", "certified"] {
            let evaluation = try Stage.at(state).evaluation
            let report = try #require(evaluation.report)
            #expect(try digest(evaluation, report.words, on: report.on.description) == report.digest, "\(state)")
        }
    }
}
