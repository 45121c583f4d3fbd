import Commons
import Community
import Evaluation
import LiveEvaluation
import Rulebook
import RulebookFiles
import Testing

/// Values of metrics held against a rulebook.
@Suite struct LiveJudgeTests {
    private static let nothing = Phrase.same("")
    private static let day = Day("2026-11-28")!
    private static let keeper = Keeper(id: "k", name: "安澜", region: "330106", since: Instant(day))
    private static let catalog = Catalog([
        Estate.domain,
        CommunityDomain(
            "t", zh: "测试", en: "Test", events: [EventKind("entry", zh: "通行", en: "Entry", .info)],
            metrics: [
                Metric("entry.kept", zh: "保存", en: "Kept", meaning: nothing, .kept(kinds: ["entry"])),
                Metric("entry.count", zh: "次数", en: "Count", meaning: nothing, .events(kinds: ["entry"]), span: 30),
            ]),
    ])

    private func judge(_ text: String) throws -> LiveJudge {
        let rulebook = try #require(Rulebook.builtIn("smart-community-draft"))
        let file = SourceFile(
            name: "t/1.yaml", bytes: Array(("rulebook: smart-community-draft\nclauses:\n" + text).utf8))
        let (bindings, diagnostics) = BindingsReader.read(RulebookFolder(name: "t", files: [file]), for: rulebook)
        #expect(diagnostics.isEmpty)
        return LiveJudge(rulebook: rulebook, bindings: try #require(bindings), catalog: Self.catalog)
    }

    private func value(
        _ metric: String, _ numerator: Int, over denominator: Int = 1, ago: Int = 0, _ state: MetricValue.State = .ok
    ) -> MetricValue {
        let day = Self.day.adding(days: -ago)
        return MetricValue(
            metric: metric, organisation: "k", region: "", day: day, at: Instant(day), from: nil,
            numerator: numerator, denominator: denominator, sample: numerator, state: state)
    }

    private func score(_ judge: LiveJudge, _ values: [MetricValue]) -> LiveScore {
        judge.score(values, for: Self.keeper, on: Self.day, at: Instant(Self.day))
    }

    private func standing(_ score: LiveScore, _ clause: String) -> DataVerdict.Standing? {
        score.lines.first { $0.clause == clause }?.standing
    }

    private static let kept = "  6.2.3.a.4: {all: [{metric: entry.kept, atLeast: 180}]}\n"

    @Test func pointsAreThoseOfTheScorer() throws {
        let judge = try judge(Self.kept)
        let met = score(judge, [value("entry.kept", 180)])
        #expect(standing(met, "6.2.3.a.4") == .met)
        // Two of a hundred points, weighed by a quarter.
        #expect(met.head.q == Exact(1, over: 2) && met.head.met == 1)
        #expect(met.lines.count == 127)
        #expect(score(judge, [value("entry.kept", 179)]).head.q == .zero)
        #expect(standing(met, "6.2.2.a") == .person)
    }

    @Test func ofSeveralDaysTheLatestCounts() throws {
        let judge = try judge(Self.kept)
        #expect(
            standing(score(judge, [value("entry.kept", 180), value("entry.kept", 9, ago: 1)]), "6.2.3.a.4") == .met)
        #expect(standing(score(judge, [value("entry.kept", 180, ago: 1)]), "6.2.3.a.4") == .met)
        #expect(standing(score(judge, [value("entry.kept", 180, ago: 2)]), "6.2.3.a.4") == .stale)
        #expect(standing(score(judge, [value("entry.kept", 180, .thin)]), "6.2.3.a.4") == .thin)
    }

    @Test func timesAreMinutesAndSharesPartsOfOne() throws {
        let judge = try judge(
            """
              7.2.3.b.1: {all: [{metric: alarm.response, atMost: 3}, {metric: alarm.in-term, atLeast: 90%}]}
            """)
        func standing(_ milliseconds: Int, _ inTime: Int) -> DataVerdict.Standing? {
            self.standing(
                score(judge, [value("alarm.response", milliseconds), value("alarm.in-term", inTime, over: 10)]),
                "7.2.3.b.1")
        }
        #expect(standing(180_000, 9) == .met)
        #expect(standing(180_001, 9) == .unmet)
        #expect(standing(180_000, 8) == .unmet)
    }

    @Test func wordsSayValueAndLine() throws {
        let judge = try judge(Self.kept)
        let line = try #require(
            score(judge, [value("entry.kept", 96)]).lines.first { $0.clause == "6.2.3.a.4" }?.answers.first)
        #expect(LiveWords(catalog: Self.catalog).said(line).zh == "保存 96 天（≥ 180 天）")
    }
}
