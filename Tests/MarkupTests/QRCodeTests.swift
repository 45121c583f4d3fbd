import Markup
import Testing

@Suite struct QRCodeTests {
    @Test(arguments: ["a", "https://example.com/verify/ZZ-2026-0117", "邻里智慧社区"])
    func sidesAndFinders(text: String) throws {
        let code = try #require(QRCode(text))
        #expect(code.size >= 21 && (code.size - 17) % 4 == 0)
        #expect(code.modules.count == code.size * code.size)
        func isDark(_ x: Int, _ y: Int) -> Bool { code.modules[y * code.size + x] }
        for (left, top) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
            for y in 0..<7 {
                for x in 0..<7 {
                    let ring = min(x, y, 6 - x, 6 - y)
                    #expect(isDark(left + x, top + y) == (ring != 1))
                }
            }
        }
        let dark = code.modules.count { $0 }
        #expect(dark * 10 > code.modules.count * 3 && dark * 10 < code.modules.count * 7)
    }

    @Test func thePictureHasEveryDarkModuleAndAQuietZone() throws {
        let code = try #require(QRCode("linli"))
        let html = QRCode.svg("linli", label: "核验").string
        #expect(html.contains("viewBox=\"0 0 \(code.size + 8) \(code.size + 8)\""))
        #expect(html.contains("aria-label=\"核验\""))
        let runs = html.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/)
        #expect(runs.reduce(0) { $0 + (Int($1.3) ?? 0) } == code.modules.count { $0 })
        #expect(runs.allSatisfy { $0.3 == $0.4 && (Int($0.1) ?? 0) >= 4 && (Int($0.2) ?? 0) >= 4 })
    }

    @Test func tooLongOrEmptyHasNoCode() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "x", count: 4000)) == nil)
        #expect(QRCode.svg("", label: "<无>").string.contains("&lt;无&gt;"))
    }
}
