import Commons
import Community
import Foundation
import Rulebook

extension EstateDriver {
    struct ItemAnswer: Decodable, Sendable {
        struct Fields: Decodable, Sendable {
            var order: String?
            var code: String?
        }
        var id: String
        var number: String
        var title: String
        var state: String
        var openedAt: String
        var fields: Fields?
    }

    struct ListAnswer: Decodable, Sendable {
        var items: [ItemAnswer]
        var next: String?
    }

    private struct ImportAnswer: Decodable, Sendable {
        var entered: Int
    }

    private struct SeriesAnswer: Decodable, Sendable {
        struct ADay: Decodable, Sendable {
            var lastAt: String
        }
        var days: [ADay]
    }

    /// The places and the devices, unless they are there; one of the devices is taken out of service.
    mutating func enterEstate() async throws {
        guard let manager = people[.manager] else { return }
        tell(SimulationProgress(thousandths: 0, what: Phrase(zh: "导入空间与设备", en: "entering places and devices")))
        report.spaces = try await enter("space", traffic.plan.spaceTable, last: traffic.plan.spaces.last?.code, manager)
        report.devices = try await enter(
            "device", traffic.plan.deviceTable, last: traffic.plan.devices.last?.code, manager)
        try await enterPeople(manager)
        guard let silenced = try await item("device", traffic.silencedDevice, manager), silenced.state != "revoked"
        else { return }
        try await perform(
            "revoke", on: silenced.id, of: "device", as: .manager, key: "sim-\(traffic.plan.code)-revoke",
            ["reason": "已拆除"])
    }

    /// Who lives there and what devices are for, unless they are there.
    private mutating func enterPeople(_ manager: SimulatedPerson) async throws {
        let settling = traffic.plan.settling
        guard let last = settling.first?.drafts.last?.texts["code"]?.first,
            try await item("household", last, manager) == nil
        else { return }
        tell(SimulationProgress(thousandths: 0, what: Phrase(zh: "登记住户与居民", en: "entering who lives there")))
        for some in settling {
            let entered = try await enter(some.kind, some.table, last: nil, manager)
            if some.kind == "resident" { report.residents = entered }
        }
    }

    private func enter(_ kind: String, _ table: [UInt8], last: String?, _ manager: SimulatedPerson) async throws -> Int
    {
        if let last, try await item(kind, last, manager) != nil { return 0 }
        let answer: ImportAnswer = try await manager.ask(
            "POST", "/api/v1/community/\(kind)/import?id=sim-\(traffic.plan.code)-\(kind)", table, type: "text/csv")
        return answer.entered
    }

    /// The thing of this number.
    func item(_ kind: String, _ number: String, _ person: SimulatedPerson) async throws -> ItemAnswer? {
        let list: ListAnswer = try await person.ask("GET", "/api/v1/community/\(kind)?q=\(number)&limit=50")
        return list.items.first { $0.number == number }
    }

    /// The moment of the marker's last reading, in milliseconds since 1970; nil: there is none, or nobody may look.
    func lastHeard(from: Int64, until: Int64) async throws -> Int64? {
        guard let person = people[.manager] ?? people[.duty],
            let marker = try await item("device", traffic.markerDevice, person)
        else { return nil }
        func text(_ moment: Int64) -> String {
            Instant(milliseconds: moment).iso.replacingOccurrences(of: "+", with: "%2B")
        }
        // The server tells of so many days at once; the newest first.
        var end = until
        while end > from {
            let start = max(from, end - 90 * Rhythm.day)
            let series: SeriesAnswer = try await person.ask(
                "GET",
                "/api/v1/community/device/\(marker.id)/readings/\(EstateTraffic.markerProperty)"
                    + "?from=\(text(start))&until=\(text(end + 1))&limit=1")
            if let last = series.days.compactMap({ Instant(text: $0.lastAt)?.milliseconds }).max() { return last }
            end = start
        }
        return nil
    }
}
