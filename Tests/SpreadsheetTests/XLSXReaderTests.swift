import Spreadsheet
import Testing

/// Notations that the format allows, written by hand.
@Suite struct XLSXReaderTests {
    @Test func sharedStringsInAllShapes() throws {
        let shared = """
            <si><t>plain</t></si><si><r><rPr><b/></rPr><t>rich </t></r><r><t xml:space="preserve"> text</t></r></si>
            <si><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh><phoneticPr fontId="1"/></si>
            <si><t>
               padded  </t></si><si><t xml:space="preserve">  kept </t></si><si/><si><t>_x0041_&#10;_x000D_</t></si>
            <si><t>_xD83C__xDFE0_</t></si>
            """
        let rows = "<row r=\"1\">" + (0...7).map { "<c t=\"s\"><v>\($0)</v></c>" }.joined() + "</row>"
        let sheet = try TestParts(rows, shared: shared).read()[0]
        let texts = ["plain", "rich text", "漢字", "padded", "  kept ", nil, "A\n\r", "🏠"]
        for (index, text) in texts.enumerated() {
            #expect(sheet.cell(row: 1, column: index + 1)?.value == text.map { .text($0) })
        }
    }

    @Test func cellsOfAllTypes() throws {
        let rows = """
            <row r="2"><c r="B2" t="inlineStr"><is><t>in</t><rPh><t>x</t></rPh><r><t>line</t></r></is></c>
            <c r="D2" t="str"><f>A1&amp;"x"</f><v> raw </v></c><c r="E2" t="b"><v>1</v></c>\
            <c r="F2" t="e"><v>#REF!</v></c>
            <c r="G2"><v> 1.5e3 </v></c><c r="H2" t="d"><v>2024-01-31T08:00:00Z</v></c>\
            <c r="I2"><f t="shared" si="0"/></c>
            <c r="J2" t="n"><v/></c><c r="K2" s="1"/><c><v>7</v></c></row><row><c><v>8</v></c></row>
            """
        let sheet = try TestParts(rows).read()[0]
        #expect(sheet["B2"]?.value == .text("inline"))
        #expect(sheet["D2"]?.value == .text(" raw ") && sheet["D2"]?.formula == "A1&\"x\"")
        #expect(sheet["E2"]?.value == .boolean(true) && sheet["F2"]?.value == .error("#REF!"))
        #expect(sheet["G2"]?.value == .number("1.5e3") && sheet["G2"]?.plainText == "1500")
        #expect(sheet["I2"]?.value == .blank && sheet["I2"]?.formula?.isEmpty == true)
        #expect(sheet["J2"] == nil && sheet["K2"] == nil)
        #expect(sheet["L2"]?.value == .number("7") && sheet["A3"]?.value == .number("8"))
        let date = try #require(sheet["H2"])
        #expect(date.isDate && sheet.moment(of: date)?.secondOfDay == 28_800)
    }

    @Test func rowsMayComeInAnyOrderOnce() throws {
        let rows =
            "<row r=\"3\"><c r=\"B3\"><v>2</v></c><c r=\"A3\"><v>1</v></c></row><row r=\"1\"><c><v>0</v></c></row>"
        #expect(try TestParts(rows).read()[0].cells.map(\.plainText) == ["0", "1", "2"])
    }

    @Test func prefixesStrictDialectAndForeignElements() throws {
        var parts = TestParts()
        parts["xl/worksheets/sheet1.xml"] = """
            <?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:y="urn:y">
            <y:sheetData><y:row><y:c><y:v>9</y:v></y:c></y:row></y:sheetData><x:sheetData>\
            <x:row r="1"><x:c y:r="Z9" r="B1">
            <y:v>8</y:v><x:v>4<y:z>5</y:z>2</x:v>\
            <x:extLst><x:v>3</x:v></x:extLst></x:c></x:row></x:sheetData></x:worksheet>
            """
        let sheet = try parts.read()[0]
        #expect(sheet.cells.count == 1 && sheet["B1"]?.value == .number("42"))
    }

    @Test func utf16Parts() throws {
        let text = TestParts("<row><c t=\"str\"><v>中</v></c></row>")["xl/worksheets/sheet1.xml"]
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let entries = TestParts().parts.map {
            (name: $0.name, bytes: $0.name.hasSuffix("sheet1.xml") ? bytes : Array($0.text.utf8))
        }
        #expect(try XLSXReader.read(bytes: try Zip.archive(entries))[0]["A1"]?.value == .text("中"))
    }

    @Test func sheetsFollowTheirRelationships() throws {
        var parts = TestParts("<row><c><v>1</v></c></row>")
        parts["xl/workbook.xml"] = """
            <workbook xmlns="\(TestParts.main)" xmlns:q="\(TestParts.office)"><workbookPr date1904="true"/><sheets>
            <sheet name="Second" sheetId="9" state="veryHidden" q:id="b"/><sheet name="Chart" sheetId="3" q:id="c"/>
            <sheet name="First" sheetId="1" q:id="a"/></sheets></workbook>
            """
        parts["xl/_rels/workbook.xml.rels"] = TestParts.relationships(
            TestParts.relationship("a", "worksheet", "./worksheets/../worksheets/sheet1.xml")
                + TestParts.relationship("b", "worksheet", "/XL/Deep/odd name.xml")
                + TestParts.relationship("c", "chartsheet", "chartsheets/sheet1.xml")
                + TestParts.relationship("d", "externalLink", "http://example.com/x", mode: " TargetMode=\"External\""))
        parts["xl/deep/odd name.xml"] =
            "<worksheet xmlns=\"\(TestParts.main)\"><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>"
        let sheets = try parts.read()
        #expect(sheets.map(\.name) == ["Second", "First"])
        #expect(sheets.map(\.isHidden) == [true, false])
        #expect(sheets.map { $0["A1"]?.plainText } == ["2", "1"])
        #expect(sheets.allSatisfy { $0.dateSystem == .since1904 })
    }

    @Test(
        arguments: [
            ("General", .plain), ("0.00", .plain), ("0.00E+00", .plain), ("@", .plain), ("yyyy-mm-dd", .date),
            ("yyyy\"年\"m\"月\"d\"日\"", .date), ("[$-804]aaaa;@", .plain), ("[$-F800]dddd, mmmm dd, yyyy", .date),
            ("m/d/yy h:mm", .dateTime), ("h:mm:ss AM/PM", .time), ("[h]:mm", .time), ("[mm]:ss", .time), ("mmm", .date),
            ("#,##0;[Red]-#,##0", .plain), ("[Red]0.0;d", .plain), ("\"day\" 0", .plain), ("0\\d", .plain),
            ("0_d", .plain),
            ("*d0", .plain), ("[<100]0.0", .plain), ("General\" days\"", .plain), ("[Blue]General", .plain),
            ("\"open", .plain),
            ("[", .plain), ("\\", .plain), ("YYYY", .date), ("ss.000", .time),
        ] as [(String, NumberKind)])
    func numberFormats(_ code: String, _ kind: NumberKind) throws {
        let escaped = code.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
        let styles = """
            <numFmts><numFmt numFmtId="164" formatCode="\(escaped)"/></numFmts>\
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs><dxfs><xf numFmtId="14"/></dxfs>
            """
        let sheet = try TestParts("<row><c s=\"1\"><v>1</v></c><c s=\"2\"><v>1</v></c></row>", styles: styles).read()[0]
        #expect(sheet["A1"]?.numberKind == kind)
        #expect(sheet["B1"]?.numberKind == .plain)
    }

    @Test func builtInFormats() throws {
        let kinds: [NumberKind: Set<Int>] = [
            .date: Set(14...17).union(27...31).union([36]).union(50...54).union([57, 58]), .dateTime: [22],
            .time: Set(18...21).union(32...35).union(45...47).union([55, 56]),
        ]
        let styles = "<cellXfs>" + (0...60).map { "<xf numFmtId=\"\($0)\"/>" }.joined() + "</cellXfs>"
        let cells = (0...60).map { "<c s=\"\($0)\"><v>1</v></c>" }.joined()
        let sheet = try TestParts("<row>\(cells)</row>", styles: styles).read()[0]
        for (format, cell) in sheet.cells.enumerated() {
            let expected = kinds.first { $0.value.contains(format) }?.key ?? .plain
            #expect(cell.numberKind == expected, "\(format)")
        }
    }
}
