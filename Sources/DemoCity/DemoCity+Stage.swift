import Commons
import Evaluation
import Rulebook

extension DemoCity {
    /// Stories with what they are played with, in the order of their plans.
    func prepared(
        _ cast: Cast, _ store: any Store, _ vault: any FileVault, _ desk: (Surroundings) -> EvaluationDesk
    ) throws -> [Performance] {
        try CasePlan.all.enumerated().map { number, plan in
            let clock = DemoClock(Instant(milliseconds: 0), Dice(seed, "clock/\(number)"))
            let desk = desk(clock.surroundings)
            guard let rulebook = desk.shelf.offer(DemoCity.rulebook)?.rulebook else {
                throw Refusal(.missing, zh: "没有评价依据 \(DemoCity.rulebook)", en: "no rulebook \(DemoCity.rulebook)")
            }
            let story = Story(plan, number: number, today: today, rulebook: rulebook, seed: seed)
            let files = Files(store: store, vault: vault, surroundings: clock.surroundings)
            return Performance(story, cast: cast, desk: desk, files: files, clock: clock, seed: seed)
        }
    }

    /// What everything in the city is evaluated by.
    static let rulebook = "smart-community-draft"

    /// Opens all cases in the order of their times, because their numbers follow it.
    static func openAll(_ performances: inout [Performance]) async throws {
        let order = performances.indices.sorted {
            (performances[$0].opening, $0) < (performances[$1].opening, $1)
        }
        var latest: [String: String] = [:]
        for index in order {
            let plan = performances[index].story.plan
            try await performances[index].open(previous: plan.isRenewal ? latest[plan.settlement] : nil)
            latest[plan.settlement] = performances[index].caseID
        }
    }

    /// Those that wait for their certificate, in the order of its day.
    static func certificateOrder(_ performances: [Performance]) -> [Int] {
        let waiting = performances.enumerated().compactMap { index, performance in
            performance.certificateDay.map { (day: $0, index: index) }
        }
        return waiting.sorted { ($0.day, $0.index) < ($1.day, $1.index) }.map(\.index)
    }

    /// Plays all of them, some at a time: writes that wait together become durable together.
    static func each(
        _ performances: [Performance], _ play: @escaping @Sendable (inout Performance) async throws -> Void,
        after: (Performance) -> Void
    ) async throws -> [Performance] {
        var results = performances
        try await withThrowingTaskGroup(of: (Int, Performance).self) { group in
            func add(_ index: Int) {
                let performance = performances[index]
                group.addTask {
                    var performance = performance
                    try await play(&performance)
                    return (index, performance)
                }
            }
            var next = min(16, performances.count)
            for index in 0..<next { add(index) }
            while let (index, performance) = try await group.next() {
                results[index] = performance
                after(performance)
                if next < performances.count { add(next) }
                next += 1
            }
        }
        return results
    }

    /// The districts, unless a map hangs there already.
    static func hangMap(_ store: any Store) async throws {
        try await store.write { records in
            if try records.setting("regions") == nil { _ = try records.set("regions", geometry, version: 0) }
        }
    }

    /// What is older than two weeks has been read.
    func readOldNotices(_ cast: Cast, _ store: any Store) async throws {
        let (people, line) = (cast.people, Instant(today.adding(days: -14)))
        try await store.write { records in
            for person in people {
                var cursor: Notice.Cursor?
                while case let page = try records.notices(for: person, after: cursor, limit: 500), !page.isEmpty {
                    let old = page.filter { $0.at < line && $0.readAt == nil }.map(\.id)
                    if !old.isEmpty { _ = try records.markNoticesRead(old, for: person, at: line) }
                    cursor = page.last?.cursor
                }
            }
        }
    }
}
