import Rulebook
import Testing

@testable import RulebookFiles

/// Everything a finding may say, rule by rule.
@Suite struct FindingTests {
    private func observation(_ clause: String, _ finding: String) -> Observation? {
        let (findings, told) = Tiny.findings("  \(clause): \(finding)")
        #expect(told.isEmpty, "\(told.english)")
        return findings?[clause]?.observation
    }

    @Test func metOrNot() {
        for clause in ["1.1.1", "1.2.a"] {
            for word in ["true", "True", "TRUE", "yes", "Yes", "on", "是"] {
                #expect(observation(clause, "{met: \(word)}") == .met(true))
            }
            for word in ["false", "False", "FALSE", "no", "No", "off", "否"] {
                #expect(observation(clause, "{met: \(word)}") == .met(false))
            }
        }
        #expect(observation("1.1.2", "{occurred: yes}") == .occurred(true))
    }

    /// Absent, null and `{}`: not judged.
    @Test func notJudged() {
        let clauses = (Tiny.book.controls + Tiny.book.items).map(\.clause)
        for clause in clauses {
            for nothing in ["", "null", "~", "{}"] {
                let (findings, told) = Tiny.findings("  \(clause): \(nothing)")
                #expect(told.isEmpty && findings != nil && findings?[clause]?.observation == nil)
            }
        }
        #expect(observation("1.2.a", "{met: }") == nil)
        #expect(observation("1.2.b", "{count: null, present: ~, pushed: null}") == nil)
        #expect(observation("1.3.a", "{buildings: null, good: null}") == nil)
        #expect(observation("1.2.a", "{remark: 待查, evidence: 照片}") == nil)
    }

    @Test func counted() {
        for count in [0, 1, 4, 999_999, 1_000_000] {
            #expect(observation("1.2.b", "{count: \(count)}") == .count(.init(count: count)))
        }
        #expect(observation("1.2.b", "{present: [smoke, gas]}") == .count(.init(count: 2, present: ["smoke", "gas"])))
        #expect(observation("1.2.b", "{present: []}") == .count(.init(count: 0)))
        #expect(
            observation("1.2.b", "{count: 2, present: [gas, other:一键求助]}")
                == .count(.init(count: 2, present: ["gas", "other:一键求助"])))
        #expect(
            observation("1.2.b", "{present: [other:a, other:b, 'other: c']}")
                == .count(.init(count: 3, present: ["other:a", "other:b", "other:c"])))
        #expect(observation("1.2.b", "{count: 0, pushed: true}") == .count(.init(count: 0, extra: true)))
        #expect(observation("1.2.b", "{count: 3, pushed: false}") == .count(.init(count: 3)))
        #expect(
            observation("1.3.b", "{count: 2, present: [leak, other:裂缝]}")
                == .count(.init(count: 2, present: ["leak", "other:裂缝"])))
    }

    @Test func shares() {
        #expect(
            observation("1.3.a", "{buildings: 12, good: 8, best: 12}")
                == .parts(["buildings": 12, "good": 8, "best": 12]))
        #expect(observation("1.3.a", "{buildings: 12, good: 8}") == .parts(["buildings": 12, "good": 8]))
        #expect(
            observation("1.3.a", "{buildings: 0, good: 0, best: 0}") == .parts(["buildings": 0, "good": 0, "best": 0]))
        #expect(
            observation("1.3.a", "{buildings: 1000000, best: 1000000}")
                == .parts(["buildings": 1_000_000, "best": 1_000_000]))
    }

    @Test func measured() {
        #expect(observation("1.3.c", "{minutes: 14.999999999}") == .measure(Measured(Exact("14.999999999")!)))
        #expect(observation("1.3.c", "{minutes: -1}") == .measure(Measured(Exact(-1))))
        #expect(observation("2.1.b", "{value: 85%}") == .measure(Measured(Exact("0.85")!)))
        #expect(observation("2.1.a", "{green: 3, area: 10}") == .measure(Measured(part: 3, of: 10)))
        #expect(observation("2.1.a", "{green: 3, area: 0}") == .measure(Measured(part: 3, of: 0)))
    }

    @Test func chosenAndAwarded() {
        for id in ["none", "half", "all"] { #expect(observation("2.1.c", "{choice: \(id)}") == .choice(id)) }
        for points in ["0", "0.5", "10", "9.50"] {
            #expect(observation("2.2.1.a", "{points: \(points)}") == .points(Exact(points)!))
        }
    }

    @Test func entries() {
        let text =
            "{innovations: [{name: 甲, kind: culture, recognised: true, responses: 100, "
            + "satisfied: 61}, {}, {recognised: no}]}"
        let blank = Observation.Entry(name: "", kind: "", isRecognised: false, responses: 0, satisfied: 0)
        let first = Observation.Entry(name: "甲", kind: "culture", isRecognised: true, responses: 100, satisfied: 61)
        #expect(observation("3.1.a", text) == .entries([first, blank, blank]))
        #expect(observation("3.1.a", "{innovations: []}") == .entries([]))
        let many = Array(repeating: "{recognised: true}", count: 12).joined(separator: ", ")
        guard case .entries(let entries) = observation("3.1.a", "{innovations: [\(many)]}") else { return }
        #expect(entries.count == 12, "more than the cap are valid")
    }

    @Test func doesNotApply() {
        for clause in ["2.1.c", "2.2.1.b"] {
            let findings = Tiny.findings("  \(clause): {notApplicable: true}").findings
            #expect(findings?[clause]?.isNotApplicable == true && findings?[clause]?.observation == nil)
        }
        #expect(
            Tiny.findings("  2.1.c: {notApplicable: false, choice: half}").findings?["2.1.c"]?.isNotApplicable == false)
        #expect(Tiny.findings("  1.2.a: {notApplicable: false, met: true}").told.isEmpty)
    }

    @Test func ticks() {
        func checks(_ text: String) -> [String]? {
            Tiny.findings("  1.2.a: {checks: \(text)}").findings?["1.2.a"]?.checks.map { "\($0.id) \($0.holds)" }
        }
        #expect(checks("{gates: true, garage: no}") == ["gates true", "garage false"])
        #expect(checks("{garage: yes, 自己的话: true}") == ["garage true", "自己的话 true"])
        #expect(checks("[true, false, true]") == ["gates true", "garage false", "#3 true"])
        #expect(checks("{gates: null}") == [])
        #expect(checks("{}") == [] && checks("[]") == [])
    }

    @Test func evidenceAndRemarks() {
        func evidence(_ text: String) -> [String]? {
            Tiny.findings("  1.3.c: {minutes: 5, evidence: \(text)}").findings?["1.3.c"]?.evidence.map {
                "\($0.name)|\($0.file)"
            }
        }
        #expect(evidence("台账") == ["台账|"])
        #expect(evidence("[台账, 照片]") == ["台账|", "照片|"])
        #expect(evidence("{name: 台账, file: 卷 3/12.pdf}") == ["台账|卷 3/12.pdf"])
        #expect(evidence("[{name: 台账}, [照片, {name: 录像, file: x}]]") == ["台账|", "照片|", "录像|x"])
        #expect(evidence("null") == [] && evidence("[]") == [])
        #expect(Tiny.findings("  1.3.c: {remark: '现场\"核对\"'}").findings?["1.3.c"]?.remark == "现场\"核对\"")
        #expect(Tiny.findings("  1.3.c: {remark: 2026}").findings?["1.3.c"]?.remark == "2026")
    }

    /// A clause that YAML takes for a number is a clause all the same, quoted or not, in JSON too.
    @Test func clausesThatLookLikeNumbers() {
        let draft = Rulebook.builtIn("smart-community-draft")!
        let texts = [
            (
                "a.yaml",
                "rulebook: x\nfindings: {10.2: {buildings: 3, twoStarOrBetter: 2, threeStarOrPassive: 3}, 10.7: {}}"
            ),
            (
                "b.yaml",
                "rulebook: x\nfindings:\n  '10.2': {buildings: 3, twoStarOrBetter: 2, "
                    + "threeStarOrPassive: 3}\n  \"10.7\":"
            ),
            (
                "c.json",
                #"{"rulebook": "x", "findings": {"10.2": {"buildings": 3, "#
                    + #""twoStarOrBetter": 2, "threeStarOrPassive": 3}}}"#
            ),
        ]
        for (name, text) in texts {
            let (result, told) = AssessmentReader.read(source(text, name), rulebooks: { _ in draft }, known: [])
            #expect(told.isEmpty, "\(told.english)")
            let seen = Observation.parts(["buildings": 3, "twoStarOrBetter": 2, "threeStarOrPassive": 3])
            #expect(result?.assessment.findings["10.2"]?.observation == seen)
        }
    }
}
