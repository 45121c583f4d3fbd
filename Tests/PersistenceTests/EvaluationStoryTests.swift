import Commons
import Database
import Evaluation
import Persistence
import Rulebook
import Testing

/// From opening to the certificate, by seven people, on a real database.
@Suite struct EvaluationStoryTests {
    @Test(arguments: Engines.Kind.allCases)
    func theWholeStory(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            for state in EvaluationLifeCycle.path {
                try await scene.go(id, to: state)
                let head = try await scene.store.read { try $0.head(id) }
                #expect(head?.state == state)
                let summary = try await scene.store.readEvaluations { try $0.summary(id) }
                #expect(summary?.state == state)
            }
            let opened = try await scene.desk.open(id, try await scene.visitor("abe"))
            let evaluation = opened.evaluation
            #expect(evaluation.number == "2026-000001")
            #expect(evaluation.certificate?.number == "ZHSQ-2026-000001")
            #expect(evaluation.certificate?.digest == evaluation.report?.digest)
            #expect(evaluation.approvals.map(\.by) == ["abe", "ada"])
            #expect(evaluation.score(.consensus, opened.rulebook).q.rounded() == "99.00")
            // What the sender made up, the server replaced by what it knows.
            #expect(evaluation.panel.map(\.name) == ["人-eva", "人-eli", "人-eda"])
            #expect(evaluation.panel.allSatisfy { $0.organisation == "uni" && $0.fields == ["net"] })
            let revision = evaluation.evidence.first?.current
            #expect(revision?.type == "application/pdf" && revision?.size == 10 && revision?.name == "验收.pdf")
            // The journal alone gives the same case, without gaps.
            let entries = try await scene.entries(id)
            #expect(entries.map(\.sequence) == Array(1...entries.count))
            var folded = try #require(try EvaluationCase.folding(entries))
            // Of how to reach people the approver sees a mask.
            #expect(evaluation.community.contactName == "王**" && folded.community.contactName == "王管家")
            folded.application.community = evaluation.community
            #expect(folded == evaluation)
            #expect(Set(entries.compactMap(\.person)) == ["ann", "rob", "eva", "eli", "eda", "abe", "ada"])
            let summary = try await scene.store.readEvaluations { records in
                let id = try records.caseOfCertificate("ZHSQ-2026-000001") ?? ""
                return try records.summary(id)
            }
            #expect(summary?.q == 9900 && summary?.grade == "high" && summary?.divergences == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func deadlinesAreInWorkingDays(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            // From Monday, 2 March: the moment after the term's last day; a notice has the day it says.
            let expected: [(String, String?)] = [
                ("draft", nil), ("submitted", "2026-03-10"), ("review", "2026-03-31"), ("panel", "2026-03-17"),
                ("site", "2026-03-24"), ("consensus", "2026-03-10"), ("report", "2026-03-17"),
                ("approval", "2026-03-10"), ("notice", "2026-03-17"), ("decided", "2026-03-25"), ("certified", nil),
            ]
            for (state, due) in expected {
                try await scene.go(id, to: state)
                let head = try await scene.store.read { try $0.head(id) }
                #expect(head?.due == due.flatMap { Day($0) }.map { Instant($0) }, "\(state)")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func thoseConcernedAreTold(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "panel")
            let told = try await scene.store.read { records in
                try ["ann", "rob", "abe", "eva", "zoe"].map { person in
                    try records.notices(for: person, after: nil, limit: 100).map(\.kind)
                }
            }
            #expect(told == [["case.accept"], ["case.submit"], ["case.closeReview"], [], []])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoIsTiedToTheApplicantIsNotInvited(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "panel")
            let head = try #require(try await scene.store.read { try $0.head(id) })
            func invite(_ expert: String) -> Act {
                .invite(expert: expert, name: "", organisation: "uni", fields: [], isLeader: false)
            }
            let tie = try await scene.refusal(invite("tie"), by: "abe", on: id, expected: head.sequence)
            #expect(tie?.kind == .forbidden && tie?.reason.zh.contains("晴川物业") == true)
            for nobody in ["rob", "nobody"] {
                let refusal = try await scene.refusal(invite(nobody), by: "abe", on: id, expected: head.sequence)
                #expect(refusal?.kind == .invalid && refusal?.place == "expert")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func evidenceIsAFileThatIsThere(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            let missing = Act.addEvidence(
                id: "e1", evidence: EvidenceText(title: "a", clauses: ["1.1"]),
                revision: Revision(digest: String(repeating: "2", count: 64), name: "a", type: "", size: 1))
            let refusal = try await scene.refusal(missing, by: "ann", on: id, expected: 0)
            #expect(refusal?.kind == .missing && refusal?.place == "digest")
        }
    }

    /// Anybody objects during a notice, and sees nothing but what is public.
    @Test(arguments: Engines.Kind.allCases)
    func thePublicObjects(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            let objection = Act.object(name: "李", contact: "139", text: "不同意")
            let early = try await scene.refusal(objection, by: nil, on: id, expected: nil)
            #expect(early?.kind == .forbidden)
            try await scene.go(id, to: "notice")
            let seen = try await scene.act(objection, by: nil, on: id)
            #expect(seen.hidden == Set(FieldGroup.allCases))
            #expect(seen.evaluation.evidence.isEmpty && seen.evaluation.community.contactPhone.isEmpty)
            #expect(seen.evaluation.objections.map(\.contact) == [""])
            let inside = try await scene.desk.open(id, try await scene.visitor("rob"))
            #expect(inside.evaluation.objections.map(\.contact) == ["***"])
            // In clear once it is said why, and the journal says so; not for those who do not see them.
            let reason = try LookReason(.contact, words: "答复异议")
            let contacts = try await scene.desk.contacts(of: id, try await scene.visitor("rob"), reason)
            #expect(contacts.map(\.contact) == ["0571-8888", "139"])
            await #expect(throws: Refusal.self) {
                _ = try await scene.desk.contacts(of: id, try await scene.visitor("reg"), reason)
            }
            let noted = try await scene.store.database.read { connection in
                try connection.query("SELECT content FROM journal_pending WHERE content LIKE '%personal.look%'")
            }
            #expect(noted.count == 1)
        }
    }
}
