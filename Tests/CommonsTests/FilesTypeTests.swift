import Commons
import Testing

@Suite struct FilesTypeTests {
    static func box(_ brand: String) -> [UInt8] { [0, 0, 0, 24] + Array("ftyp\(brand)".utf8) + [0, 0, 2, 0] }

    static func zip(_ names: String...) -> [UInt8] {
        [0x50, 0x4B, 3, 4] + names.flatMap { [0, 0, 255] + Array($0.utf8) } + [0x50, 0x4B, 5, 6]
    }

    static let samples: [(FileType, String, [UInt8])] = [
        (.pdf, "", Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3]),
        (.png, "", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]),
        (.jpeg, "", [0xFF, 0xD8, 0xFF, 0xE0]),
        (.gif, "", Array("GIF89a".utf8) + [1, 0]),
        (.gif, "", Array("GIF87a".utf8) + [1, 0]),
        (.webp, "", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8 ".utf8)),
        (.heic, "", box("heic")), (.heic, "", box("mif1")),
        (.mp4, "", box("isom")), (.mp4, "", box("mp42")), (.mp4, "", box("3gp5")),
        (.quickTime, "", box("qt  ")),
        (.webm, "", [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm".utf8)),
        (.xlsx, "", zip("[Content_Types].xml", "xl/workbook.xml")),
        (.docx, "", zip("word/document.xml", "[Content_Types].xml")),
        (.text, "a.txt", Array("小区\t名称\r\n".utf8)), (.text, "", [0xEF, 0xBB, 0xBF, 65]),
        (.csv, "表.CSV", Array("甲,乙\n1,2\n".utf8)),
        // What looks like something else, and is not quite.
        (.binary, "a.pdf", [0] + Array("%PDF-1.7".utf8)),
        (.binary, "a.png", [0x89, 0x50, 0x4E, 0x47]),
        (.binary, "", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WAVEfmt ".utf8)),
        (.binary, "", box("jp2 ")),
        (.binary, "", [0x1A, 0x45, 0xDF, 0xA3, 0xA3, 0x42, 0x82, 0x88] + Array("matroska".utf8)),
        (.binary, "a.xlsx", zip("xl/workbook.xml")),
        (.binary, "a.xlsx", zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
        (.binary, "", zip("[Content_Types].xml", "xl/workbook.xml", "word/document.xml")),
        (.binary, "a.csv", [0xBC, 0xD7, 0x2C, 0xD2, 0xD2]),
        (.binary, "a.txt", Array("a\u{0}b".utf8)), (.binary, "a.txt", Array("a\u{1B}[31m".utf8)),
        (.binary, "a.txt", []),
        (.text, "a.svg", Array("<svg onload='alert(1)'>".utf8)), (.text, "a.pdf", Array("<html>".utf8)),
    ]

    @Test func bytesTellTheType() {
        for (index, sample) in Self.samples.enumerated() {
            #expect(FileType(head: sample.2, name: sample.1) == sample.0, "sample \(index)")
        }
    }

    @Test func directoryAtTheEndCounts() {
        let head = Self.zip("docProps/app.xml")
        #expect(FileType(head: head, tail: Self.zip("[Content_Types].xml", "xl/workbook.xml")) == .xlsx)
        #expect(FileType(head: head, tail: Self.zip("[Content_Types].xml")) == .binary)
    }

    /// A piece may be cut anywhere within a character, and no other byte may be missing.
    @Test func textMayBeCutWithinACharacter() {
        let text = Array("a邻😀里é".utf8)
        for end in 1...text.count {
            #expect(FileType(head: Array(text[..<end])) == .text, "\(end)")
            let rest = Array(text[end...])
            #expect(FileType(head: text, tail: rest) == .text, "\(end)")
        }
        #expect(FileType(head: Array("a".utf8) + [0xE9, 0x82, 65]) == .binary)
        #expect(FileType(head: text, tail: [0x80, 0x80, 0x80, 0x80]) == .binary)
    }

    @Test func onlyImagesAndPDFAreShown() {
        let shown = FileType.allCases.filter(\.isInline)
        #expect(Set(shown) == [.pdf, .png, .jpeg, .gif, .webp])
        #expect(FileType.csv.contentType == "text/csv; charset=utf-8")
        #expect(FileType.binary.contentType == "application/octet-stream")
    }
}
