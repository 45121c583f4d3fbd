import Testing

@testable import HomeAssistant

@Suite struct ValueTemplateTests {
    private static func value(_ template: String, _ payload: String) throws -> TemplateValue? {
        try ValueTemplate(template).evaluate(Array(payload.utf8))
    }

    private static func problem(_ template: String) -> TemplateProblem? {
        do {
            _ = try ValueTemplate(template)
            return nil
        } catch {
            return error
        }
    }

    private static let sample = #"""
        {"x":235,"f":2.5,"t":"on","n":"23.9","yes":true,"no":false,"none":null,"zero":0,"list":[4,5,6],
        "a":{"b":{"c":7}},"SDS":{"PM2.5":11},"empty":"","hex":"ff","big":9223372036854775807}
        """#

    @Test(arguments: [
        ("{{ value_json.x }}", TemplateValue.number(235)), ("{{value_json.a.b.c}}", .number(7)),
        ("{{ value_json['SDS']['PM2.5'] }}", .number(11)), (#"{{ value_json["list"][0] }}"#, .number(4)),
        ("{{ value_json.list.1 }}", .number(5)), ("{{ value_json.list[-1] }}", .number(6)),
        ("{{ value_json.yes }}", .flag(true)), ("{{ value_json.t }}", .text("on")),
        (" {{- value_json.t -}} ", .text("on")), ("ab", .text("ab")), ("{{ value_json.x }}W", .text("235W")),
        ("{{ value_json.yes }} {{ value_json.none }}", .text("True None")),
        ("{{ value_json.x | float / 10 }}", .number(23.5)), ("{{ value_json.n|float * 0.1 }}", .number(2.39)),
        ("{{ value_json.n | int }}", .number(23)), ("{{ float(value_json.n) + 1 }}", .number(24.9)),
        ("{{ value_json.hex | int(0, 16) }}", .number(255)), ("{{ value_json.hex | int(base=16) }}", .number(255)),
        ("{{ value_json.hex | int(7) }}", .number(7)), ("{{ value_json.t | float(default=-1) }}", .number(-1)),
        ("{{ value_json.f | round }}", .number(2)), ("{{ 3.5 | round }}", .number(4)),
        ("{{ 2.675 | round(2) }}", .number(2.67)), ("{{ value_json.n | round(0) }}", .number(24)),
        ("{{ 2.41 | round(1, 'ceil') }}", .number(2.5)), ("{{ -2.41 | round(1, 'floor') }}", .number(-2.5)),
        ("{{ value_json.gone | default('?') }}", .text("?")), ("{{ value_json.gone | d }}", .text("")),
        ("{{ value_json.empty | default('?') }}", .text("")),
        ("{{ value_json.empty | default('?', true) }}", .text("?")),
        ("{{ value_json.x | is_defined }}", .number(235)), ("{{ value_json.x | is_defined | float > 0 }}", .flag(true)),
        ("{{ value_json.t | upper }}", .text("ON")), ("{{ value_json.yes | lower }}", .text("true")),
        ("{{ value_json.t.upper() }}", .text("ON")), ("{{ ' a ' | trim ~ '|' }}", .text("a|")),
        ("{{ value_json.x | string + 'W' }}", .text("235W")), ("{{ -3 | abs }}", .number(3)),
        ("{{ value_json.list | length }}", .number(3)), ("{{ value_json.n | replace('.', ',') }}", .text("23,9")),
        ("{{ value_json.yes | iif('A', 'B') }}", .text("A")), ("{{ iif(value_json.none, 1, 2, 3) }}", .number(3)),
        ("{{ value_json.zero | iif }}", .flag(false)), ("{{ value_json.x | multiply(0.1) | round(1) }}", .number(23.5)),
        ("{{ value_json.n | add(1) }}", .number(24.9)), ("{{ value_json.x | bitwise_and(8) }}", .number(8)),
        ("{{ value_json.t | bool }}", .flag(true)), ("{{ value_json.x | bool(false) }}", .flag(true)),
        ("{{ value_json.a.get('z', 5) }}", .number(5)), ("{{ value_json.a.get('b').c }}", .number(7)),
        ("{{ 'ON' if value_json.x else 'OFF' }}", .text("ON")),
        ("{{ 'ON' if value_json.zero else 'OFF' }}", .text("OFF")),
        ("{{ 1 if false else 2 if true else 3 }}", .number(2)),
        ("{% if value_json.t == 'on' %}ON{% else %}OFF{% endif %}", .text("ON")),
        ("{% if value_json.x > 300 -%} a {% elif value_json.x >= 235 %} b {%- else -%} c {%- endif %}", .text("b")),
        (
            "{% if value_json.yes %}{% if value_json.no %}1{% else %}{{ value_json.x }}{% endif %}{% endif %}",
            .number(235)
        ),
        ("{# a comment #}{{ value_json.x }}", .number(235)), ("a {#- b -#} c", .text("ac")),
        ("{{ value_json.t in ['on', 'open'] }}", .flag(true)), ("{{ 'x' not in value_json }}", .flag(false)),
        ("{{ 'n' in value_json.t }}", .flag(true)), ("{{ 5 in value_json.list }}", .flag(true)),
        ("{{ {'on': 1, 'off': 0}[value_json.t] }}", .number(1)), ("{{ {'235': 'a'}[value_json.x] }}", .text("a")),
        ("{{ value_json.gone is defined }}", .flag(false)), ("{{ value_json.x is not defined }}", .flag(false)),
        ("{{ value_json.none is none }}", .flag(true)), ("{{ value_json.x is number }}", .flag(true)),
        ("{{ value_json.yes is true }}", .flag(true)), ("{{ value_json.t is string }}", .flag(true)),
        ("{{ value_json.t is number or value_json.a is mapping }}", .flag(true)),
        ("{{ value_json.gone == 'x' }}", .flag(false)), ("{{ value_json.gone != 'x' }}", .flag(true)),
        ("{{ value_json.yes == 1 and not value_json.no }}", .flag(true)), ("{{ value_json.t == 1 }}", .flag(false)),
        ("{{ value_json.t or 'x' }}", .text("on")), ("{{ value_json.zero or 'x' }}", .text("x")),
        ("{{ 'a' < 'b' }}", .flag(true)), ("{{ 1 + 2 * 3 }}", .number(7)), ("{{ (1 + 2) * 3 }}", .number(9)),
        ("{{ 7 // 2 }}", .number(3)), ("{{ -7 // 2 }}", .number(-4)), ("{{ -7 % 3 }}", .number(2)),
        ("{{ 7 % -3 }}", .number(-2)), ("{{ 7.5 % 2 }}", .number(1.5)), ("{{ 7 / 2 }}", .number(3.5)),
        ("{{ 10 - 2 - 3 }}", .number(5)), ("{{ true + 1 }}", .number(2)), ("{{ 'a' ~ 1 ~ 2.0 }}", .text("a12.0")),
        ("{{ value_json.big + 1 }}", .number(9223372036854775808)), ("{{ 1 if value_json.x == 235 }}", .number(1)),
        (#"{{ 'it\'s' }}"#, .text("it's")), ("{{ value_json.list[1] if value_json.list else 0 }}", .number(5)),
        ("{{ 'a' if value_json.t is defined else 'b' }}", .text("a")), ("{{ {} | length }}", .number(0)),
        ("{{ {'a': {'b': 1}}['a'].b }}", .number(1)),
    ])
    func values(_ template: String, _ expected: TemplateValue) throws {
        #expect(try Self.value(template, Self.sample) == expected)
    }

    @Test(arguments: [
        "{{ value_json.gone }}", "{{ value_json.gone.b }}", "{{ value_json.none }}", "{{ value_json.list }}",
        "{{ value_json.a }}", "{{ value_json.gone | is_defined }}", "{{ value_json.t | float }}",
        "{{ value_json.t | int }}", "{{ value_json.t + 1 }}", "{{ 1 / 0 }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}",
        "{{ value_json.gone | float(0) }}", "{{ value_json.gone | int(0) }}", "{{ float(value_json.gone, 0) }}",
        "{{ value_json.gone | round(1, default=0) }}", "{{ value_json.gone | multiply(2, 0) }}", "{{ 1 if false }}",
        "{{ value_json.list[3] }}", "{{ value_json.list[-4] }}", "{{ value_json.t < 1 }}",
        "{{ value_json.list ~ 'x' }}x", "{{ value_json.t | abs }}", "{{ value_json.t[0] }}", "{{ 1 | round(99) }}",
        "{{ 1.5 | round(1, 'up') }}", "{{ value_json.t | replace('', 'x') }}", "{{ value_json.t | bitwise_and(1) }}",
        "{{ 'no' | bool and 1 / 0 or 1 / 0 }}", "{{ value_json.gone < 1 }}", "{{ 1 in 1 }}",
    ])
    func nothing(_ template: String) throws { #expect(try Self.value(template, Self.sample) == nil) }

    @Test func messages() throws {
        #expect(try Self.value("{{ value }}", "23.5") == .text("23.5"))
        #expect(try Self.value("{{ value | float }}", " 23.5 ") == .number(23.5))
        #expect(try Self.value("{{ value_json }}", "23.5") == .number(23.5))
        #expect(try Self.value("{{ value_json.x }}", "no JSON") == nil)
        #expect(try Self.value("{{ value_json is defined }}", "no JSON") == .flag(false))
        #expect(try Self.value("{{ value_json.x is defined }}", "[]") == .flag(false))
        #expect(try ValueTemplate("{{ value }}").evaluate([0xFF]) == nil)
        #expect(try ValueTemplate("{{ 1 }}").evaluate([0xFF]) == .number(1))
        let long = Array(repeating: UInt8(ascii: "x"), count: DiscoveryLimits.bytes)
        #expect(try ValueTemplate("{{ value | length }}").evaluate(long) == .number(Double(long.count)))
        #expect(try ValueTemplate("{{ value }}").evaluate(long + [0x78]) == nil)
    }

    /// What is decided is not computed.
    @Test func lazily() throws {
        #expect(try Self.value("{{ 1 if true else 1 / 0 }}", "") == .number(1))
        #expect(try Self.value("{{ false and 1 / 0 }}", "") == .flag(false))
        #expect(try Self.value("{{ 1 or 1 / 0 }}", "") == .number(1))
        #expect(try Self.value("{% if false %}{{ 1 / 0 }}{% endif %}a", "") == .text("a"))
    }

    @Test func written() throws {
        let template = try ValueTemplate(#"{"t": {{ value }}, "j": {{ value_json is defined }}}"#)
        #expect(template.written(.number(21)) == #"{"t": 21, "j": False}"#)
        #expect(template.written(.number(0.5)) == #"{"t": 0.5, "j": False}"#)
        #expect(template.written(.flag(true)) == #"{"t": True, "j": False}"#)
        #expect(try ValueTemplate("{{ value | float }}").written(.text("x")) == nil)
    }

    // MARK: Problems

    @Test(arguments: [
        ("{% set a = 1 %}", TemplateProblem.unsupported("set", at: 3)),
        ("{% for a in value_json %}{% endfor %}", .unsupported("for", at: 3)),
        ("{% macro a() %}", .unsupported("macro", at: 3)), ("{{ now() }}", .unsupported("now", at: 3)),
        ("{{ states('x') }}", .unsupported("states", at: 3)), ("{{ value | tojson }}", .unsupported("tojson", at: 11)),
        ("{{ value[0:2] }}", .unsupported("slice", at: 8)), ("{{ value[:2] }}", .unsupported("slice", at: 8)),
        ("{{ value.split(',') }}", .unsupported("split", at: 9)), ("{{ value ** 2 }}", .unsupported("**", at: 9)),
        ("{{ 1 < 2 < 3 }}", .unsupported("comparison", at: 9)), ("{{ (1, 2) }}", .unsupported("tuple", at: 3)),
        ("{{ value is even }}", .unsupported("even", at: 12)), ("{{ float }}", .unsupported("float", at: 3)),
        ("{{ 1e3 }}", .unsupported("number", at: 3)), (#"{{ '\x41' }}"#, .unsupported("escape", at: 4)),
        ("{{ value() }}", .unsupported("call", at: 8)), ("{{ value | get('a') }}", .unsupported("get", at: 11)),
        ("{{", .malformed(at: 0)), ("{{ value", .malformed(at: 0)), ("{# a", .malformed(at: 0)),
        ("{{ }}", .malformed(at: 3)), ("{{ 'a }}", .malformed(at: 3)), ("{{ value | }}", .malformed(at: 11)),
        ("{{ (1 }}", .malformed(at: 6)), ("{{ $ }}", .malformed(at: 3)), ("{% if 1 %}a", .malformed(at: 11)),
        ("{% endif %}", .malformed(at: 0)), ("{% else %}", .malformed(at: 0)), ("{{ 1 +  }}", .malformed(at: 8)),
        ("{% if 1 %}a{% else %}b{% else %}c{% endif %}", .malformed(at: 25)),
        ("{{ value | round(1, 2, 3, 4) }}", .malformed(at: 11)), ("{{ value | replace('a') }}", .malformed(at: 11)),
        ("{{ value | int(default=1, default=2) }}", .malformed(at: 11)),
        ("{{ value | int(bas=1) }}", .malformed(at: 11)), ("{{ float() }}", .malformed(at: 3)),
        ("{{ 1 }", .malformed(at: 5)), ("{{ value_json. }}", .malformed(at: 15)),
        ("是{{ $ }}", .malformed(at: 6)),
    ])
    func problems(_ template: String, _ problem: TemplateProblem) {
        #expect(Self.problem(template) == problem)
    }

    @Test func limits() {
        #expect(Self.problem(String(repeating: "a", count: TemplateLimits.bytes)) == nil)
        #expect(Self.problem(String(repeating: "a", count: TemplateLimits.bytes + 1)) == .tooLong)
        func nested(_ depth: Int) -> String {
            "{{ " + String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth) + " }}"
        }
        #expect(Self.problem(nested(TemplateLimits.depth - 1)) == nil)
        #expect(Self.problem(nested(TemplateLimits.depth)) == .tooDeep(at: 3 + TemplateLimits.depth))
        for word in ["not ", "-", "[", "1 if 1 else ", "value["] {
            let many = "{{ " + String(repeating: word, count: 300) + " }}"
            guard case .tooDeep = Self.problem(many) else {
                Issue.record("\(word)")
                continue
            }
        }
        let branches = String(repeating: "{% if 1 %}", count: 50) + String(repeating: "{% endif %}", count: 50)
        guard case .tooDeep = Self.problem(branches) else {
            Issue.record("branches")
            return
        }
        func sum(_ count: Int) -> String { "{{ 1" + String(repeating: "+1", count: count) + " }}" }
        // Each adds a number and a sign.
        #expect(Self.problem(sum((TemplateLimits.nodes - 1) / 2)) == nil)
        #expect(Self.problem(sum((TemplateLimits.nodes - 1) / 2 + 1)) != nil)
    }

    /// What would take long ends without a value.
    @Test(arguments: [
        "{{ value" + String(repeating: " ~ value", count: 90) + " }}",
        "{{ value" + String(repeating: " | lower", count: 180) + " }}",
        "{{ value | replace('x', value) }}", "{{ (value ~ 'y') in (value ~ value) }}",
        "{{ value" + String(repeating: " ~ (value == value)", count: 45) + " }}",
        "{{ [value, value, value, value, value, value, value, value] == [1] }}",
        String(repeating: "{{ value }}", count: 150),
    ])
    func work(_ template: String) throws {
        let payload = Array(repeating: UInt8(ascii: "x"), count: DiscoveryLimits.bytes)
        let compiled = try ValueTemplate(template)
        let clock = ContinuousClock()
        var value: TemplateValue?
        let time = clock.measure { value = compiled.evaluate(payload) }
        #expect(value == nil)
        #expect(time < .seconds(2))
    }

    @Test func equality() throws {
        #expect(try ValueTemplate("{{ 1 }}") == ValueTemplate("{{ 1 }}"))
        #expect(try ValueTemplate("{{ 1 }}") != ValueTemplate("{{ 2 }}"))
    }

    // MARK: JSON

    @Test(arguments: [
        ("0", JSONValue.whole(0)), ("-12", .whole(-12)), ("1.0", .number(1)), ("1e2", .number(100)),
        ("9223372036854775808", .number(9223372036854775808)),
        (" [1 , true,null] ", .list([.whole(1), .flag(true), .null])),
        (#"{"a":{"b":"c"}}"#, .object(["a": .object(["b": .text("c")])])),
        (#"{"a":1,"a":2}"#, .object(["a": .whole(2)])),
        (#""\u0041\n\/\ud83d\ude00""#, .text("A\n/😀")), ("{}", .object([:])), ("[]", .list([])), (#""""#, .text("")),
    ])
    func json(_ text: String, _ value: JSONValue) throws { #expect(try JSONValue(Array(text.utf8)) == value) }

    @Test(arguments: [
        "", " ", "01", "+1", "-", "1.", ".5", "1e", "1e+", "tru", "nulL", "[1,]", "[1", "[,]", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{a:1}", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ude00\"",
        "\"\\ud83d\\u0041\"", "\"\n\"", "1 2", "NaN", "Infinity", "1e999", "[1 2]", "\u{FEFF}1",
    ])
    func noJSON(_ text: String) { #expect((try? JSONValue(Array(text.utf8))) == nil) }

    @Test func quoted() throws {
        for text in ["", "a\"b\\c", "\n\u{1}\u{1F}", "是😀"] {
            #expect(try JSONValue(Array(JSONValue.quoted(text).utf8)) == .text(text))
        }
    }
}
