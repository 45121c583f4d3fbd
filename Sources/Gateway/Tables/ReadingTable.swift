import Community
import Spreadsheet

/// A table of readings that is being read row by row.
struct ReadingTable {
    private let columns: [ReadingColumn: Int]
    private var builder: BatchBuilder

    init(_ columns: [ReadingColumn: Int], now: Int64) {
        self.columns = columns
        builder = BatchBuilder(now: now)
    }

    var batch: ReadingBatch { builder.batch }

    /// `cell` gives the cell of a column, `whole` the row as a text where it is no reading.
    mutating func add(line: Int, cell: (Int) -> FileCell, whole: () -> String) {
        func field(_ column: ReadingColumn) -> FileCell { columns[column].map(cell) ?? .nothing }
        guard var device = field(.device).name, var property = field(.property).name,
            let at = field(.at).moment(now: builder.now), let value = field(.value).value
        else { return addMalformed(whole(), line: line) }
        device.withUTF8 { device in
            property.withUTF8 { builder.add(device: device, property: $0, at: at, value: value, line: line) }
        }
    }

    /// A record of CSV. One with more fields than the header has an unquoted comma somewhere.
    mutating func add(_ record: borrowing CSVRecord, fields: Int) {
        let texts = record.strings
        add(line: record.line) { index in
            guard index < texts.count, texts.dropFirst(fields).allSatisfy(\.isEmpty) else { return .nothing }
            return .text(texts[index])
        } whole: {
            texts.joined(separator: ",")
        }
    }

    private mutating func addMalformed(_ text: String, line: Int) {
        var text = text
        text.withUTF8 { builder.add(malformed: $0, line: line) }
    }
}
