import Testing

@testable import HomeAssistant

@Suite struct DiscoveryTests {
    // MARK: Topics

    @Test func topics() throws {
        let long = try #require(DiscoveryTopic("homeassistant/binary_sensor/node-1/object_2/config"))
        #expect(long.component == "binary_sensor" && long.node == "node-1" && long.object == "object_2")
        #expect(long.id == "node-1/object_2")
        let short = try #require(DiscoveryTopic("homeassistant/device/x/config"))
        #expect(short.component == "device" && short.node == nil && short.object == "x" && short.id == "x")
        #expect(DiscoveryTopic("a/b/sensor/x/config", prefix: "a/b")?.object == "x")
    }

    @Test(arguments: [
        "", "homeassistant", "homeassistant/config", "homeassistant/sensor/config", "homeassistant/sensor/x/state",
        "homeassistant/sensor/a/b/c/config", "homeassistant/sensor//config", "homeassistant//x/config",
        "homeassistant/sensor/a//config", "homeassistant/sensor/a b/config", "homeassistant/sensor/是/config",
        "homeassistant/sens-or/x/config", "homeassistantX/sensor/x/config", "other/sensor/x/config",
        "homeassistant/sensor/x/config/", "homeassistant/sensor/+/config", "homeassistant/\u{301}sensor/x/config",
    ])
    func noTopic(_ text: String) { #expect(DiscoveryTopic(text) == nil) }

    @Test func longTopics() {
        func topic(_ count: Int) -> String {
            "homeassistant/sensor/" + String(repeating: "x", count: count - 28) + "/config"
        }
        #expect(DiscoveryTopic(topic(1_000)) != nil)
        #expect(DiscoveryTopic(topic(1_001)) == nil)
    }

    // MARK: Whole announcements

    @Test func zigbee() throws {
        let one = try Announced.announcement(Announced.zigbee.topic, Announced.zigbee.payload)
        let device = try #require(one.device)
        #expect(device.identifiers == ["zigbee2mqtt_0x00158d00045b1c2e"] && device.name == "Cellar")
        #expect(device.manufacturer == "Aqara" && device.model == "Climate sensor")
        #expect(device.softwareVersion == "3000-0001")
        #expect(device.viaDevice == "zigbee2mqtt_bridge_0x00124b0022813c5d")
        let entity = try #require(one.entities.first)
        #expect(one.entities.count == 1 && entity.platform == .sensor)
        #expect(entity.objectID == "0x00158d00045b1c2e/temperature" && entity.name == nil)
        #expect(entity.uniqueID == "0x00158d00045b1c2e_temperature_zigbee2mqtt")
        #expect(entity.deviceClass == "temperature" && entity.unit == "°C" && entity.content == .number(nil))
        #expect(entity.listens(to: "zigbee2mqtt/Cellar") && !entity.listens(to: "zigbee2mqtt/Cellar/x"))
        #expect(entity.reading(from: Array(#"{"temperature":21.37,"humidity":3}"#.utf8)) == .number(21.37))
        #expect(entity.reading(from: Array(#"{"humidity":3}"#.utf8)) == nil)
        #expect(entity.availabilityMode == .all && entity.availabilities.count == 2)
        #expect(entity.availabilities[1].topic == "zigbee2mqtt/Cellar/availability")
        #expect(entity.availabilities[1].isOnline(Array(#"{"state":"offline"}"#.utf8)) == false)
        #expect(entity.availabilities[1].isOnline(Array(#"{"state":"online"}"#.utf8)) == true)
        #expect(entity.availabilities[1].isOnline(Array("online".utf8)) == nil)
        #expect(entity.commands.isEmpty && entity.commandTopic == nil)
    }

    @Test func tasmota() throws {
        let one = try Announced.announcement(Announced.tasmota.topic, Announced.tasmota.payload)
        #expect(one.device?.identifiers == ["35EBF6"] && one.device?.manufacturer == "Tasmota")
        let entity = one.entities[0]
        #expect(entity.platform == .switch && entity.objectID == "35EBF6_RL_1" && entity.content == .flag)
        #expect(entity.commandTopic == "cmnd/pump/POWER1" && entity.stateTopic == "tele/pump/STATE")
        #expect(entity.commands.map(\.action) == [.on, .off])
        #expect(entity.message(for: .off) == Array("OFF".utf8) && entity.message(for: .press) == nil)
        #expect(entity.reading(from: Array(#"{"POWER1":"ON"}"#.utf8)) == .flag(true))
        #expect(entity.reading(from: Array(#"{"POWER1":"OFF"}"#.utf8)) == .flag(false))
        #expect(entity.reading(from: Array(#"{"POWER1":"HOLD"}"#.utf8)) == nil)
        #expect(entity.availabilities.map(\.topic) == ["tele/pump/LWT"] && entity.availabilityMode == .latest)
        #expect(entity.availabilities[0].isOnline(Array("Online".utf8)) == true)
        #expect(entity.availabilities[0].isOnline(Array("online".utf8)) == nil)
    }

    @Test func board() throws {
        let one = try Announced.announcement(Announced.board.topic, Announced.board.payload)
        #expect(one.device?.identifiers == ["a4cf12d5e6f7"])
        #expect(one.device?.connections.map(\.kind) == ["mac"])
        let entity = one.entities[0]
        #expect(entity.platform == .binarySensor && entity.valueTemplate == nil)
        #expect(entity.reading(from: Array("ON".utf8)) == .flag(true))
        #expect(entity.reading(from: Array("on".utf8)) == nil)
    }

    @Test func whole() throws {
        let one = try Announced.announcement(Announced.whole.topic, Announced.whole.payload)
        #expect(one.entities.map(\.objectID) == ["action", "power", "reset"] && one.removed == ["gone"])
        let (action, power, reset) = (one.entities[0], one.entities[1], one.entities[2])
        #expect(action.platform == .other("device_automation") && action.content == nil)
        #expect(power.stateTopic == "meters/7/state" && power.expireAfter == 120)
        #expect(power.reading(from: Array(#"{"power":"123"}"#.utf8)) == .number(12.3))
        #expect(power.availabilities.map(\.topic) == ["meters/7/online"])
        #expect(reset.commandTopic == "meters/7/reset" && reset.message(for: .press) == Array("1".utf8))
        #expect(reset.stateTopic == nil && reset.content == nil)
    }

    @Test func ownOverShared() throws {
        let one = try Announced.announcement(
            "homeassistant/device/x/config",
            #"""
            {"~":"a","dev":{"ids":"x"},"stat_t":"~/s","cmd_t":"~/c","avty":{"t":"~/v","pl_avail":"1"},
            "avty_mode":"all","cmps":{"a":{"p":"switch","~":"b","stat_t":"~/own"},
            "b":{"p":"switch","avty_t":"w/~"}}}
            """#)
        let (first, second) = (one.entities[0], one.entities[1])
        #expect(first.stateTopic == "b/own" && first.commandTopic == "a/c")
        #expect(first.availabilities.map(\.topic) == ["a/v"] && first.availabilities[0].online == "1")
        #expect(first.availabilityMode == .all)
        #expect(second.stateTopic == "a/s" && second.availabilities.map(\.topic) == ["w/a"])
        #expect(second.availabilityMode == .latest)
    }

    @Test func removed() throws {
        #expect(try Announced.read("homeassistant/sensor/x/config", "") == .removed)
        #expect(try Announced.read("homeassistant/sensor/x/config", "{}") == .removed)
        #expect(try Announced.read("homeassistant/device/x/config", "") == .removed)
        #expect(try Announced.read("homeassistant/sensor/x/config", #"{"migr_discvry":true}"#) == .moving)
        #expect(Announced.problem("sensor", #"{"migrate_discovery":false}"#) == .missing("state_topic"))
    }

    @Test func baseOnlyInTopics() throws {
        let entity = try Announced.entity(
            "switch", #"{"~":"a/b","stat_t":"x/~","cmd_t":"c~d","pl_on":"~","name":"~"}"#)
        #expect(entity.stateTopic == "x/a/b" && entity.commandTopic == "c~d")
        #expect(entity.message(for: .on) == Array("~".utf8) && entity.name == "~")
    }

    @Test func shortBeforeLong() throws {
        let entity = try Announced.entity("sensor", #"{"stat_t":"a","state_topic":"b","frobnicate":[1,{"x":2}]}"#)
        #expect(entity.stateTopic == "a")
    }

    /// As templates write them.
    @Test func textsOfNumbers() throws {
        let entity = try Announced.entity(
            "switch", #"{"cmd_t":"c","pl_on":1,"pl_off":false,"uniq_id":7,"name":1.5,"device_class":null}"#)
        #expect(entity.message(for: .on) == Array("1".utf8) && entity.message(for: .off) == Array("False".utf8))
        #expect(entity.uniqueID == "7" && entity.name == "1.5" && entity.deviceClass == nil)
    }

    // MARK: Problems

    @Test(arguments: [
        ("sensor", #"{"state_topic":1e999}"#, DiscoveryProblem.malformed(at: 15)),
        ("sensor", "[1]", .noObject), ("sensor", "7", .noObject), ("sensor", "{", .malformed(at: 1)),
        ("sensor", "{\"name\":\"x\"}", .missing("state_topic")),
        ("sensor", #"{"stat_t":["a"]}"#, .wrong("state_topic")),
        ("sensor", #"{"stat_t":""}"#, .wrong("state_topic")),
        ("sensor", #"{"stat_t":"a/#/b"}"#, .wrong("state_topic")),
        ("sensor", #"{"stat_t":"a/b+"}"#, .wrong("state_topic")),
        ("sensor", #"{"stat_t":"a","name":{}}"#, .wrong("name")),
        ("sensor", #"{"stat_t":"a","uniq_id":"\u0000"}"#, .wrong("unique_id")),
        ("sensor", #"{"stat_t":"a","val_tpl":1}"#, .wrong("value_template")),
        ("sensor", #"{"stat_t":"a","exp_aft":-1}"#, .wrong("expire_after")),
        ("sensor", #"{"stat_t":"a","exp_aft":"soon"}"#, .wrong("expire_after")),
        ("sensor", #"{"stat_t":"a","exp_aft":1e10}"#, .wrong("expire_after")),
        ("sensor", #"{"stat_t":"a","ops":[[]]}"#, .wrong("options")),
        ("sensor", #"{"stat_t":"a","~":{}}"#, .wrong("~")),
        ("sensor", #"{"stat_t":"a","avty":"b"}"#, .wrong("availability")),
        ("sensor", #"{"stat_t":"a","avty":["b"]}"#, .wrong("availability")),
        ("sensor", #"{"stat_t":"a","avty":[{}]}"#, .missing("availability/topic")),
        ("sensor", #"{"stat_t":"a","avty":{"t":"x","pl_avail":[]}}"#, .wrong("availability/payload_available")),
        ("sensor", #"{"stat_t":"a","avty_mode":"most"}"#, .wrong("availability_mode")),
        ("sensor", #"{"stat_t":"a","dev":[]}"#, .wrong("device")),
        ("sensor", #"{"stat_t":"a","dev":{}}"#, .missing("device/identifiers")),
        ("sensor", #"{"stat_t":"a","dev":{"ids":{}}}"#, .wrong("device/identifiers")),
        ("sensor", #"{"stat_t":"a","dev":{"ids":""}}"#, .wrong("device/identifiers")),
        ("sensor", #"{"stat_t":"a","dev":{"ids":"x","mf":[]}}"#, .wrong("device/manufacturer")),
        ("sensor", #"{"stat_t":"a","dev":{"ids":"x","cns":[["mac"]]}}"#, .wrong("device/connections")),
        ("binary_sensor", "{\"name\":\"x\"}", .missing("state_topic")),
        ("switch", #"{"stat_t":"a"}"#, .missing("command_topic")),
        ("switch", #"{"cmd_t":"a/+"}"#, .wrong("command_topic")),
        ("number", #"{"cmd_t":"a","min":5,"max":4}"#, .wrong("max")),
        ("number", #"{"cmd_t":"a","min":"low"}"#, .wrong("min")),
        ("number", #"{"cmd_t":"a","max":true}"#, .wrong("max")),
        ("select", #"{"cmd_t":"a"}"#, .missing("options")),
        ("select", #"{"ops":["a"]}"#, .missing("command_topic")),
        ("light", #"{"cmd_t":"a","schema":"new"}"#, .wrong("schema")),
        ("button", #"{"name":"a"}"#, .missing("command_topic")),
        ("lock", #"{"name":"a"}"#, .missing("command_topic")),
        ("device", #"{"dev":{"ids":"a"}}"#, .missing("components")),
        ("device", #"{"cmps":[]}"#, .wrong("components")),
        ("device", #"{"cmps":{"a":[]}}"#, .wrong("components/a")),
        ("device", #"{"cmps":{"a":{"name":"x"}}}"#, .missing("components/a/platform")),
        ("device", #"{"cmps":{"a":{"p":"number","cmd_t":"x","min":[]}}}"#, .wrong("components/a/min")),
    ])
    func problems(_ platform: String, _ payload: String, _ problem: DiscoveryProblem) {
        #expect(Announced.problem(platform, payload) == problem)
    }

    @Test(arguments: ["climate", "vacuum", "event", "device_automation", "camera", "whatever"])
    func others(_ platform: String) throws {
        let entity = try Announced.entity(
            platform, #"{"stat_t":[],"min":{},"val_tpl":7,"avty":3,"options":1,"name":[],"uniq_id":"u"}"#)
        #expect(entity.platform == .other(platform) && entity.uniqueID == "u" && entity.name == nil)
        #expect(entity.content == nil && entity.reading(from: []) == nil)
    }

    // MARK: Limits

    private static func filled(_ count: Int) -> String {
        let frame = #"{"stat_t":"a","x":""}"#
        return #"{"stat_t":"a","x":""# + String(repeating: "y", count: count - frame.utf8.count) + #""}"#
    }

    @Test func size() {
        #expect(Announced.problem("sensor", Self.filled(DiscoveryLimits.bytes)) == nil)
        #expect(Announced.problem("sensor", Self.filled(DiscoveryLimits.bytes + 1)) == .tooLarge)
    }

    @Test func depth() {
        func nested(_ depth: Int) -> String {
            #"{"stat_t":"a","x":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        #expect(Announced.problem("sensor", nested(JSONValue.depth - 1)) == nil)
        #expect(Announced.problem("sensor", nested(JSONValue.depth)) == .tooDeep(at: 18 + JSONValue.depth - 1))
        #expect(Announced.problem("sensor", nested(30_000)) == .tooDeep(at: 18 + JSONValue.depth - 1))
    }

    @Test func counts() {
        func list(_ count: Int, _ one: String) -> String {
            "[" + Array(repeating: one, count: count).joined(separator: ",") + "]"
        }
        func components(_ count: Int) -> String {
            #"{"cmps":{"# + (0..<count).map { #""c\#($0)":{"p":"sensor","stat_t":"a"}"# }.joined(separator: ",") + "}}"
        }
        #expect(Announced.problem("device", components(200)) == nil)
        #expect(Announced.problem("device", components(201)) == .tooMany("components"))
        let options = { (count: Int) in #"{"cmd_t":"a","ops":"# + list(count, #""o""#) + "}" }
        #expect(Announced.problem("select", options(200)) == nil)
        #expect(Announced.problem("select", options(201)) == .tooMany("options"))
        let places = { (count: Int) in #"{"cmd_t":"a","avty":"# + list(count, #"{"t":"x"}"#) + "}" }
        #expect(Announced.problem("switch", places(10)) == nil)
        #expect(Announced.problem("switch", places(11)) == .tooMany("availability"))
        let names = { (count: Int) in #"{"cmd_t":"a","dev":{"ids":"# + list(count, #""i""#) + "}}" }
        #expect(Announced.problem("switch", names(20)) == nil)
        #expect(Announced.problem("switch", names(21)) == .tooMany("device/identifiers"))
    }

    /// A template that is not known spoils one thing, not the message.
    @Test func obstacles() throws {
        let one = try Announced.announcement(
            "homeassistant/device/x/config",
            #"""
            {"dev":{"ids":"x"},"cmps":{"a":{"p":"sensor","stat_t":"s","val_tpl":"{% set a = 1 %}"},
            "b":{"p":"sensor","stat_t":"s"},"c":{"p":"switch","cmd_t":"c","cmd_tpl":"{{ now() }}"},
            "d":{"p":"switch","cmd_t":"c","avty_t":"v","avty_tpl":"{{ now() }}"}}}
            """#)
        #expect(one.entities[0].stateObstacle == .unsupported("set", at: 3) && one.entities[0].valueTemplate == nil)
        #expect(one.entities[0].reading(from: Array("1".utf8)) == nil && one.entities[0].content != nil)
        #expect(one.entities[1].reading(from: Array("1".utf8)) == .number(1))
        #expect(one.entities[2].commandObstacle == .unsupported("now", at: 3) && one.entities[2].commands.isEmpty)
        #expect(one.entities[3].availabilities[0].obstacle == .unsupported("now", at: 3))
        #expect(one.entities[3].availabilities[0].isOnline(Array("online".utf8)) == nil)
    }
}
