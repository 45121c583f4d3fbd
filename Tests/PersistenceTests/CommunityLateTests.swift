import Commons
import Persistence
import Synchronization
import Testing

@testable import Community

/// Readings that come in another order than they were made, as from several nodes.
@Suite struct CommunityLateTests {
    private struct Moment: Hashable {
        var property: String
        var at: Int64
    }

    /// Whatever order they come in, what is kept is the same, and each is told what became of it.
    @Test(arguments: Engines.Kind.allCases, 0..<3)
    func anyOrderIsTheSame(_ kind: Engines.Kind, _ seed: Int) async throws {
        try await CommunityScene.with(kind) { scene in
            var generator = Numbers(state: UInt64(seed + 1))
            // Moments are met several times, some with another value.
            let rows = (0..<1_500).map { _ -> (String, String, Int64, ReadingBatch.Value) in
                let at = -Int64.random(in: 1...700, using: &generator)
                let value = Double(at) + (Int.random(in: 0..<20, using: &generator) == 0 ? 0.5 : 0)
                return ("S1", "smoke", at, .number(value * -0.01))
            }
            var kept: [Int64: ReadingBatch.Value] = [:]
            var (taken, repeated, contradicted) = (0, 0, 0)
            for part in stride(from: 0, to: rows.count, by: 400) {
                let batch = Array(rows[part..<min(part + 400, rows.count)])
                let report = try await scene.take(batch)
                // Within a batch the earlier moment comes first, and of one moment the first that was said.
                for (_, _, at, value) in batch {
                    guard let there = kept[at] else {
                        kept[at] = value
                        taken += 1
                        continue
                    }
                    if there == value { repeated += 1 } else { contradicted += 1 }
                }
                #expect(report.taken + report.repeated + (report.refused[.contradiction] ?? 0) == batch.count)
                #expect(report.refused.keys.allSatisfy { $0 == .contradiction })
            }
            let device = try await scene.device("S1")
            let stored = try await scene.store.readCommunity { records in
                let series = try records.allSeries()[SeriesKey(device: device.id, property: "smoke")] ?? 0
                let all = try records.readings(
                    of: series, from: scene.clock.instant.adding(seconds: -3600), until: scene.clock.instant,
                    limit: 10_000)
                return (
                    all,
                    try records.readingDays(Int((scene.clock.instant.milliseconds + 28_800_000) / 86_400_000))[series]
                )
            }
            let wanted = kept.sorted { $0.key < $1.key }
            #expect(
                stored.0.map { ($0.at.milliseconds - scene.clock.instant.milliseconds) / 1000 } == wanted.map(\.key))
            #expect(stored.0.map { ReadingBatch.Value.number($0.value) } == wanted.map(\.value))
            #expect(stored.1?.count == kept.count && taken == kept.count && repeated > 0 && contradicted > 0)
            #expect(stored.1?.last == stored.0.last?.value && stored.1?.first == stored.0.first?.value)
        }
    }

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// Whether a late reading crossed a limit is told by the one before it, however many there are.
    @Test(arguments: Engines.Kind.allCases)
    func theOneBeforeItCounts(_ kind: Engines.Kind) async throws {
        try await CommunityScene.with(kind) { scene in
            // 11,000 within the hour before, low at first and then high until the last.
            let rows = (0..<11_000).map { index -> (String, String, Int64, ReadingBatch.Value) in
                ("S1", "smoke", -800_000 - Int64(11_000 - index) * 200, .number(index < 10_500 ? 1 : 50))
            }
            var batch = scene.batch([("S1", "smoke", -1, .number(1))])
            batch.rows += rows.map { row in
                .init(source: 0, line: 1, at: scene.clock.instant.milliseconds + row.2, value: row.3)
            }
            _ = try await scene.desk.take(batch, by: scene.visitor("gus"))
            func fires() async throws -> Int {
                try await scene.desk.events(EventQuery(kinds: ["fire"], limit: 50), scene.visitor("mia")).events.count
            }
            #expect(try await fires() == 1)
            // It was over the limit before: nothing was crossed.
            _ = try await scene.take([("S1", "smoke", -700, .number(60))])
            #expect(try await fires() == 1)
            _ = try await scene.take([("S1", "smoke", -600, .number(2)), ("S1", "smoke", -500, .number(70))])
            #expect(try await fires() == 2)
        }
    }

    private final class Runs: Sendable { let count = Mutex(0) }

    /// Nodes take turns: neither undoes what the other has begun.
    @Test func nodesTakeTurns() async throws {
        try await CommunityScene.with(.postgresql) { scene in
            let device = try await scene.device("S1")
            let key = SeriesKey(device: device.id, property: "smoke")
            let (runs, store) = (Runs(), scene.store)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await store.writeCommunity { records in
                            runs.count.withLock { $0 += 1 }
                            try records.takeTurn()
                            // All of them count the same day up.
                            guard let series = try records.series([key])[key] else { return }
                            var day = try records.readingDays(1, of: [series])[series]
                            let at = Instant(milliseconds: 86_400_000 + Int64(day?.count ?? 0))
                            let reading = Reading(series: series, at: at, value: 1)
                            if day?.add(reading) == nil { day = ReadingDay(reading, day: 1) }
                            try records.put([day!])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let day = try await scene.store.readCommunity { try $0.readingDays(1) }.values.first
            #expect(day?.count == 6)
            #expect(runs.count.withLock { $0 } == 6, "none was done twice")
        }
    }
}
