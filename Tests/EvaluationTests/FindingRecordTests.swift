import Commons
import Rulebook
import Testing

@testable import Evaluation

/// Findings as they are kept.
@Suite struct FindingRecordTests {
    private static let observations: [Observation?] = [
        nil, .met(true), .met(false), .occurred(true), .occurred(false), .count(.init(count: 0)),
        .count(.init(count: 3, present: ["gas", "other:a/b", "other:煤气"], extra: true)),
        .count(.init(count: 1_000_000)), .parts([:]), .parts(["homes": 10, "wired": 0]), .entries([]),
        .entries([
            .init(name: "", kind: "", isRecognised: false, responses: 0, satisfied: 0),
            .init(name: "引号\"\\\n", kind: "app", isRecognised: true, responses: 7, satisfied: 6),
        ]),
        .measure(Measured(n(120))), .measure(Measured(n(-3))), .measure(Measured(Exact(1, over: 8))),
        .measure(Measured(Exact(2, over: 3))), .measure(Measured(part: 0, of: 0)), .measure(Measured(part: 7, of: 3)),
        .measure(Measured(part: 6, of: 4)), .choice(""), .choice("full"), .points(n(0)), .points(Exact(5, over: 2)),
        .points(Exact(1, over: 3)),
    ]

    @Test func everyObservationComesBackAsItWas() throws {
        for observation in Self.observations {
            for isNotApplicable in [false, true] {
                for checks in [[], [Finding.Check(id: "doors", holds: true), Finding.Check(id: "#2", holds: false)]] {
                    for remark in ["", "备注 \u{1F600} \"x\""] {
                        let record = FindingRecord(
                            Finding(observation, checks: checks, isNotApplicable: isNotApplicable, remark: remark))
                        let bytes = Array(try CanonicalJSON.encode(record))
                        #expect(try CanonicalJSON.decode(FindingRecord.self, bytes) == record)
                    }
                }
            }
        }
    }

    @Test func everyKindOfObservationIsHere() {
        let kinds = Set(
            Self.observations.compactMap { observation in
                observation.map { String("\($0)".prefix { $0 != "(" }) }
            })
        #expect(kinds == ["met", "occurred", "count", "parts", "entries", "measure", "choice", "points"])
    }

    @Test func evidenceStaysOnTheCase() {
        let finding = Finding(.met(true), evidence: [Finding.Evidence(name: "a.pdf")])
        #expect(FindingRecord(finding).finding.evidence.isEmpty)
    }

    @Test(arguments: [
        #"{"measure":"a"}"#, #"{"measure":"1/2/3"}"#, #"{"measure":"/"}"#, #"{"measure":"1/"}"#, #"{"measure":""}"#,
        #"{"measure":"1e9"}"#, #"{"measure":"99999999999999999999/3"}"#, #"{"points":"x"}"#, #"{"points":9}"#,
        #"{"met":"yes"}"#, #"{"count":1.5}"#, #"{"count":99999999999999999999}"#, #"{"parts":{"a":"b"}}"#,
        #"{"entries":[{}]}"#, #"{"checks":[{"id":"a"}]}"#, #"{"remark":7}"#, "[]",
    ])
    func whatIsNoFindingIsRefused(_ text: String) {
        #expect(throws: (any Error).self) { _ = try CanonicalJSON.decode(FindingRecord.self, Array(text.utf8)) }
    }

    @Test(arguments: ["0/0", "-1/0", "1/0", "9223372036854775807/1", "-9223372036854775808/-1"])
    func ratiosOfAnyNumbersAreReadWithoutHarm(_ text: String) throws {
        let record = try CanonicalJSON.decode(FindingRecord.self, Array(#"{"measure":"\#(text)"}"#.utf8))
        guard case .measure(let measured) = record.finding.observation else {
            Issue.record("no measure")
            return
        }
        #expect(measured.shown == text)
        #expect((measured.value == nil) == text.hasSuffix("/0"))
    }

    private func record(
        _ observation: Observation?, checks: [Finding.Check] = [], isNotApplicable: Bool = false, remark: String = ""
    ) -> FindingRecord {
        FindingRecord(Finding(observation, checks: checks, isNotApplicable: isNotApplicable, remark: remark))
    }

    @Test func agreeingIsSayingTheSameOfTheItem() {
        let (doors, lamps) = (Finding.Check(id: "doors", holds: true), Finding.Check(id: "lamps", holds: false))
        let one = Observation.Entry(name: "a", kind: "app", isRecognised: true, responses: 1, satisfied: 1)
        let two = Observation.Entry(name: "b", kind: "app", isRecognised: true, responses: 1, satisfied: 1)
        let pairs: [(FindingRecord, FindingRecord?, Bool)] = [
            (record(.met(true)), record(.met(true), remark: "x"), true),
            (record(.met(true)), record(.met(false)), false),
            (record(.met(true)), nil, false), (record(nil), nil, true), (record(nil, remark: "x"), nil, true),
            (record(nil, isNotApplicable: true), nil, false), (record(nil, checks: [doors]), nil, false),
            (record(nil, isNotApplicable: true), record(nil), false),
            (record(nil, checks: [doors, lamps]), record(nil, checks: [lamps, doors]), true),
            (record(nil, checks: [doors]), record(nil, checks: [doors, lamps]), false),
            (
                record(.count(.init(count: 2, present: ["a", "b"]))),
                record(.count(.init(count: 2, present: ["b", "a"]))), true
            ),
            (record(.count(.init(count: 2, present: ["a", "b"]))), record(.count(.init(count: 2))), false),
            (record(.count(.init(count: 2, extra: true))), record(.count(.init(count: 2))), false),
            (record(.entries([one, two])), record(.entries([two, one])), true),
            (record(.entries([one, two])), record(.entries([one, one])), false),
            (record(.measure(Measured(part: 1, of: 2))), record(.measure(Measured(part: 2, of: 4))), false),
        ]
        for (one, other, agrees) in pairs {
            #expect(one.agrees(with: other) == agrees, "\(one) \(String(describing: other))")
            if let other { #expect(other.agrees(with: one) == agrees) }
        }
    }

    @Test func judgedIsWhereSomethingIsSaid() {
        #expect(!record(nil, remark: "x").isJudged)
        #expect(record(.met(false)).isJudged)
        #expect(record(nil, isNotApplicable: true).isJudged)
        #expect(record(nil, checks: [Finding.Check(id: "a", holds: false)]).isJudged)
    }
}
