import Spreadsheet
import Testing

/// Files of other programs; see `Fixtures/generate.py`.
@Suite struct XLSXForeignFilesTests {
    @Test(arguments: ["openpyxl.xlsx", "libreoffice.xlsx", "openpyxl-1904.xlsx"])
    func reads(_ name: String) throws {
        let sheets = try XLSXReader.read(path: TestFolder.fixture(name))
        #expect(sheets.map(\.name) == ["设备 清单", "hidden", "Second"])
        #expect(sheets.map(\.isHidden) == [false, true, false])
        let list = sheets[0]
        #expect(list.dateSystem == (name == "openpyxl-1904.xlsx" ? .since1904 : .since1900))
        #expect(list.row(1).map(\.plainText) == ["编号", "名称", "安装日期", "功率", "在线", "合计"])
        let expected: [(String, ReadCell.Value)] = [
            ("A2", .text("001")), ("B2", .text("  水泵 & <阀>")), ("E2", .boolean(true)), ("E3", .boolean(false)),
            ("A3", .number("2")), ("B3", .text("普通粗体 尾")), ("D5", .text("第一行\n第二行")), ("F5", .error("#N/A")),
            ("B8", .number("123456789012345")), ("C8", .number("-0.5")),
        ]
        for (reference, value) in expected {
            let cell = try #require(list[reference])
            #expect(cell.value == value, "\(reference)")
            #expect(cell.formula == nil && cell.numberKind == .plain, "\(reference)")
        }
        #expect(list["D2"]?.plainText == "8.7")
        #expect(list["A8"]?.plainText == "0.0000001")
        #expect(list["F2"]?.formula == "D2*2")
        #expect(list["F3"]?.formula == "1/0")
        #expect(sheets[1]["B2"]?.plainText == "secret")
        #expect(sheets[2]["XFD1048576"]?.plainText == "last")
    }

    @Test(arguments: ["openpyxl.xlsx", "libreoffice.xlsx", "openpyxl-1904.xlsx"])
    func datesAndMerges(_ name: String) throws {
        let list = try XLSXReader.read(path: TestFolder.fixture(name))[0]
        let day = try #require(list["C2"])
        #expect(day.numberKind == .date && list.moment(of: day)?.date.description == "2024-02-29")
        let moment = try #require(list["C3"])
        #expect(moment.numberKind == .dateTime)
        let seen = list.moment(of: moment)
        #expect(seen?.date.description == "2023-12-31" && seen?.secondOfDay == 18 * 3600 + 30 * 60)
        let time = try #require(list["E5"])
        #expect(time.numberKind == .time && !time.isDate && list.moment(of: time) == nil)
        #expect(list["D8"]?.numberKind == .date)
        #expect(list.mergedRanges == [try #require(CellRange("A5:C6"))])
        #expect(list["A5"]?.isMerged == true && list["D5"]?.isMerged == false)
    }

    @Test func computedValuesComeWithTheirFormula() throws {
        let list = try XLSXReader.read(path: TestFolder.fixture("libreoffice.xlsx"))[0]
        #expect(list["F2"]?.value == .number("17.4"))
        #expect(list["F3"]?.value == .error("#DIV/0!"))
        // openpyxl computes nothing.
        #expect(try XLSXReader.read(path: TestFolder.fixture("openpyxl.xlsx"))[0]["F2"]?.value == .blank)
    }
}
