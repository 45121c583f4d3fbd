import Commons
import Community
import Database
import Persistence
import Testing

/// What waits, as start pages count it.
@Suite struct CommunityStartTests {
    @Test(arguments: Engines.Kind.allCases)
    func eachCountsWhatTheyMayRead(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let order = try await scene.create("order", ["title": "甲", "type": "repair"], place: "B1", by: "ron")
            try await scene.create("order", ["title": "乙", "type": "repair"], place: "B2", by: "rae")
            let over = try await scene.create("order", ["title": "丙", "type": "repair"], place: "B1", by: "ron")
            try await scene.act("cancel", over, ["words": "重复"], by: "dan")
            try await scene.act("assign", order, ["worker": "wes"], by: "dan")
            func count(_ person: String, in states: Set<String>? = nil) async throws -> Int {
                try await scene.desk.openCount(of: Estate.order, in: states, scene.visitor(person))
            }
            #expect(try await count("mia") == 2)
            #expect(try await count("ron") == 1)
            #expect(try await count("wes") == 1)
            #expect(try await count("wyn") == 0)
            #expect(try await count("max") == 0)
            #expect(try await count("dan", in: ["open"]) == 1)
            #expect(try await count("wes", in: ["open"]) == 0)
            await #expect(throws: Refusal.self) { try await count("gus") }
        }
    }
}
