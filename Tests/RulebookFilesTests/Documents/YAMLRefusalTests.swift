import Testing

@testable import RulebookFiles

/// What is not taken, and the place that is told; `§` marks it.
@Suite struct YAMLRefusalTests {
    private func refuses(_ text: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let marked = Marked(text)
        let (root, told) = document(marked.source("甲.yaml"))
        #expect(root == nil, sourceLocation: sourceLocation)
        #expect(told.english == marked.expected("甲.yaml", [message]), sourceLocation: sourceLocation)
        #expect(told.areBilingual, sourceLocation: sourceLocation)
    }

    @Test(arguments: ["a: §&x 1", "§&x a: 1", "名称: §&x [1]", "- 1\n- §&x {b: 1}", "a: {b: §&x }"])
    func anchors(_ text: String) { refuses(text, "YAML anchors (&) are not supported") }

    @Test(arguments: ["a: §*x", "§*x : 1", "名称:\n  - 甲\n  - §*x", "a: [1, §*x]"])
    func aliases(_ text: String) { refuses(text, "YAML aliases (*) are not supported") }

    @Test(arguments: ["a: §!!str 1", "a: §!x", "§!x a: 1", "甲: [乙, §!!map {a: 1}]", "a: §!!binary aGk=", "- §! x"])
    func tags(_ text: String) { refuses(text, "YAML tags (!) are not supported") }

    @Test(arguments: ["a: 1\n§---\nb: 2", "---\na: 1\n§---\nb: 2", "甲: 1\n...\n§---\nb: 2", "a: 1\n§---\n"])
    func severalDocuments(_ text: String) { refuses(text, "a file holds one document; remove the ---") }

    @Test(arguments: ["? §[a]\n: 1", "? §{a: 1}\n: 1", "甲: 1\n? §- x\n: 2", "{甲: 1, ? §[] : 2}"])
    func keysThatAreNotText(_ text: String) { refuses(text, "a key must be text") }

    @Test(arguments: [
        ("a:\n§\tb: 1", "found character that cannot start any token"),
        ("a: §@x", "found character that cannot start any token"),
        ("甲: §`x`", "found character that cannot start any token"),
        ("a: b§: c", "mapping values are not allowed in this context"),
        ("a: 1\n b§: 2", "mapping values are not allowed in this context"),
        ("甲: \"§\\q\"", "found unknown escape character"),
        ("a: §]", "did not find expected node content"),
        ("a: [1, 2§}", "did not find expected ',' or ']'"),
        ("a: '晴川里§", "found unexpected end of stream"),
    ])
    func syntax(_ text: String, _ message: String) { refuses(text, "not YAML: " + message) }

    /// Was a bug: for errors of the reader libyaml sets `problem_offset`, not `problem_mark`, so 1:1 is told instead.
    @Test(arguments: ["a: 1\n甲: §\u{7}\n", "a: \"x§\u{1B}[31m\"", "a: §\u{FFFE}"])
    func controlCharacters(_ text: String) { refuses(text, "not YAML: control characters are not allowed") }

    @Test(arguments: ["", "\n\n", "# 只有注释\n", "---\n", "~", "null\n", "\u{FEFF}"])
    func emptyFiles(_ text: String) { refuses("§" + text, "the file is empty") }

    /// The classic: ten lines that would be a thousand million elements.
    @Test func anchorsThatExplodeAreRefusedAtTheFirst() {
        var text = "a0: §&a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let references = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(references)]\n"
        }
        refuses(text, "YAML anchors (&) are not supported")
    }
}
