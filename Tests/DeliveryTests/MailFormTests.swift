import Foundation
import Testing

@testable import Delivery

@Suite struct MailFormTests {
    @Test func addressesAreChecked() throws {
        let good = [
            "li@example.cn", "a.b+c@mail.example.cn", "x@localhost", "o'neil@ex-ample.org", "1@2.3", "_@a",
            String(repeating: "a", count: 64) + "@b",
        ]
        for text in good { #expect(try MailAddress(text).address == text) }
        let bad = [
            "", "@", "a@", "@b", "a", "a@b@c", "a b@c", "a@b c", "a@b\r\nRCPT TO:<c@d>", "a@b\n", "<a@b>", "a@b>",
            "a,b@c",
            "\"a b\"@c", ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a@b..c", "a@-b", "李@example.cn", "a@例子.cn",
            "a\u{0}@b",
            "a@[127.0.0.1]", String(repeating: "a", count: 65) + "@b", "a@" + String(repeating: "b", count: 253),
        ]
        for text in bad {
            let error = #expect(throws: DeliveryError.self, "\(text.debugDescription)") { try MailAddress(text) }
            #expect(error?.kind == .invalid)
        }
    }

    static let dates: [(Int64, String)] = [
        (0, "Thu, 01 Jan 1970 08:00:00 +0800"),
        (1_772_328_605_123, "Sun, 01 Mar 2026 09:30:05 +0800"),
        (1_709_135_999_000, "Wed, 28 Feb 2024 23:59:59 +0800"),
        (1_709_222_399_000, "Thu, 29 Feb 2024 23:59:59 +0800"),
        (1_709_222_400_000, "Fri, 01 Mar 2024 00:00:00 +0800"),
        (4_107_513_600_000, "Mon, 01 Mar 2100 00:00:00 +0800"),
        (-28_800_001, "Wed, 31 Dec 1969 23:59:59 +0800"),
    ]

    @Test func datesHaveTheirForm() {
        for (milliseconds, text) in Self.dates { #expect(MailDate.text(milliseconds: milliseconds) == text) }
    }

    /// What a reader makes of an encoded text.
    static func decoded(_ text: String) -> String {
        let words = text.components(separatedBy: "\r\n ")
        guard words.allSatisfy({ $0.hasPrefix("=?UTF-8?B?") && $0.hasSuffix("?=") }) else { return text }
        let pieces = words.map { Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) ?? Data() }
        // Each word by itself is text.
        return pieces.map { String(data: $0, encoding: .utf8) ?? "?" }.joined()
    }

    @Test func headersAreEncoded() {
        #expect(HeaderText.encoded("Report 2026-000017 accepted") == "Report 2026-000017 accepted")
        #expect(HeaderText.encoded("报告") == "=?UTF-8?B?5oql5ZGK?=")
        #expect(HeaderText.encoded("a, b", isPhrase: true) == "=?UTF-8?B?YSwgYg==?=")
        #expect(HeaderText.encoded("Li Lei", isPhrase: true) == "Li Lei")
        let texts = [
            "报告", "=?UTF-8?B?YQ==?=", " a", "a ", "", String(repeating: "长邻里", count: 99),
            String(repeating: "a", count: 61),
            "👩‍🔬" + String(repeating: "e\u{301}", count: 60),
        ]
        for text in texts {
            let encoded = HeaderText.encoded(text)
            #expect(Self.decoded(encoded) == text, "\(text.debugDescription)")
            let lines = encoded.components(separatedBy: "\r\n ")
            #expect(lines.allSatisfy { $0.utf8.count <= 67 && $0.utf8.allSatisfy { (32..<127).contains($0) } })
        }
    }

    @Test func noTextMakesAFurtherHeader() throws {
        let evil = "x\r\nBcc: spy@example.org\r\n\r\nbody\u{0}\u{85}"
        let message = MailMessage(
            from: try MailAddress("linli@example.cn", name: evil), to: try MailAddress("li@example.cn", name: evil),
            subject: evil, text: evil, link: "https://x\r\nBcc: y", linkTitle: evil, id: evil, at: 0)
        let text = String(decoding: message.bytes, as: UTF8.self)
        let head = try #require(text.components(separatedBy: "\r\n\r\n").first)
        let names = head.components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
            ])
    }

    @Test func messagesAreLinesOfASCII() throws {
        let message = MailMessage(
            from: try MailAddress("linli@example.cn", name: "邻里"), to: try MailAddress("li@example.cn", name: "李"),
            subject: String(repeating: "您的申报已受理", count: 20), text: String(repeating: "正文 <b>&\"\n", count: 500),
            link: "https://example.cn/?a=1&b=\"2\"", linkTitle: "打开", id: "01j", at: 1_772_328_605_123)
        let bytes = message.bytes
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { (32..<127).contains($0) } })
        #expect(text.contains("Message-ID: <01j@example.cn>\r\n"))
        let parts = text.components(separatedBy: "--_linli_01j_").dropFirst().dropLast().map { part in
            let body = part.components(separatedBy: "\r\n\r\n")[1].replacingOccurrences(of: "\r\n", with: "")
            return String(decoding: Data(base64Encoded: body) ?? Data(), as: UTF8.self)
        }
        #expect(parts.count == 2)
        #expect(parts[0].hasPrefix("正文 <b>&\"\r\n正文"))
        #expect(parts[0].hasSuffix("https://example.cn/?a=1&b=\"2\"\r\n"))
        #expect(parts[1].contains("<p>正文 &lt;b&gt;&amp;&quot;</p>"))
        #expect(parts[1].contains("href=\"https://example.cn/?a=1&amp;b=&quot;2&quot;\""))
        #expect(!parts[1].contains("<b>"))
    }

    @Test func onlyWebLinksBecomeButtons() throws {
        let address = try MailAddress("a@b")
        for link in ["javascript:alert(1)", "", "/cases/1", "data:text/html,x"] {
            let message = MailMessage(from: address, to: address, subject: "s", text: "t", link: link, id: "1", at: 0)
            #expect(!message.page.contains("href"), "\(link)")
        }
    }
}
