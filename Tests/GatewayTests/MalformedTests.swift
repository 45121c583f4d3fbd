import Community
import Gateway
import Testing

@Suite struct MalformedTests {
    private static let good = "{\"device\":\"d\",\"property\":\"p\",\"at\":5,\"value\":1}"

    /// Lines that are no reading, each for one reason.
    static let bad: [String] = [
        "x", "{", "}", "[", "]", ",", "1", "null", "true", "\"x\"", "[]", "{}", "\u{FEFF}", "//",
        "[\(good)]", "\(good),", ",\(good)", "\(good),\(good)", "\(good)\(good)", "\(good) \(good)", "\(good)]",
        "],\(good)", "{\(good)}", "\(good)}", "\(good) /* */", "\(good) 1", "\(good)]}", "{\"a\":1}],[{\"a\":1}",
        "\(good)\"", "\(good)\"x", "\(good),\"x}", "\"x", "\(good)n", "\(good),null", "null,\(good)", "\(good)-",
        "{\"property\":\"p\",\"value\":1}", "{\"device\":\"d\",\"value\":1}", "{\"device\":\"d\",\"property\":\"p\"}",
        "{\"device\":\"d\",\"device\":\"d\",\"property\":\"p\",\"value\":1}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":1,\"v\\u0061lue\":1}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":1,\"x\":1,\"x\":2}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":null}", "{\"device\":\"d\",\"property\":\"p\",\"value\":[1]}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":{}}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":{\"a\":1}}",
        "{\"device\":1,\"property\":\"p\",\"value\":1}", "{\"device\":\"d\",\"property\":true,\"value\":1}",
        "{\"device\":[\"d\"],\"property\":\"p\",\"value\":1}", "{\"device\":\"\",\"property\":\"p\",\"value\":1}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":01}", "{\"device\":\"d\",\"property\":\"p\",\"value\":+1}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":1.}", "{\"device\":\"d\",\"property\":\"p\",\"value\":.5}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":-}", "{\"device\":\"d\",\"property\":\"p\",\"value\":1e}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":1e999}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":-1e999}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":NaN}", "{\"device\":\"d\",\"property\":\"p\",\"value\":TRUE}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":1,}", "{\"device\":\"d\",,\"property\":\"p\",\"value\":1}",
        "{\"device\":\"d\" \"property\":\"p\",\"value\":1}", "{\"device\":\"d\",\"property\":\"p\",\"value\":1",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"x}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"\\x\"}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"a\tb\"}", "{'device':'d','property':'p','value':1}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"\\u0000\"}", "{\"de\\u0000\":1,\(good.dropFirst())",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"\\ud83d\"}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"\\ud83dx\"}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"\\ud83d\\u0041\"}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"\\ude00\"}",
        "{\"device\":\"d\",\"property\":\"p\",\"value\":\"\0\"}", "\0", "\u{B}\(good)", "\(good)\u{C}",
    ]

    /// What is wrong with one line leaves the lines around it alone.
    @Test(arguments: bad)
    func aloneAndAmongOthers(_ line: String) {
        let batch = Lines.read([Self.good, line, Self.good, line, line, Self.good].joined(separator: "\n"))
        #expect(batch.malformed.map(\.line) == [2, 4, 5])
        #expect(batch.rows.map(\.line) == [1, 3, 6])
        #expect(batch.sources.count == 1)
        #expect(batch.malformed.allSatisfy { $0.text == line.replacing("\0", with: "\u{FFFD}") })
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE0, 0x80, 0x80], [0xB0],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        let good = Array((Self.good + "\n").utf8)
        let line = Array("{\"device\":\"d\",\"property\":\"p\",\"value\":\"".utf8) + bytes + Array("\"}\n".utf8)
        let batch = ReadingParser.jsonLines(good + line + good + bytes, now: 0)
        #expect(batch.rows.map(\.line) == [1, 3])
        #expect(batch.malformed.map(\.line) == [2, 4])
        #expect(batch.malformed[0].text.hasPrefix("{\"device\":\"d\",\"property\":\"p\",\"value\":\"\u{FFFD}"))
    }

    @Test func textIsCutAtACharacter() {
        for lead in 0...4 {
            let line = String(repeating: "x", count: lead) + String(repeating: "温", count: 400)
            let kept = Lines.read(line).malformed.map(\.text)
            #expect(kept == [String(repeating: "x", count: lead) + String(repeating: "温", count: (1000 - lead) / 3)])
        }
        #expect(Lines.read(String(repeating: "x", count: 5000)).malformed.map(\.text.count) == [1000])
        // Each byte that is none becomes three.
        let noise = ReadingParser.jsonLines([UInt8](repeating: 0xFF, count: 1000), now: 0).malformed
        #expect(noise.map(\.text) == [String(repeating: "\u{FFFD}", count: 333)])
    }

    @Test func deepNesting() {
        let deep = String(repeating: "[", count: 100_000)
        let closed = deep + String(repeating: "]", count: 100_000)
        let text = """
            {"x":\(deep)
            {"x":\(closed),\(Self.good.dropFirst())
            {"device":"d","property":"p","value":\(closed)}
            \(Self.good)
            """
        #expect(Lines.read(text).rows.map(\.line) == [2, 4])
        #expect(Lines.malformed(text) == [1, 3])
    }
}
