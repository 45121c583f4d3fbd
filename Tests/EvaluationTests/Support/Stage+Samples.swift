import Commons
import Rulebook
import Testing

@testable import Evaluation

extension Stage {
    /// An act of every name that is fine where the life cycle allows it, after what may have to come before it, and who
    /// does it.
    func sample(_ name: String) throws -> (stage: Stage, act: Act, person: String) {
        var stage = self
        // What comes before is done only where it can be; elsewhere the act has to be refused anyway.
        func first(_ act: Act, _ person: String) { try? stage.act(act, by: person) }
        let digest = evaluation.report?.digest ?? ""
        switch name {
        case "dropQuestion", "sendQuestions": first(.ask(clause: "2.2", question: "？"), "rob")
        case "returnAnswers": first(.answer(clause: "2.1", text: "已修复"), "ann")
        case "closeReview":
            first(.adoptSelf, "rob")
        case "finishVisit": first(.adoptReview, "edo")
        case "closePanel":
            first(.settle(clause: "2.9", finding: FindingRecord(.choice("half")), reason: "合议"), "eva")
        case "publish": for person in ["abe", "ada"] { first(.approve(digest: digest), person) }
        case "answerObjection": first(.object(name: "李", contact: "1", text: "不同意"), "")
        case "decide": stage.today = day("2026-04-30")
        case "resumeCertificate": first(.suspendCertificate(reason: "整改"), "abe")
        default: break
        }
        let (act, person) = try #require(Stage.samples(digest)[name])
        return (stage, act, person)
    }

    /// Of every act one, and who does it.
    static func samples(_ digest: String = "d") -> [String: (Act, String)] {
        let later = DayText(day("2027-01-01"))
        let acts: [(Act, String)] =
            Stage.applicationSamples.map { ($0, "ann") } + Stage.reviewSamples.map { ($0, "rob") }
            + [
                (.answer(clause: "2.1", text: "已修复"), "ann"), (.returnAnswers, "ann"),
                (.invite(expert: "eno", name: "无", organisation: "uni", fields: ["a"], isLeader: false), "abe"),
                (.dismiss(expert: "edo", reason: "生病"), "abe"), (.declare(hasConflict: false, reason: ""), "eli"),
                (.startVisit(on: DayText(day("2026-03-09"))), "abe"),
                (.saveVisit(clause: "2.1", finding: FindingRecord(.met(false)), reason: "灯不亮"), "eli"),
                (.adoptReview, "eli"), (.finishVisit, "edo"),
                (.settle(clause: "2.9", finding: FindingRecord(.choice("half")), reason: "合议"), "eva"),
                (.closePanel, "eva"), (.draftReport(words: ReportWords(conclusion: "好"), digest: digest), "rob"),
                (.sendBack(reason: "改"), "abe"), (.approve(digest: digest), "abe"),
                (.publish(until: DayText(day("2026-03-20"))), "abe"),
                (.object(name: "李", contact: "1", text: "不同意"), ""),
                (.answerObjection(number: 1, text: "已核实", isUpheld: false), "rob"),
                (.appeal(text: "申诉", clauses: ["2.9"]), "ann"),
                (.decideAppeal(number: 1, text: "维持", isUpheld: false), "amy"), (.decide, "abe"),
                (.issueCertificate(number: "Z-1", until: later), "abe"), (.suspendCertificate(reason: "整改"), "abe"),
                (.resumeCertificate(reason: "已整改"), "abe"), (.revokeCertificate(reason: "造假"), "abe"),
                (.checkCertificate(year: 2026, isPassed: true, remark: "良好"), "abe"),
                (.moveRulebook(pin: RulebookPin(id: "tiny", edition: "2", digest: "b")), "abe"),
            ]
        return Dictionary(uniqueKeysWithValues: acts.map { ($0.0.name, $0) })
    }

    private static let applicationSamples: [Act] = [
        .open(application: Stage.application), .editCommunity(community: Stage.community), Stage.saved("2.1"),
        .importFindings(findings: ["2.1": FindingRecord(.met(false))], source: "a.xlsx"),
        .addEvidence(id: "e9", evidence: Stage.evidence(["2.1"]), revision: Stage.revision("9")),
        .reviseEvidence(id: "e1", revision: Stage.revision("8")),
        .describeEvidence(id: "e1", evidence: Stage.evidence(["2.1"])), .removeEvidence(id: "e1", reason: "重复"),
        .submit, .withdraw(reason: "撤回"),
    ]

    private static let reviewSamples: [Act] = [
        .accept, .refuse(reason: "资料不全"), .ask(clause: "2.1", question: "？"), .dropQuestion(clause: "2.2"),
        .sendQuestions, .saveReview(clause: "2.1", finding: FindingRecord(.met(false)), reason: "灯不亮"), .adoptSelf,
        .closeReview,
    ]
}
