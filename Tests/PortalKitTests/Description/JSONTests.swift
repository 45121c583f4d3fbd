import Testing

@testable import PortalKit

@Suite struct JSONTests {
    static func parse(_ text: String) -> JSON? { try? JSONParser.parse(Array(text.utf8)) }

    @Test(
        arguments: [
            ("null", JSON.null), (" true ", true),
            ("\"a\\n\\u4e2d\\ud83d\\ude00\\/\"", "a\n中😀/"), ("-0.10e+5", JSON.number("-0.10e+5")),
            ("[]", []), ("[1, [2]]", [1, [2]]), ("{}", [:]), (#"{"b":1,"a":[{}]}"#, ["b": 1, "a": [[:]]]),
        ] as [(String, JSON)])
    func values(text: String, value: JSON) {
        #expect(Self.parse(text) == value)
        #expect(Self.parse(String(decoding: value.bytes, as: UTF8.self)) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "truex", "01", "1.", ".5", "+1", "-", "1e", "[1,]", "[1", "{\"a\"}", "{\"a\":1,}", "{a:1}",
        "{\"a\":1,\"a\":2}", "\"", "\"\t\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
        "\"\\u0000\"", "1 2", "\u{feff}1", "NaN", "'a'", "// a\n1",
    ])
    func nonsense(text: String) {
        #expect(Self.parse(text) == nil)
    }

    @Test func depth() {
        #expect(Self.parse(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) != nil)
        #expect(Self.parse(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)) == nil)
        #expect(Self.parse(String(repeating: "[", count: 1_000_000)) == nil)
    }

    @Test func writing() {
        let value: JSON = ["a\"\\\n\u{1}": [.null, true, 1, .number("0.10")], "中": "\u{7f}"]
        #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"a\"\\\n\u0001":[null,true,1,0.10],"中":"\u007f"}"#)
    }

    @Test func access() {
        let value: JSON = ["a": "x", "n": 5, "f": true, "l": [1]]
        #expect(value["a"]?.text == "x" && value["n"]?.integer == 5 && value["f"]?.flag == true)
        #expect(value["l"]?.items?.count == 1 && value["none"] == nil && JSON.null["a"] == nil)
        #expect(JSON.number("1.0").integer == 1 && JSON.number("1.5").integer == nil)
        #expect(JSON.number("1e2").integer == nil && JSON.number("99999999999999999999").integer == nil)
    }
}
