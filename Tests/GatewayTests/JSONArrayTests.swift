import Community
import Gateway
import Testing

@Suite struct JSONArrayTests {
    private let one = "{\"device\":\"d\",\"property\":\"p\",\"at\":5,\"value\":1}"

    @Test func elementsCountAsLines() {
        let text = "\u{FEFF} [\n \(one),\n{\"device\":\"e\",\"values\":{\"a\":1,\"b\":\"]},{[\\\"\"}} ,\(one)\n]\n "
        #expect(
            Lines.rows(text) == ["1 d p 5 1.0", "2 e a now 1.0", "2 e b now “]},{[\"”", "3 d p 5 1.0"])
        #expect(Lines.malformed(text).isEmpty)
        #expect(Lines.rows("[\(one)]") == ["1 d p 5 1.0"])
        #expect(Lines.read("[]").malformed.isEmpty && Lines.read(" [ \n ] ").rows.isEmpty)
    }

    @Test func elementsThatAreNoReadings() {
        let batch = Lines.read("[1,\(one), [\(one)] ,\"a,b]\",null,{},\(one)]")
        #expect(batch.rows.map(\.line) == [2, 7])
        #expect(batch.malformed.map(\.text) == ["1", "[\(one)]", "\"a,b]\"", "null", "{}"])
        #expect(batch.malformed.map(\.line) == [1, 3, 4, 5, 6])
    }

    @Test func whatIsNotUTF8() {
        let text = Array("[\(one),{\"a\":\"".utf8) + [0xFF]
        let batch = ReadingParser.jsonLines(text + Array("\"},\(one)]".utf8), now: 0)
        #expect(batch.rows.map(\.line) == [1, 3])
        #expect(batch.malformed == [.init(line: 2, text: "{\"a\":\"\u{FFFD}\"}")])
        // Cut off behind it, it is the piece that is left.
        let cut = ReadingParser.jsonLines(text, now: 0)
        #expect(cut.rows.map(\.line) == [1])
        #expect(cut.malformed == [.init(line: 2, text: "{\"a\":\"\u{FFFD}")])
    }

    /// What comes before the break is taken, what comes behind is one piece.
    @Test func brokenArrays() {
        let pieces: [(text: String, line: Int, rest: String)] = [
            ("[\(one),\(one)", 3, ""), ("[\(one),\(one),", 3, ""), ("[\(one),\(one),]", 3, "]"),
            ("[\(one),\(one),,\(one)]", 3, ",\(one)]"), ("[\(one),\(one)] x", 3, "x"),
            ("[\(one),\(one)]\n[\(one)]", 3, "[\(one)]"), ("[\(one),\(one),{\"device\":", 3, "{\"device\":"),
            ("[\(one),\(one), {\"a\" 1},\(one)]", 3, "{\"a\" 1},\(one)]"),
            ("[\(one),\(one),{\"a\":[1},\(one)]", 3, "{\"a\":[1},\(one)]"),
            ("[\(one),\(one),\(one)}\n,\(one)]", 3, "\(one)}\n,\(one)]"),
            ("[\(one),\(one), nul , \(one)]", 3, "nul , \(one)]"), ("[\(one),\(one) \(one)]", 2, "\(one) \(one)]"),
            ("[", 1, ""), ("[,\(one)]", 1, ",\(one)]"), ("[ }", 1, "}"), ("[\"", 1, "\""), ("[\"\\", 1, "\"\\"),
        ]
        for (text, line, rest) in pieces {
            let batch = Lines.read(text)
            #expect(batch.malformed == [.init(line: line, text: rest)], "\(text)")
            #expect(batch.rows.map { Int($0.line) } == Array(1..<line), "\(text)")
        }
    }

    @Test func restIsCut() {
        let batch = Lines.read("[\(one),{" + String(repeating: "x", count: 9000))
        #expect(batch.rows.count == 1)
        #expect(batch.malformed.map(\.text.count) == [1000])
    }
}
