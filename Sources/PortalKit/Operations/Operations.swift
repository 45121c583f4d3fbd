import Commons
import Foundation
import HTTPTypes
import Rulebook
import Secrets
import Synchronization

/// What those who run the portal ask it: whether it is up, whether it can serve, how it fares.
struct Operations: Sendable {
    let metrics: Metrics
    let names: [(method: String, route: String)]
    let isReady: @Sendable () async -> Bool
    let gauges: [Gauge]
    let startedAt: Instant
    let now: @Sendable () -> Instant

    /// nil: the path is none of theirs.
    func reply(_ passage: Passage, metricsToken: String?) async throws -> Reply? {
        switch passage.path {
        case "/healthz": return Operations.text("ok\n")
        case "/readyz":
            if await isReady() { return Operations.text("ready\n") }
            return Operations.text("not ready\n", .serviceUnavailable).with(.retryAfter, "5")
        case "/metrics":
            guard isAllowed(passage, metricsToken) else { throw Fault.missing }
            return .bytes(Array(await text().utf8), type: "text/plain; version=0.0.4; charset=utf-8")
        default: return nil
        }
    }

    private static func text(_ text: String, _ status: HTTPResponse.Status = .ok) -> Reply {
        .bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    /// This machine, unless a token is asked for; then whoever has it.
    private func isAllowed(_ passage: Passage, _ token: String?) -> Bool {
        if let token {
            guard let sent = passage.head.authorization.flatMap(Door.bearer) else { return false }
            return constantTimeEqual(sent, token)
        }
        // A proxy on this machine is not this machine.
        return passage.head.forwardedFor == nil && (passage.address == "127.0.0.1" || passage.address == "::1")
    }

    private func text() async -> String {
        var text = MetricsText()
        let counts = metrics.counts
        text.head("linli_http_requests_total", "counter", "Requests by endpoint and status.")
        for (row, count) in zip(names, counts) {
            for (status, number) in count.byStatus.sorted(by: { $0.key < $1.key }) {
                let labels = "method=\"\(row.method)\",route=\"\(row.route)\",status=\"\(status)\""
                text.line("linli_http_requests_total", labels, "\(number)")
            }
        }
        text.head("linli_http_request_duration_seconds", "histogram", "Time to the answer's head.")
        for (row, count) in zip(names, counts) where count.buckets.contains(where: { $0 > 0 }) {
            text.histogram(
                "linli_http_request_duration_seconds", "method=\"\(row.method)\",route=\"\(row.route)\"", count)
        }
        let uptime = Double(now().milliseconds - startedAt.milliseconds) / 1000
        text.gauge("linli_http_requests_in_flight", "Being answered.", metrics.inFlight.load(ordering: .relaxed))
        text.gauge("linli_event_listeners", "Pages that listen.", metrics.listeners.load(ordering: .relaxed))
        text.gauge("process_uptime_seconds", "Since the start.", uptime)
        text.gauge("process_resident_memory_bytes", "Resident memory.", Operations.residentMemory())
        for gauge in gauges { text.gauge(gauge.name, gauge.help, await gauge.value()) }
        return text.text
    }

    /// From the kernel; 0 where it does not say.
    private static func residentMemory() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = fread(&bytes, 1, bytes.count, file)
        let words = bytes[..<count].split(separator: UInt8(ascii: " "))
        guard words.count > 1, let pages = Int(String(decoding: words[1], as: UTF8.self)) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
