import Community
import Spreadsheet
import Testing

@testable import Gateway

@Suite struct XLSXTests {
    private func bytes(_ sheets: [Sheet]) throws -> [UInt8] {
        try XLSXWriter().bytes(of: Workbook(sheets: sheets))
    }

    private func read(_ rows: [[Cell]]) throws -> ReadingBatch {
        try ReadingParser.xlsx(try bytes([Sheet(name: "S", rows: rows)]), now: Lines.now)
    }

    private func problem(_ bytes: [UInt8]) -> ReadingFileProblem? {
        do throws(ReadingFileProblem) {
            _ = try ReadingParser.xlsx(bytes, now: 0)
            return nil
        } catch {
            return error
        }
    }

    private let header: [Cell] = ["设备编号", "属性", "时间", "数值"].map { .text($0) }

    @Test func valuesAndMoments() throws {
        let stamp = CellStyle(numberFormat: .custom("yyyy-mm-dd hh:mm:ss"))
        let day = try #require(CalendarDate("2024-01-01"))
        let batch = try read([
            [], header, [.text("T-01"), .text("温度"), Cell(.number(45292.5), style: stamp), Cell(.number(21.5))],
            [Cell(.integer(1001)), .text("p"), Cell(.integer(1_732_700_000_000)), .text(" 5 ")], [],
            [.text(" d "), .text("p"), .text("2026-03-01 09:30"), .text("是")],
            [.text("d"), .text("p"), .blank, .text("运行"), .text("a remark")],
            [.text("d"), .text("p"), Cell(.date(day)), Cell(.decimal("-0.1"))],
        ])
        #expect(
            Lines.rows(batch) == [
                "3 T-01 温度 1704081600000 21.5", "4 1001 p 1732700000000 5.0", "6 d p 1772328600000 true",
                "7 d p now “运行”", "8 d p 1704038400000 -0.1",
            ])
        #expect(batch.malformed.isEmpty)
        #expect(batch.sources.count == 3)
    }

    @Test func badRows() throws {
        let day = try #require(CalendarDate("2024-01-01"))
        let batch = try read([
            header, [.text("d"), .text("p"), .text("now"), Cell(.integer(1))],
            [.text("d"), .text("p"), .blank, .blank, .text("x")], [.blank, .text("p"), .blank, Cell(.integer(1))],
            [.text("d"), .text("p"), .blank, Cell(.date(day))],
            [.text("d"), .text("p"), Cell(.number(0.5)), .text("x")],
            [Cell(.date(day)), .text("p"), .blank, Cell(.integer(1))],
            [.text(String(repeating: "n", count: 101)), .text("p"), .blank, Cell(.integer(1))],
        ])
        #expect(batch.rows.isEmpty && batch.sources.isEmpty)
        #expect(batch.malformed.map(\.line) == Array(2...8))
        #expect(batch.malformed.first?.text == "d,p,now,1")
        #expect(batch.malformed[1].text == "d,p,x")
    }

    @Test func otherSheetsAreNotRead() throws {
        let row: [Cell] = [.text("d"), .text("p"), Cell(.integer(5)), Cell(.integer(1))]
        let sheets = [Sheet(name: "A", rows: [header, row]), Sheet(name: "B", rows: [[.text("x")]])]
        #expect(Lines.rows(try ReadingParser.xlsx(try bytes(sheets), now: 0)) == ["2 d p 5 1.0"])
        let other = problem(try bytes(sheets.reversed()))
        #expect(other?.reasonEN.hasPrefix("sheet “B”, row 1: the header lacks device, property, at, value;") == true)
        #expect(other?.reasonZH.hasPrefix("工作表“B”第 1 行的表头缺少列“设备编号”（device）") == true)
    }

    @Test func noWorkbooks() throws {
        #expect(problem([]) != nil)
        #expect(problem(Array("device,property,at,value\n".utf8))?.reasonZH.isEmpty == false)
        #expect(problem(try bytes([Sheet(name: "S", rows: [])]))?.reasonEN.hasPrefix("the file is empty") == true)
    }

    /// Cells that our own writer does not write.
    @Test func foreignCells() throws {
        let sheet = ReadSheet(name: "S", cells: [])
        func cell(_ value: ReadCell.Value, _ kind: NumberKind = .plain) throws -> FileCell {
            let place = try #require(CellReference("A1"))
            return FileCell(ReadCell(reference: place, value: value, numberKind: kind), in: sheet)
        }
        #expect(try cell(.boolean(true)).value == .flag(true))
        #expect(try cell(.boolean(true)).name == nil)
        #expect(try cell(.boolean(true)).moment(now: 0) == nil)
        #expect(try cell(.error("#N/A")).value == nil)
        #expect(try cell(.error("#N/A")).moment(now: 0) == nil)
        #expect(try cell(.blank).value == nil)
        #expect(try cell(.number("1.7327E+12")).moment(now: 0) == 1_732_700_000_000)
        #expect(try cell(.number("1E+300")).moment(now: 0) == nil)
        #expect(try cell(.number("1E+999")).value == nil)
        #expect(try cell(.number("0.5"), .time).moment(now: 0) == nil)
        #expect(try cell(.number("8.6999999999999993")).value == .number(8.7))
        #expect(try cell(.text("2024-01-31T08:00:05"), .dateTime).moment(now: 0) == 1_706_659_205_000)
        #expect(try cell(.text("a\0")).value == nil)
        #expect(try cell(.text("a\0")).name == nil)
        #expect(FileCell(nil, in: sheet).moment(now: 7) == 7)
    }
}
