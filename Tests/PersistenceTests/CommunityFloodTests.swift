import Commons
import Persistence
import Testing

@testable import Community

/// A device that tells more than can be meant, and many that say nothing for one reason.
@Suite struct CommunityFloodTests {
    private static let domain: CommunityDomain = {
        var domain = CommunityScene.domain
        domain.models[0].events = ["fire", "ping", "entry"]
        domain.models[0].properties[0].silence = 600
        domain.models.append(DeviceModel("box", zh: "配电箱", en: "Distribution box", events: ["ping"]))
        return domain
    }()

    private func with(_ kind: Engines.Kind, _ body: (CommunityScene) async throws -> Void) async throws {
        try await CommunityScene.with(kind, domain: Self.domain, body)
    }

    // MARK: Floods

    /// Tells so many events at this moment of the scene.
    private func tell(
        _ count: Int, _ kind: String = "entry", as number: String = "S1", from first: Int = 0, in scene: CommunityScene
    ) async throws -> (taken: Int, refused: [RefusedReading.Reason: Int]) {
        var (taken, refused) = (0, [RefusedReading.Reason: Int]())
        for index in first..<first + count {
            let report = try await scene.say(.event(EventDraft(kind: kind), scene.mark("\(kind)-\(index)")), as: number)
            taken += report.taken
            refused.merge(report.refused, uniquingKeysWith: +)
        }
        return (taken, refused)
    }

    @Test(arguments: Engines.Kind.allCases)
    func whoeverTellsMoreThanCanBeMeantIsKeptApart(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let device = try await scene.device("S1")
            let dan = try await scene.visitor("dan")
            let limit = CommunityLimits.eventsAMinute
            #expect(try await tell(limit, in: scene) == (limit, [:]))
            #expect(try await scene.desk.link(of: device.id, dan).quarantine == nil)
            #expect(try await tell(3, from: limit, in: scene) == (0, [.quarantine: 3]))
            let held = try #require(try await scene.desk.link(of: device.id, dan).quarantine)
            #expect(held.held == 3 && held.since == scene.clock.instant)
            // People are told once, and what is kept apart can be looked at.
            #expect(try await scene.items("alarm", by: "dan").map(\.head.title) == ["设备上报异常 · S1"])
            let mia = try await scene.visitor("mia")
            let kept = try await scene.desk.refusedReadings(mia, reason: .quarantine)
            #expect(kept.count == 3 && kept.allSatisfy { $0.sender == "S1" && $0.text.hasPrefix("entry") })
            // Others are heard.
            _ = try await scene.create(
                "device", ["name": "S2", "code": "S2", "model": "smoke"], place: "H2", by: "mia")
            #expect(try await tell(1, "fire", as: "S2", in: scene) == (1, [:]))
            #expect(try await tell(1, "fire", in: scene) == (0, [.quarantine: 1]), "also what would be an alarm")
            // Its readings are not to blame.
            #expect(try await scene.take([("S1", "smoke", 0, .number(1))]).taken == 1)
            // Nine minutes are not quiet enough.
            scene.clock.pass(seconds: CommunityDesk.quarantineCalm)
            try await scene.desk.sweepPresence()
            #expect(try await scene.desk.link(of: device.id, dan).quarantine?.held == 4)
            scene.clock.pass(seconds: 1)
            try await scene.desk.sweepPresence()
            #expect(try await scene.desk.link(of: device.id, dan).quarantine == nil)
            #expect(try await tell(limit, from: 1000, in: scene) == (limit, [:]))
            #expect(try await tell(1, from: 5000, in: scene) == (0, [.quarantine: 1]))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func somebodyLetsItOut(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let device = try await scene.device("S1")
            let limit = CommunityLimits.eventsAMinute
            _ = try await tell(limit + 2, in: scene)
            for person in ["wes", "ron", "gus", "max", "reg"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self, "\(person)") {
                    try await scene.desk.endQuarantine(of: device.id, by: visitor)
                }
            }
            let dan = try await scene.visitor("dan")
            #expect(try await scene.desk.link(of: device.id, dan).mayRelease)
            try await scene.desk.endQuarantine(of: device.id, by: dan)
            try await scene.desk.endQuarantine(of: device.id, by: dan)
            #expect(try await tell(1, "fire", in: scene) == (1, [:]))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatComesLateIsNoFlood(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            // A minute apart, as they happened while the gateway was away.
            for index in 0..<Int64(2 * CommunityLimits.eventsAMinute) {
                let draft = EventDraft(kind: "entry", at: scene.clock.instant.adding(seconds: -60 * index))
                let report = try await scene.say(.event(draft, scene.mark("late-\(index)")), as: "S1")
                #expect(report.taken == 1, "\(index)")
            }
        }
    }

    /// Counts without a store: the numbers of an hour are too many for it.
    @Test func anHourHasAnEnd() {
        var counts = FloodCounts()
        let start = Instant(milliseconds: 1_764_010_800_000)
        let later = start.adding(seconds: 3_599)
        func isFlood(_ device: String, _ at: Instant?, _ now: Instant) -> Bool {
            counts.isFlood(device, at: at, now: now)
        }
        for index in 0..<Int64(CommunityLimits.eventsAnHour) {
            // A minute apart, or nobody knows when: one is as good as the other.
            let at = index % 2 == 0 ? start.adding(seconds: -60 * index) : nil
            #expect(!isFlood("d", at, start))
        }
        #expect(!isFlood("other", start, start))
        #expect(isFlood("d", later, later))
        // It is asked again only once it was let out.
        #expect(!isFlood("d", later, later))
        func refused(_ now: Instant) -> [Bool] {
            let (isTooMany, isFirst) = counts.refused("x", now: now)
            return [isTooMany, isFirst]
        }
        for _ in 0..<CommunityLimits.refusedAnHour { #expect(refused(start) == [false, false]) }
        #expect(refused(start) == [true, true])
        #expect(refused(start) == [true, false])
        #expect(refused(start.adding(seconds: 3_600)) == [false, false])
        // In quarantine, half of what is too many is still no calm.
        let half = CommunityLimits.eventsAMinute / 2
        func isBusy() -> Bool { counts.isBusy("b", at: nil, now: start) }
        for _ in 0..<half { #expect(!isBusy()) }
        #expect(isBusy())
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDayTakesSoManyOfAProperty(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            _ = try await scene.take([("S1", "smoke", -60, .number(1)), ("S1", "ok", -60, .flag(true))])
            // As if it had said all that it may: nobody waits for a million of them.
            try await scene.store.writeCommunity { records in
                let days = try records.readingDays(scene.clock.instant.dayNumber, of: nil)
                var day = try #require(days.values.first { $0.last == 1 && $0.series == days.keys.min() })
                day.count = CommunityLimits.readingsADay
                try records.put([day])
            }
            let report = try await scene.take([
                ("S1", "smoke", -60, .number(1)), ("S1", "smoke", -90, .number(2)), ("S1", "smoke", 0, .number(3)),
                ("S1", "ok", 0, .flag(true)),
            ])
            #expect(report.taken == 1 && report.repeated == 1 && report.refused == [.quota: 2])
            scene.clock.pass(seconds: 86_400)
            #expect(try await scene.take([("S1", "smoke", 0, .number(3))]).taken == 1)
        }
    }

    // MARK: Silence

    /// Detectors in both homes, a gateway and a box; a rule that hears of silence.
    private func watched(_ numbers: [String], _ scene: CommunityScene) async throws -> Item {
        let rule = try await scene.create(
            "rule", ["name": "断线", "trigger": "silence", "model": "smoke", "raise": "ping"], by: "mia")
        try await scene.act("activate", rule, by: "mia")
        for number in numbers {
            try await scene.create(
                "device", ["name": number, "code": number, "model": "smoke"], place: "H2", by: "mia")
        }
        for (name, model) in [("G", "door"), ("BOX", "box")] {
            try await scene.create("device", ["name": name, "code": name, "model": model], place: "B1", by: "mia")
        }
        return rule
    }

    private func ties(_ relation: String, _ source: String, _ target: [String: String], _ scene: CommunityScene)
        async throws
    {
        try await scene.create(
            "service", ["relation": relation, "device": source, "since": "2020-01-01"].merging(target) { $1 }, by: "mia"
        )
    }

    private func say(_ numbers: [String], _ scene: CommunityScene) async throws {
        _ = try await scene.take(numbers.map { ($0, "smoke", 0, .number(1)) })
    }

    private func causes(_ rule: Item, _ scene: CommunityScene) async throws -> [String] {
        try await scene.desk.remindOfTerms()
        let runs = try await scene.store.readCommunity { try $0.ruleRuns(RuleRunQuery(rule: rule.id, limit: 50)) }
        return runs.map(\.cause).sorted()
    }

    @Test(arguments: Engines.Kind.allCases)
    func devicesAreSilentBehindTheirGateway(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let rule = try await watched(["A", "B", "C", "Z"], scene)
            for one in ["A", "B", "C"] { try await ties("connects", "G", ["target": one], scene) }
            try await say(["A", "B", "C", "Z"], scene)
            scene.clock.pass(seconds: 300)
            try await say(["C"], scene)
            scene.clock.pass(seconds: 301)
            // Two of three, and one that has nothing to do with them.
            let first = try await causes(rule, scene)
            #expect(first.count == 2, "\(first)")
            #expect(first[0].hasPrefix("G接入的 2 台设备（A、B）"), "\(first)")
            #expect(first[1].hasPrefix("Z 自"), "\(first)")
            let alarms = try await scene.items("alarm", by: "dan").map(\.head.title)
            #expect(alarms.filter { $0.hasPrefix("来") }.sorted() == ["来 · G", "来 · Z"])
            // The third has the same cause: it is known.
            scene.clock.pass(seconds: 300)
            #expect(try await causes(rule, scene).count == 2)
            // They come back, and go again.
            try await say(["A", "B", "C"], scene)
            #expect(try await causes(rule, scene).count == 2)
            scene.clock.pass(seconds: 601)
            let second = try await causes(rule, scene)
            #expect(second.count == 3 && second.contains { $0.hasPrefix("G接入的 3 台设备（A、B、C）") }, "\(second)")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func oneThatIsSilentAloneIsItsOwnCause(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let rule = try await watched(["A", "B", "C"], scene)
            for one in ["A", "B", "C"] { try await ties("connects", "G", ["target": one], scene) }
            try await say(["A", "B", "C"], scene)
            scene.clock.pass(seconds: 601)
            try await say(["B", "C"], scene)
            #expect(try await causes(rule, scene).allSatisfy { $0.hasPrefix("A 自") })
            // But where the gateway has gone off line, one is enough.
            scene.clock.pass(seconds: 300)
            try await say(["B"], scene)
            let gateway = try await scene.device("G")
            for isOnline in [true, false] {
                let change = PresenceChange(device: gateway.id, isOnline: isOnline, seenAt: scene.clock.instant)
                try await scene.desk.note([change], at: "n", keys: [])
            }
            scene.clock.pass(seconds: 301)
            let all = try await causes(rule, scene)
            #expect(all.count == 2 && all.contains { $0.hasPrefix("G接入的 1 台设备（C）") }, "\(all)")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aLineThatIsDeadTakesItsGatewayAndItsSpacesWithIt(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let rule = try await watched(["A", "B", "C"], scene)
            try await scene.create("device", ["name": "D", "code": "D", "model": "smoke"], place: "H1", by: "mia")
            // The box powers the gateway and all of the home; D hangs on neither.
            try await ties("powers", "BOX", ["target": "G"], scene)
            try await ties("powers", "BOX", ["space": "H2"], scene)
            for one in ["A", "B"] { try await ties("connects", "G", ["target": one], scene) }
            try await say(["A", "B", "C", "D"], scene)
            scene.clock.pass(seconds: 601)
            let all = try await causes(rule, scene)
            #expect(all.count == 2, "\(all)")
            #expect(all[0].hasPrefix("BOX供电的 3 台设备（A、B、C）") && all[1].hasPrefix("D 自"), "\(all)")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aTieThatIsOverIsNoCause(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let rule = try await watched(["A", "B"], scene)
            for one in ["A", "B"] {
                try await ties("connects", "G", ["target": one, "until": "2020-12-31"], scene)
            }
            try await say(["A", "B"], scene)
            scene.clock.pass(seconds: 601)
            let all = try await causes(rule, scene)
            #expect(all.count == 2 && all[0].hasPrefix("A 自"), "\(all)")
        }
    }
}
