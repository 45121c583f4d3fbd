import Commons
import Persistence
import Testing

@Suite struct JobsRunnerTests {
    struct Broken: Error {}

    /// What handlers and the log were told.
    typealias Notes = FilesCollected<String>

    private func runner(
        _ store: SQLStore, _ clock: FilesClock, _ handlers: [JobHandler], notes: Notes = Notes(), attempts: Int = 3,
        sleep: @escaping @Sendable (Int64) async throws -> Void = { _ in try await Task.sleep(for: .seconds(3600)) }
    ) -> JobRunner {
        JobRunner(
            store: store, surroundings: clock.surroundings, node: "n", handlers: handlers,
            backOff: JobBackOff(first: 10, longest: 3600, attempts: attempts), sleep: sleep,
            report: { job, error in notes.add("\(job.key): \(error)") })
    }

    private func put(_ store: SQLStore, _ clock: FilesClock, _ keys: String...) async throws {
        let now = clock.now
        try await store.write { records in
            for key in keys { try records.enqueue(kind: "k", key: key, payload: [], runAt: now) }
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func jobsAreDoneUntilItStops(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let (clock, notes) = (FilesClock(), Notes())
            let runner = runner(store, clock, [JobHandler("k") { notes.add($0.key) }])
            try await put(store, clock, "a", "b")
            let task = Task { await runner.run() }
            try await FilesScene.waitWhile { notes.all.count < 2 }
            #expect(notes.all == ["a", "b"])
            runner.stop()
            await task.value
            #expect(try await store.read { try $0.job(kind: "k", key: "b") } == nil)
            try await put(store, clock, "c")
            #expect(try await store.read { try $0.job(kind: "k", key: "c") }?.node == nil)
        }
    }

    /// Without waiting for the next look.
    @Test(arguments: Engines.Kind.allCases)
    func announcedJobsAreDoneAtOnce(_ kind: Engines.Kind) async throws {
        try await Engines.withStore(kind) { store in
            let (clock, notes) = (FilesClock(), Notes())
            let runner = runner(store, clock, [JobHandler("k") { notes.add($0.key) }])
            let task = Task { await runner.run() }
            // The first may be found by the look at the start, the others only because they are announced. Whether it
            // listens by now cannot be seen from here: tell it until it does.
            for key in ["a", "b", "c"] {
                for _ in 0..<1000 where !notes.all.contains(key) {
                    try await put(store, clock, key)
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(notes.all.contains(key))
            }
            runner.stop()
            await task.value
        }
    }

    @Test func stoppingLetsTheRunningJobEnd() async throws {
        try await Engines.withStore(.sqlite) { store in
            let (clock, notes) = (FilesClock(), Notes())
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let runner = runner(
                store, clock,
                [
                    JobHandler("k") { job in
                        notes.add("begin \(job.key)")
                        for await _ in gate {}
                        notes.add("end \(job.key)")
                    }
                ])
            try await put(store, clock, "a", "b")
            let task = Task { await runner.run() }
            try await FilesScene.waitWhile { notes.all.isEmpty }
            runner.stop()
            open.finish()
            await task.value
            #expect(notes.all == ["begin a", "end a"])
            #expect(try await store.read { try $0.job(kind: "k", key: "a") } == nil)
            #expect(try await store.read { try $0.job(kind: "k", key: "b") } != nil)
        }
    }

    @Test func cancellingIsNoFailureOfTheJob() async throws {
        try await Engines.withStore(.sqlite) { store in
            let (clock, notes) = (FilesClock(), Notes())
            let runner = runner(
                store, clock,
                [
                    JobHandler("k") { _ in
                        notes.add("begin")
                        try await Task.sleep(for: .seconds(3600))
                    }
                ], notes: notes)
            try await put(store, clock, "a")
            let task = Task { await runner.run() }
            try await FilesScene.waitWhile { notes.all.isEmpty }
            task.cancel()
            await task.value
            #expect(notes.all == ["begin"])
            let job = try await store.read { try $0.job(kind: "k", key: "a") }
            #expect(job?.isGivenUp == false && job?.runAt == clock.now && job?.node == nil)
        }
    }

    @Test func failingJobsAreTriedLaterAndGivenUp() async throws {
        try await Engines.withStore(.sqlite) { store in
            let (clock, notes) = (FilesClock(), Notes())
            let runner = runner(store, clock, [JobHandler("k") { _ in throw Broken() }], notes: notes)
            try await put(store, clock, "a")
            #expect(try await runner.runOne())
            for wait: Int64 in [10, 20] {
                clock.pass(seconds: wait - 1)
                #expect(try await !runner.runOne())
                clock.pass(seconds: 1)
                #expect(try await runner.runOne())
            }
            clock.pass(seconds: 99_999)
            #expect(try await !runner.runOne())
            #expect(notes.all == Array(repeating: "a: Broken()", count: 3))
            #expect(try await store.read { try $0.jobsGivenUp(limit: 9) }.map(\.failure) == ["Broken()"])
        }
    }

    /// A job that takes longer than its lease stays with its node.
    @Test func leasesAreProlonged() async throws {
        try await Engines.withStore(.sqlite) { store in
            let (clock, notes) = (FilesClock(), Notes())
            let (naps, nap) = AsyncStream.makeStream(of: Void.self)
            let runner = runner(
                store, clock,
                [
                    JobHandler("k") { job in
                        // As long as the lease is prolonged twice.
                        for _ in 1...2 {
                            let before = try await store.read { try $0.job(kind: "k", key: "a")?.leasedUntil }
                            clock.pass(seconds: 40)
                            nap.yield()
                            try await FilesScene.waitWhile {
                                try await store.read { try $0.job(kind: "k", key: "a")?.leasedUntil } == before
                            }
                        }
                        notes.add("done")
                    }
                ],
                sleep: { _ in
                    for await _ in naps { return }
                    throw CancellationError()
                })
            try await put(store, clock, "a")
            #expect(try await runner.runOne())
            #expect(notes.all == ["done"])
            #expect(try await store.read { try $0.job(kind: "k", key: "a") } == nil)
        }
    }

    /// The first node dies with the job; the second does it.
    @Test func anotherNodeTakesOver() async throws {
        try await Engines.withStore(.sqlite) { store in
            let (clock, notes) = (FilesClock(), Notes())
            try await put(store, clock, "a")
            let start = clock.now
            let lost = try await store.write {
                try $0.leaseJob(kinds: ["k"], node: "dead", now: start, until: start.adding(seconds: 120))
            }
            #expect(lost?.key == "a")
            let runner = runner(store, clock, [JobHandler("k") { notes.add($0.key) }])
            #expect(try await !runner.runOne())
            clock.pass(seconds: 121)
            #expect(try await runner.runOne())
            #expect(notes.all == ["a"])
        }
    }
}
