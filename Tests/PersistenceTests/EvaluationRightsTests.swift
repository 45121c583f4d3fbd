import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

/// Who may do what, as the standard policy says: every act by everybody.
@Suite struct EvaluationRightsTests {
    private static let applicant = [
        "editCommunity", "saveFinding", "importFindings", "addEvidence", "reviseEvidence", "describeEvidence",
        "removeEvidence", "submit", "withdraw", "answer", "returnAnswers", "appeal",
    ]
    private static let reviewer = [
        "accept", "refuse", "ask", "dropQuestion", "sendQuestions", "saveReview", "adoptSelf", "closeReview", "invite",
        "dismiss", "startVisit", "draftReport", "publish", "answerObjection", "decide",
    ]
    private static let approver = [
        "invite", "dismiss", "startVisit", "sendBack", "approve", "publish", "answerObjection", "decideAppeal",
        "decide",
        "issueCertificate", "suspendCertificate", "resumeCertificate", "revokeCertificate", "checkCertificate",
        "moveRulebook",
    ]
    private static let expert = ["declare", "saveVisit", "adoptReview", "finishVisit", "settle", "closePanel"]
    /// Besides `object`, which is everybody's while a case is on notice. The second of a kind belongs elsewhere.
    private static let table: [(who: String?, acts: [String])] = [
        ("ann", applicant + ["open"]), ("zoe", []), ("rob", reviewer), ("ron", []), ("abe", approver), ("eva", expert),
        ("edo", []), ("reg", []), ("adm", []), (nil, []),
    ]

    private static let acts: [Act] = {
        let (text, day) = ("x", DayText(Day("2026-04-01")!))
        let evidence = EvidenceText(title: text, clauses: ["1.1"])
        let revision = Revision(digest: EvaluationScene.digest, name: text, type: "", size: 1)
        let pin = RulebookPin(id: "small", edition: "1", digest: "")
        let application = Application(
            number: "", applicant: "homes", applicantName: "", body: "lab", bodyName: "", rulebook: pin,
            community: EvaluationScene.community())
        return [
            .open(application: application), .editCommunity(community: EvaluationScene.community()),
            .saveFinding(clause: "1.1", finding: .met(true)),
            .importFindings(findings: ["1.1": .met(true), "1.2": .met(true)], source: text),
            .addEvidence(id: text, evidence: evidence, revision: revision),
            .reviseEvidence(id: text, revision: revision), .describeEvidence(id: text, evidence: evidence),
            .removeEvidence(id: text, reason: text), .submit, .withdraw(reason: text), .accept, .refuse(reason: text),
            .ask(clause: "1.1", question: text), .dropQuestion(clause: "1.1"), .sendQuestions,
            .answer(clause: "1.1", text: text), .returnAnswers,
            .saveReview(clause: "1.1", finding: .met(true), reason: text), .adoptSelf, .closeReview,
            .invite(expert: "edo", name: "", organisation: "", fields: [], isLeader: false),
            .dismiss(expert: "eva", reason: text), .declare(hasConflict: false, reason: text), .startVisit(on: day),
            .saveVisit(clause: "1.1", finding: .met(true), reason: text), .adoptReview, .finishVisit,
            .settle(clause: "1.1", finding: .met(true), reason: text), .closePanel,
            .draftReport(words: ReportWords(conclusion: text), digest: ""), .sendBack(reason: text),
            .approve(digest: ""), .publish(until: day), .answerObjection(number: 1, text: text, isUpheld: false),
            .appeal(text: text, clauses: []), .decideAppeal(number: 1, text: text, isUpheld: false), .decide,
            .issueCertificate(number: "", until: day), .suspendCertificate(reason: text),
            .resumeCertificate(reason: text), .revokeCertificate(reason: text),
            .checkCertificate(year: 2026, isPassed: true, remark: ""), .moveRulebook(pin: pin),
        ]
    }()

    /// Rights come before everything else, so who has them is told to say which version they mean, and nobody does a
    /// thing.
    @Test(arguments: Engines.Kind.allCases)
    func everyActByEverybody(_ kind: Engines.Kind) async throws {
        #expect(Set(Self.acts.map(\.name)).union(["object"]) == Set(EvaluationLifeCycle.acts.map(\.id)))
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "notice")
            let before = try await scene.entries(id).count
            for (who, allowed) in Self.table {
                for act in Self.acts {
                    let refusal = try await scene.refusal(act, by: who, on: id, expected: nil)
                    let kind: Refusal.Kind = allowed.contains(act.name) ? .unversioned : .forbidden
                    #expect(refusal?.kind == kind, "\(act.name) by \(who ?? "anybody"): \(String(describing: refusal))")
                }
            }
            #expect(try await scene.entries(id).count == before)
            for (who, _) in Self.table {
                let objection = Act.object(name: "李", contact: "1", text: "不同意")
                #expect(try await scene.refusal(objection, by: who, on: id, expected: nil) == nil)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoReads(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            try await scene.go(id, to: "site")
            let readers = ["ann", "rob", "abe", "eva", "reg"]
            for who in ["ann", "zoe", "rob", "ron", "abe", "eva", "edo", "reg", "far", "adm"] {
                let visitor = try await scene.visitor(who)
                if readers.contains(who) {
                    #expect(try await scene.desk.open(id, visitor).evaluation.id == id)
                } else {
                    await #expect(throws: Refusal.self, "\(who)") { _ = try await scene.desk.open(id, visitor) }
                }
            }
            // The experts' words of a case under way, as everybody is given them by the desk itself.
            try await scene.act(.saveVisit(clause: "1.2", finding: .met(false), reason: "秘密"), by: "eva", on: id)
            for who in readers {
                var text = ""
                dump(try await scene.desk.open(id, try await scene.visitor(who)), to: &text)
                #expect(text.contains("秘密") == (who == "eva"), "\(who)")
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func openingIsForTheApplicantsOwn(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene async throws in
            func opening(_ applicant: String, _ body: String, _ rulebook: String, by who: String?) async throws
                -> Refusal?
            {
                do {
                    _ = try await scene.desk.openCase(
                        applicant: applicant, body: body, rulebook: rulebook,
                        community: EvaluationScene.community(), by: try await scene.visitor(who))
                    return nil
                } catch let refusal as Refusal { return refusal }
            }
            #expect(try await opening("homes", "lab", "small", by: "ann") == nil)
            for who in ["zoe", "rob", "eva", "abe", "reg", "adm", nil] {
                #expect(try await opening("homes", "lab", "small", by: who)?.kind == .forbidden, "\(who ?? "anybody")")
            }
            #expect(try await opening("homes", "homes2", "small", by: "ann")?.place == "body")
            #expect(try await opening("homes", "nobody", "small", by: "ann")?.place == "body")
            #expect(try await opening("homes", "lab", "large", by: "ann")?.place == "rulebook")
        }
    }
}
