import Commons
import Delivery
import Foundation
import Rulebook

/// What people do. The server says when: it is its clock that counts.
extension EstateDriver {
    /// The duty officer answers, somebody repairs what has to be, and it is over.
    mutating func answer(_ event: SentEvent, _ alarm: AlarmAnswer) async throws {
        guard let duty = people[.duty] else { return }
        func key(_ act: String) -> String { "\(event.key)-\(act)" }
        try await perform("acknowledge", on: alarm.id, of: "alarm", as: .duty, key: key("ack"), [:])
        if event.isFalse {
            try await perform(
                "dismiss", on: alarm.id, of: "alarm", as: .duty, key: key("dismiss"), ["words": "现场查看，没有明火"])
        }
        let known: ItemAnswer = try await duty.ask("GET", "/api/v1/community/alarm/\(alarm.id)")
        if let order = known.fields?.order {
            try await work(on: order, key: event.key, words: EstateDriver.remedy(event))
            try await perform("close", on: order, of: "order", as: .duty, key: key("done"), [:])
        }
        if !event.isFalse {
            try await perform(
                "close", on: alarm.id, of: "alarm", as: .duty, key: key("close"), ["words": EstateDriver.remedy(event)])
        }
    }

    /// A resident asks for a repair; how far it is by now depends on how long ago that was.
    mutating func ask(_ wish: RepairWish) async throws {
        // Only whoever lives in a home asks for it themselves: the duty officer notes what people say on the phone.
        guard let caller = people[.duty] else { return }
        let body = try EstateDriver.json([
            "place": wish.home, "fields": ["title": wish.title, "words": wish.words, "type": "repair"],
        ])
        let order: ItemAnswer = try await caller.ask(
            "POST", "/api/v1/community/order", body, headers: [("Idempotency-Key", wish.key)])
        report.acts += 1
        let age = settings.until.milliseconds - wish.at
        guard age > EstateDriver.fresh, people[.duty] != nil, people[.worker] != nil else { return }
        try await work(on: order.id, key: wish.key, words: "已修好", isDone: age > Rhythm.day)
        guard age > Rhythm.day else { return }
        try await perform(
            "rate", on: order.id, of: "order", as: .duty, key: "\(wish.key)-rate",
            ["stars": wish.stars, "words": wish.stars > 3 ? "很快" : "等了很久"])
    }

    private mutating func work(on order: String, key: String, words: String, isDone: Bool = true) async throws {
        guard people[.worker] != nil else { return }
        try await perform(
            "assign", on: order, of: "order", as: .duty, key: "\(key)-assign", ["worker": settings.worker])
        try await perform("start", on: order, of: "order", as: .worker, key: "\(key)-start", [:])
        guard isDone, let photo = try await takePhoto(.worker) else { return }
        try await perform(
            "finish", on: order, of: "order", as: .worker, key: "\(key)-finish", ["words": words, "proof": [photo]])
    }

    /// Does an act; one that has been done already, or that somebody was quicker with, is left as it is.
    mutating func perform(
        _ act: String, on item: String, of kind: String, as role: Role, key: String, _ fields: [String: any Sendable]
    ) async throws {
        guard let person = people[role] else { return }
        let body = try EstateDriver.json(["id": key, "fields": fields])
        let path = "/api/v1/community/\(kind)/\(item)/acts/\(act)"
        let answer = try await person.send("POST", path, body, headers: [("If-Match", "*")])
        switch answer.status {
        case 200..<300: report.acts += 1
        case 409, 412, 423: break
        default: throw SimulationProblem.refused("POST", path, answer)
        }
    }

    /// Somebody sends a photograph once, by tus, and shows it again and again.
    mutating func takePhoto(_ role: Role) async throws -> String? {
        if let photo = photos[role] { return photo }
        guard let worker = people[role], let bytes = Data(base64Encoded: EstateDriver.pixel) else { return nil }
        let started = try await worker.send(
            "POST", "/uploads", nil,
            headers: [
                ("Tus-Resumable", "1.0.0"), ("Upload-Length", "\(bytes.count)"),
                ("Upload-Metadata", "filename \(Data("site.png".utf8).base64EncodedString())"),
            ])
        guard started.status == 201, let place = started.headers["location"] else {
            throw SimulationProblem.refused("POST", "/uploads", started)
        }
        let sent = try await worker.send(
            "PATCH", place, Array(bytes), type: "application/offset+octet-stream",
            headers: [("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0")])
        guard sent.status == 204, let digest = sent.headers["linli-digest"] else {
            throw SimulationProblem.refused("PATCH", place, sent)
        }
        photos[role] = digest
        return digest
    }

    /// One grey point, as PNG.
    private static let pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    private static func remedy(_ event: SentEvent) -> String {
        switch event.kind {
        case "fire": "已处置，现场恢复"
        case "trapped": "人员已安全救出，电梯停用检修后恢复"
        case "help": "已到场协助"
        case "intrusion": "保安到场，已劝离"
        case "forced": "门锁已复位"
        case "flood": "水泵已启动，水位恢复"
        default: "已检修，复测正常"
        }
    }
}
