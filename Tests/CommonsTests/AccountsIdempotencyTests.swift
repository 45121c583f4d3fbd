import Testing

@testable import Commons

@Suite struct AccountsIdempotencyTests {
    let records = AccountsMemory()
    let start = Instant(milliseconds: 1_772_330_000_000)
    let request = Idempotency(
        IdempotencyKey("key", person: "p", method: "POST", path: "/api/cases"), body: Array("{}".utf8))

    private func finish(at now: Instant) throws {
        try request.finish(status: 201, headers: [.init("Location", "/x")], body: [1, 2], at: now, records)
    }

    @Test func aRequestIsDoneOnce() throws {
        #expect(try request.begin(at: start, records) == nil)
        try finish(at: start.adding(seconds: 1))
        let answer = try #require(try request.begin(at: start.adding(seconds: 2), records))
        #expect(answer.status == 201 && answer.body == [1, 2] && answer.headers == [.init("Location", "/x")])
    }

    @Test func keysAreOfAPersonAMethodAndAPath() throws {
        _ = try request.begin(at: start, records)
        let others = [
            IdempotencyKey("other", person: "p", method: "POST", path: "/api/cases"),
            IdempotencyKey("key", person: "q", method: "POST", path: "/api/cases"),
            IdempotencyKey("key", person: nil, method: "POST", path: "/api/cases"),
            IdempotencyKey("key", person: "p", method: "PUT", path: "/api/cases"),
            IdempotencyKey("key", person: "p", method: "POST", path: "/api/cases/1"),
        ]
        for key in others { #expect(try Idempotency(key, body: []).begin(at: start, records) == nil) }
        #expect(!request.key.digest.contains("key"))
    }

    @Test func anotherBodyUnderTheSameKeyIsRefused() throws {
        _ = try request.begin(at: start, records)
        try finish(at: start)
        let other = Idempotency(request.key, body: Array("[]".utf8))
        let error = #expect(throws: Refusal.self) { try other.begin(at: start, records) }
        #expect(error?.kind == .invalid)
    }

    @Test func whileTheFirstIsAtWorkTheSecondWaits() throws {
        _ = try request.begin(at: start, records)
        let error = #expect(throws: Refusal.self) { try request.begin(at: start.adding(seconds: 119), records) }
        #expect(error?.kind == .conflict)
        #expect(try request.begin(at: start.adding(seconds: 120), records) == nil, "the first has died")
        #expect(throws: Refusal.self) { try request.begin(at: start.adding(seconds: 121), records) }
    }

    @Test func whatChangedNothingMayBeTriedAgain() throws {
        _ = try request.begin(at: start, records)
        try request.abandon(records)
        #expect(try request.begin(at: start, records) == nil)
    }

    @Test func answersAreKeptForADay() throws {
        _ = try request.begin(at: start, records)
        try finish(at: start)
        #expect(try request.begin(at: start.adding(seconds: 24 * 3600 - 1), records)?.status == 201)
        #expect(try request.begin(at: start.adding(seconds: 24 * 3600), records) == nil)
    }
}
