import Commons
import Rulebook
import Testing

@testable import Evaluation

/// What is refused of an application, and where it says the mistake is.
@Suite struct ApplicationCheckTests {
    private static let long = String(repeating: "字", count: 4_001)

    private func edited(_ change: (inout CommunityFile) -> Void) -> Act {
        var community = Stage.community
        change(&community)
        return .editCommunity(community: community)
    }

    @Test func theCommunityFile() throws {
        let stage = try Stage()
        let name = String(repeating: "里", count: 200)
        for fine in [
            edited { $0.name = name }, edited { $0.region = "" }, edited { $0.kind = nil },
            edited { $0.kind = "rural" }, edited { $0.households = 0 }, edited { $0.households = 1_000_000 },
            edited { $0.households = nil }, edited { ($0.longitude, $0.latitude) = (-180_000_000, 90_000_000) },
            edited { $0.region = "330106001001" },
        ] { stage.expect(nil, fine, by: "ann") }
        stage.expect(.invalid, at: "name", edited { $0.name = "" })
        stage.expect(.invalid, at: "name", edited { $0.name = " \n\u{3000}" })
        stage.expect(.invalid, at: "name", edited { $0.name = name + "里" })
        stage.expect(.invalid, at: "name", edited { $0.name = "晴\u{0}川" })
        stage.expect(.invalid, at: "address", edited { $0.address = name + "里" })
        stage.expect(.invalid, at: "address", edited { $0.address = "a\u{1B}[31m" })
        stage.expect(.invalid, at: "contactName", edited { $0.contactName = name + "里" })
        stage.expect(.invalid, at: "contactPhone", edited { $0.contactPhone = String(repeating: "1", count: 41) })
        stage.expect(.invalid, at: "region", edited { $0.region = "3301O6" })
        stage.expect(.invalid, at: "region", edited { $0.region = "３３０１" })
        stage.expect(.invalid, at: "region", edited { $0.region = "3301%" })
        stage.expect(.invalid, at: "region", edited { $0.region = String(repeating: "1", count: 13) })
        stage.expect(.invalid, at: "kind", edited { $0.kind = "village" })
        stage.expect(.invalid, at: "households", edited { $0.households = -1 })
        stage.expect(.invalid, at: "households", edited { $0.households = 1_000_001 })
        stage.expect(.invalid, at: "longitude", edited { $0.longitude = 180_000_001 })
        stage.expect(.invalid, at: "longitude", edited { $0.latitude = -90_000_001 })
    }

    @Test func findings() throws {
        let stage = try Stage()
        for (clause, seen) in TinyRulebook.findings {
            stage.expect(nil, .saveFinding(clause: clause, finding: FindingRecord(seen)))
            stage.expect(nil, .saveFinding(clause: clause, finding: FindingRecord(nil)))
            for (other, wrong) in TinyRulebook.findings
            where TinyRulebook.value.item(clause)?.rule.judge(wrong) == nil {
                stage.expect(.invalid, at: clause, .saveFinding(clause: clause, finding: FindingRecord(wrong)))
                #expect(other != clause)
            }
        }
        stage.expect(.invalid, at: "clause", .saveFinding(clause: "9.9", finding: FindingRecord(.met(true))))
        stage.expect(.invalid, at: "clause", .saveFinding(clause: "", finding: FindingRecord(nil)))
        let excluded = Finding(isNotApplicable: true)
        stage.expect(nil, .saveFinding(clause: "2.1", finding: FindingRecord(excluded)))
        stage.expect(.invalid, at: "2.2", .saveFinding(clause: "2.2", finding: FindingRecord(excluded)))
        let both = Finding(.met(true), isNotApplicable: true)
        stage.expect(.invalid, at: "2.1", .saveFinding(clause: "2.1", finding: FindingRecord(both)))
    }

    @Test func wordsInFindings() throws {
        let stage = try Stage()
        func saved(_ clause: String, _ finding: Finding) -> Act {
            .saveFinding(clause: clause, finding: FindingRecord(finding))
        }
        let limit = String(Self.long.dropLast())
        stage.expect(nil, saved("2.1", Finding(.met(true), remark: limit)))
        stage.expect(.invalid, at: "2.1", saved("2.1", Finding(.met(true), remark: Self.long)))
        for control in ["\u{0}", "\u{8}", "\u{B}", "\u{1F}"] {
            stage.expect(.invalid, at: "2.1", saved("2.1", Finding(.met(true), remark: "a\(control)b")))
            let kinds = Observation.Counted(count: 1, present: ["other:a\(control)"])
            stage.expect(.invalid, at: "2.2", saved("2.2", Finding(.count(kinds))))
            let entry = Observation.Entry(
                name: control, kind: "app", isRecognised: true, responses: 1, satisfied: 1)
            stage.expect(.invalid, at: "2.4", saved("2.4", Finding(.entries([entry]))))
            let check = Finding.Check(id: control, holds: true)
            stage.expect(.invalid, at: "2.1", saved("2.1", Finding(.met(true), checks: [check])))
        }
        stage.expect(nil, saved("2.1", Finding(.met(true), remark: "一\n二\r\n\t三")))
        let many = (0...500).map { Finding.Check(id: "\($0)", holds: true) }
        stage.expect(.tooLarge, at: "2.1", saved("2.1", Finding(.met(true), checks: many)))
        stage.expect(nil, saved("2.1", Finding(.met(true), checks: Array(many.dropLast()))))
    }

    @Test func imports() throws {
        let stage = try Stage()
        var findings = TinyRulebook.findings.mapValues { FindingRecord($0) }
        stage.expect(nil, .importFindings(findings: findings, source: "自评.xlsx"))
        stage.expect(.invalid, at: "source", .importFindings(findings: findings, source: "a\u{0}"))
        stage.expect(
            .invalid, at: "source", .importFindings(findings: findings, source: String(repeating: "a", count: 201)))
        findings["2.2"] = FindingRecord(.met(true))
        stage.expect(.invalid, at: "2.2", .importFindings(findings: findings, source: ""))
        findings["2.2"] = nil
        findings["7.7"] = FindingRecord(.met(true))
        stage.expect(.invalid, at: "clause", .importFindings(findings: findings, source: ""))
        let mass = Dictionary(uniqueKeysWithValues: (0...2_000).map { ("\($0)", FindingRecord(.met(true))) })
        stage.expect(.tooLarge, at: "findings", .importFindings(findings: mass, source: ""))
    }

    private func added(
        _ id: String = "e9", _ change: (inout EvidenceText, inout Revision) -> Void = { _, _ in }
    ) -> Act {
        var (text, revision) = (Stage.evidence(["2.1"]), Stage.revision("9"))
        change(&text, &revision)
        return .addEvidence(id: id, evidence: text, revision: revision)
    }

    @Test func evidence() throws {
        let stage = try Stage.at("draft")
        stage.expect(nil, added())
        stage.expect(nil, added { text, _ in text.clauses = ["1.1", "2.1", "2.10"] })
        stage.expect(nil, added { text, _ in text.expiresOn = text.effectiveOn })
        stage.expect(.conflict, at: "id", added("e1"))
        stage.expect(.invalid, at: "id", added(""))
        stage.expect(.invalid, at: "id", added(String(repeating: "a", count: 65)))
        stage.expect(.invalid, at: "title", added { text, _ in text.title = "" })
        stage.expect(.invalid, at: "title", added { text, _ in text.title = String(repeating: "a", count: 201) })
        stage.expect(.invalid, at: "clauses", added { text, _ in text.clauses = [] })
        stage.expect(.invalid, at: "clauses", added { text, _ in text.clauses = ["2.1", "2.1"] })
        stage.expect(.invalid, at: "clause", added { text, _ in text.clauses = ["2.1", "3"] })
        stage.expect(
            .invalid, at: "expiresOn", added { text, _ in text.expiresOn = DayText(day("2024-12-31")) })
        stage.expect(.invalid, at: "name", added { $1.name = "" })
        stage.expect(.invalid, at: "digest", added { $1.digest = "a" })
        stage.expect(.invalid, at: "digest", added { $1.digest = String(repeating: "A", count: 64) })
        stage.expect(.invalid, at: "digest", added { $1.size = 0 })
        stage.expect(.missing, at: "id", .reviseEvidence(id: "e7", revision: Stage.revision("1")))
        stage.expect(.invalid, at: "digest", .reviseEvidence(id: "e1", revision: Stage.revision("g")))
        stage.expect(.missing, at: "id", .describeEvidence(id: "e7", evidence: Stage.evidence(["2.1"])))
        stage.expect(.missing, at: "id", .removeEvidence(id: "e7", reason: "重复"))
        stage.expect(.invalid, at: "reason", .removeEvidence(id: "e1", reason: " "))
    }

    @Test func removedEvidenceIsGoneButKept() throws {
        var stage = try Stage.at("draft")
        try stage.act(.removeEvidence(id: "e1", reason: "重复"), by: "ann")
        #expect(stage.evaluation.evidence(for: "2.1").isEmpty)
        #expect(stage.evaluation.evidence.count == 2)
        stage.expect(.missing, at: "id", .reviseEvidence(id: "e1", revision: Stage.revision("1")))
        stage.expect(.conflict, at: "id", added("e1"))
    }

    @Test func revisionsAreAllKeptWithTheirDates() throws {
        var stage = try Stage.at("draft")
        stage.today = day("2026-03-05")
        try stage.act(.reviseEvidence(id: "e1", revision: Stage.revision("8")), by: "ann")
        let evidence = try #require(stage.evaluation.evidence(for: "2.1").first)
        #expect(evidence.uploads.map(\.revision) == [Stage.revision("1"), Stage.revision("8")])
        #expect(evidence.uploads.map(\.at.day) == [day("2026-03-02"), day("2026-03-05")])
        #expect(evidence.current == Stage.revision("8"))
        #expect(evidence.text.effectiveOn?.day == day("2025-01-01"))
        while stage.evaluation.evidence[0].uploads.count < EvaluationLimits.revisions {
            try stage.apply(.reviseEvidence(id: "e1", revision: Stage.revision("7")), by: "ann")
        }
        stage.expect(.tooMany, .reviseEvidence(id: "e1", revision: Stage.revision("6")))
    }

    /// 5.1.1, 5.1.2, the region, and each control item with its proof: all that is missing is told at once.
    @Test func submission() throws {
        var stage = try Stage()
        stage.expect(.invalid, details: ["1.1", "1.1", "1.2", "1.2"], .submit)
        try stage.act(
            edited {
                $0.kind = "rural"
                $0.acceptedOn = DayText(day("2026-03-03"))
                $0.operatingSince = nil
                $0.region = ""
            }, by: "ann")
        stage.expect(
            .invalid, details: ["5.1.1", "5.1.2", "5.1.2", "region", "1.1", "1.1", "1.2", "1.2"], .submit)
        var ready = try Stage.at("draft")
        ready.expect(nil, .submit)
        try ready.act(.removeEvidence(id: "e2", reason: "错"), by: "ann")
        ready.expect(.invalid, details: ["1.1", "1.2"], .submit)
    }

    @Test(arguments: [("2025-12-02", true), ("2025-12-03", false)])
    func threeMonthsOfOperationAreCompletedOnTheDay(_ since: String, _ isReady: Bool) throws {
        var stage = try Stage.at("draft")
        try stage.act(edited { $0.operatingSince = DayText(day(since)) }, by: "ann")
        stage.expect(isReady ? nil : .invalid, details: isReady ? [] : ["5.1.2"], .submit)
    }

    @Test func reasonsForLeaving() throws {
        for (state, act) in [("draft", Act.withdraw(reason: "")), ("submitted", Act.refuse(reason: "\n"))] {
            try Stage.at(state).expect(.invalid, at: "reason", act)
        }
        try Stage.at("draft").expect(.invalid, at: "reason", .withdraw(reason: Self.long))
        #expect(try Stage.at("refused").evaluation.closingReason == "资料不全")
        #expect(try Stage.at("withdrawn").evaluation.closingReason == "另行申报")
    }

    @Test func aCaseIsNotEndless() throws {
        var stage = try Stage.at("draft")
        stage.evaluation.sequence = EvaluationLimits.entries
        stage.expect(.tooMany, Stage.saved("2.1"))
        stage.evaluation.sequence -= 1
        stage.expect(nil, Stage.saved("2.1"))
    }
}
