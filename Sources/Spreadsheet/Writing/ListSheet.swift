/// Moves drop-down lists that do not fit into a validation to a hidden sheet.
enum ListSheet {
    struct Result {
        var workbook: Workbook
        /// What the validation of each list refers to: a quoted literal or a range.
        var lists: [[String]: String]
    }

    static func adding(to workbook: Workbook) throws(SpreadsheetError) -> Result {
        var lists: [[String]: String] = [:]
        var columns: [[String]] = []
        for validation in workbook.sheets.flatMap(\.validations) {
            guard case .list(let items) = validation.rule, lists[items] == nil else { continue }
            if let literal = literal(items) {
                lists[items] = literal
            } else {
                columns.append(items)
                lists[items] = try range(of: items, column: columns.count)
            }
        }
        var workbook = workbook
        if !columns.isEmpty {
            let height = columns.map(\.count).max() ?? 0
            let text = CellStyle(numberFormat: .text)
            let rows = (0..<height).map { row in
                columns.map { row < $0.count ? Cell(.text($0[row]), style: text) : Cell.blank }
            }
            workbook.sheets.append(Sheet(name: XLSXWriter.listSheetName, rows: rows, isHidden: true))
        }
        return Result(workbook: workbook, lists: lists)
    }

    /// `"yes,no"`, or nil where Excel's limit of 255 characters or its notation does not allow it.
    private static func literal(_ items: [String]) -> String? {
        let joined = items.joined(separator: ",")
        guard joined.utf16.count <= 255 else { return nil }
        let isPlain = items.allSatisfy { item in
            !item.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
                && !item.hasPrefix(" ") && !item.hasSuffix(" ")
        }
        return isPlain ? "\"" + joined + "\"" : nil
    }

    private static func range(of items: [String], column: Int) throws(SpreadsheetError) -> String {
        guard !items.isEmpty, let range = CellRange(rows: 1...items.count, columns: column...column) else {
            throw SpreadsheetError(.invalidModel, zh: "下拉列表过多或过长", en: "there are too many or too long drop-down lists")
        }
        return WorkbookEncoder.formula(sheet: XLSXWriter.listSheetName, range: range)
    }
}
