import Commons
import Community
import Rulebook
import Testing

@Suite struct CommunityDutyTests {
    @Test(arguments: Engines.Kind.allCases)
    func thePictureShowsWhatIsOpenMostUrgentFirst(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let (dan, gus) = (try await scene.visitor("dan"), try await scene.visitor("gus"))
            let building = try #require(try await scene.items("space", by: "mia") { $0.text = "B1" }.first)
            _ = try await scene.desk.edit(
                building.id, of: try scene.desk.kind("space"),
                .init(["outline": ["120.1,30.1 120.2,30.1 120.2,30.2"]]), entry: "outline", expected: 1,
                by: scene.visitor("mia"))
            _ = try await scene.desk.tell(EventDraft(kind: "ping", device: "S1"), by: gus)
            scene.clock.pass(seconds: 60)
            for _ in 0..<2 { _ = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1"), by: gus) }
            let picture = try await scene.desk.dutyPicture(dan)
            #expect(picture.alarms.map(\.level) == [.urgent, .general, .general])
            let fire = try #require(picture.alarms.first)
            #expect(fire.count == 2 && fire.mayAcknowledge && fire.device?.head.number == "S1")
            #expect(fire.path.map(\.head.number) == ["E", "B1", "H1"])
            #expect(fire.order?.id == fire.item.fields["order"]?.text)
            #expect(picture.counts == ["open": 3] && picture.closedToday == 0)
            #expect(picture.spaces.map(\.head.number) == ["B1"])

            scene.clock.pass(seconds: 90)
            let seen = try await scene.act("acknowledge", fire.item, by: "dan")
            try await scene.act("dismiss", seen, ["words": "误报"], by: "dan")
            let after = try await scene.desk.dutyPicture(dan)
            #expect(after.alarms.count == 2 && after.closedToday == 1 && after.answeredToday == [90_000])
            // Another house sees none of it, and who does not watch is refused.
            let other = try await scene.desk.dutyPicture(scene.visitor("max"))
            #expect(other.alarms.isEmpty && other.counts.isEmpty && other.spaces.isEmpty)
            await #expect(throws: Refusal.self) { try await scene.desk.dutyPicture(scene.visitor("ron")) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theOverviewCountsAndMeasures(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            for (code, name) in [("A", "甲班"), ("Z", "乙班")] {
                _ = try await scene.create("team", ["name": name, "code": code], by: "mia")
            }
            let today = scene.clock.instant.day
            _ = try await scene.create(
                "membership",
                [
                    "who": "dan", "team": "A", "post": "值班", "since": today.adding(days: -9).description,
                    "until": today.adding(days: -1).description,
                ], by: "mia")
            _ = try await scene.create(
                "membership", ["who": "dan", "team": "Z", "post": "值班", "since": today.description], by: "mia")
            let members = try await scene.desk.list(ItemQuery(kind: "membership", reach: []), scene.visitor("dan"))
            #expect(members.items.count == 2 && members.named["dan"]?.title == "dan")
            let told = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1"), by: scene.visitor("gus"))
            let alarm = try #require(told.alarm)
            scene.clock.pass(seconds: 30)
            try await scene.act("acknowledge", alarm, by: "dan")
            let overview = try await scene.desk.overview(scene.visitor("mia"))
            #expect(overview.levels == ["building": 2, "home": 2])
            #expect(overview.counts["device"] == ["active": 3] && overview.counts["alarm"] == ["acknowledged": 1])
            #expect(overview.byEvent.map(\.key) == ["fire"] && overview.byEvent.first?.median == 30_000)
            #expect(overview.byBuilding.map(\.title) == ["B1"] && overview.byPerson.map(\.title) == ["dan"])
            // By the team of that day.
            #expect(overview.byTeam.map(\.title) == ["乙班"] && overview.byTeam.first?.median == 30_000)
            let other = try await scene.desk.overview(scene.visitor("max"))
            #expect(other.counts["device"]?.isEmpty == true && other.byEvent.isEmpty)
            await #expect(throws: Refusal.self) { try await scene.desk.overview(scene.visitor("ron")) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDeviceIsReadByWhoeverMay(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let device = try #require(try await scene.items("device", by: "mia") { $0.text = "s1" }.first)
            _ = try await scene.take([
                ("S1", "smoke", -86_400 * 2, .number(1)), ("S1", "smoke", -60, .number(2)),
                ("S1", "smoke", -30, .number(5)), ("S1", "ok", -10, .flag(true)),
            ])
            let readings = try await scene.desk.readings(of: device.id, scene.visitor("wes"))
            #expect(readings.properties.map(\.property.id) == ["smoke", "ok", "mode"])
            let smoke = try #require(readings.properties.first)
            #expect(smoke.days.map(\.count) == [1, 2] && smoke.last?.last == 5)
            #expect(smoke.readings.map(\.value) == [2, 5])
            #expect(readings.properties.last?.last == nil)
            let now = scene.clock.instant
            let excerpt = try await scene.desk.series(
                of: device.id, "smoke", from: now.adding(seconds: -86_400 * 3), until: now, limit: 2,
                scene.visitor("dan"))
            #expect(excerpt.readings.map(\.value) == [1, 2] && excerpt.next == now.adding(seconds: -30))
            #expect(excerpt.days.count == 2)
            await #expect(throws: Refusal.self) {
                try await scene.desk.series(
                    of: device.id, "smoke", from: now, until: now, limit: 2, scene.visitor("dan"))
            }
            await #expect(throws: Refusal.self) {
                try await scene.desk.readings(of: device.id, scene.visitor("max"))
            }
            await #expect(throws: Refusal.self) {
                try await scene.desk.series(
                    of: device.id, "none", from: now.adding(seconds: -1), until: now, limit: 2, scene.visitor("dan"))
            }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatWasKeptApartIsForTheSendersHouse(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            _ = try await scene.take([("S1", "smoke", 0, .number(101)), ("S1", "none", 0, .number(1))])
            _ = try await scene.take([("D1", "smoke", 0, .number(1))], by: "max")
            let mia = try await scene.visitor("mia")
            let all = try await scene.desk.refusedReadings(mia)
            #expect(all.map(\.sender) == ["gus", "gus"])
            let one = try await scene.desk.refusedReadings(mia, reason: .outOfRange)
            #expect(one.map(\.reason) == [.outOfRange])
            let rest = try await scene.desk.refusedReadings(mia, after: all.first?.id)
            #expect(rest == Array(all.dropFirst()))
            #expect(try await scene.desk.refusedReadings(scene.visitor("max")).map(\.sender) == ["max"])
            await #expect(throws: Refusal.self) { try await scene.desk.refusedReadings(scene.visitor("ron")) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDrillIsReportedStepByStep(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let dan = try await scene.visitor("dan")
            let told = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1", isDrill: true), by: dan)
            let alarm = try #require(told.alarm)
            // Something in earnest at the same time is not of it.
            _ = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1"), by: scene.visitor("gus"))
            scene.clock.pass(seconds: 40)
            try await scene.act("acknowledge", alarm, by: "dan")
            let report = try await scene.desk.drill(alarm.id, dan)
            #expect(report.events.map(\.kind) == ["fire", "command"] && report.devices.values.contains("D1"))
            #expect(report.entries.map(\.act.act) == ["create", "edit", "acknowledge"])
            #expect(report.runs.map(\.rule) == ["fire"] && report.runs.first?.steps.count == 4)
            #expect(report.people == ["dan": "dan"])
            #expect(try await scene.desk.drills(dan).map(\.id) == [alarm.id])
            let earnest = try #require(try await scene.items("alarm", by: "dan").first { $0.id != alarm.id })
            await #expect(throws: Refusal.self) { try await scene.desk.drill(earnest.id, dan) }
            await #expect(throws: Refusal.self) { try await scene.desk.drill(alarm.id, scene.visitor("max")) }
            await #expect(throws: Refusal.self) { try await scene.desk.drills(scene.visitor("wes")) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func runsThatNameThingsOfOthersAreNotShown(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            _ = try await scene.take([("S1", "smoke", 0, .number(50))])
            let own = try await scene.desk.ruleRuns(scene.visitor("dan"))
            #expect(own["smoke"]?.count == 1 && own["fire"]?.count == 1 && own["late"]?.isEmpty == true)
            let others = try await scene.desk.ruleRuns(scene.visitor("max"))
            #expect(others.values.flatMap(\.self).isEmpty)
            await #expect(throws: Refusal.self) { try await scene.desk.ruleRuns(scene.visitor("wes")) }
        }
    }

    @Test func mediansAreInTheMiddle() {
        #expect(ResponseFigures.median([]) == nil)
        #expect(ResponseFigures.median([5, 1, 3]) == 3 && ResponseFigures.median([4, 2]) == 3)
        let figures = ResponseFigures(key: "k", title: "t", times: [1, nil, 4, 10])
        #expect(figures.count == 4 && figures.answered == 3 && figures.mean == 5 && figures.median == 4)
    }
}
