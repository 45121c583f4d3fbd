import Markup
import Testing

@Suite struct EscapingTests {
    static let nasty = "<b title=\"x\" id='y'>&</b>"
    static let escaped = "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/b&gt;"

    @Test func textIsEscaped() {
        let html: HTML = "<p>\(Self.nasty)</p>"
        #expect(html.string == "<p>\(Self.escaped)</p>")
        let part: HTML = "<p>\(Self.nasty.dropFirst(2))</p>"
        #expect(part.string == "<p>\(Self.escaped.dropFirst(5))</p>")
        #expect(HTML.text(Self.nasty).string == Self.escaped)
    }

    @Test func attributesAreEscaped() {
        let none: String? = nil
        let html: HTML = "<a\(attr: "title", Self.nasty)\(attr: "lang", none)\(attr: "hidden", if: true)>"
        #expect(html.string == "<a title=\"\(Self.escaped)\" hidden>")
        let quoted: HTML = "<a title='\(Self.nasty)'>"
        #expect(quoted.string == "<a title='\(Self.escaped)'>")
    }

    @Test func markupStaysAsItIs() {
        let inner: HTML = "<i>\(3)</i>"
        let absent: HTML? = nil
        let html: HTML = "\(inner)\(absent)\([inner, inner])\(each: 1...2, { "<u>\($0)</u>" })\(if: false, inner)"
        #expect(html.string == "<i>3</i><i>3</i><i>3</i><u>1</u><u>2</u>")
        #expect([inner, "x"].joined(separator: "; ").string == "<i>3</i>; x")
        #expect((inner + inner).string == "<i>3</i><i>3</i>")
    }

    @Test func chineseAndEmptyTextPass() {
        let html: HTML = "\("邻里 <3")\("")"
        #expect(html.string == "邻里 &lt;3")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\nscript:x", "\u{1}javascript:x",
        "data:text/html,x",
        "vbscript:x", "file:///etc", "java\tscript\t:x",
    ])
    func addressesThatRunCodeAreDropped(address: String) {
        let html: HTML = "<a href=\"\(href: address)\">"
        #expect(html.string == "<a href=\"#\">")
    }

    @Test(arguments: [
        "/a?b=c:d", "a/b:c", "#x:y", "?x=javascript:y", "https://example.com/", "mailto:a@example.com", "tel:12345", "",
        "//example.com/x", "./x:y",
    ])
    func otherAddressesStay(address: String) {
        let html: HTML = "\(href: address)"
        #expect(html.string == HTML.text(address).string)
    }

    @Test func jsonCannotCloseItsElement() {
        let html = HTML.json(id: "data", #"{"a":"</script><!-- & \#u{2028}"}"#).string
        #expect(html.contains(#"{"a":"\u003c/script\u003e\u003c!-- \u0026 \u2028"}"#))
    }

    @Test func writtenTextKeepsItsParagraphs() {
        let html = HTML.paragraphs("一\n二\n\n<三>\r\n \r\n四").string
        #expect(html == #"<p class="words">一<br>二</p><p class="words">&lt;三&gt;</p><p class="words">四</p>"#)
    }
}
