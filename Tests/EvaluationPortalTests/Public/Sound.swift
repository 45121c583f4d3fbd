import Markup
import Testing

@testable import EvaluationPortal

/// What holds of every piece of a page: nothing in it runs or styles itself, and every tag that opens closes.
func expectSound(_ html: HTML, sourceLocation: SourceLocation = #_sourceLocation) {
    let text = html.string
    for forbidden in [" style=", "<style", "<script>", "<script src", "javascript:"] {
        #expect(!text.contains(forbidden), "\(forbidden)", sourceLocation: sourceLocation)
    }
    let bare = text.replacing(/"[^"]*"/, with: "")
    let runs = bare.firstMatch(of: /<[^>]*\son[a-z]+=/) != nil
    #expect(!runs, "a handler in markup", sourceLocation: sourceLocation)
    #expect(unclosed(text) == [], sourceLocation: sourceLocation)
}

/// Elements that are not closed in their order.
private func unclosed(_ text: String) -> [String] {
    let void: Set<String> = ["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"]
    var open: [String] = []
    for tag in text.matches(of: /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/) {
        let name = String(tag.2)
        if !tag.1.isEmpty {
            guard open.last == name else { return open + ["/" + name] }
            open.removeLast()
        } else if !void.contains(name), !tag.3.hasSuffix("/") {
            open.append(name)
        }
    }
    return open
}

/// The view in both languages: sound, not empty, and not the same words; the Chinese one has no English sentence.
@discardableResult
func expectBilingual(
    _ view: (PageLanguage) -> HTML, sourceLocation: SourceLocation = #_sourceLocation
) -> (zh: String, en: String) {
    let (zh, en) = (view(.chinese), view(.english))
    for html in [zh, en] {
        expectSound(html, sourceLocation: sourceLocation)
        #expect(!words(html.string).isEmpty, sourceLocation: sourceLocation)
    }
    #expect(words(zh.string) != words(en.string), sourceLocation: sourceLocation)
    return (zh.string, en.string)
}

/// What a reader sees: the text without its markup.
func words(_ html: String) -> String {
    html.replacing(/<[^>]*>/, with: " ").split { $0.isWhitespace }.joined(separator: " ")
}

/// Han characters in a text.
func han(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) }))
}
