import Commons
import Community
import Persistence
import Rulebook
import Testing

/// Rules tried on what has happened.
@Suite struct CommunityTrialTests {
    private func tried(
        _ scene: CommunityScene, _ texts: [String: String], place: String? = nil, days: Int = 7
    ) async throws -> RuleTrial {
        let fields = texts.merging(["name": "试"]) { one, _ in one }
        let rule = try await scene.create("rule", fields, place: place, by: "mia")
        return try await scene.desk.tryRule(rule.id, days: days, scene.visitor("dan")).2
    }

    private func with(_ kind: Engines.Kind, _ body: (CommunityScene) async throws -> Void) async throws {
        try await CommunityScene.with(kind, domain: CommunityRuleTests.domain, body)
    }

    private static let reading = [
        "trigger": "reading", "property": "smoke.smoke", "comparison": "above", "limit": "5", "order": "查看 {place}",
        "command": "door.release", "around": "1", "notify": "duty", "raise": "ping",
    ]

    @Test(arguments: Engines.Kind.allCases)
    func readingsThatCrossedAreFoundAndNothingComesOfIt(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let day: Int64 = 86_400
            _ = try await scene.take([
                ("S1", "smoke", -3 * day, .number(9)), ("S1", "smoke", -2 * day, .number(8)),
                ("S1", "smoke", -2 * day + 1, .number(1)), ("S1", "smoke", -2 * day + 2, .number(6)),
                ("S1", "smoke", -2 * day + 3, .number(7)), ("S1", "smoke", -day, .number(2)),
                ("S1", "smoke", -20 * day, .number(50)),
            ])
            let (alarms, orders) = (
                try await scene.items("alarm", by: "dan").count, try await scene.items("order", by: "mia").count
            )
            let trial = try await tried(scene, Self.reading)
            // The one of three days ago follows one from long before that was over the limit as well.
            #expect(trial.count == 1 && trial.stoppedAt == nil && trial.examined == 5)
            let run = try #require(trial.runs.first)
            #expect(run.at == scene.clock.instant.adding(seconds: -2 * day + 2))
            #expect(run.cause == "S1 烟雾 6 %")
            #expect(
                run.steps.map(\.zh) == ["产生事件：来", "登记工单：查看 H1", "通知值班人员 1 人", "释放：门禁 1 台（D1）"])
            let long = try await tried(scene, Self.reading, days: 30)
            #expect(long.count == 2 && long.perDay.count == 2 && long.perDay.values.allSatisfy { $0 == 1 })
            #expect(try await tried(scene, Self.reading, place: "B2", days: 30).count == 0)
            #expect(try await tried(scene, Self.reading, place: "B1", days: 30).count == 2)
            let below = try await tried(
                scene,
                [
                    "trigger": "reading", "property": "smoke.smoke", "comparison": "below", "limit": "5",
                    "notify": "duty",
                ])
            #expect(below.runs.map(\.cause) == ["S1 烟雾 2 %", "S1 烟雾 1 %"])
            #expect(try await scene.items("alarm", by: "dan").count == alarms)
            #expect(try await scene.items("order", by: "mia").count == orders)
            #expect(try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(limit: 5)) }.isEmpty)
            #expect(try await scene.store.readCommunity { try $0.events(EventQuery()) }.isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aTrialIsOfOwnThingsAndOfSomeDays(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let rule = try await scene.create("rule", Self.reading.merging(["name": "试"]) { one, _ in one }, by: "mia")
            let (dan, max) = (try await scene.visitor("dan"), try await scene.visitor("max"))
            for days in [0, 91, -1] {
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.desk.tryRule(rule.id, days: days, dan)
                }
                #expect(refusal?.place == "days")
            }
            await #expect(throws: Refusal.self) { try await scene.desk.tryRule(rule.id, days: 7, max) }
            // Theirs sees nothing of what happens here.
            _ = try await scene.desk.tell(EventDraft(kind: "entry", device: "S1"), by: scene.visitor("gus"))
            let theirs = try await scene.create(
                "rule", ["name": "试", "trigger": "event", "events": "entry", "notify": "duty"], by: "max")
            #expect(try await scene.desk.tryRule(theirs.id, days: 7, max).2.count == 0)
            #expect(try await tried(scene, ["trigger": "event", "events": "entry", "notify": "duty"]).count == 1)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func alarmsCountOnceAndDrillsNot(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let (gus, dan) = (try await scene.visitor("gus"), try await scene.visitor("dan"))
            for _ in 0..<3 {
                _ = try await scene.desk.tell(EventDraft(kind: "fire", device: "S1", text: "烟"), by: gus)
                scene.clock.pass(seconds: 1)
            }
            _ = try await scene.desk.tell(EventDraft(kind: "fire", device: "D1", isDrill: true), by: dan)
            let fire = ["trigger": "event", "events": "fire", "act": "alarm.acknowledge"]
            let trial = try await tried(scene, fire)
            #expect(trial.count == 1 && trial.examined == 4, "\(trial)")
            #expect(trial.runs[0].cause.contains("火警 · S1") && trial.runs[0].steps[0].zh.hasPrefix("确认：AL-"))
            let level = fire.merging(["level": "urgent", "field": "alarm.event", "equals": "fire"]) { one, _ in one }
            #expect(try await tried(scene, level).count == 1)
            var drill = fire
            (drill["field"], drill["equals"]) = ("alarm.drill", "是")
            #expect(try await tried(scene, drill).count == 0)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func statesAreThoseOfThatTime(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            var order = try await scene.create(
                "order", ["title": "甲", "type": "repair", "level": "general"], place: "H1", by: "mia")
            scene.clock.pass(seconds: 600)
            order = try await scene.act("assign", order, ["worker": "wes"], by: "mia")
            scene.clock.pass(seconds: 600)
            // Handed on, it stays in its state.
            order = try await scene.act("assign", order, ["worker": "wyn"], by: "mia")
            scene.clock.pass(seconds: 7200)
            let assigned = try await tried(scene, ["trigger": "state", "state": "order.assigned", "notify": "manager"])
            #expect(assigned.count == 1 && assigned.runs[0].cause == "\(order.head.number) 甲")
            let opened = ["trigger": "state", "state": "order.open", "act": "order.close"]
            #expect(
                try await tried(scene, opened.merging(["act": ""]) { $1 }.merging(["notify": "duty"]) { $1 }).count == 1
            )
            let typed = [
                "trigger": "state", "state": "order.open", "field": "order.type", "equals": "complaint",
                "notify": "duty",
            ]
            #expect(try await tried(scene, typed).count == 0)
            // It was open for ten minutes of thirty, and has been handed over for two hours of one.
            let late = ["trigger": "overdue", "notify": "manager"]
            #expect(try await tried(scene, late.merging(["state": "order.open"]) { $1 }).count == 0)
            let over = try await tried(scene, late.merging(["state": "order.assigned"]) { $1 })
            #expect(over.count == 1)
            #expect(over.runs.first?.at == order.since.adding(seconds: 3600))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func silencesAndHoursOfThePastAreFound(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            _ = try await scene.take([
                ("S1", "smoke", -5000, .number(1)), ("S1", "ok", -4500, .flag(true)),
                ("S1", "smoke", -3000, .number(1)),
                ("S1", "smoke", -100, .number(1)),
            ])
            let silence = try await tried(scene, ["trigger": "silence", "model": "smoke", "raise": "ping"])
            #expect(
                silence.runs.map { scene.clock.instant.milliseconds - $0.at.milliseconds } == [2_400_000, 3_900_000])
            let clock = try await tried(scene, ["trigger": "clock", "time": "07:30", "notify": "duty"], days: 3)
            #expect(clock.count == 3 && clock.perDay.count == 3)
            #expect(clock.runs.allSatisfy { $0.at.shown.hasSuffix("07:30") && $0.steps[0].zh == "通知值班人员 1 人" })
        }
    }
}
