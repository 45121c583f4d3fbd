import Fuzzing
import MQTT
import Testing

@testable import HomeAssistant

/// Whatever comes is read or refused, and what is read keeps to its limits.
@Suite(.timeLimit(.minutes(5))) struct DiscoveryFuzzTests {
    private static let words = [
        "{{", "}}", "{%", "%}", "{#", "#}", "-", "{", "}", "[", "]", "(", ")", ":", ",", "|", "~", ".", "'", "\"",
        "\\", "value", "value_json", ".a", "['a']", "[0]", " if ", " else ", " and ", " or ", " not ", " in ",
        " is defined", "| float", "| int(0, 16)", "| round(2)", "| default(0)", "| replace('a', value)", "| lower",
        "==", "<", "+", "*", "/", "//", "%", "1", "-1", "0.1", "9223372036854775807", "99999999999999999999",
        "1e9", "true", "null", "[]", "{}", "\\u0000", "\\ud83d", "是", "e\u{301}", "\u{FEFF}", "/", "+", "#",
        "config", "device", "\"p\":", "\"cmps\":", "\"stat_t\":", "\"min\":", "endif", "elif", "set", "for",
    ]

    private static let payloads = [
        "ON", "23.5", "", #"{"temperature":21.5,"POWER1":"ON","power":"17","state":"online"}"#,
        #"{"a":[1,{"b":null}]}"#,
    ].map { Array($0.utf8) }

    private static let templates = [
        "{{ value_json.x | float / 10 }}", "{{ value_json['a'][\"b\"][0] | round(2) | default('x', true) }}",
        "{% if value_json.x == 'on' and value not in ['a'] -%} ON {%- elif 1 < 2 %}{{ value }}{% else %}OFF{% endif %}",
        "{{ 'ON' if value_json.x is not defined else {'a': 1, 'b': 2}.get(value, 3) }}",
        "{{ float(value) * 0.1 + -3 // 2 % 5 ~ 'x' | upper }}{# c #}",
        "{{ value | int(0, 16) | bitwise_and(4) | iif(1, 2, 3) }}",
        "{{ value | replace('O', value) | length }}",
    ].map { Array($0.utf8) }

    private static func isKept(_ text: String?) -> Bool { !(text?.utf8.contains(0) ?? false) }

    /// What is wrong with what was read.
    private static func fault(_ entity: DiscoveredEntity) -> String? {
        for topic in [entity.stateTopic, entity.commandTopic] + entity.availabilities.map(\.topic) {
            if let topic, TopicFilter(topic) == nil { return "topic" }
        }
        if entity.commandTopic?.contains(where: { "+#".contains($0) }) ?? false { return "commands by a filter" }
        if !entity.commands.isEmpty || entity.isSettable, entity.commandTopic == nil { return "commands to nowhere" }
        if entity.stateTopic != nil, entity.content == nil { return "a topic of nothing" }
        if entity.availabilities.count > DiscoveryLimits.availabilities + 1 { return "availabilities" }
        let texts = [entity.name, entity.uniqueID, entity.objectID, entity.unit, entity.deviceClass]
        if !texts.allSatisfy(isKept) { return "a zero in a text" }
        if case .number(let range?) = entity.content, range.lowerBound > range.upperBound { return "range" }
        for payload in payloads {
            _ = entity.availabilities.map { $0.isOnline(payload) }
            switch (entity.reading(from: payload), entity.content) {
            case (nil, _), (.number, .number), (.number, .anything), (.flag, .flag), (.flag, .anything),
                (.text, .options), (.text, .text), (.text, .anything):
                break
            case (.some(let value), let content): return "\(value) is no \(String(describing: content))"
            }
        }
        return nil
    }

    private static func check(_ count: Int, _ seeds: [[UInt8]], _ read: ([UInt8]) -> (isTaken: Bool, fault: String?)) {
        let outcome = Fuzz.run(count, seeds, words: words) { input in
            let result = read(input)
            return result.fault.map { .wrong($0) } ?? (result.isTaken ? .taken : .refused)
        }
        #expect(outcome.isSound, "\(outcome)")
    }

    @Test func announcements() {
        for announced in Announced.all {
            let topic = DiscoveryTopic(announced.topic)!
            Self.check(2_000, [Array(announced.payload.utf8)]) { input in
                do {
                    guard case .announced(let one) = try Discovery.read(topic, input) else { return (true, nil) }
                    if one.entities.count + one.removed.count > DiscoveryLimits.components {
                        return (true, "components")
                    }
                    if let device = one.device, device.identifiers.isEmpty, device.connections.isEmpty {
                        return (true, "a device that is nobody")
                    }
                    let again = try Discovery.read(topic, input)
                    return (true, again == .announced(one) ? one.entities.lazy.compactMap(Self.fault).first : "twice")
                } catch {
                    return (false, nil)
                }
            }
        }
    }

    /// All kinds of things, with keys of all others.
    @Test func platforms() throws {
        let keys = Abbreviations.keys.keys.sorted() + ["~", "min", "max", "schema", "name", "command_template"]
        let values = [
            #""a/b""#, #""~/x""#, "1", "-2.5", "true", "null", #""{{ value }}""#, #""{{ value_json.a }}""#, #""json""#,
            #"["a","b"]"#, #"{"t":"x"}"#, #""{{ x""#, #""ON""#,
        ]
        let names = [
            "sensor", "binary_sensor", "switch", "number", "select", "text", "light", "fan", "siren", "lock", "cover",
            "valve", "button", "scene", "climate",
        ]
        var (taken, refused) = (0, 0)
        for seed in 0..<4_000 * Fuzz.times {
            var mutator = Mutator(seed)
            let topic = DiscoveryTopic("homeassistant/\(mutator.pick(names))/x/config")!
            var entries = [#""stat_t":"s","cmd_t":"c","ops":["a"]"#]
            for _ in 0..<mutator.int(0...8) { entries.append("\"\(mutator.pick(keys))\":\(mutator.pick(values))") }
            do {
                let input = "{" + entries.joined(separator: ",") + "}"
                guard case .announced(let one) = try Discovery.read(topic, Array(input.utf8)) else { continue }
                taken += 1
                #expect(one.entities.compactMap(Self.fault).first == nil, "\(topic.component) \(input)")
            } catch {
                refused += 1
            }
        }
        #expect(taken > 500 && refused > 500)
    }

    @Test func templates() {
        Self.check(15_000, Self.templates) { input in
            guard let text = String(validating: input, as: UTF8.self) else { return (false, nil) }
            do throws(TemplateProblem) {
                let template = try ValueTemplate(text)
                for payload in Self.payloads {
                    let value = template.evaluate(payload)
                    if case .number(let number) = value, !number.isFinite { return (true, "no number") }
                    if value != template.evaluate(TemplateMessage(payload)) { return (true, "twice") }
                }
                return (true, nil)
            } catch {
                switch error {
                case .tooLong: return (false, text.utf8.count > TemplateLimits.bytes ? nil : "not too long")
                case .tooDeep(let at), .malformed(let at), .unsupported(_, let at):
                    return (false, (0...text.utf8.count).contains(at) ? nil : "no such place")
                }
            }
        }
    }

    @Test func topics() {
        let seeds = Announced.all.map { Array($0.topic.utf8) }
        Self.check(20_000, seeds) { input in
            guard let text = String(validating: input, as: UTF8.self), let topic = DiscoveryTopic(text) else {
                return (false, nil)
            }
            return (true, "homeassistant/\(topic.component)/\(topic.id)/config" == text ? nil : "another topic")
        }
    }

    /// What is read is read again as the same when it is written.
    @Test func json() {
        let seeds =
            Announced.all.map { Array($0.payload.utf8) }
            + [
                #"[1,-2.5e3,"\u00e9\n",{"a":null,"b":[true,false]}]"#, #"{"a":"\ud83d\ude00"}"#,
            ].map { Array($0.utf8) }
        Self.check(8_000, seeds) { input in
            guard let value = try? JSONValue(input) else { return (false, nil) }
            guard let text = Self.written(value) else { return (true, nil) }
            return (true, (try? JSONValue(Array(text.utf8))) == value ? nil : "not the same again")
        }
    }

    private static func written(_ value: JSONValue) -> String? {
        switch value {
        case .null: return "null"
        case .flag(let flag): return flag ? "true" : "false"
        case .whole(let whole): return "\(whole)"
        case .number(let number): return "\(number)"
        case .text(let text): return JSONValue.quoted(text)
        case .list(let values): return "[" + values.compactMap(written).joined(separator: ",") + "]"
        case .object(let entries):
            return "{" + entries.map { JSONValue.quoted($0) + ":" + (written($1) ?? "") }.joined(separator: ",") + "}"
        }
    }

    /// The largest and most entangled that is let in.
    @Test func large() throws {
        let availability = (0..<10).map { _ in #"{"t":"x","val_tpl":"\#(String(repeating: "{{1}}", count: 180))"}"# }
        let parts = (0..<200).map { #""c\#($0)":{"p":"sensor","stat_t":"~/a","val_tpl":"{{ value_json.a | float }}"}"# }
        let payload =
            #"{"~":"\#(String(repeating: "b", count: 900))","avty":["# + availability.joined(separator: ",")
            + #"],"cmps":{"# + parts.joined(separator: ",") + "}}"
        let topic = try #require(DiscoveryTopic("homeassistant/device/x/config"))
        guard case .announced(let one) = try Discovery.read(topic, Array(payload.utf8)) else {
            throw DiscoveryProblem.noObject
        }
        #expect(one.entities.count == 200)
        let message = TemplateMessage(Array(#"{"a":"1"}"#.utf8))
        #expect(one.entities.allSatisfy { $0.reading(from: message) == .number(1) })
    }
}
