import Testing

@testable import RulebookFiles

@Suite struct JSONDocumentTests {
    private func read(_ text: String) -> (root: Node?, told: [Diagnostic]) { document(source(text, "甲.json")) }

    @Test(arguments: [
        ("{}", "{}"), ("[]", "[]"),
        (#"{"a": [1, -2.5, 1e3, true, false, null, "x"]}"#, #"{a: [1, -2.5, 1e3, true, false, null, "x"]}"#),
        (#"{"晴川里": {"类型": "urban"}}"#, #"{晴川里: {类型: "urban"}}"#), (#""\u4e2d\n""#, "\"中\n\""),
        (#"{"a": "😀 \ud83d\ude00"}"#, #"{a: "😀 😀"}"#), (#"{"\ud842\udfb7": 1}"#, "{𠮷: 1}"),
        ("12345678901234567890123", "12345678901234567890123"), (#"{"a": 1, "a": 2}"#, "{a: 1, a: 2}"),
        (" \r\n\t{ \"a\"\t:\r\n1 }\n", "{a: 1}"), (#"{"a": ""}"#, #"{a: ""}"#), ("\u{FEFF}[1]", "[1]"),
    ])
    func readsATree(_ text: String, _ tree: String) {
        let (root, told) = read(text)
        #expect(root?.shown == tree && told.isEmpty)
    }

    /// Words are text, numbers and truth values are plain: `"1"` is no number.
    @Test func textIsNotPlain() {
        let root = read(#"{"a": "1", "b": 1, "c": "true", "d": null, "e": "null"}"#).root
        #expect(root?.shown == #"{a: "1", b: 1, c: "true", d: null, e: "null"}"#)
        #expect(root?["d"]?.isNull == true && root?["e"]?.isNull == false)
    }

    @Test func marksCountCharacters() throws {
        let text = "{\n  \"社区\": {\"名称\": \"晴川里\", \"类型\": urban},\r\n\t\"列\" :\n [1, \"二\" ,{\"三\":4}]\n}"
            .replacing("urban", with: "true")
        let root = try #require(read(text).root)
        #expect(root.place == "1:1")
        #expect(root["社区"]?.place == "2:9")
        #expect(root["社区"]?["名称"]?.place == "2:16")
        #expect(root["社区"]?["类型"]?.place == "2:29")
        #expect(root["列"]?.place == "4:2")
        #expect((0...2).map { root["列"]?[$0]?.place } == ["4:3", "4:6", "4:11"])
        #expect(root["列"]?[2]?["三"]?.place == "4:16")
        guard case .map(let entries) = root.content else { return }
        #expect(entries.map { "\($0.keyMark.line):\($0.keyMark.column)" } == ["2:3", "3:2"])
    }

    private func refuses(_ text: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let marked = Marked(text)
        let (root, told) = document(marked.source("甲.json"))
        #expect(root == nil, sourceLocation: sourceLocation)
        #expect(told.english == marked.expected("甲.json", ["not JSON: " + message]), sourceLocation: sourceLocation)
        #expect(told.areBilingual, sourceLocation: sourceLocation)
    }

    /// Was a bug: the place told is what yajl has consumed, one character too far where it has looked at the one that
    /// is wrong.
    @Test(arguments: [
        ("{} §x", "parse error: trailing garbage"),
        ("[1,§]", "parse error: unallowed token at this point in JSON text"),
        ("{§'a': 1}", "lexical error: invalid char in json text."),
        ("{\"a\": §.5}", "lexical error: invalid char in json text."),
        ("{\"甲\":\n  \"乙\", \"丙\": §x}", "lexical error: invalid char in json text."),
        ("{\"a\" §1}", "parse error: object key and value must be separated by a colon (':')"),
    ])
    func syntax(_ text: String, _ message: String) { refuses(text, message) }

    @Test(arguments: [
        "{\"a\": 0§1}", "{\"a\": tru§}", "§/* c */ {}", "{\"甲\": \"§\t\"}", "{\"a\": \"§\n\"}",
    ])
    func moreSyntax(_ text: String) {
        let marked = Marked(text)
        let told = document(marked.source("a.json")).told
        #expect(told.count == 1)
        guard case .text(let line, let column) = told[0].place else { return }
        #expect(line == marked.marks[0].line)
        #expect(abs(column - marked.marks[0].column) <= 1, "\(column)")
    }

    /// Was a bug: yajl counts what it has consumed anew when the text is completed, so a file cut off is told at its
    /// beginning.
    @Test(arguments: ["{\"a\":\n  [1, \"x§", "{§", "{\"a\": 1,\n\"b\": [\n{§"])
    func aFileCutOff(_ text: String) { refuses(text, "parse error: premature EOF") }

    @Test(arguments: ["null", "null\n"])
    func nothingIsEmpty(_ text: String) {
        #expect(read(text).told.english == ["甲.json:1:1: error: the file is empty"])
        #expect(!read(" \n ").told.isEmpty)
    }

    /// Half a pair is no character: it may be refused or replaced, but must not break the reader.
    @Test(arguments: [#"{"a": "\ud83d"}"#, #"{"a": "\ude00x"}"#, #"{"a": "\ud83d\ud83d"}"#, #"{"\udc00": "\u0000"}"#])
    func halfAPair(_ text: String) {
        let (root, told) = read(text)
        #expect((root == nil) == !told.isEmpty)
    }
}
