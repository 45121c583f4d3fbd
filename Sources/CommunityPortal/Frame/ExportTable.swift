import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook
import Spreadsheet

/// A table as a file for spreadsheets.
struct ExportTable {
    enum Value: Equatable {
        case text(String)
        /// Digits, with a point or without.
        case number(String)
    }

    static let formats = ["csv", "xlsx"]

    var title: String
    var columns: [String]
    var rows: [[Value]] = []

    /// Refused while it is made, not cut.
    func demandRoom() throws(Refusal) {
        guard rows.count <= CommunityLimits.rows else {
            throw Refusal(
                .tooLarge, zh: "超过 \(CommunityLimits.rows) 行，请先筛选",
                en: "more than \(CommunityLimits.rows) rows: narrow the list first")
        }
    }

    /// `format`: one of `formats`; else there is no such page.
    func reply(_ format: String, name: String, on today: Day) throws -> Reply {
        let file: (bytes: [UInt8], type: String)
        switch format {
        case "csv": file = (csv, "text/csv; charset=utf-8")
        case "xlsx": file = (try xlsx(on: today), FileType.xlsx.contentType)
        default: throw Refusal(.missing, zh: "没有这种格式", en: "there is no such format")
        }
        return .file(FileContent(file.bytes), name: "\(name)-\(today).\(format)", type: file.type)
            .with(.cacheControl, "no-store")
    }

    /// For Excel: UTF-8 with a byte order mark; what could be a formula is made text.
    var csv: [UInt8] {
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.append(columns.map { .text($0) })
        for row in rows {
            writer.append(
                row.map { value in
                    switch value {
                    case .text(let text): .text(text)
                    case .number(let text): .number(text)
                    }
                })
        }
        return writer.bytes
    }

    func xlsx(on day: Day) throws -> [UInt8] {
        let head = CellStyle(isBold: true, background: 0xE8_F1F1, hasBorder: true, wraps: true)
        let cells = rows.map { row in
            row.map { value -> Cell in
                switch value {
                case .text(let text): text.isEmpty ? .blank : .text(text)
                case .number(let text): text.utf8.count > 15 ? .text(text) : Cell(.decimal(text))
                }
            }
        }
        let sheet = Sheet(
            name: ItemColumns.sheetName(title), rows: [columns.map { Cell(.text($0), style: head) }] + cells,
            columnWidths: Array(repeating: 18, count: columns.count), frozenRows: 1,
            autofilter: CellRange(rows: 1...(rows.count + 1), columns: 1...columns.count),
            print: PrintSetup(isLandscape: true, repeatRows: 1...1, fitsWidth: true))
        let properties = DocumentProperties(title: title, created: Int(Instant(day).milliseconds / 1000))
        return try XLSXWriter().bytes(of: Workbook(sheets: [sheet], properties: properties))
    }
}
