import Commons
import Evaluation
import Foundation
import PortalKit
import Rulebook
import Synchronization
import Testing

@testable import Bootstrap

/// The clock of a demonstration goes forward only, up to the time of day, and no other server has one.
@Suite struct DemoClockTests {
    /// The time of day, which the test moves.
    private final class Real: Sendable {
        private let moment = Mutex(Instant(milliseconds: 1_790_000_000_000))
        var now: Instant { moment.withLock { $0 } }
        func move(by seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    private static func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "linli-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private static func conflict(_ clock: DemoClock, _ moment: Instant?) -> Refusal.Kind? {
        do {
            try clock.set(to: moment)
            return nil
        } catch { return (error as? Refusal)?.kind }
    }

    @Test func itBeginsSoManyDaysBackAndGoesOn() async throws {
        try await Self.withFolder { folder in
            let real = Real()
            let clock = try DemoClock({ real.now }, in: folder, days: 120)
            #expect(clock.isBehind && clock.hasPast)
            #expect(clock.now().day == real.now.day.adding(days: -120) && clock.now().shown.hasSuffix(" 06:00"))
            let before = clock.now()
            real.move(by: 60)
            #expect(clock.now() == before.adding(seconds: 60))
            #expect(try !DemoClock({ real.now }, in: folder + "/other", days: 0).isBehind)
        }
    }

    @Test func itIsSetForwardOnlyAndNeverPastTheTimeOfDay() async throws {
        try await Self.withFolder { folder in
            let real = Real()
            let clock = try DemoClock({ real.now }, in: folder, days: 2)
            let now = clock.now()
            #expect(Self.conflict(clock, now.adding(seconds: -1)) == .conflict)
            #expect(Self.conflict(clock, real.now.adding(seconds: 1)) == .conflict)
            #expect(clock.now() == now)
            #expect(Self.conflict(clock, now.adding(seconds: 3600)) == nil && clock.now() == now.adding(seconds: 3600))
            #expect(Self.conflict(clock, now) == .conflict)
            #expect(Self.conflict(clock, nil) == nil && !clock.isBehind && clock.now() == real.now)
            // For good.
            #expect(Self.conflict(clock, now.adding(seconds: 7200)) == .conflict)
            real.move(by: 5)
            #expect(clock.now() == real.now)
        }
    }

    @Test func whoeverStartsAgainGoesOnWhereItWas() async throws {
        try await Self.withFolder { folder in
            let real = Real()
            let first = try DemoClock({ real.now }, in: folder, days: 30)
            try first.set(to: first.now().adding(seconds: 86_400))
            let there = first.now()
            real.move(by: 600)
            let second = try DemoClock({ real.now }, in: folder, days: 0)
            #expect(second.now() == there.adding(seconds: 600) && second.hasPast)
            try second.set(to: nil)
            let third = try DemoClock({ real.now }, in: folder, days: 30)
            #expect(!third.isBehind && third.now() == real.now && third.hasPast)
        }
    }

    @Test func withoutADemonstrationNothingSetsTheClock() async throws {
        try await Self.withFolder { folder in
            try Data("864000000\n".utf8).write(to: URL(fileURLWithPath: folder + "/demo-clock"))
            let real = Real()
            let surroundings = Surroundings(now: { real.now }, newID: Surroundings.system.newID)
            var settings = ServerSettings(data: folder)
            settings.demoDays = 10
            let server = try await Server.prepare(settings, surroundings: surroundings)
            #expect(server.installation.surroundings.now() == real.now)
            #expect(!server.portal.endpoints.contains { $0.route.template == DemoClockEndpoints.route.template })
            try await server.installation.close()
        }
    }

    @Test func onlyWhoeverRunsThePlatformSetsIt() async throws {
        try await Self.withFolder { folder in
            let clock = try DemoClock({ Instant(milliseconds: 1_790_000_000_000) }, in: folder, days: 1)
            let endpoints = DemoClockEndpoints(clock: clock, settle: {}).endpoints
            #expect(endpoints.count == 2)
            let policy = RightsBook.installed.standard
            let house = Organisation(id: "o", kind: .operator, name: "运营方", region: "99")
            for endpoint in endpoints {
                guard case .function(let function) = endpoint.access else {
                    Issue.record("open to all: \(endpoint.route)")
                    continue
                }
                let roles = Role.allCases.filter { role in
                    let membership = Membership(person: "p", organisation: house, role: role)
                    var visitor = Visitor(person: Person(id: "p", name: "人", login: "p"), memberships: [membership])
                    visitor.interface = .api
                    return policy.decide(visitor, function).isAllowed
                }
                #expect(roles == [.administrator])
            }
        }
    }
}
