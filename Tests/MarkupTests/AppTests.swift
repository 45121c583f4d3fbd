import Markup
import Testing

/// The portal on a phone.
@Suite struct AppTests {
    @Test(arguments: [(192, Icon.png192), (512, Icon.png512)])
    func iconsAreSquaresOfTheirSize(side: Int, bytes: [UInt8]) {
        #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        let sides = [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(sides == [side, side])
        #expect(bytes.suffix(8) == [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
    }

    @Test func theWorkerHoldsItsPageAsOneText() {
        let page: HTML = "<p lang=\"zh\">没有\\网络</p>\n"
        let script = String(decoding: ServiceWorker.bytes(files: ["/a.css", "/b\"c"], page: page), as: UTF8.self)
        #expect(script.contains(#"const files = ["/a.css", "/b\"c"];"#))
        #expect(script.contains(#"const page = "<p lang=\"zh\">没有\\网络</p>\n";"#))
        // What pages answer never goes into a cache.
        #expect(!script.contains(".put("))
    }

    @Test(arguments: [(PageLanguage.chinese, "没有网络"), (.english, "No network")])
    func theOfflinePageIsOfNobody(language: PageLanguage, title: String) {
        let html = Layout.offline(language, stylesheet: "/s.css", icon: "/i.svg").string
        #expect(html.contains("<html lang=\"\(language.rawValue)\">") && html.contains("<h1>\(title)</h1>"))
        #expect(html.contains("href=\"/s.css\"") && !html.contains("<form") && !html.contains("<script"))
    }

    @Test func pagesNameTheAppOnlyWhereThereIsOne() {
        var page = Page("x", language: .chinese)
        #expect(!Layout.document(page).string.contains("rel=\"manifest\""))
        page.app = ("/m", "/w")
        page.touchIcon = "/t.png"
        let links = Elements(Layout.document(page).string).all("link")
        let manifest = links.first { $0.attributes["rel"] == "manifest" }?.attributes
        #expect(manifest?["href"] == "/m" && manifest?["data-worker"] == "/w")
        #expect(manifest?["crossorigin"] == "use-credentials")
        #expect(links.contains { $0.attributes["rel"] == "apple-touch-icon" && $0.attributes["href"] == "/t.png" })
    }

    @Test func launchersShowWhatWaits() {
        let html = HTML.launchers(
            [
                Launcher("账单", "/bills", .bill, count: 3, counted: "项"), Launcher("报修", "/new", .repair),
                Launcher("通知", "/m", .message, count: 0), Launcher("快件", "/p", .parcel, count: 100),
            ], label: "常用"
        ).string
        let elements = Elements(html)
        #expect(elements.all("a").map { $0.attributes["href"] } == ["/bills", "/new", "/m", "/p"])
        #expect(html.contains(">3<span class=\"hidden\"> 项</span></span>") && html.contains(">99+<"))
        #expect(html.matches(of: /class="count"/).count == 2)
    }
}
