import Community
import Gateway
import Testing

@Suite struct JSONLinesTests {
    @Test func everyKindOfValue() {
        let text = """
            {"device":"T-01","property":"temperature","at":1732700000000,"value":21.5}
            {"device":"T-01","property":"open","at":1732700000001,"value":true}
            {"device":"T-01","property":"open","at":-1,"value":false}
            {"device":"T-01","property":"state","at":0,"value":"运行"}
            {"device":"T-01","property":"state","at":0,"value":""}
            """
        #expect(
            Lines.rows(text) == [
                "1 T-01 temperature 1732700000000 21.5", "2 T-01 open 1732700000001 true", "3 T-01 open -1 false",
                "4 T-01 state 0 “运行”", "5 T-01 state 0 “”",
            ])
        #expect(Lines.read(text).sources.map(\.property) == ["temperature", "open", "state"])
        #expect(Lines.read(text).malformed.isEmpty)
    }

    @Test(arguments: [
        "{\"value\":1,\"at\":5,\"property\":\"p\",\"device\":\"d\"}",
        " { \"device\" : \"d\" ,\t\"property\" : \"p\" , \"at\" : 5 , \"value\" : 1 } \r\n",
        "{\"unit\":\"°C\",\"device\":\"d\",\"property\":\"p\",\"q\":null,\"at\":5,\"value\":1,\"x\":[1,{\"at\":2}]}",
        "{\"meta\":{\"device\":\"x\",\"device\":[]},\"device\":\"d\",\"property\":\"p\",\"at\":5,\"value\":1}",
        "{\"devi\\u0063e\":\"\\u0064\",\"property\":\"p\",\"at\":5,\"value\":1}",
        "\u{FEFF}{\"device\":\"d\",\"property\":\"p\",\"at\":5,\"value\":1}",
        "{\"big\":1e999,\"device\":\"d\",\"property\":\"p\",\"at\":5,\"value\":1}",
    ])
    func manyWaysToWriteOne(_ text: String) {
        #expect(Lines.rows(text) == ["1 d p 5 1.0"])
    }

    @Test func shortForm() {
        let text = """
            {"device":"d","at":7,"values":{"t":21.5,"h":40,"on":true,"s":"x"}}

            {"values":{"t":1},"device":"e"}
            {"device":"d","values":{}}
            {"device":"d","values":{"t":1,"t":2}}
            {"device":"d","values":{"t":1,"h":null}}
            {"device":"d","values":{"t":[1]}}
            {"device":"d","values":{"t":{"u":1}}}
            {"device":"d","values":{"":1}}
            {"device":"d","values":[1]}
            {"device":"d","values":3}
            {"device":"d","values":{"t":1},"value":2}
            {"device":"d","values":{"t":1},"property":"p"}
            {"device":"d","values":{"t":1},"values":{"h":1}}
            """
        #expect(
            Lines.rows(text) == ["1 d t 7 21.5", "1 d h 7 40.0", "1 d on 7 true", "1 d s 7 “x”", "3 e t now 1.0"])
        #expect(Lines.malformed(text) == Array(4...14))
        #expect(Lines.read(text).sources.count == 5, "a line that is none leaves no source")
    }

    @Test func moments() {
        func at(_ at: String) -> [Int64] {
            Lines.read("{\"device\":\"d\",\"property\":\"p\",\"at\":\(at),\"value\":1}").rows.map(\.at)
        }
        #expect(at("\"1970-01-01T00:00:01Z\"") == [1000])
        #expect(at("\"1970-01-01 08:00\"") == [0])
        #expect(at("\"1970-01-01T00:00:00.5+00:00\"") == [500])
        #expect(Lines.rows("{\"device\":\"d\",\"property\":\"p\",\"value\":1}") == ["1 d p now 1.0"])
        #expect(at("253402300799999") == [253_402_300_799_999])
        #expect(at("-62135596800000") == [-62_135_596_800_000])
        for wrong in [
            "1.5", "1e3", "1732700000000.0", "null", "true", "[]", "{}", "\"\"", "\"now\"", "\"1732700000000\"",
            "253402300800000", "-62135596800001", "9223372036854775807", "-9223372036854775808",
            "9223372036854775808", "99999999999999999999999",
        ] {
            #expect(at(wrong).isEmpty, "\(wrong)")
        }
    }

    @Test func emptyBodies() {
        for text in ["", "\n", " \r\n\t\n\n", "\u{FEFF}", "\u{FEFF}\n"] {
            let batch = Lines.read(text)
            #expect(batch.rows.isEmpty && batch.malformed.isEmpty && batch.sources.isEmpty)
        }
    }

    @Test func emptyLinesCount() {
        let line = "{\"device\":\"d\",\"property\":\"p\",\"value\":1}"
        #expect(Lines.read("\n\n\(line)\r\n \t\r\n\(line)").rows.map(\.line) == [3, 5])
    }

    @Test(arguments: [1, 100, 101])
    func lengthsOfNames(_ count: Int) {
        let name = String(repeating: "n", count: count)
        let lines = [
            "{\"device\":\"\(name)\",\"property\":\"p\",\"value\":1}",
            "{\"device\":\"d\",\"property\":\"\(name)\",\"value\":1}",
            "{\"device\":\"d\",\"values\":{\"\(name)\":1}}",
        ]
        #expect(Lines.read(lines.joined(separator: "\n")).rows.count == (count <= 100 ? 3 : 0))
        #expect(Lines.malformed(lines.joined(separator: "\n")).count == (count <= 100 ? 0 : 3))
    }

    @Test func namesAreCountedInBytes() {
        let fits = String(repeating: "温", count: 33)
        let rows = Lines.read("{\"device\":\"\(fits)a\",\"property\":\"\(fits)\",\"value\":1}").rows
        #expect(rows.count == 1)
        #expect(Lines.malformed("{\"device\":\"\(fits)ab\",\"property\":\"p\",\"value\":1}") == [1])
    }

    @Test func escapesInTexts() {
        let text = #"{"device":"温\u5ea6\/1","property":"\ud83d\ude00","value":"a\"\\\b\f\n\r\tz"}"#
        let batch = Lines.read(text)
        #expect(batch.sources == [.init(device: "温度/1", property: "😀")])
        #expect(batch.rows.map(\.value) == [.text("a\"\\\u{8}\u{C}\n\r\tz")])
    }
}
