import Commons
import Logging
import Testing

@testable import PortalKit

@Suite struct OperationsTests {
    let sample = SamplePortal()

    @Test func health() async throws {
        #expect(try await sample.get("/healthz").text == "ok\n")
        #expect(try await sample.get("/readyz").status == 200)
        sample.clock.setReady(false)
        let answer = try await sample.get("/readyz")
        #expect(answer.status == 503 && answer["Retry-After"] == "5")
        #expect(try await sample.get("/healthz").status == 200)
    }

    @Test func metrics() async throws {
        _ = try await sample.get("/things/1", as: "apply")
        _ = try await sample.get("/things/2", as: "apply")
        _ = try await sample.get("/things/1")
        _ = try await sample.get("/nothing/at/all")
        sample.clock.pass(seconds: 90)
        let answer = try await sample.get("/metrics")
        let lines = answer.text.split(separator: "\n").map(String.init)
        #expect(answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        let route = #"method="GET",route="/things/{thing}""#
        #expect(lines.contains(#"linli_http_requests_total{\#(route),status="200"} 2"#))
        #expect(lines.contains(#"linli_http_requests_total{\#(route),status="303"} 1"#))
        #expect(lines.contains(#"linli_http_requests_total{method="",route="",status="404"} 1"#))
        #expect(lines.contains(#"linli_http_request_duration_seconds_count{\#(route)} 3"#))
        #expect(lines.contains(#"linli_http_request_duration_seconds_bucket{\#(route),le="+Inf"} 3"#))
        #expect(lines.contains("linli_jobs_waiting 3.0") && lines.contains("process_uptime_seconds 90.0"))
        #expect(lines.contains("linli_http_requests_in_flight 1") && lines.contains("linli_event_listeners 0"))
        let memory = lines.first { $0.hasPrefix("process_resident_memory_bytes ") }?.split(separator: " ").last
        #expect((memory.flatMap { Int($0) } ?? 0) > 1_000_000)
    }

    @Test func metricsAreForUs() async throws {
        let far = try await sample.portal.ask("GET", "/metrics", address: "192.0.2.1")
        let proxied = try await sample.portal.ask("GET", "/metrics", headers: ["X-Forwarded-For": "127.0.0.1"])
        let mapped = try await sample.portal.ask("GET", "/metrics", address: "::ffff:127.0.0.1")
        #expect(far.status == 404 && proxied.status == 404 && mapped.status == 200)
        let guarded = SamplePortal { $0.metricsToken = "t0ken" }.portal
        #expect(try await guarded.ask("GET", "/metrics").status == 404)
        let right = try await guarded.ask(
            "GET", "/metrics", headers: ["Authorization": "Bearer t0ken"], address: "192.0.2.1")
        let wrong = try await guarded.ask("GET", "/metrics", headers: ["Authorization": "Bearer t0keN"])
        #expect(right.status == 200 && wrong.status == 404)
    }

    @Test func requestsAreLoggedWithoutSecrets() async throws {
        _ = try await sample.get("/things/secret-id?token=hidden", as: "apply", ["X-Token": "hidden"])
        let line = try #require(sample.log.all.last)
        #expect(line.hasPrefix(#"{"time":"2026-03-01T01:30:05.123Z","level":"info","message":"request","request":""#))
        #expect(line.contains(#""method":"GET","route":"/things/{thing}","status":200,"microseconds":"#))
        #expect(line.hasSuffix(",\"person\":\"id-apply\"}\n"))
        #expect(!line.contains("hidden") && !line.contains("secret-id") && !line.contains("linli_session"))
        let silent = SamplePortal { $0.logsRequests = false }
        _ = try await silent.get("/")
        #expect(silent.log.all.isEmpty)
    }

    @Test func logHandler() throws {
        let (log, clock) = (LogLines(), TestClock())
        var logger = Logger(label: "x") { _ in JSONLogHandler(sink: log.sink, now: { clock.now }) }
        logger[metadataKey: "b"] = "2"
        logger.warning("a \"quoted\"\nline", metadata: ["a": "1"])
        logger.debug("not this")
        let time = #"{"time":"2026-03-01T01:30:05.123Z""#
        #expect(log.all == [time + #","level":"warning","message":"a \"quoted\"\nline","a":"1","b":"2"}"# + "\n"])
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (951_868_799_999, "2000-02-29T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (1_709_164_800_000, "2024-02-29T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    ])
    func timestamps(milliseconds: Int64, text: String) {
        var bytes: [UInt8] = []
        Timestamp.write(Instant(milliseconds: milliseconds), to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test func requestIDsDiffer() {
        let (one, other) = (RequestIDs(), RequestIDs())
        let ids = Set((0..<1000).flatMap { _ in [one.next(), other.next()] })
        #expect(ids.count == 2000)
    }
}
