import Testing

@testable import RulebookFiles

@Suite struct YAMLDocumentTests {
    private func shown(_ text: String) -> String? { document(source(text)).root?.shown }

    @Test(arguments: [
        ("a: 1", "{a: 1}"), ("a: '1'", "{a: \"1\"}"), ("a: \"1\"", "{a: \"1\"}"), ("- a\n- b: c", "[a, {b: c}]"),
        ("{a: [1, {b: 2}], c: }", "{a: [1, {b: 2}], c: }"), ("a: 1 # 注释", "{a: 1}"), ("a: x#y", "{a: x#y}"),
        ("--- \na: 1\n...\n", "{a: 1}"), ("%YAML 1.1\n---\na: 1", "{a: 1}"), ("a: 甲\n  乙", "{a: 甲 乙}"),
        ("a: |\n  x\n  y", "{a: \"x\ny\"}"), ("10.2: {met: true}", "{10.2: {met: true}}"), ("<<: 1", "{<<: 1}"),
        ("a: \"\\x41\\u4e2d\"", "{a: \"A中\"}"),
        ("{\"a\": \"b\", \"c\": [1, true, null]}", "{a: \"b\", c: [1, true, null]}"),
        ("? a\n? b", "{a: , b: }"), ("晴川里: 社区", "{晴川里: 社区}"), ("a: 2023-03-01", "{a: 2023-03-01}"),
        ("a: 1\nb: \t2", "{a: 1, b: 2}"),
    ])
    func readsATree(_ text: String, _ tree: String) {
        #expect(shown(text) == tree)
    }

    @Test func lineEndingsAndTheByteOrderMarkDoNotMatter() {
        let text = "a: 1\nb:\n  - 甲\n  - {c: 2}\n"
        for ending in ["\n", "\r\n", "\r"] {
            for start in ["", "\u{FEFF}"] {
                let (root, told) = document(source(start + text.replacing("\n", with: ending)))
                #expect(root?.shown == "{a: 1, b: [甲, {c: 2}]}" && told.isEmpty)
                #expect(root?["b"]?[1]?.place == "4:5" && root?["a"]?.place == "1:4")
            }
        }
    }

    /// Columns count characters, not bytes.
    @Test func marksCountCharacters() throws {
        let text = """
            # 说明
            社区: {名称: 晴川里社区, '类型': urban}
            名单:
              - 甲乙丙: 1
              - [子, 丑, "寅"]
            𠮷😀: x
            """
        let root = try #require(document(source(text)).root)
        #expect(root.place == "2:1")
        #expect(root["社区"]?.place == "2:5")
        #expect(root["社区"]?["名称"]?.place == "2:10")
        #expect(root["社区"]?["类型"]?.place == "2:23")
        #expect(root["名单"]?[0]?["甲乙丙"]?.place == "4:10")
        #expect(root["名单"]?[1]?.place == "5:5")
        #expect(root["名单"]?[1]?[2]?.place == "5:12")
        #expect(root["𠮷😀"]?.place == "6:5")
        guard case .map(let entries) = root["社区"]?.content else { return }
        #expect(entries.map { "\($0.keyMark.line):\($0.keyMark.column)" } == ["2:6", "2:17"])
    }

    @Test func nothingHasManySpellings() {
        for text in ["a:", "a: ~", "a: null", "a: Null", "a: NULL"] {
            #expect(document(source(text)).root?["a"]?.isNull == true)
        }
        for text in ["a: ''", "a: 'null'", "a: nil", "a: nULL", "a: []", "a: {}", "a: 0"] {
            #expect(document(source(text)).root?["a"]?.isNull == false)
        }
    }

    /// Whoever writes a key twice hears of it when the mapping is used; no value is lost before.
    @Test func keysThatStandTwiceAreKept() {
        #expect(shown("{a: 1, b: 2, a: 3}") == "{a: 1, b: 2, a: 3}")
    }
}
