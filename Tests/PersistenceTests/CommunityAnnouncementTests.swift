import Commons
import Persistence
import Rulebook
import Testing

@testable import Community

/// Devices that gateways announce.
@Suite struct CommunityAnnouncementTests {
    /// A gateway that may announce, and one that may not.
    private func with<T: Sendable>(
        _ kind: Engines.Kind, _ body: (CommunityScene) async throws -> T
    ) async throws -> T {
        try await CommunityScene.with(kind) { scene in
            for (number, may) in [("GW", "true"), ("G2", "true"), ("G3", "false")] {
                _ = try await scene.create(
                    "device", ["name": number, "code": number, "model": "door", "discovery": may], place: "B1",
                    by: "mia")
            }
            return try await body(scene)
        }
    }

    private func relay(
        _ number: String = "GW-p1", topic: String = "homeassistant/switch/p1/config", text: String = "{1}",
        _ change: (inout DeviceAnnouncement.Announced) -> Void = { _ in }
    ) -> Delivery.Content {
        var device = DeviceAnnouncement.Announced(
            number: number, name: "泵房继电器", serial: "p1", make: "Tasmota\nBasic", title: "Tasmota Basic",
            firmware: "9.2",
            properties: [
                .init("on", zh: "开", en: "on", .flag),
                .init("level", zh: "液位", en: "level", .number(0...5.5), unit: "m", silence: 600),
                .init("mode", zh: "模式", en: "mode", .state([.init("a", zh: "a", en: "a")])),
            ],
            commands: [
                .init("on-on", zh: "开", en: "on", opposite: "on-off"),
                .init("on-off", zh: "关", en: "off", opposite: "on-on"),
            ], settings: [.init("interval", zh: "间隔", en: "interval", .number(1...100))])
        change(&device)
        return .announcement(DeviceAnnouncement(topic: topic, text: text, device: device))
    }

    private func model(_ scene: CommunityScene) async throws -> [CommunityItem] {
        try await scene.items("model", by: "ada").filter { $0.head.number.hasPrefix("ha-") }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aDeviceIsEntered(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            #expect(try await scene.say(relay(), as: "GW").taken == 1)
            let device = try await scene.device("GW-p1")
            let gateway = try await scene.device("GW")
            #expect(device.place == gateway.place && device.head.handler == "keeper" && device.head.title == "泵房继电器")
            #expect(device.fields["serial"] == .text("p1"))
            let link = try await scene.desk.link(of: device.id, scene.visitor("mia"))
            #expect(link.presence?.firmware == "9.2" && link.model?.commands.map(\.opposite) == ["on-on", "on-off"])
            #expect(link.model?.property("level")?.content == .number(0...5.5))
            #expect(link.model?.property("level")?.silence == 600 && link.model?.settings.map(\.id) == ["interval"])
            // The gateway speaks for it, and nobody else does.
            let readings = ReadingBatch(
                sources: [.init(device: "GW-p1", property: "level"), .init(device: "GW-p1", property: "mode")],
                rows: [
                    .init(source: 0, line: 1, at: scene.clock.instant.milliseconds, value: .number(2.5)),
                    .init(source: 1, line: 1, at: scene.clock.instant.milliseconds, value: .text("a")),
                ])
            #expect(try await scene.say(.readings(readings), as: "GW").taken == 2)
            #expect(try await scene.say(.readings(readings), as: "G2").refused == [.unknownDevice: 2])
            // It is commanded, and the command goes through the gateway.
            let command = try await scene.desk.command(
                "on-on", to: device.id, id: scene.clock.id(), by: scene.visitor("mia"))
            let post = try #require(try await scene.desk.post(for: [device.id]).first)
            #expect(post.speakers == [device.id, gateway.id] && post.commands.map(\.id) == [command.id])
            let kept = try await scene.desk.announcements(
                by: .init(device: gateway.id, number: "GW", key: "", announces: true))
            #expect(kept.map(\.text) == ["{1}"] && kept.map(\.device) == [device.id])
            #expect(kept.map(\.topic) == ["homeassistant/switch/p1/config"] && kept.map(\.number) == ["GW-p1"])
            // The same again is nothing new.
            let version = try await scene.store.readCommunity { try $0.deviceVersion() }
            let again = try await scene.say(relay(), as: "GW")
            #expect(again.repeated == 1 && again.taken == 0)
            #expect(try await scene.store.readCommunity { try $0.deviceVersion() } == version)
            let relations = try await scene.items("service", by: "mia").filter {
                $0.fields["target"]?.text == device.id
            }
            #expect(relations.count == 1)
        }
    }

    /// What comes in one breath: announcements first, then what was announced.
    @Test(arguments: Engines.Kind.allCases)
    func whatIsAnnouncedIsThereForWhatComesNext(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let at = scene.clock.instant.milliseconds
            let reports = try await withThrowingTaskGroup(of: (Int, ReadingReport).self) { group in
                let (stream, continuation) = AsyncThrowingStream<(Int, ReadingReport), any Error>.makeStream()
                for number in 0..<10 {
                    let name = "GW-q\(number)"
                    let topic = "homeassistant/switch/q\(number)/config"
                    let level = ReadingBatch(
                        sources: [.init(device: name, property: "level")],
                        rows: [.init(source: 0, line: 1, at: at, value: .number(1))])
                    for (index, content) in [relay(name, topic: topic), .readings(level)].enumerated() {
                        scene.desk.take(Delivery(content, from: .device("GW"))) { result in
                            do { continuation.yield((number * 2 + index, try result.get())) } catch {
                                continuation.finish(throwing: error)
                            }
                        }
                    }
                }
                group.cancelAll()
                var all: [ReadingReport] = []
                for try await (_, report) in stream {
                    all.append(report)
                    if all.count == 20 { break }
                }
                return all
            }
            #expect(reports.allSatisfy { $0.taken == 1 && $0.refused.isEmpty })
            #expect(try await model(scene).count == 1, "they are of one make")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func aModelGrows(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            _ = try await scene.say(relay(), as: "GW")
            // More of the same, wider, and something new.
            let more = relay(topic: "t2", text: "{2}") { device in
                device.properties = [
                    .init("level", zh: "液位", en: "level", .number(-1...10)),
                    .init("mode", zh: "模式", en: "mode", .state([.init("b", zh: "b", en: "b")])),
                    .init("power", zh: "功率", en: "power", .number(-1e12...1e12)),
                ]
            }
            #expect(try await scene.say(more, as: "GW").taken == 1)
            let device = try await scene.device("GW-p1")
            let known = try await scene.desk.link(of: device.id, scene.visitor("mia")).model
            #expect(known?.properties.map(\.id).sorted() == ["level", "mode", "on", "power"])
            #expect(known?.property("level")?.content == .number(-1...10))
            #expect(known?.property("level")?.silence == 600)
            guard case .state(let options)? = known?.property("mode")?.content else {
                Issue.record("mode is no state")
                return
            }
            #expect(options.map(\.id) == ["a", "b"])
            // Something else by the same name is told apart, and nothing of it is kept.
            let other = relay("GW-p2", topic: "t3", text: "{3}") {
                $0.properties = [.init("level", zh: "液位", en: "level", .flag)]
            }
            #expect(try await scene.say(other, as: "GW").refused == [.malformed: 1])
            #expect(try await scene.items("device", by: "mia").allSatisfy { $0.head.number != "GW-p2" })
            // What people write there stays.
            var item = try #require(try await model(scene).first)
            let text = try #require(item.fields["definition"]?.text).replacing("\"液位\"", with: "\"水位\"")
            item = try await scene.desk.edit(
                item.id, of: scene.desk.kind("model"),
                .init(["name": ["继电器"], "code": [item.head.number], "definition": [text]]), entry: scene.clock.id(),
                expected: item.head.sequence, by: scene.visitor("ada")
            ).item
            let third = relay(topic: "t4", text: "{4}") { $0.properties = [.init("heat", zh: "热", en: "heat", .flag)] }
            #expect(try await scene.say(third, as: "GW").taken == 1)
            let after = try await scene.desk.link(of: device.id, scene.visitor("mia")).model
            #expect(after?.property("level")?.title.zh == "水位" && after?.property("heat") != nil)
            #expect(after?.title.zh == "继电器")
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func nobodyElsesDeviceIsTaken(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            _ = try await scene.create(
                "device", ["name": "GW-x", "code": "GW-x", "model": "smoke"], place: "H1", by: "mia")
            #expect(try await scene.say(relay("GW-x"), as: "GW").refused == [.unknownDevice: 1])
            #expect(try await scene.say(relay("S1"), as: "GW").refused == [.unknownDevice: 1])
            #expect(try await scene.say(relay(), as: "G3").refused == [.unknownDevice: 1], "it may not announce")
            #expect(try await scene.say(relay(), as: "nobody").refused == [.unknownDevice: 1])
            #expect(try await model(scene).isEmpty)
            // One that somebody put behind it keeps the model that it has.
            let gateway = try await scene.device("GW")
            let other = try await scene.device("GW-x")
            _ = try await scene.create(
                "service",
                ["relation": "connects", "device": gateway.id, "target": other.id, "since": "2025-01-01"], by: "mia")
            #expect(try await scene.say(relay("GW-x"), as: "GW").taken == 1)
            #expect(try await model(scene).isEmpty)
            #expect(try await scene.device("GW-x").fields["model"] == .text("smoke"))
            // Taken out of service, it does not come back by itself.
            try await scene.act("revoke", other, ["reason": "坏"], by: "mia")
            #expect(try await scene.say(relay("GW-x", text: "{9}"), as: "GW").refused == [.revoked: 1])
            try await scene.act("revoke", gateway, ["reason": "坏"], by: "mia")
            #expect(try await scene.say(relay("GW-y"), as: "GW").refused == [.revoked: 1])
        }
    }

    /// Once it is behind the gateway no more, the gateway says nothing of it; what people call as models are called
    /// stays theirs.
    @Test(arguments: Engines.Kind.allCases)
    func whatIsBehindItNoMore(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            _ = try await scene.create(
                "model", ["name": "M", "code": "ha-own", "definition": "{}"], by: "ada")
            _ = try await scene.say(relay(), as: "GW")
            let device = try await scene.device("GW-p1")
            var item = try await scene.desk.edit(
                device.id, of: scene.desk.kind("device"),
                .init(["name": ["R"], "code": ["GW-p1"], "model": ["ha-own"]]), entry: scene.clock.id(),
                expected: device.head.sequence, by: scene.visitor("mia")
            ).item
            #expect(try await scene.say(relay(text: "{2}"), as: "GW").taken == 1)
            item = try #require(try await scene.items("model", by: "ada").first { $0.head.number == "ha-own" })
            #expect(item.fields["definition"] == .text("{}"))
            let service = try #require(
                try await scene.items("service", by: "mia").first { $0.fields["target"]?.text == device.id })
            try await scene.act("void", service, ["reason": "x"], by: "mia")
            #expect(try await scene.say(relay(text: "{3}"), as: "GW").refused == [.unknownDevice: 1])
        }
    }

    /// One organisation does not use up the models of all.
    @Test(arguments: Engines.Kind.allCases)
    func modelsHaveAnEnd(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            for number in 0..<CommunityLimits.announcedModels {
                let said = relay("GW-m\(number)", topic: "t\(number)") { $0.make = "make \(number)" }
                #expect(try await scene.say(said, as: "GW").taken == 1)
            }
            let more = relay("GW-more", topic: "more") { $0.make = "one more" }
            #expect(try await scene.say(more, as: "GW").refused == [.malformed: 1])
            _ = try await scene.create(
                "device", ["name": "GX", "code": "GX", "model": "door", "discovery": "true"], place: "X", by: "max")
            #expect(try await scene.say(relay("GX-p1"), as: "GX").taken == 1)
        }
    }

    /// A make that two organisations have is two models: neither changes the other's.
    @Test(arguments: Engines.Kind.allCases)
    func organisationsAreApart(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            _ = try await scene.create(
                "device", ["name": "GX", "code": "GX", "model": "door", "discovery": "true"], place: "X", by: "max")
            #expect(try await scene.say(relay(), as: "GW").taken == 1)
            #expect(try await scene.say(relay("GX-p1"), as: "GX").taken == 1)
            #expect(try await model(scene).count == 2)
            #expect(try await scene.items("device", by: "max").map(\.head.number).sorted() == ["GX", "GX-p1"])
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func whatIsTakenBackIsNoMore(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            _ = try await scene.say(relay(), as: "GW")
            let back = Delivery.Content.announcement(
                DeviceAnnouncement(topic: "homeassistant/switch/p1/config", text: "", device: nil))
            #expect(try await scene.say(back, as: "G2").repeated == 1, "it is another's")
            #expect(try await scene.say(back, as: "GW").taken == 1)
            #expect(try await scene.say(back, as: "GW").repeated == 1)
            let gateway = try await scene.device("GW")
            let login = CommunityDesk.DeviceLogin(device: gateway.id, number: "GW", key: "", announces: true)
            #expect(try await scene.desk.announcements(by: login).isEmpty)
            // The device stays, and is the same when it comes again.
            let device = try await scene.device("GW-p1")
            #expect(try await scene.say(relay(), as: "GW").taken == 1)
            #expect(try await scene.device("GW-p1").id == device.id)
        }
    }

    @Test(arguments: Engines.Kind.allCases)
    func thereIsAnEndToIt(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            let gateway = try await scene.device("GW")
            try await scene.store.writeCommunity { records in
                for number in 0..<CommunityLimits.announcements {
                    try records.put(
                        KeptAnnouncement(
                            gateway: gateway.id, topic: "t\(number)", text: "{}", device: "d", number: "n"))
                }
            }
            #expect(try await scene.say(relay(), as: "GW").refused == [.quota: 1])
            #expect(try await scene.say(relay(), as: "G2").refused.isEmpty)
            try await scene.store.writeCommunity { records in
                _ = try records.removeDeviceAnnouncement(by: gateway.id, on: "t0")
                let large = String(repeating: "x", count: CommunityLimits.announcedText - 4_000)
                try records.put(
                    KeptAnnouncement(gateway: gateway.id, topic: "t1", text: large, device: "d", number: "n"))
            }
            #expect(try await scene.say(relay(text: String(repeating: "y", count: 5)), as: "GW").refused == [.quota: 1])
        }
    }

    /// Whether it may announce belongs to who it is.
    @Test(arguments: Engines.Kind.allCases)
    func mayAnnounceNoLonger(_ kind: Engines.Kind) async throws {
        try await with(kind) { scene in
            var gateway = try await scene.device("GW")
            let (key, text) = try await scene.desk.makeKey(of: gateway.id, by: scene.visitor("mia"))
            let login = try #require(try await scene.desk.logIn(device: "GW", key: text))
            #expect(login.announces && login.key == key.id)
            #expect(try await scene.desk.ended([login]).isEmpty)
            gateway = try await scene.desk.edit(
                gateway.id, of: scene.desk.kind("device"),
                .init(["name": ["GW"], "code": ["GW"], "model": ["door"], "discovery": ["false"]]),
                entry: scene.clock.id(),
                expected: gateway.head.sequence, by: scene.visitor("mia")
            ).item
            #expect(try await scene.desk.ended([login]) == [login])
            #expect(try await scene.desk.logIn(device: "GW", key: text)?.announces == false)
            #expect(try await scene.desk.announcements(by: .init(device: gateway.id, number: "GW", key: "")).isEmpty)
        }
    }
}
