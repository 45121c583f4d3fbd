import HTTPTypes
import PortalKit
import Rulebook
import Testing

/// Sent twice, done once.
@Suite struct IdempotencyTests {
    let sample = SamplePortal()

    private func post(_ key: String?, _ name: String, as person: String = "review") async throws -> Answer {
        let headers = [("Authorization", "Bearer \(person)"), ("Content-Type", "application/json")]
        return try await sample.ask(
            "POST", "/api/things", headers + (key.map { [("Idempotency-Key", $0)] } ?? []),
            body: #"{"name":"\#(name)"}"#)
    }

    @Test func again() async throws {
        let first = try await post("k1", "a")
        let second = try await post("k1", "a")
        #expect(first.status == 201 && first["Location"] == "/api/things/n1" && first["Idempotency-Replayed"] == nil)
        #expect(second.status == 201 && second["Location"] == "/api/things/n1" && second.body == first.body)
        #expect(second["Idempotency-Replayed"] == "true" && second["Content-Type"] == "application/json")
        #expect(try await post("k2", "a")["Location"] == "/api/things/n2")
        #expect(sample.done.next() == 3)
    }

    @Test func otherBodies() async throws {
        _ = try await post("k1", "a")
        let other = try await post("k1", "b")
        #expect(other.status == 422 && other.json?["place"] == "Idempotency-Key")
    }

    @Test func whatWasRefusedMayBeTriedAgain() async throws {
        #expect(try await post("k1", "locked").status == 423)
        #expect(try await post("k1", "fine").status == 201)
    }

    @Test(arguments: [nil, "", " ", "键", String(repeating: "k", count: 129)]) func keys(key: String?) async throws {
        let answer = try await post(key, "a")
        #expect(answer.status == 400 && answer.json?["place"] == "Idempotency-Key")
    }

    @Test func twoAtOnce() async throws {
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        let slow = Endpoint.api(
            .post, Route("/api/slow"), SamplePortal.change, Phrase(zh: "慢", en: "slow"), output: .nothing,
            needs: [.idempotencyKey]
        ) { _ in
            start.finish()
            for await _ in released {}
            return .nothing
        }
        let sample = SamplePortal(more: [slow])
        let headers = [("Authorization", "Bearer review"), ("Idempotency-Key", "k"), ("If-Match", "*")]
        async let first = sample.ask("POST", "/api/slow", headers)
        for await _ in started {}
        let second = try await sample.ask("POST", "/api/slow", headers)
        #expect(second.status == 409 && second["Retry-After"] == "1")
        release.finish()
        #expect(try await first.status == 204)
        #expect(try await sample.ask("POST", "/api/slow", headers)["Idempotency-Replayed"] == "true")
    }
}
