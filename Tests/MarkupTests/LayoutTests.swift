import Markup
import Testing

@Suite struct LayoutTests {
    @Test(arguments: [(PageLanguage.chinese, "zh-CN", "跳到正文"), (.english, "en", "Skip to content")])
    func pagesSayTheirLanguage(language: PageLanguage, code: String, skip: String) {
        let html = Layout.document(Page("x", language: language)).string
        #expect(html.hasPrefix("<!doctype html>\n<html lang=\"\(code)\">\n<head>"))
        #expect(html.contains("<a class=\"skip\" href=\"#main\">\(skip)</a>"))
        #expect(html.contains("<title>x · 邻里</title>"))
    }

    @Test func theOtherLanguageIsOffered() {
        let html = Layout.document(Page("x", language: .chinese)).string
        #expect(html.contains("name=\"language\" value=\"en\" lang=\"en\">English</button>"))
        #expect(
            Layout.document(Page("x", language: .english)).string.contains("value=\"zh\" lang=\"zh-CN\">中文</button>"))
    }

    @Test func whatTheReaderChoseIsOnTheRoot() {
        var page = Page("x", language: .chinese)
        #expect(!Layout.document(page).string.contains("data-theme"))
        page.theme = .dark
        page.typeSize = .large
        let html = Layout.document(page).string
        #expect(html.contains("<html lang=\"zh-CN\" data-theme=\"dark\" data-type=\"large\">"))
        #expect(html.contains("<meta name=\"color-scheme\" content=\"dark\">"))
        let pressed = Elements(html).all("button").filter { $0.attributes["aria-pressed"] == "true" }
        #expect(pressed.map { $0.attributes["value"] } == ["normal", "dark"])
    }

    @Test func oneEntryIsCurrent() {
        var page = Page("x", language: .chinese)
        page.navigation = [Link("甲", "/a", count: 3), Link("乙", "/b", isCurrent: true)]
        let links = Elements(Layout.document(page).string).all("a").filter { $0.attributes["aria-current"] == "page" }
        #expect(links.map { $0.attributes["href"] } == ["/b"])
    }

    @Test func thoseNotSignedInAreOfferedTo() {
        var page = Page("x", language: .chinese)
        page.signIn = Link("登录", "/login")
        #expect(Layout.document(page).string.contains("href=\"/login\">登录</a>"))
        page.user = Page.User(name: "王建国", signOutAction: "/logout")
        let html = Layout.document(page).string
        #expect(!html.contains("/login"))
        #expect(html.contains("action=\"/logout\""))
    }

    @Test func onePlaceForEachLandmark() {
        let html = Elements(Layout.document(Sample.page(.chinese)).string)
        #expect(html.all("main").count == 1)
        #expect(html.all("html").count == 1)
        let names = html.all("nav").map { $0.attributes["aria-label"] }
        #expect(Set(names).count == names.count && !names.contains(nil))
    }

    @Test func assetsAreWhole() {
        let style = String(decoding: Stylesheet.bytes, as: UTF8.self)
        #expect(style.count { $0 == "{" } == style.count { $0 == "}" })
        #expect(
            style.contains("[data-theme=dark]") && style.contains("prefers-reduced-motion")
                && style.contains("@media print"))
        // The policy of the pages lets nothing in but our own files.
        #expect(!style.contains("url(") && !style.contains("@import"))
        let script = String(decoding: Script.bytes, as: UTF8.self)
        #expect(script.count { $0 == "{" } == script.count { $0 == "}" })
        #expect(!script.contains("eval(") && !script.contains("http://") && !script.contains(".style"))
        #expect(String(decoding: Icon.bytes, as: UTF8.self).hasPrefix("<svg xmlns="))
    }

    @Test func everyColourIsDefinedForBothThemes() {
        let style = String(decoding: Stylesheet.bytes, as: UTF8.self)
        let used = Set(style.matches(of: /var\(--([a-z0-9-]+)\)/).map { String($0.1) })
        let defined = style.matches(of: /--([a-z0-9-]+):/).map { String($0.1) }
        let shared: Set = ["sans", "serif", "mono", "round", "gap", "measure"]
        #expect(used.count > 30)
        for name in used {
            let times = defined.count { $0 == name }
            // Light once, dark twice: as the system has it and as the reader chose.
            #expect(times >= (shared.contains(name) ? 1 : 3), "--\(name) is defined \(times) times")
        }
    }
}
