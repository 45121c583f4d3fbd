import Commons
import Rulebook
import Testing

@testable import Evaluation

/// What somebody may not see is nowhere in what they are given: every copy is turned inside out and searched.
@Suite struct BlindnessTests {
    private static let experts: Set<FieldGroup> = [.experts]
    private static let public_: Set<FieldGroup> = Set(FieldGroup.allCases)
    /// What Policy.standard hides from each role that reads a case, with somebody who has the role.
    private static let readers: [(person: String?, hidden: Set<FieldGroup>)] = [
        ("ann", [.findings, .experts]), ("rob", []), ("abe", []), ("eva", []), ("eli", []), ("eda", []),
        ("reg", [.contacts]), (nil, public_),
    ]
    private static let open = ["consensus", "report", "approval", "notice", "appeal", "decided", "certified"]

    /// The whole value as text.
    private func inside(_ value: EvaluationCase) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    private func seen(
        by person: String?, hidden: Set<FieldGroup>, _ evaluation: EvaluationCase
    ) -> (copy: EvaluationCase, text: String) {
        let homes = Organisation(id: Stage.application.applicant, kind: .applicant, name: "晴川物业", region: "330106")
        let visitor = Visitor(
            person: person.map { Person(id: $0, name: $0, login: $0) },
            memberships: person == "ann" ? [Membership(person: "ann", organisation: homes, role: .applicant)] : [])
        let copy = evaluation.shown(to: visitor, hidden: hidden, TinyRulebook.value)
        return (copy, inside(copy))
    }

    @Test func theReadersAreThoseOfThePolicy() {
        let roles: [Role: (person: String, rows: Subject)] = [
            .applicant: ("ann", Subject(organisations: ["o"])), .reviewer: ("rob", Subject(organisations: ["o"])),
            .approver: ("abe", Subject(organisations: ["o"])), .expert: ("eva", Subject(assigned: ["eva"])),
            .regulator: ("reg", Subject(region: "330106")),
        ]
        for (role, (person, subject)) in roles {
            let organisation = Organisation(id: "o", kind: .body, name: "o", region: "33")
            let visitor = Visitor(
                person: Person(id: person, name: person, login: person),
                memberships: [Membership(person: person, organisation: organisation, role: role)])
            let decision = Policy.standard.decide(visitor, EvaluationFunction.read, on: subject)
            #expect(decision.isAllowed)
            #expect(decision.hidden == Self.readers.first { $0.person == person }?.hidden, "\(role)")
        }
    }

    /// The markers are there to be found: else nothing below would prove anything.
    @Test func theSecretsAreInTheCase() throws {
        let text = inside(try Stage.at("site").evaluation)
        for who in ["review", "eva", "eli"] {
            #expect(text.contains(Stage.remark(who)) && text.contains(Stage.reason(who)))
        }
        #expect(text.contains("0571-8888") && text.contains("DECLARED-eda") && text.contains("uni-eda"))
    }

    @Test(arguments: Stage.states)
    func expertsJudgeBlind(_ state: String) throws {
        let evaluation = try Stage.at(state).evaluation
        for (person, hidden) in Self.readers {
            let (copy, text) = seen(by: person, hidden: hidden, evaluation)
            for expert in ["eva", "eli"] {
                let isOpen = Self.open.contains(state) && !hidden.contains(.findings)
                guard !isOpen, person != expert else { continue }
                for secret in [Stage.remark(expert), Stage.reason(expert)] {
                    #expect(!text.contains(secret), "\(person ?? "-") sees \(secret) in \(state)")
                }
            }
            guard !Self.open.contains(state) || hidden.contains(.findings) else { continue }
            #expect(Set(copy.visitFindings.keys).isSubset(of: [person ?? ""]), "\(person ?? "-") in \(state)")
            #expect(!copy.versions.keys.contains { $0.hasPrefix("visit/") && !$0.hasPrefix("visit/\(person ?? "")/") })
        }
    }

    @Test func anExpertSeesTheirOwnWords() throws {
        let (copy, text) = seen(by: "eva", hidden: [], try Stage.at("site").evaluation)
        #expect(text.contains(Stage.remark("eva")) && text.contains(Stage.reason("eva")))
        #expect(copy.visitFindings.keys.sorted() == ["eva"])
        #expect(copy.version(of: "visit/eva/2.9") > 0)
        #expect(text.contains(Stage.remark("review")))
    }

    @Test(arguments: open)
    func whenThePanelHasFinishedItsWordsAreThereToBeSettled(_ state: String) throws {
        let evaluation = try Stage.at(state).evaluation
        for person in ["eva", "eda", "rob", "abe"] {
            var (copy, text) = seen(by: person, hidden: [], evaluation)
            // But for how to reach people, see `contacts`.
            copy.application.community = evaluation.community
            for index in copy.objections.indices {
                copy.objections[index].contact = evaluation.objections[index].contact
            }
            #expect(copy == evaluation)
            #expect(text.contains(Stage.remark("eva")) && text.contains(Stage.remark("eli")))
        }
    }

    @Test(arguments: Stage.states)
    func theApplicantWaitsForTheNotice(_ state: String) throws {
        let evaluation = try Stage.at(state).evaluation
        let (copy, text) = seen(by: "ann", hidden: [.findings, .experts], evaluation)
        #expect(copy.reviewFindings.isEmpty && copy.visitFindings.isEmpty)
        #expect(copy.selfFindings == evaluation.selfFindings)
        guard EvaluationLifeCycle.published.contains(state) else {
            #expect(!text.contains(Stage.remark("review")) && !text.contains(Stage.reason("review")))
            #expect(copy.settled.isEmpty && copy.report == nil && copy.approvals.isEmpty)
            let score = copy.score(.consensus, TinyRulebook.value)
            #expect(score.items.allSatisfy { $0.finding?.observation == nil })
            return
        }
        // Then they see what it came to, the same for every layer that is over.
        #expect(copy.findings(.consensus) == evaluation.findings(.consensus))
        #expect(copy.latestLayer == .consensus && evaluation.latestLayer == .consensus)
        #expect(copy.score(.consensus, TinyRulebook.value).q == evaluation.score(.consensus, TinyRulebook.value).q)
        #expect(copy.settled["2.9"]?.reason == "多数意见")
        #expect(copy.settled.values.allSatisfy { $0.by == nil })
    }

    @Test func aQuestionIsTheApplicantsOnceItIsSent() throws {
        var stage = try Stage.at("review")
        try stage.act(.ask(clause: "2.1", question: "SECRET-question"), by: "rob")
        #expect(!seen(by: "ann", hidden: [.findings], stage.evaluation).text.contains("SECRET-question"))
        #expect(seen(by: "rob", hidden: [], stage.evaluation).text.contains("SECRET-question"))
        try stage.act(.sendQuestions, by: "rob")
        #expect(seen(by: "ann", hidden: [.findings], stage.evaluation).text.contains("SECRET-question"))
    }

    /// Ids, names, organisations, declarations: also in milestones and versions, and where only experts are hidden.
    @Test(arguments: Stage.states)
    func whoTheExpertsAreIsHidden(_ state: String) throws {
        let evaluation = try Stage.at(state).evaluation
        for hidden in [Self.experts, [.findings, .experts], Self.public_] {
            let (copy, text) = seen(by: "ann", hidden: hidden, evaluation)
            for expert in Stage.experts {
                for trace in ["\"\(expert)\"", "专家-\(expert)", "uni-\(expert)", "DECLARED-\(expert)", "/\(expert)/"] {
                    #expect(!text.contains(trace), "\(trace) in \(state), hiding \(hidden)")
                }
            }
            #expect(copy.panel.count == evaluation.panel.count)
            #expect(copy.milestones.map(\.state) == evaluation.milestones.map(\.state))
            guard hidden == Self.experts, Self.open.contains(state) else { continue }
            // What they say stays, by number.
            #expect(copy.divergent(TinyRulebook.value) == evaluation.divergent(TinyRulebook.value))
            #expect(copy.findings(.consensus) == evaluation.findings(.consensus))
        }
    }

    @Test func anExpertKnowsThemselves() throws {
        let (copy, text) = seen(by: "eli", hidden: Self.experts, try Stage.at("consensus").evaluation)
        #expect(copy.panelist("eli")?.organisation == "uni-eli")
        #expect(copy.visitFindings["eli"] != nil)
        #expect(!text.contains("uni-eva") && !text.contains("\"eva\""))
    }

    @Test func aDeclaredConflictIsForThoseWhoPutPanelsTogether() throws {
        var stage = try Stage.at("panel")
        try stage.act(.declare(hasConflict: true, reason: "SECRET-conflict"), by: "edo")
        try stage.act(.dismiss(expert: "edo", reason: "有利益关系"), by: "abe")
        #expect(seen(by: "abe", hidden: [], stage.evaluation).text.contains("SECRET-conflict"))
        for (person, hidden) in Self.readers where hidden.contains(.experts) {
            #expect(!seen(by: person, hidden: hidden, stage.evaluation).text.contains("SECRET-conflict"))
        }
    }

    @Test(arguments: Stage.states)
    func contacts(_ state: String) throws {
        var evaluation = try Stage.at(state).evaluation
        evaluation.objections = [
            .init(
                number: 1, name: "李", contact: "SECRET-objector", text: "不同意", clauses: [], at: .init(milliseconds: 0))
        ]
        for (person, hidden) in Self.readers {
            let text = seen(by: person, hidden: hidden, evaluation).text
            let seesContacts = !hidden.contains(.contacts)
            // In clear for those whose contact it is; for others who may see it, so that they know whom they ask for.
            let isOwn = seesContacts && person == "ann"
            #expect(text.contains("0571-8888") == isOwn && text.contains("王管家") == isOwn)
            #expect(text.contains("057****88") == (seesContacts && !isOwn))
            #expect(text.contains("王**") == (seesContacts && !isOwn))
            // Who objects is not told to those they object to.
            #expect(!text.contains("SECRET-objector"))
            #expect(text.contains("SEC**********or") == (seesContacts && person != "ann"), "\(person ?? "-")")
        }
    }

    @Test func evidence() throws {
        let evaluation = try Stage.at("certified").evaluation
        #expect(seen(by: nil, hidden: Self.public_, evaluation).copy.evidence.isEmpty)
        #expect(seen(by: "reg", hidden: [.contacts], evaluation).copy.evidence.count == 2)
    }

    /// Reopened, the case is as closed to the applicant as before the notice.
    @Test func whatIsReopenedIsHiddenAgain() throws {
        var stage = try Stage.at("appeal")
        try stage.act(.decideAppeal(number: 1, text: "成立", isUpheld: true), by: "amy")
        let (copy, text) = seen(by: "ann", hidden: [.findings, .experts], stage.evaluation)
        #expect(copy.settled.isEmpty && copy.report == nil)
        #expect(!text.contains("多数意见"))
    }
}
