import Spreadsheet
import Testing

@Suite struct XLSXRoundTripTests {
    private func roundTrip(_ sheets: [Sheet]) throws -> [ReadSheet] {
        try XLSXReader.read(bytes: try XLSXWriter().bytes(of: Workbook(sheets: sheets)))
    }

    private func roundTrip(_ cells: [Cell]) throws -> [ReadCell.Value] {
        try roundTrip([Sheet(name: "S", rows: cells.map { [$0] })])[0].cells.map(\.value)
    }

    @Test func textsOfAllKinds() throws {
        let texts = [
            "plain", "中文,emoji 🏘️ and 𠮷", " leading", "trailing ", "two\nlines", "tab\there", "cr\rlf\r\n", "<&>\"'",
            "=1+1",
            "+1", "-1", "@x", "_x0041_", "_x005F_x0041_", "_x", "_x00", "bell\u{7}", "\u{FFFE}\u{FFFF}\u{FFFD}",
            "e\u{301}",
            "\u{1F}end", "]]>", "&amp;", String(repeating: "长", count: 32_767),
        ]
        #expect(try roundTrip(texts.map { .text($0) }) == texts.map { .text($0) })
    }

    @Test func nulBecomesReplacementCharacter() throws {
        #expect(try roundTrip([.text("a\0b")]) == [.text("a\u{FFFD}b")])
    }

    @Test func emptyAndBlankCellsAreLeftOut() throws {
        let bold = CellStyle(isBold: true)
        let sheet = try roundTrip([
            Sheet(name: "S", rows: [[.text(""), .blank, Cell(.blank, style: bold), .text("x")], [], [.text("y")]])
        ])[0]
        #expect(sheet.cells.map(\.reference.description) == ["D1", "A3"])
        #expect(sheet.rows.map { $0.map(\.plainText) } == [["x"], ["y"]])
        #expect(sheet.row(2).isEmpty)
        #expect(sheet["D1"]?.plainText == "x")
        #expect(sheet["A1"] == nil && sheet["nonsense"] == nil)
    }

    @Test func numbers() throws {
        let decimals = ["8.7", "0.1", "-0.000001", "123456789.012345", "999999999999999", "0", "5e2", "-8.70", "9.1"]
        let read = try roundTrip(decimals.map { Cell(.decimal($0)) })
        for (decimal, value) in zip(decimals, read) {
            guard case .number(let raw) = value else {
                Issue.record("\(decimal) came back as \(value)")
                continue
            }
            #expect(DecimalText.normalized(raw) == DecimalText.normalized(decimal))
            #expect(Double(raw) == Double(decimal))
        }
        #expect(
            try roundTrip([Cell(.integer(-999_999_999_999_999)), Cell(.number(0.5))]) == [
                .number("-999999999999999"), .number("0.5"),
            ])
    }

    @Test func dates() throws {
        let dates = try ["1900-03-01", "2024-02-29", "9999-12-31"].map { try #require(CalendarDate($0)) }
        let styles = [NumberFormat.general, .custom("yyyy\"年\"m\"月\"d\"日\""), .date].map { CellStyle(numberFormat: $0) }
        let rows = zip(dates, styles).map { [Cell(.date($0), style: $1)] }
        let sheet = try roundTrip([Sheet(name: "S", rows: rows)])[0]
        #expect(sheet.cells.allSatisfy { $0.numberKind == .date })
        #expect(sheet.cells.map { sheet.moment(of: $0)?.date } == dates)
    }

    @Test func sheetsMergesAndHiding() throws {
        let merge = try #require(CellRange("A1:B2"))
        let sheets = try roundTrip([
            Sheet(name: "2024", isHidden: true),
            Sheet(name: "it's “A1”", rows: [[.text("m"), .blank, .text("x")], [.blank, .blank]], merges: [merge]),
            Sheet(name: "最后", rows: [[.text("z")]]),
        ])
        #expect(sheets.map(\.name) == ["2024", "it's “A1”", "最后"])
        #expect(sheets.map(\.isHidden) == [true, false, false])
        #expect(sheets[1].mergedRanges == [merge])
        #expect(sheets[1].cells.map(\.isMerged) == [true, false])
        #expect(sheets[1].mergedRange(containing: try #require(CellReference("B2"))) == merge)
        #expect(sheets[2].cells.map(\.isMerged) == [false])
    }

    @Test func longListsGoToAHiddenSheet() throws {
        let range = try #require(CellRange("A2:A9"))
        let long = (1...300).map { "项目\($0)" }
        let fits = [String(repeating: "长", count: 127), String(repeating: "短", count: 127)]
        let justTooLong = [String(repeating: "长", count: 127), String(repeating: "短", count: 128)]
        let rules = [long, ["是", "否"], fits, ["a,b", "c"], justTooLong, long]
        let sheet = Sheet(name: "S", validations: rules.map { DataValidation(range: range, rule: .list($0)) })
        let sheets = try roundTrip([sheet])
        #expect(sheets.map(\.name) == ["S", XLSXWriter.listSheetName])
        #expect(sheets[1].isHidden)
        let columns = Dictionary(grouping: sheets[1].cells, by: \.column).mapValues { $0.map(\.plainText) }
        #expect(columns == [1: long, 2: ["a,b", "c"], 3: justTooLong])
    }
}
