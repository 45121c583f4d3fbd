import Commons
import Community
import Foundation
import Rulebook

extension EstateDriver {
    private struct ReportAnswer: Decodable, Sendable {
        var taken: Int
        var repeated: Int
        var reasons: [String: Int]
    }

    struct AlarmAnswer: Decodable, Sendable {
        var id: String
        var state: String
    }

    private struct EventAnswer: Decodable, Sendable {
        var alarm: AlarmAnswer?
    }

    /// One batch, in one transaction of the server's.
    mutating func send(_ readings: [SentReading]) async throws {
        guard let gateway = people[.gateway], !readings.isEmpty else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(readings.count * 100)
        for reading in readings {
            reading.write(to: &bytes)
            switch reading.fate {
            case .taken, .repeated: report.good += 1
            case .refused(let reason): report.meant[reason.rawValue, default: 0] += 1
            }
        }
        let answer: ReportAnswer = try await gateway.ask(
            "POST", "/api/v1/readings", bytes, type: "application/x-ndjson")
        report.sent += readings.count
        report.taken += answer.taken
        report.repeated += answer.repeated
        for (reason, count) in answer.reasons { report.refused[reason, default: 0] += count }
    }

    /// The same bytes for the same content: a key of a request stands for them.
    static func json(_ object: [String: Any]) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
    }

    /// Tells of an event.
    /// - Returns: the alarm that came of it.
    mutating func happen(_ event: SentEvent) async throws -> AlarmAnswer? {
        guard let gateway = people[.gateway] else { return nil }
        let body = try EstateDriver.json([
            "kind": event.kind, "device": event.device, "text": event.text,
            "at": Instant(milliseconds: event.at).iso,
        ])
        let answer: EventAnswer = try await gateway.ask(
            "POST", "/api/v1/events", body, headers: [("Idempotency-Key", event.key)])
        report.events += 1
        if answer.alarm != nil { report.alarms += 1 }
        return answer.alarm
    }
}
