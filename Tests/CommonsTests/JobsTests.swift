import Commons
import Testing

@Suite struct JobsTests {
    @Test func waitsDoubleUpToALimit() {
        let backOff = JobBackOff(first: 10, longest: 3600, attempts: 5)
        #expect((1...6).map { backOff.delay(afterFailures: $0) } == [10, 20, 40, 80, nil, nil])
        #expect((8...11).map { backOff.delay(afterFailures: $0, isPeriodic: true) } == [1280, 2560, 3600, 3600])
        #expect(backOff.delay(afterFailures: .max, isPeriodic: true) == 3600)
    }

    @Test func periodicJobsLeaveOutMissedTimes() {
        func next(_ now: Int64, period: Int64 = 60) -> Int64? {
            let job = Job(kind: "k", key: "", payload: [], runAt: Instant(milliseconds: 1_000_000), period: period)
            return job.nextTime(after: Instant(milliseconds: now))?.milliseconds
        }
        #expect(next(0) == 1_060_000)
        #expect(next(1_000_000) == 1_060_000)
        #expect(next(1_059_999) == 1_060_000)
        #expect(next(1_060_000) == 1_120_000)
        #expect(next(99_000_000) == 99_040_000)
        #expect(next(1_000_000, period: 0) == nil)
    }
}
