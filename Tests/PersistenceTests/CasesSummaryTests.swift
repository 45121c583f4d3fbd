import Commons
import Evaluation
import Persistence
import Rulebook
import Testing

/// The registry's lists, from real cases.
@Suite struct CasesSummaryTests {
    private func communities(_ query: SummaryQuery, _ scene: EvaluationScene) async throws -> [String] {
        try await scene.store.readEvaluations { try $0.summaries(query).map(\.community) }
    }

    @Test(arguments: Engines.Kind.allCases)
    func lists(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let places = [("晴川里", "330106"), ("Alpha 100%", "330106"), ("a_b", "330206"), ("云岭", "330106001")]
            var ids: [String] = []
            for (name, region) in places {
                ids.append(try await scene.open(EvaluationScene.community(name, region: region)))
            }
            try await scene.go(ids[1], to: "certified")
            try await scene.go(ids[3], to: "notice")
            let all = places.map(\.0)
            let expected: [(SummaryQuery, [String])] = [
                (SummaryQuery(), all), (SummaryQuery(region: "3301"), [all[0], all[1], all[3]]),
                (SummaryQuery(region: "330106001"), [all[3]]), (SummaryQuery(region: "34"), []),
                (SummaryQuery(publishedOnly: true), [all[1], all[3]]),
                (SummaryQuery(certifiedOnly: true), [all[1]]), (SummaryQuery(text: "ALPHA"), [all[1]]),
                (SummaryQuery(text: "%"), [all[1]]), (SummaryQuery(text: "_"), [all[2]]), (SummaryQuery(text: "!"), []),
                (SummaryQuery(text: "zhsq-2026-000001"), [all[1]]), (SummaryQuery(grade: "high"), [all[1], all[3]]),
                (SummaryQuery(after: "2026-000002"), [all[2], all[3]]), (SummaryQuery(limit: 2), [all[0], all[1]]),
                (SummaryQuery(after: "2026-000002", limit: 1), [all[2]]),
            ]
            for (query, found) in expected { #expect(try await communities(query, scene) == found, "\(query)") }
            let certificate = try await scene.store.readEvaluations { records in
                [try records.caseOfCertificate("ZHSQ-2026-000001"), try records.caseOfCertificate("ZHSQ-2026-00000%")]
            }
            #expect(certificate == [ids[1], nil])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aSummaryIsThatOfTheCase(_ kind: Engines.Kind) async throws {
        try await EvaluationScene.with(kind) { scene in
            let id = try await scene.open()
            for state in ["draft", "review", "site", "report", "certified"] {
                try await scene.go(id, to: state)
                let kept = try await scene.store.readEvaluations { try $0.summary(id) }
                let entries = try await scene.entries(id)
                let whole = try #require(try EvaluationCase.folding(entries))
                let rulebook = try #require(EvaluationScene.shelf.offered.first?.rulebook)
                #expect(kept == EvaluationSummary(whole, rulebook), "\(state)")
            }
        }
    }
}
