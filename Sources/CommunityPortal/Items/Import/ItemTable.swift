import Commons
import Community
import Rulebook
import Spreadsheet

/// A table of items that somebody sent: its columns are those of a form, its rows have a place in the file.
struct ItemTable {
    struct Row {
        /// In the file, from 1.
        var line: Int
        /// One a column.
        var cells: [String]
    }

    private(set) var columns: [ItemColumns.Column] = []
    private(set) var rows: [Row] = []

    /// - Parameter bytes: CSV, or XLSX, of which the first sheet that is not hidden is read.
    /// - Throws: A `Refusal` for what makes no table of the kind.
    init(_ bytes: [UInt8], _ kind: Kind, _ form: Form) throws(Refusal) {
        let isWorkbook = bytes.starts(with: [0x50, 0x4B])
        var lines: [Row]
        do throws(SpreadsheetError) {
            lines = isWorkbook ? try ItemTable.workbook(bytes) : try ItemTable.csv(bytes)
        } catch {
            throw Refusal(.invalid, Phrase(zh: error.zh, en: error.en), place: "file")
        }
        lines.removeAll { $0.cells.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
        guard let head = lines.first else {
            throw ItemTable.refusal("文件是空的：第一行应是表头", "the file is empty: its first line is the head")
        }
        rows = Array(lines.dropFirst())
        try readHead(head, kind, form)
        guard !rows.isEmpty else { throw ItemTable.refusal("表头之后没有数据行", "there are no rows after the head") }
        try refuseFiles()
    }

    private static func refusal(_ zh: String, _ en: String) -> Refusal {
        Refusal(.invalid, zh: zh, en: en, place: "file")
    }

    private mutating func readHead(_ head: Row, _ kind: Kind, _ form: Form) throws(Refusal) {
        var unknown: [String] = []
        for cell in head.cells {
            let name = cell.split(separator: " ").joined(separator: " ")
            if name.isEmpty {
                columns.append(.ignored)
            } else if let column = ItemColumns.column(name, kind, form) {
                guard column == .ignored || !columns.contains(column) else {
                    throw ItemTable.refusal("列“\(name)”不止一个", "the column '\(name)' is there more than once")
                }
                columns.append(column)
            } else {
                unknown.append(name)
            }
        }
        if !unknown.isEmpty {
            let names = unknown.map { "“\($0)”" }.joined(separator: "、")
            throw ItemTable.refusal(
                "第 \(head.line) 行：不认识的列\(names)",
                "line \(head.line): unknown columns: " + unknown.joined(separator: ", "))
        }
        var missing = form.fields.filter { $0.isRequired && !columns.contains(.field($0)) }.map(\.title)
        if kind.placing == .required, !columns.contains(.place) { missing.append(ItemColumns.place) }
        if !missing.isEmpty {
            let names = missing.joined()
            throw ItemTable.refusal("缺少列：\(names.zh)", "missing columns: \(names.en)")
        }
    }

    private func refuseFiles() throws(Refusal) {
        for (index, column) in columns.enumerated() {
            guard case .field(let field) = column, field.isFile else { continue }
            guard let row = rows.first(where: { index < $0.cells.count && !$0.cells[index].isEmpty }) else { continue }
            throw ItemTable.refusal(
                "第 \(row.line) 行：“\(field.title.zh)”不能随表格导入，请清空此列",
                "line \(row.line): '\(field.title.en)' does not come with a table: leave the column empty")
        }
    }

    /// What the rows say, as drafts of items.
    var drafts: [CommunityDesk.Draft] {
        rows.map { row in
            var draft = CommunityDesk.Draft()
            for (column, cell) in zip(columns, row.cells) where !cell.isEmpty {
                switch column {
                case .field(let field): draft.texts[field.id] = [cell]
                case .place: draft.place = ItemTable.trimmed(cell)
                case .ignored: continue
                }
            }
            return draft
        }
    }

    private static func trimmed(_ text: String) -> String {
        let rest = text.drop(while: \.isWhitespace)
        guard let end = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...end])
    }

    // MARK: Files

    private static func csv(_ bytes: [UInt8]) throws(SpreadsheetError) -> [Row] {
        let comma = try csv(bytes, .comma)
        // A head with one column that has other marks in it was written with those.
        guard let head = comma.first?.cells, head.count == 1 else { return comma }
        if head[0].contains(";") { return try csv(bytes, .semicolon) }
        return head[0].contains("\t") ? try csv(bytes, .tab) : comma
    }

    private static func csv(
        _ bytes: [UInt8], _ delimiter: CSVReader.Delimiter
    ) throws(SpreadsheetError) -> [Row] {
        var reader = try CSVReader(bytes: bytes, options: .init(delimiter: delimiter, fields: 1000))
        var rows: [Row] = []
        while try reader.next() {
            rows.append(
                reader.withRecord { record in
                    Row(line: record.line, cells: record.strings.map(ItemTable.unguarded))
                })
            if rows.count > CommunityLimits.rows + 1 { throw tooLong }
        }
        return rows
    }

    private static func workbook(_ bytes: [UInt8]) throws(SpreadsheetError) -> [Row] {
        let sheets = try XLSXReader.read(bytes: bytes, limits: .init(fileBytes: KindPages.importLimit))
        guard let sheet = sheets.first(where: { !$0.isHidden }) else { return [] }
        let width = sheet.rows.first?.last?.column ?? 0
        guard sheet.rows.count <= CommunityLimits.rows + 1 else { throw tooLong }
        return sheet.rows.map { cells in
            var texts = Array(repeating: "", count: width)
            for cell in cells where cell.column <= width {
                texts[cell.column - 1] = unguarded(text(cell, sheet))
            }
            return Row(line: cells.first?.row ?? 0, cells: texts)
        }
    }

    private static var tooLong: SpreadsheetError {
        SpreadsheetError(
            .tooLarge, zh: "一次最多导入 \(CommunityLimits.rows) 行", en: "at most \(CommunityLimits.rows) rows at once")
    }

    /// A day or a moment as one writes it, whatever number stands for it.
    private static func text(_ cell: ReadCell, _ sheet: ReadSheet) -> String {
        guard let moment = sheet.moment(of: cell) else { return cell.plainText }
        if cell.numberKind == .date, moment.secondOfDay == 0 { return moment.date.description }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(moment.date) \(two(moment.secondOfDay / 3600)):\(two(moment.secondOfDay / 60 % 60))"
    }

    /// Without the apostrophe that our own files put before what could be a formula.
    private static func unguarded(_ text: String) -> String {
        guard text.hasPrefix("'"), let next = text.dropFirst().first, "=+-@\t\r＝＋－＠".contains(next) else { return text }
        return String(text.dropFirst())
    }
}
