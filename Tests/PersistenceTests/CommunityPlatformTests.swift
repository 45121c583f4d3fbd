import Commons
import Community
import Persistence
import Rulebook
import Testing

/// What the platform itself shows: roles that people hold and in what they differ, and what partners were told.
@Suite struct CommunityPlatformTests {
    @Test(arguments: Engines.Kind.allCases)
    func rolesCountByWhoCanLogIn(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            #expect(try await scene.measure("role.count").numerator == 0)
            try await scene.store.write { records in
                for person in ["mia", "dan", "ron", "rae", "max"] {
                    try records.save(Credential(person: person, hash: "x", changedAt: Instant(milliseconds: 0)))
                }
            }
            let count = try await scene.measure("role.count")
            #expect(count.numerator == 3 && count.denominator == 1 && count.sample == 4)
            #expect(count.details.map(\.text.zh) == ["值班人员 1 人、社区经理 1 人、居民 2 人"])
            for respect in ["functions", "data", "interfaces"] {
                #expect(try await scene.measure("role.\(respect)").numerator == 3, "\(respect)")
            }
            // The other house has but one.
            #expect(try await scene.measure("role.count", by: "max").numerator == 1)
        }
    }

    @Test func rolesThatMayTheSameAreOne() async throws {
        try await CommunityScene.with(.sqlite) { scene in
            let policy = Policy([
                .init(.manager, "a", .organisation), .init(.duty, "a", .organisation),
                .init(.resident, "a", .own, interfaces: [.page]),
            ])
            let desk = CommunityDesk(
                store: scene.store, catalog: scene.desk.catalog, surroundings: scene.desk.surroundings,
                policy: { policy })
            try await scene.store.write { records in
                for person in ["mia", "dan", "ron"] {
                    try records.save(Credential(person: person, hash: "x", changedAt: Instant(milliseconds: 0)))
                }
            }
            func count(_ id: String) async throws -> Int {
                try await desk.account(of: id, for: "安澜物业").again.numerator
            }
            #expect(try await count("role.count") == 3)
            #expect(try await count("role.functions") == 1)
            #expect(try await count("role.data") == 2)
            #expect(try await count("role.interfaces") == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func partnersWereTold(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let now = scene.clock.instant
            try await scene.store.write { records in
                for (id, house) in [("ours", "keeper"), ("theirs", "other")] {
                    try records.setWebhook(
                        WebhookSubscription(
                            id: id, organisation: house, person: "mia", url: "https://example.org", secret: "s",
                            events: ["x"], createdAt: now))
                }
                let told: [(String, WebhookDelivery.State, Int64)] = [
                    ("ours", .delivered, 0), ("ours", .delivered, 30 * 86_400), ("ours", .delivered, 32 * 86_400),
                    ("ours", .pending, 0), ("ours", .givenUp, 0), ("theirs", .delivered, 0),
                ]
                for (number, (webhook, state, ago)) in told.enumerated() {
                    let at = now.adding(seconds: -ago)
                    try records.setWebhookDelivery(
                        WebhookDelivery(
                            id: "d\(number)", webhook: webhook, event: "x", payload: [1], createdAt: at, state: state,
                            attempts: 1, at: at, outcome: "200"))
                }
            }
            #expect(try await scene.measure("partner.told").numerator == 2)
        }
    }
}
