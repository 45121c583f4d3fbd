public import Community
import Spreadsheet

extension ReadingParser {
    /// Readings of a CSV file, one a line, with the columns `device,property,at,value` or 设备编号,属性,时间,数值 in any
    /// order, in UTF-8, GB 18030 or what else `CSVReader` takes.
    ///
    /// `at` and `value` are as in `jsonLines`, or 是 and 否; a value that is neither is a text. Throws where the file
    /// cannot be read to its end, or lacks a column.
    public static func csv(_ bytes: [UInt8], now: Int64) throws(ReadingFileProblem) -> ReadingBatch {
        var reader = try placed { () throws(SpreadsheetError) in try CSVReader(bytes: bytes) }
        guard try placed({ () throws(SpreadsheetError) in try reader.next() }) else { throw ReadingColumn.emptyFile }
        let (header, line) = reader.withRecord { ($0.strings, $0.line) }
        var table = ReadingTable(
            try ReadingColumn.places(
                in: header.enumerated().map { ($0.offset, $0.element) }, zh: "第 \(line) 行", en: "line \(line)"),
            now: now)
        while try placed({ () throws(SpreadsheetError) in try reader.next() }) {
            reader.withRecord { record in table.add(record, fields: header.count) }
        }
        return table.batch
    }

    /// Readings of the first sheet that is not hidden, with the columns of `csv`; `at` may be a date there.
    public static func xlsx(_ bytes: [UInt8], now: Int64) throws(ReadingFileProblem) -> ReadingBatch {
        let sheets = try placed { () throws(SpreadsheetError) in try XLSXReader.read(bytes: bytes) }
        guard let sheet = sheets.first(where: { !$0.isHidden }), let header = sheet.rows.first else {
            throw ReadingColumn.emptyFile
        }
        let line = header.first?.row ?? 1
        var table = ReadingTable(
            try ReadingColumn.places(
                in: header.map { ($0.column, $0.plainText) }, zh: "工作表“\(sheet.name)”第 \(line) 行",
                en: "sheet “\(sheet.name)”, row \(line)"), now: now)
        for row in sheet.rows.dropFirst() {
            table.add(line: row.first?.row ?? 0) { column in
                FileCell(row.first { $0.column == column }, in: sheet)
            } whole: {
                row.map(\.plainText).joined(separator: ",")
            }
        }
        return table.batch
    }

    /// What the reader of the file says goes on, with its place.
    private static func placed<Result: ~Copyable>(
        _ body: () throws(SpreadsheetError) -> Result
    ) throws(ReadingFileProblem) -> Result {
        do throws(SpreadsheetError) {
            return try body()
        } catch {
            throw ReadingFileProblem(reasonZH: error.zh, reasonEN: error.en)
        }
    }
}
