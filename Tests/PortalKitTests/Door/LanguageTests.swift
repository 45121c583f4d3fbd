import Rulebook
import Testing

@testable import PortalKit

@Suite struct LanguageTests {
    let sample = SamplePortal()

    @Test(arguments: [
        ("en", Language.en), ("zh-CN,zh;q=0.9,en;q=0.8", .zh), ("en-US,en;q=0.9,zh;q=0.8", .en),
        ("fr, en;q=0.1", .en), ("zh;q=0.5, en;q=0.7", .en), ("zh;q=0, en;q=0.1", .en), ("EN-gb", .en),
        ("zh-Hant-TW", .zh), ("en;q=0.85,zh;q=0.9", .zh), ("en;q=x", nil), ("fr", nil), ("", nil), ("*", nil),
        ("english", nil), (";;;,,,=", nil),
    ])
    func accepted(header: String, language: Language?) {
        #expect(LanguageChoice.accepted(header) == language)
    }

    @Test func theOrder() async throws {
        #expect(try await sample.get("/").text.hasPrefix("<p>zh"))
        #expect(try await sample.get("/", ["Accept-Language": "en"]).text.hasPrefix("<p>en"))
        let cookie = try await sample.get("/", ["Accept-Language": "en", "Cookie": "language=zh"])
        #expect(cookie.text.hasPrefix("<p>zh") && cookie["Set-Cookie"] == nil)
        let asked = try await sample.get("/?lang=en", ["Cookie": "language=zh"])
        #expect(asked.text.hasPrefix("<p>en"))
        #expect(asked["Set-Cookie"] == "language=en; Path=/; SameSite=Lax; Max-Age=31536000")
        let unknown = try await sample.get("/?lang=fr")
        #expect(unknown.text.hasPrefix("<p>zh") && unknown["Set-Cookie"] == nil)
    }

    @Test func errorsSpeakIt() async throws {
        #expect(try await sample.get("/nothing?lang=en").text.contains("there is nothing at this address"))
        #expect(try await sample.get("/nothing").text.contains("没有这个页面或资源"))
    }
}
