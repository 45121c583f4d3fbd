import Commons
import Community
import Testing

/// Who is on line behind a broker, by what it tells.
@Suite struct CommunityBrokerTests {
    private struct Watch {
        var scene: CommunityScene

        func open(
            _ id: String, _ number: String, run: String = "1", node: String = "rabbit@a", ago: Int64 = 0
        ) -> BrokerNews {
            let since = scene.clock.instant.adding(seconds: -ago)
            return .opened(BrokerLink(id: id, user: number, node: node, run: run, since: since))
        }

        func close(_ id: String) -> BrokerNews { .closed(id, at: scene.clock.instant) }

        func presence(_ number: String) async throws -> DevicePresence? {
            try await scene.desk.link(of: scene.device(number).id, scene.visitor("mia")).presence
        }

        func isOnline(_ number: String) async throws -> Bool { try await presence(number)?.isOnline ?? false }
    }

    private static func with(_ kind: Engines.Kind, _ body: (Watch, CommunityDesk) async throws -> Void) async throws {
        try await CommunityScene.with(kind) { scene in try await body(Watch(scene: scene), scene.desk) }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoTakesTheirOwnPlaceStaysOnLine(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { watch, desk in
            let start = watch.scene.clock.instant
            try await desk.note([watch.open("a", "S1", ago: 5), watch.open("x", "linli"), watch.open("d", "D1")])
            #expect(try await watch.presence("S1")?.since == start.adding(seconds: -5))
            watch.scene.clock.pass(seconds: 10)
            try await desk.note([watch.open("b", "S1"), watch.close("a"), watch.close("x"), watch.close("unknown")])
            let taken = try await watch.presence("S1")
            #expect(taken?.isOnline == true && taken?.since == start.adding(seconds: -5))
            #expect(taken?.seenAt == start.adding(seconds: 10))
            // Those of one batch are taken in their order; the same news again are no news.
            try await desk.note([watch.close("b"), watch.open("c", "S1"), watch.close("c")])
            #expect(try await !watch.isOnline("S1"))
            watch.scene.clock.pass(seconds: 10)
            try await desk.note([watch.close("c")])
            #expect(try await watch.presence("S1")?.since == start.adding(seconds: 10))
            #expect(try await watch.isOnline("D1"))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aNodeOfTheBrokerThatWasKilledHasNobodyAnyMore(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { watch, desk in
            try await desk.note([watch.open("a", "S1"), watch.open("b", "D1", node: "rabbit@b")])
            watch.scene.clock.pass(seconds: 10)
            // Whoever comes first says that it runs again.
            try await desk.note([watch.open("l", "linli", run: "2"), watch.open("c", "D2", run: "2")])
            #expect(try await !watch.isOnline("S1"))
            #expect(try await watch.isOnline("D1"))
            #expect(try await watch.isOnline("D2"))
            // A word of the run before that comes late ends nothing.
            try await desk.note([watch.open("m", "linli", run: "1", ago: 5)])
            #expect(try await watch.isOnline("D2"))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoIsSilentForADayCountsAsGoneUntilTheySpeak(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { watch, desk in
            let clock = watch.scene.clock
            try await desk.note([watch.open("a", "S1"), watch.open("b", "D1")])
            // No node beats for a broker.
            clock.pass(seconds: 86_400)
            try await desk.note(heard: ["D1": clock.instant, "nobody": clock.instant])
            try await desk.sweepPresence()
            #expect(try await watch.isOnline("S1"))
            clock.pass(seconds: 1)
            try await desk.sweepPresence()
            #expect(try await !watch.isOnline("S1"))
            #expect(try await watch.presence("D1")?.seenAt == clock.instant.adding(seconds: -1))
            try await desk.note(heard: ["S1": clock.instant])
            #expect(try await watch.isOnline("S1"))
            // What was said before they went does not bring them back, and tells when that was.
            try await desk.note([watch.close("a")])
            clock.pass(seconds: 5)
            try await desk.note(heard: ["S1": clock.instant])
            let gone = try await watch.presence("S1")
            #expect(gone?.isOnline == false && gone?.seenAt == clock.instant)
            // Of whom nothing is known nothing is made up.
            try await desk.note(heard: ["D2": clock.instant])
            #expect(try await watch.presence("D2") == nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoIsBehindABrokerIsToldThroughIt(_ kind: Engines.Kind) async throws {
        try await Self.with(kind) { watch, desk in
            let device = try await watch.scene.device("D1").id
            try await desk.note([watch.open("a", "D1")])
            #expect(try await desk.post(for: [device]).first?.isElsewhere == false)
            // It came to a node of ours: the broker's word of its end is not the end.
            let change = PresenceChange(device: device, isOnline: true, seenAt: watch.scene.clock.instant)
            try await desk.note([change], at: "one", keys: [])
            #expect(try await desk.post(for: [device]).first?.isElsewhere == true)
            try await desk.note([watch.close("a")])
            #expect(try await watch.isOnline("D1"))
        }
    }
}
