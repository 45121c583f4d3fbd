import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

/// Live scores as they are kept.
@Suite struct LiveScoreTests {
    private func score(_ day: Int, _ q: Exact, of organisation: String = "a", by rulebook: String = "r") -> LiveScore {
        let date = Day("2026-03-01")!.adding(days: day)
        return LiveScore(
            head: .init(
                organisation: organisation, region: "33", rulebook: rulebook, day: date, at: Instant(date), q: q,
                met: 1),
            lines: [
                LiveLine(
                    clause: "1", standing: .met,
                    answers: [
                        LiveAnswer(
                            part: nil, metric: "m", side: "atLeast", line: "1/3", holds: true, state: .sound,
                            numerator: 1, denominator: 3, sample: 3, at: 5, from: 2, reason: .same("why"))
                    ], finding: FindingRecord(Finding(.met(true))))
            ])
    }

    @Test(arguments: Engines.Kind.allCases) func theLatestOnOrBefore(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let first = score(0, Exact(1, over: 3))
            let last = score(2, Exact(2))
            try await store.writeEvaluations { records in
                try records.put(first)
                try records.put(score(2, Exact(9)))
                try records.put(last)
                try records.put(score(1, Exact(7), of: "b"))
                try records.put(score(1, Exact(8), by: "other"))
            }
            let day = first.head.day
            try await store.readEvaluations { records in
                func found(_ ahead: Int) throws -> LiveScore? {
                    try records.liveScore(of: "a", rulebook: "r", onOrBefore: day.adding(days: ahead))
                }
                #expect(try found(-1) == nil)
                #expect(try found(1) == first)
                #expect(try found(5) == last)
                let heads = try records.liveHeads(of: "a", rulebook: "r", from: day)
                #expect(heads == [first.head, last.head])
                #expect(try records.liveHeads(of: "a", rulebook: "r", from: day.adding(days: 1)) == [last.head])
            }
        }
    }
}
