import Commons
import Community
import Persistence
import Rulebook
import Testing

/// What whoever entered something hears of it.
@Suite struct CommunityOwnerTests {
    @Test(arguments: Engines.Kind.allCases)
    func theOwnerHearsWhenItIsTheirTurn(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let order = try await scene.create("order", ["title": "漏水", "type": "repair"], place: "B1", by: "ron")
            func heard() async throws -> [String] {
                try await scene.store.read { try $0.notices(for: "ron", after: nil, limit: 9) }.map(\.body.zh)
            }
            let assigned = try await scene.act("assign", order, ["worker": "wes"], by: "mia")
            let working = try await scene.act("start", assigned, by: "wes")
            // Nothing is asked of them so far.
            #expect(try await heard() == [])
            let photo = String(repeating: "a", count: 64)
            let done = try await scene.act("finish", working, ["words": "换了软管", "proof": photo], by: "wes")
            #expect(try await heard() == ["现在的状态：待评价"])
            // Whoever does it themselves is told nothing.
            _ = try await scene.act("rate", done, ["stars": "5"], by: "ron")
            #expect(try await heard().count == 1)
        }
    }
}
