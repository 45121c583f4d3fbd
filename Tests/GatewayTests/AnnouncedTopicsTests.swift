import Commons
import MQTT
import NIOCore
import Rulebook
import Testing

@testable import Community
@testable import Gateway

/// Devices that a gateway announces as Home Assistant has it do.
@Suite struct AnnouncedTopicsTests {
    private static let now: Int64 = 1_764_010_800_000

    private var topics = AnnouncedTopics(gateway: "GW", kept: [])

    private mutating func say(_ topic: String, _ text: String) -> [Delivery.Content] {
        topics.contents(of: topic, Array(text.utf8), now: Self.now)
    }

    @discardableResult
    private mutating func announce(
        _ topic: String, _ text: String, at: SourceLocation = #_sourceLocation
    ) throws -> DeviceAnnouncement.Announced {
        guard case .announcement(let said)? = say("homeassistant/\(topic)/config", text).first else {
            throw Refusal(.invalid, zh: "", en: "\(topic) announces nothing")
        }
        return try #require(said.device, sourceLocation: at)
    }

    private func rows(_ contents: [Delivery.Content]) -> [String] {
        contents.flatMap { content -> [String] in
            switch content {
            case .readings(let batch):
                return batch.rows.map { row in
                    let source = batch.sources[Int(row.source)]
                    return "\(source.device) \(source.property) \(row.value.text)"
                }
            case .state(let state):
                return state.settings.sorted { $0.key < $1.key }.map {
                    "\(state.device ?? "") \($0.key)=\($0.value.text)"
                }
            default: return ["\(content)"]
            }
        }
    }

    @Test mutating func aRelay() throws {
        let device = try announce(
            "switch/35EBF6_RL_1",
            #"""
            {"name":"Pump","stat_t":"tele/pump/STATE","cmd_t":"cmnd/pump/POWER1","val_tpl":"{{value_json.POWER1}}",
            "uniq_id":"35EBF6_RL_1","dev":{"ids":["35EBF6"],"name":"泵房","mdl":"Sonoff Basic","sw":"9.2.0",
            "mf":"Tasmota"}}
            """#)
        #expect(device.number == "GW-35EBF6" && device.name == "泵房" && device.serial == "35EBF6")
        #expect(device.make == "Tasmota\nSonoff Basic" && device.title == "Tasmota Sonoff Basic")
        #expect(device.firmware == "9.2.0")
        #expect(device.properties.map(\.id) == ["RL_1_switch"] && device.properties[0].content == .flag)
        #expect(device.commands.map(\.id) == ["RL_1_switch-on", "RL_1_switch-off"])
        #expect(device.commands.map(\.opposite) == ["RL_1_switch-off", "RL_1_switch-on"])
        #expect(
            device.commands[0].title.zh == "Pump：开" && device.commands[0].title.en == "Pump: on"
                && device.settings.isEmpty)
        #expect(rows(say("tele/pump/STATE", #"{"POWER1":"ON"}"#)) == ["GW-35EBF6 RL_1_switch true"])
        #expect(rows(say("tele/pump/STATE", #"{"POWER1":"?"}"#)).isEmpty)
        #expect(rows(say("tele/other/STATE", #"{"POWER1":"ON"}"#)).isEmpty)
        let message = try #require(topics.message(for: "RL_1_switch-off", of: "GW-35EBF6"))
        #expect(message.topic == "cmnd/pump/POWER1" && message.bytes == Array("OFF".utf8))
        #expect(topics.message(for: "RL_1_switch-off", of: "GW-other") == nil)
        #expect(topics.message(for: "RL_1_switch-open", of: "GW-35EBF6") == nil)
    }

    /// Several things of a device speak in one message, others by a filter; what can be set is a setting.
    @Test mutating func oneMessageOfMany() throws {
        try announce("sensor/0x1/temperature", #"{"stat_t":"z/a","val_tpl":"{{value_json.t}}","dev":{"ids":"z0x1"}}"#)
        try announce("sensor/0x1/humidity", #"{"stat_t":"z/+","val_tpl":"{{value_json.h}}","dev":{"ids":"z0x1"}}"#)
        let device = try announce(
            "number/0x1/interval",
            #"{"stat_t":"z/a","cmd_t":"z/a/set","val_tpl":"{{value_json.i}}","min":5,"max":60,"dev":{"ids":"z0x1"}}"#)
        #expect(device.settings.map(\.id) == ["interval_number"] && device.properties.isEmpty)
        #expect(device.settings[0].content == .number(5...60))
        let said = say("z/a", #"{"t":21.5,"h":40,"i":10}"#)
        #expect(rows(said) == ["GW-z0x1 interval_number=10", "GW-z0x1 temperature 21.5", "GW-z0x1 humidity 40"])
        #expect(rows(say("z/b", #"{"h":41}"#)) == ["GW-z0x1 humidity 41"])
        // What is only a setting is no reading besides.
        #expect(say("z/a", #"{"i":11}"#).count == 1)
        let message = try #require(topics.message(setting: "interval_number", to: .number(20), of: "GW-z0x1"))
        #expect(message.topic == "z/a/set" && message.bytes == Array("20".utf8))
        #expect(topics.message(setting: "interval_number", to: .number(61), of: "GW-z0x1") == nil)
    }

    /// Two messages of one moment are two readings.
    @Test mutating func momentsDiffer() throws {
        try announce("binary_sensor/door", #"{"stat_t":"d","dev":{"ids":"d1"}}"#)
        var moments: [Int64] = []
        for word in ["ON", "OFF", "ON"] {
            guard case .readings(let batch)? = say("d", word).first else { continue }
            moments += batch.rows.map(\.at)
        }
        #expect(moments == [Self.now, Self.now + 1, Self.now + 2])
    }

    /// The same whatever came before, and for no two things the same.
    @Test mutating func names() throws {
        let cases: [(topic: String, device: String, number: String, property: String)] = [
            ("sensor/0x1/temperature", #"{"ids":["zigbee2mqtt_0x1"]}"#, "GW-zigbee2mqtt_0x1", "temperature"),
            ("sensor/AABBCC-temp", #"{"ids":["AABBCC"]}"#, "GW-AABBCC", "temp"),
            ("sensor/ABC_ENERGY_Power", #"{"ids":"ABC"}"#, "GW-ABC", "ENERGY_Power"),
            ("sensor/ABC2", #"{"ids":"ABC2"}"#, "GW-ABC2", "sensor"),
            ("sensor/x", #"{"cns":[["mac","aa:bb"]]}"#, "GW-mac-aa-bb-", "x"),
            ("sensor/y", #"{"ids":["灯"]}"#, "GW----", "y"),
            (
                "sensor/a_very_long_name_of_something_that_is_measured", #"{"ids":"L"}"#, "GW-L",
                "a_very_long_name_of_s-"
            ),
        ]
        for (index, one) in cases.enumerated() {
            let device = try announce(one.topic, #"{"stat_t":"s\#(index)","dev":\#(one.device)}"#)
            #expect(device.number.hasPrefix(one.number), "\(device.number)")
            #expect(device.properties.first?.id.hasPrefix(one.property) == true, "\(device.properties)")
            #expect(device.properties.allSatisfy { $0.id.utf8.count <= 30 } && device.number.count <= 60)
        }
        let alone = try announce("sensor/level", #"{"stat_t":"l","unit_of_meas":"m"}"#)
        #expect(alone.number == "GW-level" && alone.make == "GW-level" && alone.properties[0].unit == "m")
        let long = AnnouncedName.number(nil, else: "x", gateway: String(repeating: "网", count: 60))
        #expect(
            long.count <= 60 && long != AnnouncedName.number(nil, else: "y", gateway: String(repeating: "网", count: 60))
        )
        #expect(AnnouncedName.line("a\nb\u{7}", most: 10) == "a b" && AnnouncedName.line(" \n", most: 10) == nil)
    }

    @Test mutating func twiceTheSameNameIsRefused() throws {
        try announce("sensor/a/level", #"{"stat_t":"a","dev":{"ids":"d1"}}"#)
        for (topic, text) in [
            ("sensor/b/level", #"{"stat_t":"b","dev":{"ids":"d1"}}"#),
            (
                "device/d9",
                #"{"dev":{"ids":"d9"},"cmps":{"x/l":{"p":"sensor","stat_t":"a"},"y/l":{"p":"sensor","stat_t":"b"}}}"#
            ),
        ] {
            guard case .malformed(let words)? = say("homeassistant/\(topic)/config", text).first else {
                Issue.record("\(topic) was taken")
                continue
            }
            #expect(words.hasPrefix("twice homeassistant/\(topic)"))
        }
        // The same again takes its place.
        try announce("sensor/a/level", #"{"stat_t":"c","dev":{"ids":"d1"}}"#)
        #expect(rows(say("a", "1")).isEmpty && rows(say("b", "1")).isEmpty)
        #expect(rows(say("c", "1")) == ["GW-d1 level 1"])
    }

    @Test mutating func whatIsTakenBackIsForgotten() throws {
        try announce("sensor/a/level", #"{"stat_t":"+/x","dev":{"ids":"d1"}}"#)
        let kept = KeptAnnouncement(
            gateway: "g", topic: "homeassistant/sensor/a/level/config",
            text: #"{"stat_t":"+/x","dev":{"ids":"d1"}}"#, device: "d", number: "GW-d1")
        var again = AnnouncedTopics(gateway: "GW", kept: [kept])
        #expect(rows(again.contents(of: "a/x", Array("2".utf8), now: 0)) == ["GW-d1 level 2"])
        guard case .announcement(let said)? = say("homeassistant/sensor/a/level/config", "").first else {
            Issue.record("nothing was taken back")
            return
        }
        #expect(said.device == nil && said.text.isEmpty && rows(say("a/x", "2")).isEmpty)
    }

    /// What is of no use any more is taken back; what is refused changes nothing.
    @Test mutating func whatWasThereBefore() throws {
        try announce("sensor/a/level", #"{"stat_t":"a","dev":{"ids":"d1"}}"#)
        guard
            case .malformed? = say(
                "homeassistant/device/d1/config", #"{"dev":{"ids":"d1"},"cmps":{"level":{"p":"sensor","stat_t":"b"}}}"#
            ).first
        else {
            Issue.record("it was taken")
            return
        }
        #expect(rows(say("a", "1")) == ["GW-d1 level 1"])
        guard
            case .announcement(let said)? = say(
                "homeassistant/sensor/a/level/config", #"{"stat_t":"a","val_tpl":"{% set a = 1 %}","dev":{"ids":"d1"}}"#
            ).first
        else {
            Issue.record("it is kept")
            return
        }
        #expect(said.device == nil && rows(say("a", "1")).isEmpty)
    }

    /// One message is about so many things, all announcements take so many bytes.
    @Test mutating func thereIsAnEndToIt() throws {
        for number in 0..<500 { try announce("sensor/n\(number)", #"{"stat_t":"s","dev":{"ids":"d\#(number)"}}"#) }
        #expect(rows(say("s", "1")).count == 500)
        guard case .malformed? = say("homeassistant/sensor/more/config", #"{"stat_t":"s","dev":{"ids":"e"}}"#).first
        else {
            Issue.record("one more was taken")
            return
        }
        let long = String(repeating: "x", count: 60_000)
        var taken = 0
        for number in 0..<50 {
            let text = #"{"stat_t":"t\#(number)","x":"\#(long)","dev":{"ids":"f\#(number)"}}"#
            if case .announcement? = say("homeassistant/sensor/f\(number)/config", text).first { taken += 1 }
        }
        #expect((20..<40).contains(taken), "2 MiB in all: \(taken)")
    }

    /// What cannot be kept, and what makes no sense.
    @Test mutating func ofNoUse() throws {
        for text in [#"{"cmd_t":"c","dev":{"ids":"d"}}"#, #"{"migrate_discovery":true}"#] {
            let contents = say("homeassistant/\(text.contains("mig") ? "sensor" : "text")/t/config", text)
            guard case .readings(let batch)? = contents.first else {
                Issue.record("\(text): \(contents)")
                continue
            }
            #expect(batch.rows.isEmpty)
        }
        for text in ["{", "[]", #"{"stat_t":1}"#.replacing("1", with: "\"a#\""), #"{"name":"x"}"#] {
            guard case .malformed? = say("homeassistant/sensor/t/config", text).first else {
                Issue.record("\(text) was taken")
                continue
            }
        }
    }
}

/// The same in a conversation.
@Suite struct AnnouncingConversationTests {
    private func open(announces: Bool = true, _ change: (inout Connect) -> Void = { _ in }) -> Conversation {
        var connect = Connect(version: .v5, client: "c", user: "GW", password: Array("key".utf8))
        change(&connect)
        var conversation = Conversation(now: { 1_764_010_800_000 })
        _ = conversation.receive(.connect(connect))
        _ = conversation.known(.init(device: "g", number: "GW", key: "k", announces: announces), connection: 1)
        return conversation
    }

    private func publish(_ topic: String, _ text: String) -> Packet {
        .publish(Publish(topic: topic, payload: ByteBuffer(string: text), quality: .atLeastOnce, id: 1))
    }

    private func contents(_ steps: [Conversation.Step]) -> [(Delivery.Content, Int?)] {
        steps.compactMap { if case .take(let delivery, let place) = $0 { (delivery.content, place) } else { nil } }
    }

    private let config = (
        "homeassistant/switch/p/config", #"{"stat_t":"s","cmd_t":"c/p","dev":{"ids":"p1"}}"#
    )

    @Test func onlyWhoMayAnnounceHasTopicsOfItsOwn() {
        var other = open(announces: false)
        for topic in [config.0, "s"] {
            guard case (.malformed, let place?)? = contents(other.receive(publish(topic, config.1))).first else {
                Issue.record("\(topic) was taken")
                return
            }
            guard
                case .send(.puback(let answer))? = other.taken(
                    place,
                    ReadingReport(
                        taken: 0, repeated: 0, refused: [.malformed: 1], examples: [])
                ).first
            else { return }
            #expect(answer.code == .notAuthorized)
        }
        var gateway = open()
        guard case (.announcement, _?)? = contents(gateway.receive(publish(config.0, config.1))).first else {
            Issue.record("nothing was announced")
            return
        }
        guard case (.readings(let batch), _?)? = contents(gateway.receive(publish("s", "ON"))).first else {
            Issue.record("nothing was told")
            return
        }
        #expect(batch.sources == [.init(device: "GW-p1", property: "p_switch")] && batch.rows.count == 1)
        // Its own topics are not those that all devices have.
        guard case (.malformed, _)? = contents(gateway.receive(publish("linli/x", ""))).first else {
            Issue.record("linli/x was taken")
            return
        }
    }

    /// What settings say and what is measured are one message: it is acknowledged when both are kept.
    @Test func acknowledgedWhenAllIsKept() {
        var gateway = open()
        _ = gateway.receive(publish("homeassistant/number/n/config", #"{"stat_t":"s","cmd_t":"c","dev":{"ids":"p"}}"#))
        _ = gateway.receive(publish("homeassistant/sensor/l/config", #"{"stat_t":"s","dev":{"ids":"p"}}"#))
        let all = contents(gateway.receive(publish("s", "5")))
        #expect(all.count == 2 && all[0].1 == nil && all[1].1 != nil)
    }

    @Test func whatItHears() {
        var gateway = open()
        let asked = Subscribe(
            7, ["c/#", "homeassistant/status", "linli/GW/#", "linli/other/#", "#", "+/p", "$SYS/#"].map { .init($0) })
        let steps = gateway.allowed(asked, numbers: ["GW"])
        guard case .send(.suback(let answer))? = steps.first else {
            Issue.record("no SUBACK")
            return
        }
        #expect(answer.codes.map(\.isFailure) == [false, false, false, true, true, true, true])
        // That somebody listens is said at once.
        guard case .send(.publish(let status))? = steps.last else {
            Issue.record("no status")
            return
        }
        #expect(status.topic == "homeassistant/status" && String(buffer: status.payload) == "online")
        var other = open(announces: false)
        guard case .send(.suback(let none))? = other.allowed(asked, numbers: ["GW"]).first else { return }
        #expect(none.codes.map(\.isFailure) == [true, true, false, true, true, true, true])
    }

    private func post(_ command: String) -> DevicePost {
        DevicePost(
            device: "d", number: "GW-p1", speakers: ["d", "g"],
            commands: [
                DeviceCommand(
                    id: "c1", device: "d", command: command, askedAt: Instant(milliseconds: 0),
                    until: Instant(milliseconds: 60_000))
            ], wishes: [:], isSettled: true, isElsewhere: false)
    }

    @Test func aCommandInItsOwnWordsIsAnsweredWhenItIsThere() {
        var gateway = open()
        _ = gateway.receive(publish(config.0, config.1))
        #expect(gateway.tell(post("p_switch-on")).isEmpty, "it does not listen")
        _ = gateway.allowed(Subscribe(7, [.init("c/p", .atLeastOnce)]), numbers: ["GW"])
        guard case .send(.publish(let told))? = gateway.tell(post("p_switch-on")).first, let id = told.id else {
            Issue.record("nothing was told")
            return
        }
        #expect(told.topic == "c/p" && String(buffer: told.payload) == "ON")
        let steps = gateway.receive(.puback(Acknowledgement(id)))
        guard case .received("c1")? = steps.first, case (.answer(let answer), nil)? = contents(steps).first else {
            Issue.record("nothing was answered: \(steps)")
            return
        }
        #expect(answer.command == "c1" && answer.isDone)
        // Once.
        #expect(gateway.tell(post("p_switch-on")).isEmpty)
    }

    /// What it refuses is not done; where it says nothing, what was sent is all that is known.
    @Test func howItTookACommand() {
        for (quality, code, isDone, words) in [
            (QualityOfService.atLeastOnce, ReasonCode.notAuthorized, false, "拒绝"),
            (.atLeastOnce, .success, true, "已收到"),
            (.atMostOnce, .success, true, "不确认"),
        ] {
            var gateway = open()
            _ = gateway.receive(publish(config.0, config.1))
            _ = gateway.allowed(Subscribe(7, [.init("c/p", quality)]), numbers: ["GW"])
            var steps = gateway.tell(post("p_switch-on"))
            for case .send(.publish(let told)) in steps {
                if let id = told.id { steps += gateway.receive(.puback(Acknowledgement(id, code))) }
            }
            guard case (.answer(let answer), nil)? = contents(steps).first else {
                Issue.record("nothing was answered: \(quality)")
                continue
            }
            #expect(answer.isDone == isDone && answer.text.contains(words))
        }
    }

    @Test func aWishInItsOwnWordsIsToldUntilItIsSo() {
        var gateway = open()
        let select = #"{"stat_t":"s","cmd_t":"c/m","ops":["eco","dry"],"dev":{"ids":"p1"}}"#
        _ = gateway.receive(publish("homeassistant/select/mode/config", select))
        _ = gateway.allowed(Subscribe(7, [.init("c/#")]), numbers: ["GW"])
        var wish = post("none")
        wish.commands = []
        wish.wishes = ["mode_select": .text("dry"), "other": .text("x")]
        #expect(gateway.tell(wish).isEmpty, "it is so already")
        wish.isSettled = false
        let told = gateway.tell(wish).compactMap { if case .send(.publish(let one)) = $0 { one.topic } else { nil } }
        #expect(told == ["c/m"])
    }

    @Test func aWillOfItsOwnIsNobodysBusiness() {
        var gateway = open { $0.will = .init(topic: "tele/pump/LWT", payload: ByteBuffer(string: "Offline")) }
        #expect(gateway.login != nil && gateway.gone() == nil)
    }
}
