import Commons
import Community
import Persistence
import Rulebook
import Testing

@Suite struct CommunityRetentionTests {
    private func left(_ kind: String, _ scene: CommunityScene) async throws -> Int {
        try await scene.store.readCommunity { try $0.events(EventQuery(kinds: [kind], limit: 1000)).count }
    }

    @Test(arguments: Engines.Kind.allCases)
    func eventsGoWhenTheirDaysAreOverAndNotBefore(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            let gus = try await scene.visitor("gus")
            for _ in 0..<5 { _ = try await scene.tell("entry", device: "D1") }
            let alarm = try #require(try await scene.tell("fire", device: "S1"))
            // What was told late is kept as long from then on, however old it is.
            let old = scene.clock.instant.adding(seconds: -300 * 86_400)
            _ = try await scene.desk.tell(EventDraft(kind: "entry", device: "D2", at: old), by: gus)
            #expect(try await scene.desk.sweepRetention() == 0)

            scene.passDays(30)
            #expect(try await scene.desk.sweepRetention() == 0)
            scene.passDays(1)
            #expect(try await scene.desk.sweepRetention() == 1)
            #expect(try await left("fire", scene) == 0)
            #expect(try await left("entry", scene) == 6)
            // The alarm itself stays.
            #expect(try await scene.store.readCommunity { try $0.item(alarm.id) } != nil)

            // One that happened in the first moment of the last day that is kept.
            scene.passDays(1)
            _ = try await scene.tell("entry", device: "D1")
            scene.passDays(180 - 33 + 1)
            #expect(try await left("entry", scene) == 7)
            scene.passDays(32)
            #expect(try await scene.desk.sweepRetention(batch: 4) == 6)
            #expect(try await left("entry", scene) == 1)
            scene.passDays(1)
            #expect(try await scene.desk.sweepRetention(batch: 4) == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func readingsGoAndTheFiguresOfTheirDaysStay(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            let start = scene.clock.instant
            _ = try await scene.take((0..<7).map { ("S1", "smoke", Int64($0) - 10, .number(Double($0))) })
            _ = try await scene.take([("S9", "smoke", 0, .number(1))])
            let refused = { try await scene.store.readCommunity { try $0.refusedReadings(.init(organisations: nil)) } }
            #expect(try await refused().count == 1)
            scene.passDays(31)
            #expect(try await scene.desk.sweepRetention() == 1)
            #expect(try await refused().isEmpty)
            scene.passDays(400 - 31)
            #expect(try await scene.desk.sweepRetention(batch: 3) == 0)
            scene.passDays(1)
            #expect(try await scene.desk.sweepRetention(batch: 3) == 7)
            let (readings, figures) = try await scene.store.readCommunity { records in
                let series = try records.allSeries().values.first ?? 0
                return (
                    try records.readings(
                        of: series, from: start.adding(seconds: -60), until: start.adding(seconds: 60), limit: 10),
                    try records.lastReadings(of: [series], onOrBefore: start.day.ordinal)[series]
                )
            }
            #expect(readings.isEmpty && figures?.count == 7 && figures?.most == 6)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func itCanBeLongerAndNeverShorter(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            let mia = try await scene.visitor("mia")
            _ = try await scene.tell("fire", device: "S1")
            let refusal = await #expect(throws: Refusal.self) {
                try await scene.desk.setRetention(["event/fire": 29], version: 0, by: mia)
            }
            #expect(refusal?.place == "event/fire")
            await #expect(throws: Refusal.self) {
                try await scene.desk.setRetention(["event/fire": 3_651], version: 0, by: mia)
            }
            try await scene.desk.setRetention(["event/fire": 40, "event/entry": 180], version: 0, by: mia)
            let (lines, version) = try await scene.desk.retention(mia)
            let order = ["event/fault", "event/command.failed", "event/device.flood", "event/fire", "event/entry"]
            #expect(version == 1 && lines.map(\.subject.id).prefix(5) == order[...])
            #expect(lines[3].least == 30 && lines[3].days == 40 && lines[3].oldest != nil && lines[4].oldest == nil)
            // Two who change it at once.
            await #expect(throws: Refusal.self) {
                try await scene.desk.setRetention([:], version: 0, by: mia)
            }
            for person in ["dan", "ron", "reg"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self) {
                    try await scene.desk.setRetention([:], version: 1, by: visitor)
                }
            }
            scene.passDays(40)
            #expect(try await scene.desk.sweepRetention() == 0)
            scene.passDays(1)
            #expect(try await scene.desk.sweepRetention() == 1)
            // A setting from a time when less was declared shortens nothing.
            try await scene.store.write { _ = try $0.set("retention", #"{"days":{"event/fire":3}}"#, version: 1) }
            #expect(try await scene.desk.retention(mia).lines[3].days == 30)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func theProofSaysHowFarBackThereIsNoGap(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            func text(_ value: MetricValue, _ label: String) -> String {
                value.details.first { $0.label.zh == label }?.text.zh ?? ""
            }
            _ = try await scene.tell("fire", device: "S1")
            scene.passDays(10)
            _ = try await scene.tell("fire", "B1")
            // Ten days prove nothing of thirty.
            let early = try await scene.measure("fire.kept")
            #expect(early.numerator == 10 && early.state == .thin)
            #expect(text(early, "有记录的天数") == "最近 10 天中有 1 天" && text(early, "到期清理") == "没有清理过")
            // Days on which nothing happened are no gaps.
            scene.passDays(25)
            let whole = try await scene.measure("fire.kept")
            #expect(whole.numerator == 35 && whole.state == .ok && text(whole, "承诺保存") == "30 天")
            #expect(text(whole, "有记录的天数") == "最近 30 天中有 1 天")
            #expect(text(whole, "最早的记录").hasPrefix("2025-11-25"))
            // What was over has gone: it is kept for as long as was promised, and one day less is not enough to hide.
            #expect(try await scene.desk.sweepRetention() == 1)
            let swept = try await scene.measure("fire.kept")
            #expect(swept.numerator == 30 && swept.state == .ok && text(swept, "到期清理").hasSuffix("以前的记录"))
            scene.passDays(3)
            #expect(try await scene.measure("fire.kept").numerator == 33)
            // Nobody has deleted entries.
            #expect(try await scene.measure("entry.kept").numerator == 38)
            // A longer promise is not kept yet, and the value says so.
            try await scene.desk.setRetention(["event/fire": 60], version: 0, by: scene.visitor("mia"))
            let longer = try await scene.measure("fire.kept")
            #expect(longer.numerator == 33 && text(longer, "承诺保存") == "60 天")
            let run = try await scene.store.readCommunity { try $0.retentionRuns() }
            #expect(run.map(\.count) == [1] && run.first?.subject == .events("fire"))
        }
    }
}
