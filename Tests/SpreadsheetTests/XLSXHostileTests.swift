import Glibc
import Spreadsheet
import Testing

/// Files that are broken or mean harm. Each must end in the right kind of error, at the right place.
@Suite struct XLSXHostileTests {
    private func refusal(_ parts: TestParts, _ limits: XLSXReader.Limits = .init()) -> SpreadsheetError? {
        error { try parts.read(limits) }
    }

    private func refusal(bytes: [UInt8], _ limits: XLSXReader.Limits = .init()) -> SpreadsheetError? {
        error { try XLSXReader.read(bytes: bytes, limits: limits) }
    }

    @Test func otherKindsOfFiles() throws {
        #expect(refusal(bytes: [])?.kind == .notSpreadsheet)
        #expect(refusal(bytes: Array("PK".utf8))?.kind == .damaged)
        #expect(refusal(bytes: Array("编号,名称\r\n".utf8))?.kind == .notSpreadsheet)
        let container: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 1000)
        let protected = try #require(refusal(bytes: container))
        #expect(protected.kind == .protectedOrLegacy)
        #expect(protected.en.contains("password protected or an old .xls") && protected.zh.contains("密码"))
        let open = try Zip.archive([("mimetype", Array("x".utf8)), ("content.xml", Array("<a/>".utf8))])
        #expect(refusal(bytes: open)?.en.contains("OpenDocument") == true)
        var word = TestParts()
        word["xl/workbook.xml"] = "<w:document xmlns:w=\"urn:w\"/>"
        #expect(refusal(word)?.kind == .notSpreadsheet)
        var binary = TestParts()
        binary["_rels/.rels"] = TestParts.relationships(
            TestParts.relationship("a", "officeDocument", "xl/workbook.bin"))
        #expect(refusal(binary)?.en.contains(".xlsb") == true)
        #expect(refusal(bytes: try Zip.archive([]))?.kind == .notSpreadsheet)
    }

    @Test func filesThatCannotBeOpened() {
        let folder = TestFolder()
        for path in [folder.path + "/none.xlsx", folder.path, "/dev/zero", "a\0b"] {
            let failure = error { try XLSXReader.read(path: path) }
            #expect(failure?.kind == .cannotRead && failure?.file == path, "\(path)")
        }
        let pipe = folder.path + "/pipe"
        mkfifo(pipe, 0o600)
        #expect(error { try XLSXReader.read(path: pipe) }?.kind == .cannotRead)
        let large = folder.file("large.xlsx", [UInt8](repeating: 0x50, count: 1001))
        #expect(error { try XLSXReader.read(path: large, limits: .init(fileBytes: 1000)) }?.kind == .tooLarge)
        #expect(refusal(bytes: [UInt8](repeating: 0x50, count: 1001), .init(fileBytes: 1000))?.kind == .tooLarge)
    }

    @Test func everyTruncation() throws {
        let whole = TestFolder.bytes(of: TestFolder.fixture("openpyxl.xlsx"))
        #expect(refusal(bytes: whole) == nil)
        for length in stride(from: 0, to: whole.count, by: 13) {
            let kind = refusal(bytes: Array(whole[..<length]))?.kind
            #expect(kind == .damaged || kind == .notSpreadsheet, "\(length) bytes: \(String(describing: kind))")
        }
    }

    @Test func bombs() throws {
        let spaces = String(repeating: " ", count: 20 << 20)
        var parts = TestParts("<row>\(spaces)</row>")
        let archive = try parts.archive()
        #expect(archive.count < 100_000)
        #expect(refusal(bytes: archive, .init(unpackedBytes: 1 << 20))?.kind == .tooLarge)
        #expect(refusal(bytes: archive) == nil)
        // The same with a directory that claims 100 bytes for everything.
        let lying = Self.claiming(size: 100, in: archive)
        let kind = refusal(bytes: lying, .init(unpackedBytes: 1 << 20))?.kind
        #expect(kind == .damaged || kind == .tooLarge)
        // One endless tag.
        parts["xl/worksheets/sheet1.xml"] = "<worksheet a=\"\(spaces)\"/>"
        #expect(refusal(parts)?.kind == .refused)
        // Parts that nobody asked for cost nothing.
        var extra = TestParts()
        extra["xl/media/big.bin"] = spaces
        #expect(refusal(extra, .init(unpackedBytes: 1 << 20)) == nil)
    }

    /// Overwrites the uncompressed sizes in the local and the central headers.
    private static func claiming(size: UInt8, in archive: [UInt8]) -> [UInt8] {
        var bytes = archive
        for index in 0..<bytes.count - 30 where bytes[index] == 0x50 && bytes[index + 1] == 0x4B {
            let field = bytes[index + 2] == 1 ? index + 24 : bytes[index + 2] == 3 ? index + 22 : nil
            if let field { bytes.replaceSubrange(field..<field + 4, with: [size, 0, 0, 0]) }
        }
        return bytes
    }

    @Test func limits() throws {
        let merges = "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"A3:B4\"/></mergeCells>"
        let rows = "<row><c t=\"s\"><v>0</v></c><c><v>1</v></c><c/><c/></row>"
        let parts = TestParts(rows, shared: "<si><t>a</t></si><si/>", after: merges)
        let exact = XLSXReader.Limits(
            entries: parts.parts.count, sheets: 1, sharedStrings: 2, cells: 2, mergedRanges: 2)
        #expect(refusal(parts, exact) == nil)
        let tighter: [WritableKeyPath<XLSXReader.Limits, Int>] = [
            \.entries, \.sheets, \.sharedStrings, \.cells, \.mergedRanges, \.fileBytes, \.unpackedBytes,
        ]
        for limit in tighter {
            var limits = exact
            limits[keyPath: limit] = limit == \.fileBytes || limit == \.unpackedBytes ? 500 : limits[keyPath: limit] - 1
            let failure = refusal(parts, limits)
            #expect(failure?.kind == .tooLarge, "\(limit)")
            if limit == \.cells || limit == \.mergedRanges { #expect(failure?.sheet == "S") }
        }
        let long = String(repeating: "x", count: 32_768)
        let text = refusal(TestParts("<row><c r=\"A1\" t=\"str\"><v>\(long)</v></c></row>"))
        #expect(text?.kind == .tooLarge && text?.cell == "A1")
    }

    @Test func endlessTexts() {
        let endless = String(repeating: "x", count: 8 << 20)
        #expect(refusal(TestParts(shared: "<si><t>\(endless)</t></si>"))?.kind == .tooLarge)
        for content in ["<f>\(endless)</f>", "<v>\(endless)</v>", "<is><t>\(endless)</t></is>"] {
            let failure = refusal(TestParts("<row r=\"2\"><c r=\"B2\">\(content)</c></row>"))
            #expect(failure?.kind == .tooLarge && failure?.cell == "B2" && failure?.sheet == "S")
        }
    }

    @Test func doctypesAndEntities() {
        let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>"
        let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">"
        for name in ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels", "xl/sharedStrings.xml"] {
            for doctype in [laughs, outside, "<!DOCTYPE x>"] {
                var parts = TestParts(shared: "<si/>")
                parts[name] = doctype + parts[name]
                #expect(refusal(parts)?.kind == .refused, "\(name)")
            }
        }
        #expect(refusal(TestParts("<row><c t=\"str\"><v>&undefined;</v></c></row>"))?.kind == .damaged)
    }

    @Test func missingParts() {
        for name in [
            "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
        ] {
            let failure = refusal(TestParts(shared: "<si/>").without(name))
            #expect(failure?.kind == .damaged && failure?.en.contains(name) == true, "\(name)")
        }
        #expect(refusal(TestParts().without("_rels/.rels"))?.kind == .notSpreadsheet)
        var unrelated = TestParts()
        unrelated["xl/_rels/workbook.xml.rels"] = TestParts.relationships("")
        #expect(refusal(unrelated)?.sheet == "S")
        var outside = TestParts()
        outside["xl/_rels/workbook.xml.rels"] = TestParts.relationships(
            TestParts.relationship("rId1", "worksheet", "file:///etc/passwd", mode: " TargetMode=\"External\""))
        #expect(refusal(outside)?.sheet == "S")
        var empty = TestParts()
        empty["xl/workbook.xml"] = "<workbook xmlns=\"\(TestParts.main)\"/>"
        #expect(refusal(empty)?.kind == .damaged)
        var climbing = TestParts()
        climbing["xl/_rels/workbook.xml.rels"] = TestParts.relationships(
            TestParts.relationship("rId1", "worksheet", "../../../../etc/passwd"))
        #expect(refusal(climbing)?.kind == .damaged)
    }

    @Test(
        arguments: [
            ("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "XFE1"),
            ("<row r=\"1\"><c r=\"A0\"><v>1</v></c></row>", "A0"),
            ("<row r=\"1\"><c r=\"\"><v>1</v></c></row>", ""), ("<row r=\"1048577\"/>", nil), ("<row r=\"0\"/>", nil),
            ("<row r=\"-1\"/>", nil), ("<row r=\"99999999999999999999\"/>", nil), ("<row r=\"\"/>", nil),
            ("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>", "A2"),
            ("<row r=\"1048576\"/><row><c><v>1</v></c></row>", nil),
            ("<row r=\"1\"><c r=\"XFD1\"/><c><v>1</v></c></row>", nil),
            ("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "A1"),
            ("<row r=\"1\"><c r=\"B1\" t=\"s\"><v>0</v></c></row>", "B1"),
            ("<row r=\"1\"><c r=\"B1\" t=\"s\"><v>-1</v></c></row>", "B1"),
            ("<row r=\"1\"><c r=\"B1\" t=\"s\"><v>x</v></c></row>", "B1"),
            ("<row r=\"1\"><c r=\"B1\"><v>1,5</v></c></row>", "B1"),
            ("<row r=\"1\"><c r=\"B1\"><v>NaN</v></c></row>", "B1"),
            ("<row r=\"1\"><c r=\"B1\" t=\"b\"><v>2</v></c></row>", "B1"),
            ("<row r=\"1\"><c r=\"B1\" t=\"zz\"><v>2</v></c></row>", "B1"),
            ("<row r=\"1\"><c r=\"B1\"><v>\(String(repeating: "1", count: 500))</v></c></row>", "B1"),
        ] as [(String, String?)])
    func badCells(_ rows: String, _ cell: String?) throws {
        let failure = try #require(refusal(TestParts(rows)))
        #expect(failure.kind == .damaged && failure.sheet == "S" && failure.cell == cell)
        #expect(failure.zh.contains("工作表“S”") && failure.en.contains("sheet “S”"))
    }

    @Test(arguments: ["", "A1:XFE1", "A1:B2:C3", "nonsense"])
    func badMerges(_ range: String) {
        let after = "<mergeCells><mergeCell ref=\"\(range)\"/></mergeCells>"
        #expect(refusal(TestParts(after: after))?.kind == .damaged)
    }

    @Test func overlappingMerges() {
        func merged(_ ranges: [String]) -> SpreadsheetError? {
            refusal(
                TestParts(
                    after: "<mergeCells>" + ranges.map { "<mergeCell ref=\"\($0)\"/>" }.joined() + "</mergeCells>"))
        }
        #expect(merged(["A1:B2", "C1:D2", "A3:D3", "A4:A9", "B4:B9", "E1:E9"]) == nil)
        #expect(merged(["A1:B2", "B2:C3"])?.kind == .damaged)
        #expect(merged(["C5:D6", "A1:XFD5"])?.kind == .damaged)
        #expect(merged(["A1:A9", "A5:A5"])?.kind == .damaged)
        #expect(merged(Array(repeating: "A1:XFD1048576", count: 20_000))?.kind == .damaged)
        #expect(merged((1...20_000).map { "A\($0):XFD\($0)" }) == nil)
    }

    @Test func deepAndBrokenXML() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(refusal(TestParts(deep))?.kind == .refused)
        for broken in ["<row>", "</row>", "<row r=\"1\" r=\"2\"/>", "<row a=b/>", "\u{1}", "&#0;", "<row:x/>"] {
            #expect(refusal(TestParts(broken))?.kind == .damaged, "\(broken)")
        }
        var twice = TestParts()
        twice["xl/workbook.xml"] = twice["xl/workbook.xml"].replacing(
            "</sheets>", with: "<sheet name=\"S\" sheetId=\"2\" r:id=\"rId1\"/></sheets>")
        #expect(refusal(twice)?.kind == .damaged)
    }

    @Test func damagedChecksum() throws {
        let archive = try TestParts("<row><c><v>1</v></c></row>").archive()
        var damaged = 0
        for index in stride(from: 40, to: archive.count - 40, by: 7) {
            var bytes = archive
            bytes[index] ^= 0x10
            if refusal(bytes: bytes) != nil { damaged += 1 }
        }
        #expect(damaged > 20)
    }

    @Test func encryptedEntries() throws {
        var bytes = try TestParts().archive()
        // Sets the bit for "encrypted" in the flags of all headers.
        for index in 0..<bytes.count - 30 where bytes[index] == 0x50 && bytes[index + 1] == 0x4B {
            if bytes[index + 2] == 1 { bytes[index + 8] |= 1 }
            if bytes[index + 2] == 3 { bytes[index + 6] |= 1 }
        }
        #expect(refusal(bytes: bytes)?.kind == .protectedOrLegacy)
    }
}
