import Commons
import Community
import Database
import Persistence
import Rulebook
import Testing

@Suite struct CommunityEventTests {
    @Test(arguments: Engines.Kind.allCases)
    func readingsAreTakenAndKeptApart(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let device = try #require(try await scene.items("device", by: "mia") { $0.text = "s1" }.first)
            let year: Int64 = 86_400 * 401
            let report = try await scene.take([
                ("S1", "smoke", -2, .number(1)), ("S1", "smoke", -1, .number(2)), ("S1", "smoke", -1, .number(2)),
                ("S1", "ok", 0, .flag(true)), ("S1", "mode", 0, .text("b")), ("S1", "smoke", 0, .text("viel")),
                ("S1", "smoke", 0, .number(101)), ("S1", "smoke", 301, .number(1)), ("S1", "smoke", -year, .number(1)),
                ("S1", "none", 0, .number(1)), ("S9", "smoke", 0, .number(1)), ("S1", "smoke", -1, .number(3)),
            ])
            #expect(report.taken == 4 && report.repeated == 1)
            #expect(
                report.refused == [
                    .wrongType: 1, .outOfRange: 1, .future: 1, .past: 1, .unknownProperty: 1, .unknownDevice: 1,
                    .contradiction: 1,
                ])
            // Late ones find their place, twice the same is once.
            let late = try await scene.take([("S1", "smoke", -9, .number(4)), ("S1", "smoke", -2, .number(1))])
            #expect(late.taken == 1 && late.repeated == 1)
            let refused = try await scene.store.readCommunity {
                try $0.refusedReadings(RefusedQuery(organisations: ["keeper"], limit: 50))
            }
            #expect(refused.count == 7 && refused.first?.sender == "gus")
            let day = Int((scene.clock.instant.milliseconds + 28_800_000) / 86_400_000)
            let statistics = try await scene.store.readCommunity { records in
                let series = try records.allSeries()[SeriesKey(device: device.id, property: "smoke")] ?? 0
                return try records.readingDays(day)[series]
            }
            #expect(statistics?.count == 3 && statistics?.sum == 7 && statistics?.least == 1 && statistics?.most == 4)
            #expect(statistics?.last == 2)
            // A device that was revoked a moment ago is revoked.
            try await scene.act("revoke", device, ["reason": "坏"], by: "mia")
            let after = try await scene.take([("S1", "smoke", 0, .number(1))])
            #expect(after.taken == 0 && after.refused == [.revoked: 1])
            await #expect(throws: Refusal.self) { try await scene.take([("S1", "smoke", 0, .number(1))], by: "ron") }
            let foreign = try await scene.take([("D1", "smoke", 0, .number(1))], by: "max")
            #expect(foreign.refused == [.unknownDevice: 1])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDayOfTheEstateIsItsStatistics(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            _ = try await scene.take([
                ("S1", "smoke", -2, .number(1)), ("S1", "smoke", 0, .number(4)), ("S1", "ok", 0, .flag(true)),
                ("S1", "smoke", -86_400, .number(9)),
            ])
            // Another node has made a series meanwhile.
            let node = CommunityScene(scene.store, scene.desk.catalog)
            let day = scene.clock.instant.day
            let found = try await node.desk.readings(on: day, scene.visitor("mia"))
            #expect(found.map(\.property.id) == ["ok", "smoke"] && found.map(\.device) == ["S1", "S1"])
            #expect(found.last?.figures.count == 2 && found.last?.figures.mean == 2.5)
            _ = try await scene.take([("S1", "mode", 1, .text("b"))])
            #expect(try await node.desk.readings(on: day, scene.visitor("mia")).count == 3)
            #expect(try await scene.desk.readings(on: day, scene.visitor("max")).isEmpty)
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.desk.readings(on: day, scene.visitor("ron"))
            }
            #expect(refusal?.kind == .forbidden)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func anAlarmIsOpenedOnceHandledAndCounted(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            _ = try await scene.take([("S1", "smoke", -3, .number(11))])
            // Still above: nothing new. Below and above again: the same alarm, while it is open.
            _ = try await scene.take([
                ("S1", "smoke", -2, .number(12)), ("S1", "smoke", -1, .number(1)), ("S1", "smoke", 0, .number(20)),
            ])
            var alarm = try #require(try await scene.items("alarm", by: "dan").first)
            #expect(try await scene.items("alarm", by: "dan").count == 1)
            #expect(try await scene.store.readCommunity { try $0.openAlarms() }.first?.count == 2)
            #expect(alarm.head.title == "火警 · S1" && alarm.state == "open")
            let order = try #require(try await scene.items("order", by: "dan").first)
            #expect(alarm.fields["order"] == .text(order.id) && order.head.title == "处置：H1")
            let commands = try await scene.store.readCommunity { try $0.events(EventQuery(kinds: ["command"])) }
            #expect(commands.count == 1 && commands.first?.text == "release" && commands.first?.isDrill == false)
            #expect(try await scene.store.read { try $0.unreadNotices(for: "dan") } == 1)

            scene.clock.pass(seconds: 90)
            alarm = try await scene.act("acknowledge", alarm, by: "dan")
            alarm = try await scene.act("close", alarm, ["words": "虚惊"], by: "dan")
            #expect(try await scene.store.readCommunity { try $0.openAlarms() }.isEmpty)
            let answers = try await scene.store.readCommunity { records in
                try records.responses(
                    of: "alarm", to: ["acknowledge"], reach: [.organisation("keeper")],
                    from: Instant(milliseconds: 0), until: scene.clock.instant)
            }
            #expect(answers.map(\.milliseconds) == [90_000] && answers.first?.person == "dan")
            // The next one is another alarm.
            _ = try await scene.take([("S1", "smoke", 1, .number(1)), ("S1", "smoke", 2, .number(50))])
            #expect(try await scene.items("alarm", by: "dan").count == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsOverSetsNothingOffAndWhatChangedPlacesDoes(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            func alarms() async throws -> Int { try await scene.items("alarm", by: "dan").count }
            _ = try await scene.take([("S1", "smoke", -2, .number(1))])
            _ = try await scene.take([("S1", "smoke", -7200, .number(80)), ("S1", "smoke", -86_400 * 30, .number(80))])
            #expect(try await alarms() == 0)
            // Of two requests the later one came first.
            _ = try await scene.take([("S1", "smoke", -60, .number(80))])
            #expect(try await alarms() == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func workIsHandedToColleagues(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let order = try await scene.create("order", ["title": "甲", "type": "repair"], place: "H1", by: "mia")
            for stranger in ["max", "ron", "gus", "nobody"] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.act("assign", order, ["worker": stranger], by: "mia")
                }
                #expect(refusal?.place == "worker", "\(stranger)")
            }
            #expect(try await scene.act("assign", order, ["worker": "wyn"], by: "mia").assigned == ["wyn"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func rulesThatFightComeToAnEnd(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let gus = try await scene.visitor("gus")
            let told = try await scene.desk.tell(EventDraft(kind: "ping", device: "S1"), by: gus)
            #expect(told.alarm != nil)
            let runs = try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(limit: 10)) }
            #expect(runs.map(\.rule) == ["pong", "ping"])
            #expect(try await scene.items("alarm", by: "dan").count == 2)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDrillHasNoEffectOutside(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            try await scene.store.write { try $0.openHook() }
            let dan = try await scene.visitor("dan")
            let drill = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1", isDrill: true), by: dan)
            #expect(drill.alarm?.fields["drill"] == .flag(true))
            #expect(drill.alarm?.head.title.hasPrefix("【演练】") == true)
            let order = try #require(try await scene.items("order", by: "dan").first)
            #expect(order.fields["drill"] == .flag(true))
            let commands = try await scene.store.readCommunity { try $0.events(EventQuery(kinds: ["command"])) }
            #expect(commands.map(\.isDrill) == [true])
            #expect(try await scene.deliveries() == 0)
            // The same in earnest is another alarm, and calls.
            let fire = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1"), by: scene.visitor("gus"))
            #expect(fire.alarm?.id != drill.alarm?.id)
            #expect(try await scene.deliveries() == 1)
            let gus = try await scene.visitor("gus")
            await #expect(throws: Refusal.self) {
                try await scene.desk.tell(EventDraft(kind: "fire", device: "S1", isDrill: true), by: gus)
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsToldLongAfterwardsCallsNobodyOutside(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            try await scene.store.write { try $0.openHook() }
            let long = scene.clock.instant.adding(seconds: -16 * 60)
            let told = try await scene.desk.tell(
                EventDraft(kind: "fire", device: "S1", at: long), by: scene.visitor("gus"))
            // People learn of it, as ever.
            #expect(told.alarm != nil)
            #expect(try await scene.items("order", by: "dan").count == 1)
            #expect(try await scene.store.read { try $0.unreadNotices(for: "dan") } == 1)
            #expect(try await scene.store.readCommunity { try $0.events(EventQuery(kinds: ["command"])) }.isEmpty)
            #expect(try await scene.deliveries() == 0)
            let runs = try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(limit: 10)) }
            #expect(runs.flatMap(\.steps).contains { !$0.isDone && $0.text.zh.hasPrefix("发生已久") })
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatNobodyAnswersGoesUpOnce(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            _ = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1"), by: scene.visitor("gus"))
            func told() async throws -> Int { try await scene.store.read { try $0.unreadNotices(for: "mia") } }
            #expect(try await scene.desk.remindOfTerms() == 0)
            scene.clock.pass(seconds: 181)
            #expect(try await scene.desk.remindOfTerms() == 1)
            #expect(try await scene.desk.remindOfTerms() == 0)
            #expect(try await told() == 1)
        }
    }
}

extension Records {
    /// A webhook of the keeper's that listens to everything.
    fileprivate func openHook() throws {
        try setWebhook(
            WebhookSubscription(
                id: "hook", organisation: "keeper", person: "mia", url: "https://example.org/hook", secret: "geheim",
                events: ["emergency.119"], createdAt: Instant(milliseconds: 0)))
    }
}

extension CommunityScene {
    fileprivate func deliveries() async throws -> Int {
        try await store.database.read { connection in
            try connection.query("SELECT count(*) FROM webhook_delivery")[0][0].int.map { Int($0) } ?? 0
        }
    }
}
