import Commons
import Community
import Persistence
import Rulebook
import Testing

/// What metrics look back at, and that it is found without looking at all that ever was.
@Suite struct CommunitySpanTests {
    private static let orders = Metric.Items("order")
    private static let domain: CommunityDomain = {
        var domain = MetricSample.domain
        domain.metrics += [
            MetricSample.metric("active", .active(roles: ["resident", "worker"]), span: 2),
            MetricSample.metric("ever", .active(roles: ["resident"])),
            MetricSample.metric("told", .filled(of: orders, fields: ["words"]), span: 2),
            MetricSample.metric("whole", .filled(of: orders, fields: ["words", "level"]), span: 2),
            MetricSample.metric("titled", .filled(of: orders, fields: ["title"])),
            MetricSample.metric("serious", .count(of: .init("order", any: ["level": ["urgent", "serious"]])), span: 2),
            MetricSample.metric("own", .count(of: .init("order", lacking: ["type": "repair"], by: [.resident]))),
            MetricSample.metric(
                "referred", .count(of: .init("tenure", referring: ["home": ["level": "home"]], holds: true))),
            MetricSample.metric("lived", .placed(level: "home", with: .init("tenure", in: ["current"], holds: true))),
        ]
        return domain
    }()

    private func fractions(_ scene: CommunityScene, _ ids: String...) async throws -> [[Int]] {
        var found: [[Int]] = []
        for id in ids { found.append(try await scene.fraction(id)) }
        return found
    }

    @Test(arguments: Engines.Kind.allCases)
    func peopleAreActiveFromTheFirstMomentOfTheSpan(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.domain) { scene in
            try await scene.store.write { records in
                for person in ["ron", "rae", "wes"] {
                    try records.save(Credential(person: person, hash: "x", changedAt: Instant(milliseconds: 0)))
                }
            }
            let poll = CommunityDesk.Draft([
                "title": ["投票"], "options": ["一\n二"], "until": ["2025-12-28 18:00"], "roles": ["resident", "worker"],
            ])
            let made = try await scene.desk.create(Estate.poll, poll, id: "p", by: scene.visitor("mia"))
            _ = try await scene.act("publish", made.item, by: "mia")
            // The last second before the span, and its first moment.
            scene.passDays(1)
            scene.clock.pass(seconds: -1)
            _ = try await scene.create("order", ["title": "x", "type": "repair"], place: "B1", by: "ron")
            scene.clock.pass(seconds: 1)
            _ = try await scene.desk.message("p", scene.visitor("wes"), reading: true)
            #expect(try await scene.fraction("active") == [2, 3])
            scene.passDays(2)
            #expect(try await scene.fraction("active") == [1, 3])
            #expect(try await scene.fraction("ever")[0] == 1)
            // What was read before is answered now.
            scene.passDays(1)
            #expect(try await scene.fraction("active") == [0, 3])
            _ = try await scene.desk.answer("p", ["q1": ["一"]], by: scene.visitor("wes"))
            #expect(try await scene.fraction("active") == [1, 3])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func itemsAreNarrowedByWhatTheySayAndWhoseTheyAre(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.domain) { scene in
            for (type, level, words, person) in [
                ("repair", "urgent", "a", "ron"), ("other", "serious", "", "ron"), ("other", "", "b", "dan"),
            ] {
                _ = try await scene.create(
                    "order", ["title": "x", "type": type, "level": level, "words": words], place: "B1", by: person)
            }
            try await scene.settle("ron", in: "H1", since: "2020-01-01")
            #expect(
                try await fractions(scene, "serious", "own", "referred", "lived") == [
                    [2, 1], [1, 1], [1, 1], [1, 2],
                ])
            #expect(try await fractions(scene, "told", "whole", "titled") == [[2, 3], [1, 3], [3, 3]])
            let tenure = try #require(try await scene.items("tenure", by: "mia").first)
            try await scene.act("end", tenure, ["until": scene.clock.instant.day.description], by: "mia")
            scene.passDays(3)
            #expect(
                try await fractions(scene, "serious", "own", "referred", "lived") == [
                    [0, 1], [1, 1], [0, 1], [0, 2],
                ])
            #expect(try await fractions(scene, "told", "titled") == [[0, 0], [3, 3]])
        }
    }

    /// Metrics that are computed together share what they ask: none of them may take another's answer.
    @Test(arguments: Engines.Kind.allCases)
    func togetherTheyAreWhatTheyAreAlone(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.domain) { scene in
            for (words, level) in [("a", "urgent"), ("", "general"), ("b", "serious")] {
                _ = try await scene.create(
                    "order", ["title": "x", "type": "repair", "words": words, "level": level], place: "B1", by: "ron")
            }
            for (place, act) in [("B1", "acknowledge"), ("H1", "dismiss"), ("B2", nil)] {
                let alarm = try #require(try await scene.tell("fire", place))
                if let act { _ = try await scene.act(act, alarm, act == "dismiss" ? ["words": "x"] : [:], by: "dan") }
            }
            _ = try await scene.take([("S1", "smoke", 0, .number(2))])
            let manager = try await scene.visitor("mia")
            let together = try await scene.desk.computeMetrics(of: nil, by: manager)
            #expect(together.count == scene.desk.catalog.metrics.count)
            for value in together {
                #expect(try await scene.desk.computeMetrics(value.metric, of: nil, by: manager) == [value])
            }
        }
    }
}
