import Commons
import Community
import Persistence
import Rulebook
import Testing

@Suite struct CommunityMetricTests {
    @Test(arguments: Engines.Kind.allCases)
    func alarmsAreCountedAndTimed(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            // Nothing yet.
            #expect(try await scene.fraction("alarms") == [0, 1])
            let none = try await scene.measure("median")
            #expect(none.state == .none && none.denominator == 0 && none.reason != nil)
            #expect(try await scene.fraction("term") == [0, 0])
            #expect(try await scene.fraction("false") == [0, 0])

            let first = try #require(try await scene.tell("fire", device: "S1"))
            scene.clock.pass(seconds: 180)
            // Three minutes to the second are in time.
            let seen = try await scene.act("acknowledge", first, by: "dan")
            let second = try #require(try await scene.tell("fire", "B1"))
            scene.clock.pass(seconds: 200)
            try await scene.act("acknowledge", second, by: "dan")
            _ = try await scene.tell("fire", "B2")
            _ = try await scene.tell("fire", device: "S1", isDrill: true)
            scene.clock.pass(seconds: 180)
            #expect(try await scene.fraction("alarms") == [3, 1])
            #expect(try await scene.fraction("drills") == [1, 1])
            #expect(try await scene.fraction("median") == [190_000, 1])
            // Two of three are needed at least: it is thin, and says so.
            let mean = try await scene.measure("mean")
            #expect([mean.numerator, mean.denominator, mean.sample] == [380_000, 2, 2] && mean.state == .thin)
            #expect(mean.reason?.en == "rests on 2, 3 are needed")
            // The third still has time: it is neither in time nor late, a second later it is.
            #expect(try await scene.fraction("term") == [1, 2])
            scene.clock.pass(seconds: 1)
            #expect(try await scene.fraction("term") == [1, 3])
            try await scene.act("dismiss", seen, ["words": "误报"], by: "dan")
            #expect(try await scene.fraction("false") == [1, 1])
            // Two whole days later it is in the span, on the third it is not.
            scene.passDays(2)
            #expect(try await scene.fraction("alarms") == [3, 1])
            scene.passDays(1)
            #expect(try await scene.fraction("alarms") == [0, 1])
            #expect(try await scene.fraction("median") == [0, 0])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func workIsTimedAndRated(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            let photo = String(repeating: "a", count: 64)
            for (title, minutes, stars) in [("a", 60, 4), ("b", 61, 3)] {
                var order = try await scene.create(
                    "order", ["title": title, "type": "repair"], place: "B1", by: "ron")
                order = try await scene.act("assign", order, ["worker": "wes"], by: "dan")
                order = try await scene.act("start", order, by: "wes")
                scene.clock.pass(seconds: Int64(minutes) * 60)
                order = try await scene.act("finish", order, ["words": "好", "proof": photo], by: "wes")
                try await scene.act("rate", order, ["stars": "\(stars)"], by: "ron")
            }
            // What was called off was nobody's to finish; what still waits is late.
            let off = try await scene.create("order", ["title": "c", "type": "repair"], place: "B1", by: "ron")
            try await scene.act("cancel", off, ["words": "重复"], by: "dan")
            _ = try await scene.create("order", ["title": "d", "type": "repair"], place: "B1", by: "ron")
            scene.clock.pass(seconds: 3_601)
            #expect(try await scene.fraction("finish") == [1, 3])
            #expect(try await scene.fraction("stars") == [7, 2])
            #expect(try await scene.fraction("glad") == [1, 2])
            #expect(try await scene.measure("stars").digits(.grade) == "3.5")
            // Ratings count by when they were given.
            scene.passDays(3)
            #expect(try await scene.fraction("stars") == [0, 0])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func devicesAreSeenToSpeak(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            // Only the detector has to speak; doors need not.
            #expect(try await scene.fraction("online") == [0, 1])
            #expect(try await scene.fraction("doors") == [0, 0])
            _ = try await scene.take([("S1", "smoke", 0, .number(2))])
            scene.clock.pass(seconds: 3_600)
            #expect(try await scene.fraction("online") == [1, 1])
            scene.clock.pass(seconds: 1)
            let silent = try await scene.measure("online")
            #expect([silent.numerator, silent.denominator] == [0, 1])
            #expect(silent.details.first?.text.zh == "1 台：S1")
            // Of two buildings one has a detector in a home within it; of two homes one.
            #expect(try await scene.fraction("covered") == [1, 2])
            #expect(try await scene.fraction("homes") == [1, 2])
            let device = try #require(try await scene.items("device", by: "mia") { $0.text = "S1" }.first)
            try await scene.act("maintain", device, by: "mia")
            #expect(try await scene.fraction("covered") == [0, 2])
            #expect(try await scene.fraction("online") == [0, 0])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func readingsOfWholeDaysAreSummedUp(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            _ = try await scene.take([("S1", "smoke", -10, .number(1)), ("S1", "smoke", 0, .number(2))])
            #expect(try await scene.fraction("smoke") == [0, 0])
            #expect(try await scene.fraction("today") == [3_000, 1_000])
            #expect(try await scene.fraction("recorded") == [0, 1])
            scene.passDays(1)
            _ = try await scene.take([("S1", "smoke", 0, .number(8.5))])
            #expect(try await scene.fraction("smoke") == [1_500, 1_000])
            #expect(try await scene.fraction("most") == [2_000, 1_000])
            #expect(try await scene.measure("smoke").digits(.measured("%")) == "1.5")
            scene.passDays(1)
            #expect(try await scene.fraction("smoke") == [3_833, 1_000])
            #expect(try await scene.fraction("most") == [8_500, 1_000])
            let early = try await scene.measure("recorded")
            #expect([early.numerator, early.denominator] == [2, 1] && early.state == .thin)
            #expect(early.reason?.zh == "只运行了 2 天，至少要 3 天")
            // A detector that says nothing makes it thin.
            _ = try await scene.create(
                "device", ["name": "S2", "code": "S2", "model": "smoke"], place: "H2", by: "mia")
            let thin = try await scene.measure("smoke")
            #expect(thin.state == .thin && thin.reason?.en == "1 devices said nothing")
            scene.passDays(1)
            #expect(try await scene.fraction("recorded") == [2, 1])
            #expect(try await scene.measure("recorded").state == .ok)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDayHasOneValueAndWhoeverMayReadsIt(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind, domain: MetricSample.domain) { scene in
            for _ in 0..<2 { _ = try await scene.tell("entry", device: "D1") }
            _ = try await scene.desk.tell(EventDraft(kind: "entry", place: "X"), by: scene.visitor("max"))
            #expect(try await scene.desk.computeMetricsOfToday() == 2 * scene.desk.catalog.metrics.count)
            #expect(try await scene.desk.computeMetricsOfToday() == 0)
            let mia = try await scene.visitor("mia")
            let metric = { (from: Day?) in
                try await scene.desk.metric("entries", of: nil, from: from, mia).lines.first?.values ?? []
            }
            #expect(try await metric(nil).map(\.numerator) == [2])
            _ = try await scene.tell("entry", device: "D2")
            scene.clock.pass(seconds: 1)
            try await scene.desk.computeMetrics("entries", of: nil, by: mia)
            #expect(try await metric(nil).map(\.numerator) == [3])
            scene.passDays(1)
            try await scene.desk.computeMetrics("entries", of: nil, by: mia)
            let values = try await metric(nil)
            #expect(values.map(\.numerator) == [3, 3] && values[0].day < values[1].day)
            #expect(try await metric(scene.clock.instant.day).count == 1)
            let board = try await scene.desk.metrics(of: nil, mia)
            #expect(board.keeper.id == "keeper" && board.keepers.map(\.id) == ["keeper"])
            #expect(board.lines.first { $0.metric.id == "entries" }?.values.count == 2)
            // A city sees those of its region; another house sees its own only, and learns of no other.
            let city = try await scene.desk.metrics(of: nil, scene.visitor("reg"))
            #expect(city.keepers.map(\.id) == ["keeper"])
            let other = try await scene.desk.metrics(of: nil, scene.visitor("max"))
            #expect(other.keepers.map(\.id) == ["other"])
            #expect(other.lines.first { $0.metric.id == "entries" }?.values.map(\.numerator) == [1])
            for (person, house) in [("max", "keeper"), ("reg", "other")] {
                let visitor = try await scene.visitor(person)
                let refusal = await #expect(throws: Refusal.self) {
                    try await scene.desk.metrics(of: house, visitor)
                }
                #expect(refusal?.kind == .missing)
            }
            // Those who read do not compute; residents do neither.
            for person in ["dan", "reg", "ron"] {
                let visitor = try await scene.visitor(person)
                await #expect(throws: Refusal.self) {
                    try await scene.desk.computeMetrics(of: nil, by: visitor)
                }
            }
            let ron = try await scene.visitor("ron")
            await #expect(throws: Refusal.self) { try await scene.desk.metrics(of: nil, ron) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsDeclaredCanBeComputed(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            let values = try await scene.desk.computeMetrics(of: nil, by: scene.visitor("mia"))
            #expect(values.map(\.metric) == scene.desk.catalog.metrics.map(\.id) && values.count >= 10)
            #expect(values.first { $0.metric == "space.homes" }?.numerator == 2)
            for metric in scene.desk.catalog.metrics {
                let words = MetricWords(metric, in: scene.desk.catalog)
                #expect(!words.computation.zh.isEmpty && !words.computation.en.isEmpty)
            }
        }
    }

    @Test func digitsAreExactAndNeverFlatter() {
        func digits(_ numerator: Int, _ denominator: Int, _ unit: Metric.Unit) -> String? {
            MetricValue(
                metric: "", organisation: "", region: "", day: Instant(milliseconds: 0).day,
                at: Instant(milliseconds: 0), from: nil, numerator: numerator, denominator: denominator, sample: 0,
                state: .ok
            ).digits(unit)
        }
        #expect(digits(2, 3, .percent) == "66.6" && digits(1, 1, .percent) == "100" && digits(0, 7, .percent) == "0")
        #expect(digits(9_999, 10_000, .percent) == "99.9" && digits(1, 0, .percent) == nil)
        #expect(digits(14, 3, .grade) == "4.67" && digits(-1_500, 1_000, .measured("m")) == "-1.5")
        #expect(digits(5, 1_000, .measured("m")) == "0.005" && digits(3, 2, .time) == "2")
        #expect(digits(7, 1, .days) == "7")
    }
}
