import Testing

@testable import PortalKit

/// Nobody gets more than their share.
@Suite struct PaceTests {
    @Test func bucketsFillAndEmpty() {
        let limiter = RateLimiter()
        let pace = RateLimiter.Pace(perMinute: 60, burst: 3)
        #expect((0..<3).allSatisfy { _ in limiter.wait("a", pace, now: 0) == nil })
        #expect(limiter.wait("a", pace, now: 0) == 1)
        #expect(limiter.wait("a", pace, now: 999) == 1)
        #expect(limiter.wait("b", pace, now: 999) == nil)
        #expect(limiter.wait("a", pace, now: 1000) == nil)
        #expect(limiter.wait("a", pace, now: 1000) == 1)
        #expect(limiter.wait("a", pace, now: -5000) == 1)
        #expect((0..<3).allSatisfy { _ in limiter.wait("a", pace, now: 1_000_000_000) == nil })
        #expect(limiter.wait("a", pace, now: 1_000_000_000) != nil)
    }

    @Test func memoryIsBounded() {
        let limiter = RateLimiter(most: 100)
        let pace = RateLimiter.Pace(perMinute: 1, burst: 1)
        #expect(limiter.wait("x", pace, now: 0) == nil)
        for index in 0..<10_000 {
            #expect(limiter.wait("\(index)", pace, now: 0) == nil)
            if index % 50 == 0 { #expect(limiter.wait("x", pace, now: 0) == 60) }
        }
        #expect(limiter.count <= 200)
    }

    @Test func theDoorAsksAndTells() async throws {
        let sample = SamplePortal {
            $0.pace = RateLimiter.Paces()
            $0.pace?.anonymous = .init(perMinute: 60, burst: 2)
            $0.pace?.account = .init(perMinute: 60, burst: 3)
        }
        for _ in 0..<2 { #expect(try await sample.get("/").status == 200) }
        let refused = try await sample.get("/")
        #expect(refused.status == 429 && refused["Retry-After"] == "1")
        #expect(refused["Content-Security-Policy"] != nil)
        for _ in 0..<3 { #expect(try await sample.get("/", as: "apply").status == 200) }
        #expect(try await sample.get("/", as: "apply").status == 429)
        #expect(try await sample.get("/", as: "review").status == 200)
        sample.clock.pass(seconds: 1)
        #expect(try await sample.get("/").status == 200)
    }

    @Test func aMachineThatAsksForManyIsNotHeldUp() async throws {
        let sample = SamplePortal {
            $0.pace = RateLimiter.Paces()
            $0.pace?.anonymous = .init(perMinute: 60, burst: 2)
        }
        for _ in 0..<20 { #expect(try await sample.ask("POST", "/machine", []).status == 303) }
        // Nor does it take from others' share.
        #expect(try await sample.get("/").status == 200)
    }

    @Test func logInIsSlow() async throws {
        let sample = SamplePortal { $0.pace = RateLimiter.Paces() }
        for _ in 0..<10 { #expect(try await sample.ask("POST", "/login", []).status == 303) }
        let refused = try await sample.ask("POST", "/login", [])
        #expect(refused.status == 429 && refused["Retry-After"] == "6")
        #expect(try await sample.get("/").status == 200)
        let elsewhere = try await sample.portal.ask("POST", "/login", address: "192.0.2.7")
        #expect(elsewhere.status == 303)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8::1", "2001:db8::"),
        ("::1", "::"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ])
    func networks(address: String, network: String) {
        #expect(Door.network(address) == network)
    }

    @Test func onlyTrustedProxiesAreBelieved() async throws {
        let sample = SamplePortal {
            $0.pace = RateLimiter.Paces()
            $0.pace?.anonymous = .init(perMinute: 1, burst: 1)
            $0.trustedProxies = ["127.0.0.1"]
        }
        func status(_ forwarded: String, from peer: String) async throws -> Int {
            try await sample.portal.ask("GET", "/", headers: ["X-Forwarded-For": forwarded], address: peer).status
        }
        #expect(try await status("192.0.2.1", from: "127.0.0.1") == 200)
        #expect(try await status("192.0.2.1", from: "127.0.0.1") == 429)
        #expect(try await status("192.0.2.2", from: "127.0.0.1") == 200)
        // What stands further left the visitor wrote.
        #expect(try await status("198.51.100.1, 192.0.2.2", from: "127.0.0.1") == 429)
        #expect(try await status("192.0.2.3", from: "192.0.2.9") == 200)
        #expect(try await status("192.0.2.4", from: "192.0.2.9") == 429)
    }
}
