import Commons
import Persistence
import Testing

@Suite struct JobsQueueTests {
    static func at(_ seconds: Int64) -> Instant { Instant(milliseconds: 1_000_000_000_000).adding(seconds: seconds) }

    /// What the queue does, without the rest of an argument list.
    struct Queue {
        let store: SQLStore

        func put(_ key: String, _ kind: String = "k", payload: [UInt8] = [], at seconds: Int64 = 0) async throws {
            try await store.write {
                try $0.enqueue(kind: kind, key: key, payload: payload, runAt: JobsQueueTests.at(seconds))
            }
        }

        func lease(_ node: String = "n", _ kinds: [String] = ["k"], at seconds: Int64 = 0) async throws -> Job? {
            try await store.write {
                try $0.leaseJob(
                    kinds: kinds, node: node, now: JobsQueueTests.at(seconds), until: JobsQueueTests.at(seconds + 60))
            }
        }

        func complete(_ job: Job?, at seconds: Int64 = 0) async throws -> Bool {
            let job = try #require(job)
            return try await store.write { try $0.completeJob(job, now: JobsQueueTests.at(seconds)) }
        }

        func fail(_ job: Job?, retryAt seconds: Int64?) async throws -> Bool {
            let job = try #require(job)
            let retryAt = seconds.map(JobsQueueTests.at)
            return try await store.write { try $0.failJob(job, reason: "why", retryAt: retryAt) }
        }

        func job(_ key: String) async throws -> Job? { try await store.read { try $0.job(kind: "k", key: key) } }
    }

    private func with(_ kind: Engines.Kind, _ body: (Queue) async throws -> Void) async throws {
        try await Engines.withStore(kind) { try await body(Queue(store: $0)) }
    }

    @Test(arguments: Engines.Kind.allCases)
    func jobsComeInTheirOrderAndTime(_ kind: Engines.Kind) async throws {
        try await with(kind) { queue in
            try await queue.put("b", at: 5)
            try await queue.put("a", payload: [0, 255], at: 10)
            try await queue.put("other", "l", at: 0)
            #expect(try await queue.lease(at: 4) == nil)
            #expect(try await queue.lease("n", [], at: 99) == nil)
            let first = try await queue.lease(at: 10)
            #expect(first?.key == "b" && first?.node == "n" && first?.leasedUntil == Self.at(70))
            let second = try await queue.lease("m", ["l", "k"], at: 10)
            #expect(second?.key == "other" && second?.kind == "l")
            let third = try await queue.lease(at: 10)
            #expect(third?.key == "a" && third?.payload == [0, 255])
            #expect(try await queue.lease(at: 10) == nil)
            #expect(try await queue.complete(first))
            #expect(try await queue.complete(third))
            #expect(try await queue.job("a") == nil)
            #expect(try await !queue.complete(first))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func waitingJobsAreThereOnce(_ kind: Engines.Kind) async throws {
        try await with(kind) { queue in
            try await queue.put("a", payload: [1], at: 50)
            try await queue.put("a", payload: [2], at: 20)
            try await queue.put("a", payload: [3], at: 80)
            let job = try await queue.lease(at: 20)
            #expect(job?.payload == [3] && job?.runAt == Self.at(20))
            #expect(try await queue.complete(job))
            #expect(try await queue.lease(at: 99) == nil)
        }
    }

    /// What changed while a job ran may have come too late for it.
    @Test(arguments: Engines.Kind.allCases)
    func runningJobsRunOnceMore(_ kind: Engines.Kind) async throws {
        try await with(kind) { queue in
            try await queue.put("a", payload: [1])
            let first = try await queue.lease()
            try await queue.put("a", payload: [2], at: 30)
            try await queue.put("a", payload: [3], at: 10)
            #expect(try await queue.lease(at: 40) == nil)
            #expect(try await queue.complete(first))
            #expect(try await queue.lease(at: 9) == nil)
            let second = try await queue.lease(at: 10)
            #expect(second?.payload == [3])
            #expect(try await queue.complete(second))
            #expect(try await queue.job("a") == nil)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func leasesRunOut(_ kind: Engines.Kind) async throws {
        try await with(kind) { queue in
            try await queue.put("a")
            let first = try #require(try await queue.lease("n"))
            #expect(try await queue.lease("m", at: 60) == nil)
            #expect(try await queue.store.write { try $0.extendLease(first, until: Self.at(90)) })
            #expect(try await queue.lease("m", at: 90) == nil)
            let second = try await queue.lease("m", at: 91)
            #expect(second?.node == "m" && second?.leases == first.leases + 1)
            // The first node is back, and has nothing to say any more.
            #expect(try await !queue.store.write { try $0.extendLease(first, until: Self.at(900)) })
            #expect(try await !queue.complete(first))
            #expect(try await !queue.fail(first, retryAt: nil))
            #expect(try await queue.complete(second))
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func failuresWaitAndAreGivenUp(_ kind: Engines.Kind) async throws {
        try await with(kind) { queue in
            try await queue.put("a")
            #expect(try await queue.fail(queue.lease(), retryAt: 30))
            #expect(try await queue.lease(at: 29) == nil)
            let again = try await queue.lease(at: 30)
            #expect(again?.failures == 1 && again?.failure == "why")
            #expect(try await queue.fail(again, retryAt: nil))
            #expect(try await queue.lease(at: 9999) == nil)
            let given = try await queue.store.read { try $0.jobsGivenUp(limit: 10) }
            #expect(given.map(\.key) == ["a"] && given.first?.failures == 2 && given.first?.isGivenUp == true)
            // Somebody asks for it.
            try await queue.put("a", at: 100)
            let last = try await queue.lease(at: 100)
            #expect(last?.failures == 0 && last?.isGivenUp == false)
            #expect(try await queue.complete(last))
            #expect(try await queue.store.read { try $0.jobsGivenUp(limit: 10) }.isEmpty)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func periodicJobsComeBack(_ kind: Engines.Kind) async throws {
        try await with(kind) { queue in
            func declare(_ period: Int64, from: Int64) async throws {
                try await queue.store.write {
                    try $0.enqueue(kind: "k", key: "", payload: [], every: period, from: Self.at(from))
                }
            }
            try await declare(60, from: 100)
            try await declare(60, from: 50)
            #expect(try await queue.lease(at: 99) == nil)
            #expect(try await queue.complete(queue.lease(at: 100), at: 110))
            #expect(try await queue.job("")?.runAt == Self.at(160))
            #expect(try await queue.complete(queue.lease(at: 400), at: 401))
            #expect(try await queue.job("")?.runAt == Self.at(460))
            // A node that is newer says another period.
            try await declare(10, from: 455)
            #expect(try await queue.complete(queue.lease(at: 460), at: 460))
            #expect(try await queue.job("")?.runAt == Self.at(470))
            #expect(try await queue.fail(queue.lease(at: 470), retryAt: 500))
            #expect(try await queue.job("")?.failures == 1)
            #expect(try await queue.complete(queue.lease(at: 500), at: 500))
            #expect(try await queue.job("")?.failures == 0)
            // The clock was set back: the job does not wait for the old time.
            #expect(try await queue.job("")?.runAt == Self.at(510))
            try await declare(10, from: 200)
            #expect(try await queue.job("")?.runAt == Self.at(200))
        }
    }

    /// Each job once, however many ask.
    @Test(arguments: Engines.Kind.allCases)
    func nodesShareTheQueue(_ kind: Engines.Kind) async throws {
        try await with(kind) { queue in
            for number in 0..<40 { try await queue.put("j\(number)") }
            let leased = try await withThrowingTaskGroup { group in
                for node in 1...4 {
                    group.addTask {
                        var keys: [String] = []
                        while let job = try await queue.lease("n\(node)") { keys.append(job.key) }
                        return keys
                    }
                }
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            #expect(leased.count == 40)
            #expect(Set(leased).count == 40)
        }
    }
}
