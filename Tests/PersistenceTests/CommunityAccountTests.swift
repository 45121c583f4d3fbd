import Commons
import Community
import Database
import Persistence
import Rulebook
import Testing

/// Metrics computed again from the acts.
@Suite struct CommunityAccountTests {
    private static let domain: CommunityDomain = {
        var domain = MetricSample.domain
        let orders = Metric.Items("order")
        domain.metrics += [
            MetricSample.metric("rated", .acted(of: orders, act: "rate"), span: 2),
            MetricSample.metric("told", .filled(of: orders, fields: ["words"])),
            MetricSample.metric("any", .count(of: .init("order", any: ["level": ["urgent", "serious"]]))),
            MetricSample.metric(
                "owned", .count(of: .init("tenure", in: ["current"], having: ["relation": "owner"], holds: true))),
        ]
        return domain
    }()

    /// The ids of those that are about items.
    private static let ofItems: Set = [
        "alarms", "drills", "false", "median", "mean", "term", "finish", "stars", "glad", "rated", "told", "any",
        "owned",
    ]

    /// Some days of an estate: alarms answered, dismissed and left; orders done, rated and called off; people who move.
    private func live(_ scene: CommunityScene, _ round: Int) async throws {
        for (index, place) in ["B1", "H1", "B2"].enumerated() {
            guard let alarm = try await scene.tell("fire", place, isDrill: index == 2) else { continue }
            scene.clock.pass(seconds: 100)
            if index == 0, alarm.state == "open" {
                let seen = try await scene.act("acknowledge", alarm, by: "dan")
                if round % 2 == 0 { _ = try await scene.act("dismiss", seen, ["words": "x"], by: "dan") }
            }
        }
        var order = try await scene.create(
            "order",
            [
                "title": "x", "type": "repair", "level": round % 2 == 0 ? "urgent" : "general",
                "words": round > 1 ? "y" : "",
            ],
            place: "B1", by: "dan")
        if round % 3 != 2 {
            order = try await scene.act("assign", order, ["worker": "wes"], by: "dan")
            order = try await scene.act("start", order, by: "wes")
        }
        if round == 1 {
            try await scene.settle("ron", in: "H1", since: "2020-01-01")
        } else if round == 3 {
            let tenure = try #require(try await scene.items("tenure", by: "mia").first)
            try await scene.act("end", tenure, ["until": scene.clock.instant.day.description], by: "mia")
        }
        scene.clock.pass(seconds: 7_000)
    }

    @Test(arguments: Engines.Kind.allCases)
    func theSameComesOutOfTheActs(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.domain) { scene in
            var kept: [Day: [String: [Int]]] = [:]
            for round in 0..<5 {
                try await live(scene, round)
                let values = try await scene.desk.computeMetrics(of: nil, by: scene.visitor("mia"))
                kept[scene.clock.instant.day] = Dictionary(
                    values.map { ($0.metric, [$0.numerator, $0.denominator]) }
                ) { $1 }
                scene.passDays(1)
            }
            // Values of days gone by are found again although things went on since.
            for (day, values) in kept {
                for (metric, value) in values where Self.ofItems.contains(metric) {
                    let account = try await scene.desk.account(of: metric, for: "keeper", on: day)
                    #expect(account.isFromActs && account.agrees, "\(metric) on \(day)")
                    #expect([account.again.numerator, account.again.denominator] == value, "\(metric) on \(day)")
                }
            }
            #expect(kept.values.contains { $0["owned"] == [1, 1] } && kept.values.contains { $0["any"] == [3, 1] })
            let account = try await scene.desk.account(of: "any", for: "keeper")
            #expect(account.lines.count == 3 && account.lines.allSatisfy(\.counts))
            #expect(try await !scene.desk.account(of: "online", for: "keeper").isFromActs)
            await #expect(throws: Refusal.self) { try await scene.desk.account(of: "none", for: "keeper") }
            // There are two communities.
            await #expect(throws: Refusal.self) { try await scene.desk.account(of: "any", for: nil) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aValueThatWasChangedShows(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withDatabase(kind, domain: Self.domain) { scene, database in
            try await live(scene, 0)
            _ = try await scene.measure("any")
            try await database.write {
                try $0.execute("UPDATE metric_value SET numerator = 9 WHERE metric = 'any'", [])
            }
            let account = try await scene.desk.account(of: "any", for: "keeper")
            #expect(!account.agrees && account.again.numerator == 1)
        }
    }
}
