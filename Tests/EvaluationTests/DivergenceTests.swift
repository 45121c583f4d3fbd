import Commons
import Rulebook
import Testing

@testable import Evaluation

/// Layers of findings: whose word counts, where experts differ, and what they come to.
@Suite struct DivergenceTests {
    private let rulebook = TinyRulebook.value

    /// On site with a review of every clause but those, and these words: expert → clause → what they say.
    private func stage(
        _ words: [String: [String: FindingRecord]], unreviewed: Set<String> = []
    ) throws -> EvaluationCase {
        var stage = try Stage.at("panel")
        for clause in unreviewed {
            stage.evaluation.selfFindings[clause] = nil
            stage.evaluation.reviewFindings[clause] = nil
        }
        try stage.act(.startVisit(on: DayText(stage.today)), by: "abe")
        for (expert, findings) in words {
            for (clause, record) in findings {
                try stage.act(.saveVisit(clause: clause, finding: record, reason: "所见"), by: expert)
            }
        }
        return stage.evaluation
    }

    private let half = FindingRecord(.choice("half"))
    private let full = FindingRecord(.choice("full"))

    @Test func nobodySaysAnythingNewAndTheReviewStands() throws {
        let evaluation = try stage([:])
        #expect(evaluation.divergent(rulebook) == [])
        #expect(evaluation.findings(.consensus) == evaluation.findings(.review))
        #expect(evaluation.common("2.9") == full)
    }

    @Test func whoSaysNothingKeepsTheReviewsWord() throws {
        let evaluation = try stage(["eli": ["2.9": half]])
        #expect(evaluation.word(of: "eva", on: "2.9") == full)
        #expect(evaluation.word(of: "eli", on: "2.9") == half)
        #expect(evaluation.divergent(rulebook) == ["2.9"])
        #expect(evaluation.common("2.9") == nil)
        #expect(evaluation.findings(.visit("eli"))["2.9"] == half.finding)
        #expect(evaluation.findings(.visit("eva"))["2.9"] == full.finding)
    }

    /// A form that was emptied again says nothing: it does not wipe out what the review found.
    @Test func anEmptyWordIsNone() throws {
        let empty = FindingRecord(nil, remark: "再看")
        let evaluation = try stage(["eli": ["2.9": empty], "eva": ["2.9": FindingRecord(nil)]])
        #expect(evaluation.word(of: "eli", on: "2.9") == full)
        #expect(evaluation.divergent(rulebook) == [])
        #expect(evaluation.findings(.consensus)["2.9"] == full.finding)
        #expect(evaluation.findings(.visit("eli"))["2.9"] == full.finding)
    }

    @Test func whatAllSayAlikeReplacesTheReview() throws {
        let words = Dictionary(uniqueKeysWithValues: Stage.experts.map { ($0, ["2.9": half]) })
        let evaluation = try stage(words)
        #expect(evaluation.divergent(rulebook) == [])
        #expect(evaluation.findings(.consensus)["2.9"] == half.finding)
        #expect(evaluation.findings(.review)["2.9"] == full.finding)
    }

    @Test func whereTheReviewIsSilentOneWordAgainstSilenceDiverges() throws {
        for expert in Stage.experts {
            let evaluation = try stage([expert: ["2.9": half]], unreviewed: ["2.9"])
            #expect(evaluation.divergent(rulebook) == ["2.9"], "\(expert)")
            #expect(evaluation.common("2.9") == nil)
            #expect(evaluation.findings(.consensus)["2.9"] == nil)
        }
        let silent = try stage([:], unreviewed: ["2.9"])
        #expect(silent.divergent(rulebook) == [])
    }

    /// Also where it is said by ticks only.
    @Test func ticksAloneAreAWord() throws {
        let ticked = FindingRecord(Finding(checks: [Finding.Check(id: "doors", holds: false)]))
        for expert in Stage.experts {
            let evaluation = try stage([expert: ["2.1": ticked]], unreviewed: ["2.1"])
            #expect(evaluation.divergent(rulebook) == ["2.1"], "\(expert)")
        }
    }

    @Test func remarksAndOrderDoNotDiverge() throws {
        func seen(_ present: [String], _ remark: String) -> FindingRecord {
            FindingRecord(.count(.init(count: 2, present: present)), remark: remark)
        }
        let orders = [["gas", "fire"], ["fire", "gas"]]
        let words = Dictionary(
            uniqueKeysWithValues: Stage.experts.enumerated().map { ($1, ["2.2": seen(orders[$0 % 2], $1)]) })
        #expect(try stage(words).divergent(rulebook) == [])
    }

    @Test func notApplicableAgainstPointsDiverges() throws {
        let excluded = FindingRecord(Finding(isNotApplicable: true))
        #expect(try stage(["eva": ["2.1": excluded]]).divergent(rulebook) == ["2.1"])
    }

    @Test func whatIsSettledCountsWhateverAnybodySaid() throws {
        var stage = try Stage.at("consensus")
        #expect(stage.evaluation.divergent(rulebook) == ["2.9"])
        // A clause on which all agree can be settled as well.
        for clause in ["2.9", "2.1"] {
            let record = clause == "2.9" ? half : FindingRecord(.met(false))
            try stage.act(.settle(clause: clause, finding: record, reason: "合议"), by: "eva")
        }
        #expect(stage.evaluation.findings(.consensus)["2.9"] == half.finding)
        #expect(stage.evaluation.findings(.consensus)["2.1"]?.observation == .met(false))
        #expect(stage.evaluation.findings(.review)["2.1"]?.observation == .met(true))
    }

    @Test func whoLeavesNoLongerCounts() throws {
        var stage = try Stage.at("site")
        #expect(stage.evaluation.divergent(rulebook) == ["2.9"])
        try stage.act(.dismiss(expert: "eva", reason: "生病"), by: "abe")
        #expect(stage.evaluation.divergent(rulebook) == [])
    }

    @Test func clausesComeInTheStandardsOrder() throws {
        let words: [String: [String: FindingRecord]] = [
            "eli": ["2.10": FindingRecord(.points(n(1))), "2.2": FindingRecord(.count(.init(count: 0)))],
            "eda": ["1.1": FindingRecord(.met(false)), "2.9": half],
        ]
        #expect(try stage(words).divergent(rulebook) == ["1.1", "2.2", "2.9", "2.10"])
    }

    @Test(arguments: Stage.states)
    func theLatestLayer(_ state: String) throws {
        let layers: [String: EvaluationCase.Layer] = [
            "panel": .review, "site": .review, "consensus": .review, "report": .consensus, "approval": .consensus,
            "notice": .consensus, "appeal": .consensus, "decided": .consensus, "certified": .consensus,
        ]
        #expect(try Stage.at(state).evaluation.latestLayer == layers[state] ?? .application)
    }

    @Test func evidenceStandsInTheAssessment() throws {
        let assessment = try Stage.at("draft").evaluation.assessment(.application)
        #expect(assessment.findings["1.1"]?.evidence.map(\.name) == ["证明 1.1"])
        #expect(assessment.findings["1.2"]?.evidence.map(\.file) == ["sha256:" + String(repeating: "2", count: 64)])
        #expect(assessment.findings["2.2"]?.evidence == [])
        #expect(assessment.applicant == "晴川物业" && assessment.evaluationBody == "智评中心")
    }

    @Test func scoresAreTheScorersOfTheLayer() throws {
        let evaluation = try Stage.at("report").evaluation
        // 10 + 6 + 5 + 5 + 4 + 8 + 2.5 + 8 + 10 + 9; the review finds 2 for 2.2, the panel 5 for 2.9.
        let expected: [(EvaluationCase.Layer, String)] = [
            (.application, "67.50"), (.review, "63.50"), (.visit("eva"), "58.50"), (.visit("eli"), "63.50"),
            (.consensus, "58.50"),
        ]
        for (layer, q) in expected { #expect(evaluation.score(layer, rulebook).q.rounded() == q, "\(layer)") }
    }
}
