import Commons
import Community
import Facilities
import Persistence
import SecurityDomain
import Testing

/// Domains at work: what their declarations make of what happens.
@Suite struct CommunityDomainTests {
    /// An estate whose next shift is at 7:00, in four hours, with a route of two points; the clock was asked once.
    private static func patrol<T: Sendable>(
        _ kind: Engines.Kind, _ body: (CommunityScene) async throws -> T
    ) async throws -> T {
        try await CommunityScene.with(kind, domain: Security.domain) { scene in
            for (code, place) in [("P1", "H1"), ("P2", "B2")] {
                _ = try await scene.create(
                    "checkpoint", ["name": code, "code": code, "tag": "tag-\(code)"], place: place, by: "mia")
            }
            let draft = CommunityDesk.Draft(
                ["name": ["东线"], "code": ["R1"], "shifts": ["day", "night"], "points": ["P1", "P2"]], place: "E")
            _ = try await scene.desk.create(
                scene.desk.kind("route"), draft, id: scene.clock.id(), by: scene.visitor("mia"))
            try await scene.desk.remindOfTerms()
            return try await body(scene)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRouteIsWalkedAndItsTagsAreScanned(_ kind: Engines.Kind) async throws {
        try await Self.patrol(kind) { scene in
            #expect(try await scene.items("round", by: "wes").isEmpty)
            scene.clock.pass(seconds: 4 * 3600)
            try await scene.desk.remindOfTerms()
            try await scene.desk.remindOfTerms()
            let rounds = try await scene.items("round", by: "wes")
            let round = try #require(rounds.first)
            #expect(rounds.count == 1 && round.head.title == "东线 早班" && round.head.due != nil)
            _ = try await scene.act("start", round, by: "wes")
            let checks = try await scene.items("check", by: "wes")
            #expect(checks.map(\.head.title) == ["P1", "P2"])
            #expect(checks.allSatisfy { $0.fields["round"] == .text(round.id) })
            let scanned = ["tag": "tag-P2", "photos": String(repeating: "a", count: 64)]
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.act("scan", checks[0], scanned, by: "wes")
            }
            #expect(refusal?.place == "tag" && refusal?.kind == .invalid)
            let done = try await scene.act("scan", checks[1], scanned, by: "wes")
            #expect(done.state == "done")
            // The other one is missed once its time is over, and told once.
            scene.clock.pass(seconds: 2 * 3600 + 60)
            try await scene.desk.remindOfTerms()
            try await scene.desk.remindOfTerms()
            #expect(try await scene.items("check", by: "wes").map(\.state) == ["missed", "done"])
            #expect(try await scene.items("alarm", by: "dan").map(\.head.title) == ["巡查漏检 · H1"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aRoundThatNobodyWalksIsTold(_ kind: Engines.Kind) async throws {
        try await Self.patrol(kind) { scene in
            scene.clock.pass(seconds: 12 * 3600)
            try await scene.desk.remindOfTerms()
            // Late, but of the same day; nobody walks this route in the evening.
            #expect(try await scene.items("round", by: "wes").map(\.head.title) == ["东线 早班"])
            scene.clock.pass(seconds: 3660)
            try await scene.desk.remindOfTerms()
            #expect(try await scene.items("round", by: "wes").map(\.state) == ["missed"])
            #expect(try await scene.items("alarm", by: "dan").count == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aFullWasteStationBecomesWork(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: Facilities.domain) { scene in
            _ = try await scene.create(
                "device", ["name": "1 号垃圾站", "code": "W1", "model": "waste"], place: "E", by: "mia")
            let report = try await scene.take([
                ("W1", "fill", -2, .number(60)), ("W1", "fill", -1, .number(90)), ("W1", "state", -1, .text("fault")),
                ("W1", "uses", -1, .number(12)),
            ])
            #expect(report.taken == 4)
            #expect(
                Set(try await scene.items("alarm", by: "dan").map(\.head.title)) == [
                    "垃圾站将满 · 1 号垃圾站", "设备故障 · 1 号垃圾站",
                ])
            let orders = try await scene.items("order", by: "dan")
            #expect(Set(orders.compactMap { $0.fields["type"]?.text }) == ["inspection", "repair"])
            _ = try await scene.create(
                "facility", ["name": "垃圾站", "code": "F1", "type": "waste", "device": "W1"], place: "E", by: "mia")
            #expect(try await scene.items("facility", by: "ron").count == 1)
        }
    }
}
