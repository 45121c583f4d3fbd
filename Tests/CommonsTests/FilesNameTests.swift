import Commons
import Testing

@Suite struct FilesNameTests {
    static let names: [(String, String)] = [
        ("现场照片.jpg", "现场照片.jpg"),
        ("photo 1 (2).JPG", "photo 1 (2).JPG"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\报告.pdf", "报告.pdf"),
        ("/", "file"), ("", "file"), ("..", "file"), ("...", "file"), (" . ", "file"), ("\u{0}", "file"),
        (".htaccess", "htaccess"),
        ("a\u{0}b.pdf", "ab.pdf"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"), ("a\u{85}\u{2028}b", "ab"),
        // Shown as gpj.exe would be jpg.
        ("photo\u{202E}gpj.exe", "photogpj.exe"), ("a\u{2066}b\u{2069}\u{200F}\u{61C}c", "abc"),
        ("a\u{200B}\u{FEFF}b\u{E0041}", "ab"),
        ("a<b>c:d\"e|f?g*h", "a_b_c_d_e_f_g_h"),
        ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("com1.tar.gz", "_com1.tar.gz"), ("console.log", "console.log"),
        ("name. . ", "name"), ("trailing.\u{3000}", "trailing"),
        ("e\u{301}.txt", "e\u{301}.txt"), ("👩‍🔬.png", "👩🔬.png"),
    ]

    @Test func namesAreCleaned() {
        for (raw, cleaned) in Self.names { #expect(FileName.cleaned(raw) == cleaned, "\(raw.debugDescription)") }
    }

    @Test func cleaningTwiceChangesNothing() {
        let long = [String(repeating: "长", count: 500) + ".pdf", "a." + String(repeating: "b", count: 300)]
        for raw in Self.names.map(\.0) + long {
            let once = FileName.cleaned(raw)
            #expect(FileName.cleaned(once) == once, "\(raw.debugDescription)")
        }
    }

    @Test func longNamesKeepTheirEnding() {
        for count in [194, 195, 196, 197, 1000] {
            let name = FileName.cleaned(String(repeating: "长", count: count) + ".pdf")
            #expect(name.hasSuffix("长.pdf"))
            #expect(name.unicodeScalars.count == min(count + 4, 199))
        }
        #expect(FileName.cleaned("a." + String(repeating: "b", count: 300)).unicodeScalars.count == 199)
        // One letter to the eye, a thousand marks on it.
        let marked = FileName.cleaned("a" + String(repeating: "\u{301}", count: 1000))
        #expect(marked.unicodeScalars.count <= FileName.longest)
    }

    static let headers: [(String, String)] = [
        ("report.pdf", "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf"),
        ("报告 1.pdf", "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%201.pdf"),
        ("a;b'c%d.txt", "attachment; filename=\"a_b'c_d.txt\"; filename*=UTF-8''a%3Bb%27c%25d.txt"),
        ("x\"\r\nX: y", "attachment; filename=\"x_X_ y\"; filename*=UTF-8''x_X_%20y"),
        ("é", "attachment; filename=\"_\"; filename*=UTF-8''%C3%A9"),
    ]

    @Test func headersCarryNamesTwice() {
        for (name, header) in Self.headers { #expect(ContentDisposition.attachment(name) == header) }
        #expect(ContentDisposition.inline("a.png") == "inline; filename=\"a.png\"; filename*=UTF-8''a.png")
    }

    @Test func headersAreOneLineOfASCII() {
        for (name, _) in Self.names {
            let header = ContentDisposition.attachment(name)
            #expect(header.utf8.allSatisfy { (32..<127).contains($0) }, "\(name.debugDescription)")
            #expect(header.filter { $0 == "\"" }.count == 2, "\(name.debugDescription)")
        }
    }
}
