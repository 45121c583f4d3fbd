import Commons
import Foundation
import Rulebook
import Testing

@testable import Evaluation

/// Acts as JSON: what is kept for good.
@Suite struct ActCodingTests {
    @Test func everyActComesBackAsItWas() throws {
        for (name, (act, _)) in Stage.samples() {
            let bytes = Array(try CanonicalJSON.encode(act))
            #expect(try CanonicalJSON.decode(Act.self, bytes) == act, "\(name)")
            // One name over its values, which is the act's name in the life cycle.
            let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
            #expect(object?.keys.sorted() == [name])
            #expect(act.name == name)
        }
    }

    @Test func theSameActGivesTheSameBytes() throws {
        var findings: [String: FindingRecord] = [:]
        for clause in TinyRulebook.findings.keys { findings[clause] = FindingRecord(TinyRulebook.findings[clause]) }
        let act = Act.importFindings(findings: findings, source: "a/b.xlsx")
        let first = try CanonicalJSON.encode(act)
        for _ in 0..<20 {
            // A dictionary built anew has another order.
            let again = Dictionary(uniqueKeysWithValues: findings.shuffled())
            #expect(try CanonicalJSON.encode(Act.importFindings(findings: again, source: "a/b.xlsx")) == first)
        }
        #expect(String(decoding: first, as: UTF8.self).contains("a/b.xlsx"))
    }

    @Test func writtenAsTheManualSays() throws {
        func text(_ act: Act) throws -> String { String(decoding: try CanonicalJSON.encode(act), as: UTF8.self) }
        #expect(try text(.refuse(reason: "资料不全")) == #"{"refuse":{"reason":"资料不全"}}"#)
        #expect(try text(.submit) == #"{"submit":{}}"#)
        #expect(try text(.publish(until: DayText(day("2026-03-20")))) == #"{"publish":{"until":"2026-03-20"}}"#)
        #expect(
            try text(.saveFinding(clause: "2.5", finding: FindingRecord(.measure(Measured(part: 3, of: 4)))))
                == #"{"saveFinding":{"clause":"2.5","finding":{"measure":"3/4"}}}"#)
    }

    @Test(arguments: [
        #"{}"#, #"{"fly":{}}"#, #"{"refuse":{}}"#, #"{"refuse":{"reason":1}}"#, #"{"submit":{},"accept":{}}"#,
        #"{"publish":{"until":"2026-02-30"}}"#, #"{"publish":{"until":"tomorrow"}}"#, #"[]"#, #""submit""#, "",
        #"{"approve":{"digest":null}}"#, #"{"checkCertificate":{"year":1.5,"isPassed":true,"remark":""}}"#,
        #"{"object":{"name":"a","contact":"b"}}"#,
    ])
    func whatIsNoActIsRefused(_ text: String) {
        #expect(throws: (any Error).self) { _ = try CanonicalJSON.decode(Act.self, Array(text.utf8)) }
    }

    /// What the server fills in does not make another act of one that is sent again; anything else does.
    @Test func sentAgainIsTheSameOnlyWithTheSameContent() {
        let revision = Stage.revision("1")
        var found = revision
        found.type = "image/png"
        found.size = 99
        var renamed = revision
        renamed.name = "b.pdf"
        let text = Stage.evidence(["2.1"])
        let words = ReportWords(conclusion: "好")
        let until = DayText(day("2027-01-01"))
        let pairs: [(Act, Act, Bool)] = [
            (
                .addEvidence(id: "e", evidence: text, revision: revision),
                .addEvidence(id: "e", evidence: text, revision: found), true
            ),
            (.reviseEvidence(id: "e", revision: revision), .reviseEvidence(id: "e", revision: found), true),
            (.reviseEvidence(id: "e", revision: revision), .reviseEvidence(id: "e", revision: renamed), false),
            (.draftReport(words: words, digest: ""), .draftReport(words: words, digest: "f"), true),
            (.draftReport(words: words, digest: ""), .draftReport(words: .init(conclusion: "差"), digest: ""), false),
            (.issueCertificate(number: "", until: until), .issueCertificate(number: "Z", until: until), true),
            (
                .invite(expert: "a", name: "", organisation: "", fields: [], isLeader: true),
                .invite(expert: "a", name: "A", organisation: "uni", fields: ["x"], isLeader: true), true
            ),
            (
                .invite(expert: "a", name: "", organisation: "", fields: [], isLeader: true),
                .invite(expert: "a", name: "", organisation: "", fields: [], isLeader: false), false
            ),
            (.refuse(reason: "a"), .refuse(reason: "b"), false), (.submit, .submit, true), (.submit, .accept, false),
        ]
        for (one, other, isSame) in pairs { #expect((one.asSent == other.asSent) == isSame, "\(one) \(other)") }
    }
}
