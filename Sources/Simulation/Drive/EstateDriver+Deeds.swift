import Commons
import Foundation

/// How deeds are put to the server.
extension EstateDriver {
    mutating func enter(
        _ kind: String, _ place: String?, _ words: [String: Deed.Word], _ deed: Deed, _ role: Role,
        _ person: SimulatedPerson
    ) async throws {
        var body: [String: Any] = ["fields": try await fields(words, role, person)]
        if let place { body["place"] = place }
        let answer: ItemAnswer = try await person.ask(
            "POST", "/api/v1/community/\(kind)", try EstateDriver.json(body),
            headers: [("Idempotency-Key", deed.key)])
        report.acts += 1
        memory.entered[deed.key] = answer.id
        if let code = answer.fields?.code { memory.codes[deed.key] = code }
    }

    mutating func fields(
        _ words: [String: Deed.Word], _ role: Role, _ person: SimulatedPerson
    ) async throws -> [String: any Sendable] {
        var fields: [String: any Sendable] = [:]
        for (name, word) in words {
            switch word {
            case .text(let text): fields[name] = text
            case .number(let number): fields[name] = number
            case .list(let list): fields[name] = list
            case .worker: fields[name] = settings.worker
            case .code(let key): fields[name] = memory.codes[key] ?? ""
            case .photo: if let photo = try await takePhoto(role) { fields[name] = [photo] }
            case .named(let kind, let title):
                if memory.titles[kind]?[title] == nil { try await learn(kind, person) }
                fields[name] = memory.titles[kind]?[title] ?? title
            }
        }
        return fields
    }

    mutating func items(_ target: Deed.Target, _ person: SimulatedPerson) async throws -> [String] {
        switch target {
        case .entered(_, let key): return memory.entered[key].map { [$0] } ?? []
        case .alarm(let key): return memory.alarms[key].map { [$0] } ?? []
        case .order(let key):
            guard let alarm = memory.alarms[key], let duty = people[.duty] else { return [] }
            let known: ItemAnswer = try await duty.ask("GET", "/api/v1/community/alarm/\(alarm)")
            return known.fields?.order.map { [$0] } ?? []
        case .numbered(let kind, let number):
            if memory.numbers[kind]?[number] == nil { try await learn(kind, person) }
            return memory.numbers[kind]?[number].map { [$0] } ?? []
        case .every(let kind, let state, let most):
            let list: ListAnswer = try await person.ask(
                "GET", "/api/v1/community/\(kind)?state=\(state)&limit=\(most)")
            return list.items.map(\.id)
        }
    }

    /// What things of a kind are called.
    private mutating func learn(_ kind: String, _ person: SimulatedPerson) async throws {
        var after = ""
        while true {
            let list: ListAnswer = try await person.ask("GET", "/api/v1/community/\(kind)?limit=200\(after)")
            for item in list.items {
                memory.numbers[kind, default: [:]][item.number] = item.id
                memory.titles[kind, default: [:]][item.title] = item.id
            }
            guard let next = list.next else { return }
            after = "&after=\(next)"
        }
    }

    /// At a point of a patrol: what hangs there is held against what is on record.
    mutating func scan(_ most: Int, _ deed: Deed, _ role: Role, _ person: SimulatedPerson) async throws {
        let list: ListAnswer = try await person.ask("GET", "/api/v1/community/check?state=due&limit=20")
        for check in list.items.reversed().prefix(most) {
            guard let point = traffic.plan.checkpoints.first(where: { check.title.contains($0.name) }),
                let photo = try await takePhoto(role)
            else { continue }
            try await arrive()
            try await perform(
                "scan", on: check.id, of: "check", as: role, key: "\(deed.key)-\(check.id.suffix(6))",
                ["tag": point.tag, "photos": [photo], "words": "正常"])
        }
    }

    private struct LinkAnswer: Decodable, Sendable {
        struct Command: Decodable, Sendable {
            var id: String
            var state: String
        }
        var commands: [Command]
    }

    /// What devices were told they do, and say so; or they are told the opposite.
    mutating func obey(_ devices: [String], isBack: Bool, key: String) async throws {
        guard let duty = people[.duty], let gateway = people[.gateway] else { return }
        let opposites = ["door": "lock", "barrier": "lower", "lift": "resume"]
        for code in devices {
            guard let id = try await items(.numbered(kind: "device", number: code), duty).first else { continue }
            let path = "/api/v1/community/device/\(id)"
            if isBack {
                let model = traffic.plan.devices.first { $0.code == code }?.model ?? ""
                let body = try EstateDriver.json(["command": opposites[model] ?? ""])
                _ = try await duty.send(
                    "POST", path + "/commands", body, headers: [("Idempotency-Key", "\(key)-\(code)")])
            } else {
                let link: LinkAnswer = try await duty.ask("GET", path + "/link")
                for command in link.commands where ["waiting", "sent"].contains(command.state) {
                    _ = try await gateway.send(
                        "POST", path + "/commands/\(command.id)/answer", try EstateDriver.json(["done": true]))
                }
            }
        }
    }

    private struct MessagesAnswer: Decodable, Sendable {
        struct Message: Decodable, Sendable {
            var id: String
        }
        var items: [Message]
    }

    func read(_ person: SimulatedPerson) async throws {
        let new: MessagesAnswer = try await person.ask("GET", "/api/v1/messages?unread=true")
        for message in new.items {
            let path = "/api/v1/messages/\(message.id)/read"
            try demand(try await person.send("POST", path), "POST", path)
        }
    }
}

extension Deed.Target {
    var kind: String {
        switch self {
        case .entered(let kind, _), .numbered(let kind, _), .every(let kind, _, _): kind
        case .alarm: "alarm"
        case .order: "order"
        }
    }
}
