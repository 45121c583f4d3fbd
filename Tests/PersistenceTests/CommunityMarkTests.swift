import Commons
import Community
import Database
import Persistence
import Rulebook
import Testing

/// How the records that metrics rest on came about is told with their values.
@Suite struct CommunityMarkTests {
    private static let kind = Kind(
        "talk", zh: "宣讲", en: "Talk",
        form: Form([
            Field("name", zh: "名称", en: "Name", .line(most: 40), isRequired: true),
            Field("on", zh: "日期", en: "On", .day, isRequired: true, isFiltered: true),
        ]),
        title: "name", placing: .nowhere, numbering: .counted(prefix: "TK"), happensOn: "on",
        states: [.init("held", zh: "已举行", en: "Held")],
        rights: [.init(.manager, .organisation, .read, .create)])

    private static let domain: CommunityDomain = {
        var domain = MetricSample.domain
        domain.kinds.append(kind)
        domain.metrics = [
            MetricSample.metric("talks", .count(of: .init("talk")), span: 60),
            MetricSample.metric("entries", .events(kinds: ["entry"]), span: 60),
            MetricSample.metric("all", .count(of: .init("talk"))),
        ]
        return domain
    }()

    private func marks(_ scene: CommunityScene, _ metric: String) async throws -> [MetricMark] {
        let manager = try await scene.visitor("mia")
        return try await scene.desk.computeMetrics(metric, of: nil, by: manager).first?.marks ?? []
    }

    private func talk(_ scene: CommunityScene, daysAgo: Int = 0) async throws {
        let day = scene.clock.instant.day.adding(days: -daysAgo)
        _ = try await scene.create("talk", ["name": "x", "on": day.description], by: "mia")
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatWasEnteredAfterTheFact(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.domain) { scene in
            try await talk(scene)
            try await talk(scene, daysAgo: 3)
            #expect(try await marks(scene, "talks") == [])
            try await talk(scene, daysAgo: 4)
            #expect(try await marks(scene, "talks") == [MetricMark(.late, 1, of: 3)])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aMassOfEntriesOnOneDay(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.domain) { scene in
            for _ in 0..<9 { try await talk(scene) }
            #expect(try await marks(scene, "talks") == [])
            try await talk(scene)
            let day = scene.clock.instant.day
            #expect(try await marks(scene, "talks") == [MetricMark(.bulk, 10, of: 10, on: day)])
            #expect(try await marks(scene, "all") == [MetricMark(.bulk, 10, of: 10, on: day)])
            // Long after, and beside others, it is no news.
            scene.clock.pass(seconds: 10 * 86_400)
            for _ in 0..<11 {
                try await talk(scene)
                scene.clock.pass(seconds: 86_400)
            }
            #expect(try await marks(scene, "talks") == [])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func numbersThatAreThereNoMore(_ kind: Engines.Kind) async throws {
        try await CommunityScene.withDatabase(kind, domain: Self.domain) { scene, database in
            for _ in 0..<5 { try await talk(scene) }
            #expect(try await marks(scene, "talks") == [])
            try await database.write { connection in
                let row = try connection.row("SELECT id FROM case_head WHERE number LIKE 'TK-%-000003'", [])
                let id = try #require(row?[0].text)
                let rows = ["item_value WHERE item", "item WHERE id", "case_entry WHERE case_id", "case_head WHERE id"]
                for row in rows { try connection.execute("DELETE FROM \(row) = $1", [.text(id)]) }
            }
            #expect(try await marks(scene, "talks") == [MetricMark(.missing, 1, of: 5)])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func eventsThatCameInLate(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Self.domain) { scene in
            try await scene.tell("entry", "B1", minutesAgo: 59)
            #expect(try await marks(scene, "entries") == [])
            try await scene.tell("entry", "B1", minutesAgo: 61)
            #expect(try await marks(scene, "entries") == [MetricMark(.late, 1, of: 2)])
        }
    }
}
