import Commons
import Community
import Persistence
import Testing

@Suite struct CommunityEventLogTests {
    @Test(arguments: Engines.Kind.allCases)
    func aLogIsNarrowedAndGoesOn(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let desk = scene.desk
            let gus = try await scene.visitor("gus")
            let start = scene.clock.instant
            for index in 0..<5 {
                let device = index == 4 ? "D2" : "D1"
                _ = try await desk.tell(
                    EventDraft(kind: "entry", device: device, at: start.adding(seconds: Int64(index - 10))), by: gus)
            }
            func log(_ query: EventQuery, by person: String = "dan") async throws -> EventLog {
                try await desk.events(query, scene.visitor(person))
            }
            let all = try await log(EventQuery(limit: 3))
            #expect(all.events.count == 3 && all.events.first?.at == start.adding(seconds: -6))
            #expect(all.events.first?.device.flatMap { all.named[$0]?.number } == "D2")
            let rest = try await log(EventQuery(before: all.next, limit: 3))
            #expect(rest.events.count == 2 && rest.next == nil)
            // The border of a time is its first moment, not its last.
            let timed = try await log(
                EventQuery(from: start.adding(seconds: -9), until: start.adding(seconds: -7)))
            #expect(timed.events.map(\.at) == [start.adding(seconds: -8), start.adding(seconds: -9)])
            #expect(try await log(EventQuery(within: "B2")).events.count == 1)
            #expect(try await log(EventQuery(within: "E")).events.count == 5)
            #expect(try await log(EventQuery(device: "D1")).events.count == 4)
            #expect(try await log(EventQuery(kinds: ["ping"])).events.isEmpty)
            let refusal = await #expect(throws: Refusal.self) { try await log(EventQuery(device: "D9")) }
            #expect(refusal?.place == "device")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func othersSeeNothingOfIt(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            _ = try await scene.desk.tell(
                EventDraft(kind: "entry", device: "D1"), by: scene.visitor("gus"))
            #expect(try await scene.desk.events(EventQuery(), scene.visitor("max")).events.isEmpty)
            let foreign = await #expect(throws: Refusal.self) {
                try await scene.desk.events(EventQuery(within: "B1"), scene.visitor("max"))
            }
            #expect(foreign?.place == "within")
            for person in ["wes", "ron", "gus", "reg"] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.desk.events(EventQuery(), scene.visitor(person))
                }
                #expect(refusal?.kind == .forbidden, "\(person)")
            }
        }
    }
}
