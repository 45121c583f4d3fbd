import Commons
import Delivery
import Foundation
import Rulebook

/// A past that is lived: the server's clock is set to the time of each deed, up to the time of day.
extension EstateDriver {
    private struct ClockAnswer: Decodable, Sendable {
        var now: String
        var behind: Bool
    }

    private static let clockPath = "/api/v1/demo/clock"
    private static let mostTroubles = 20

    /// Lives from what the server's clock says to the time of day, and leaves it there. Where it was stopped it goes
    /// on; what was done of that day already is not done twice.
    /// - Throws: `SimulationProblem` where there is no such clock, or `CancellationError` where it was stopped.
    public mutating func livePast() async throws -> SimulationReport {
        guard let keeper = people[.administrator], let manager = people[.manager] else {
            throw SimulationProblem(
                .refused, zh: "只有演示服务器的管理员能拨动时钟", en: "only the administrator of a demonstration sets its clock")
        }
        let start = ContinuousClock.now
        let clock: ClockAnswer = try await keeper.ask("GET", Self.clockPath)
        guard clock.behind, let now = Instant(text: clock.now) else { return report }
        for person in people.values { try await person.takeToken() }
        let today = Rhythm.day(of: settings.now().milliseconds)
        let first = Rhythm.day(of: now.milliseconds)
        let past = EstatePast(traffic, days: min(try await planted(manager) ?? first, first)...today)
        memory.clock = now.milliseconds
        for day in first...today {
            tellDay(day, past)
            memory.entered = [:]
            let end = settings.now().milliseconds
            for deed in past.deeds(of: day, until: end) { try await live(deed, until: end) }
        }
        try await comeToday(manager, keeper)
        report.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
        return report
    }

    /// The day on which the estate itself was entered: its past begins there, wherever the clock has come to.
    private func planted(_ manager: SimulatedPerson) async throws -> Int? {
        let list: ListAnswer = try await manager.ask("GET", "/api/v1/community/space?level=community&limit=200")
        return list.items.first { $0.number == traffic.plan.code }
            .flatMap { Instant(text: $0.openedAt) }.map { Rhythm.day(of: $0.milliseconds) }
    }

    private func tellDay(_ day: Int, _ past: EstatePast) {
        let (step, steps) = (day - past.days.lowerBound + 1, past.days.count)
        let date = Day(ordinal: day)?.description ?? ""
        tell(
            SimulationProgress(
                thousandths: step * 1000 / steps, step: step, steps: steps,
                what: Phrase(zh: "\(traffic.plan.name) \(date)", en: "\(traffic.plan.code) \(date)")))
    }

    /// It is today: the rest is said, and the clock is left alone for good.
    private mutating func comeToday(_ manager: SimulatedPerson, _ keeper: SimulatedPerson) async throws {
        let end = settings.now().milliseconds
        try await sendAll(from: max(memory.sentUntil, Rhythm.start(of: Rhythm.day(of: end))), until: end)
        let _: ClockAnswer = try await keeper.ask("PUT", Self.clockPath, Array("{}".utf8))
        try await evaluate(manager)
    }

    private mutating func live(_ deed: Deed, until end: Int64) async throws {
        try Task.checkCancellation()
        memory.due = min(deed.at, end)
        do {
            try await perform(deed)
        } catch let problem as SimulationProblem where problem.kind == .refused {
            if report.troubles.count < Self.mostTroubles {
                report.troubles.append("\(deed.key): \(problem.reason.en)")
            }
        }
    }

    /// It is as late as the deed that is done now. `settles`: what is due by then comes to pass.
    mutating func arrive(settles: Bool = false) async throws {
        guard let keeper = people[.administrator], memory.due > memory.clock || settles else { return }
        let now = max(memory.due, memory.clock)
        let body = try EstateDriver.json(["now": Instant(milliseconds: now).iso, "settle": settles])
        let answer = try await keeper.send("PUT", Self.clockPath, body)
        switch answer.status {
        // It has gone on by itself meanwhile.
        case 200..<300, 409: memory.clock = now
        default: throw SimulationProblem.refused("PUT", Self.clockPath, answer)
        }
    }

    private mutating func perform(_ deed: Deed) async throws {
        switch deed.what {
        case .settle: try await arrive(settles: true)
        case .pulse:
            try await arrive()
            try await send(traffic.pulse(at: deed.at))
        case .send(let from):
            try await arrive()
            try await sendAll(from: from, until: deed.at)
        case .tell(let event):
            try await arrive()
            memory.alarms[event.key] = try await happen(event)?.id
        default:
            guard let role = deed.by, let person = people[role] else { return }
            try await perform(deed, role, person)
        }
    }

    private mutating func sendAll(from: Int64, until: Int64) async throws {
        let readings = life(on: Rhythm.day(of: until)).readings
        try await send(readings.filter { from < $0.sentAt && $0.sentAt <= until })
        memory.sentUntil = until
    }

    private mutating func perform(_ deed: Deed, _ role: Role, _ person: SimulatedPerson) async throws {
        switch deed.what {
        case .act, .scan: break
        default: try await arrive()
        }
        switch deed.what {
        case .bring(let kind, let table):
            let path = "/api/v1/community/\(kind)/import?id=\(deed.key)"
            try demand(try await person.send("POST", path, table, type: "text/csv"), "POST", path)
        case .enter(let kind, let place, let words): try await enter(kind, place, words, deed, role, person)
        case .edit(let target, let words):
            for id in try await items(target, person) {
                let path = "/api/v1/community/\(target.kind)/\(id)"
                let body = try EstateDriver.json(["fields": try await fields(words, role, person)])
                try demand(
                    try await person.send(
                        "PATCH", path, body, type: "application/json", headers: [("If-Match", "*")]), "PATCH", path)
            }
        case .act(let act, let target, let words):
            let ids = try await items(target, person)
            if ids.isEmpty { return }
            try await arrive()
            let fields = try await fields(words, role, person)
            for id in ids {
                try await perform(act, on: id, of: target.kind, as: role, key: "\(deed.key)-\(id.suffix(6))", fields)
            }
        case .scan(let most): try await scan(most, deed, role, person)
        case .obey(let devices, let isBack): try await obey(devices, isBack: isBack, key: deed.key)
        case .bill(let tariff, let period, let within):
            let path = "/api/v1/money/bills"
            let body = try EstateDriver.json(["tariff": tariff, "period": period, "within": within])
            try demand(
                try await person.send("POST", path, body, headers: [("Idempotency-Key", deed.key)]), "POST", path)
        case .read: try await read(person)
        case .evaluate: try await evaluate(person)
        case .settle, .pulse, .send, .tell: break
        }
    }

    func demand(_ answer: SiteAnswer, _ method: String, _ path: String) throws {
        guard (200..<300).contains(answer.status) else { throw SimulationProblem.refused(method, path, answer) }
    }

    private func evaluate(_ manager: SimulatedPerson) async throws {
        try demand(try await manager.send("POST", "/api/v1/live", Array("{}".utf8)), "POST", "/api/v1/live")
    }
}
