internal import CXLSXWriter
import Glibc

extension WorkbookEncoder {
    mutating func encode(
        _ sheet: Sheet, to target: UnsafeMutablePointer<lxw_worksheet>
    ) throws(SpreadsheetError) {
        try encode(layout: sheet, to: target)
        encode(sheet.print, to: target)
        for range in sheet.merges { try encode(merge: range, of: sheet, to: target) }
        var merged = MergedRanges(sheet.merges)
        for (rowIndex, row) in sheet.rows.enumerated() {
            merged.advance(to: rowIndex + 1)
            for (columnIndex, cell) in row.enumerated() {
                do throws(SpreadsheetError) {
                    let range = merged.range(at: columnIndex + 1)
                    let isTopLeft = range.map { $0.first.row == rowIndex + 1 && $0.first.column == columnIndex + 1 }
                    if isTopLeft == false {
                        try refuseValue(in: cell)
                    } else {
                        try encode(cell, row: UInt32(rowIndex), column: UInt16(columnIndex), to: target)
                    }
                } catch {
                    throw error.placed(cell: CellReference.columnName(columnIndex + 1) + String(rowIndex + 1))
                }
            }
        }
        for validation in sheet.validations { try encode(validation, to: target) }
        for chart in sheet.charts { try encode(chart, of: sheet, to: target) }
    }

    private func encode(
        layout sheet: Sheet, to target: UnsafeMutablePointer<lxw_worksheet>
    ) throws(SpreadsheetError) {
        for (index, width) in sheet.columnWidths.enumerated() {
            guard let width else { continue }
            try Self.require(worksheet_set_column(target, UInt16(index), UInt16(index), width, nil))
        }
        for (row, height) in sheet.rowHeights.sorted(by: { $0.key < $1.key }) {
            try Self.require(worksheet_set_row(target, UInt32(row - 1), height, nil))
        }
        if sheet.frozenRows > 0 || sheet.frozenColumns > 0 {
            worksheet_freeze_panes(target, UInt32(sheet.frozenRows), UInt16(sheet.frozenColumns))
        }
        if let filter = sheet.autofilter {
            let (first, last) = filter.corners
            try Self.require(worksheet_autofilter(target, first.row, first.column, last.row, last.column))
        }
        if sheet.isProtected {
            var options = lxw_protection()
            options.format_columns = 1  // people may still widen a column
            options.format_rows = 1
            options.autofilter = 1
            worksheet_protect(target, nil, &options)
        }
        if !sheet.showsGridlines { worksheet_gridlines(target, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue)) }
    }

    private func encode(_ print: PrintSetup, to target: UnsafeMutablePointer<lxw_worksheet>) {
        worksheet_set_paper(target, 9)  // A4
        if print.isLandscape { worksheet_set_landscape(target) }
        if print.fitsWidth { worksheet_fit_to_pages(target, 1, 0) }
        if let rows = print.repeatRows {
            _ = worksheet_repeat_rows(target, UInt32(rows.lowerBound - 1), UInt32(rows.upperBound - 1))
        }
        let (header, footer) = (print.header.code, print.footer.code)
        if !header.isEmpty { _ = worksheet_set_header(target, header) }
        if !footer.isEmpty { _ = worksheet_set_footer(target, footer) }
    }

    private mutating func encode(
        merge range: CellRange, of sheet: Sheet, to target: UnsafeMutablePointer<lxw_worksheet>
    ) throws(SpreadsheetError) {
        let row = range.first.row - 1
        let column = range.first.column - 1
        let isWritten = row < sheet.rows.count && column < sheet.rows[row].count
        let style = isWritten ? sheet.rows[row][column].style : CellStyle()
        let (first, last) = range.corners
        try Self.require(
            worksheet_merge_range(target, first.row, first.column, last.row, last.column, "", try format(style)))
    }

    private func refuseValue(in cell: Cell) throws(SpreadsheetError) {
        guard cell.value == .blank || cell.value == .text("") else {
            throw SpreadsheetError(
                .invalidModel, zh: "合并区域中只有左上角可以有值", en: "only the top left cell of a merged range may have a value")
        }
    }

    private mutating func encode(
        _ cell: Cell, row: UInt32, column: UInt16, to target: UnsafeMutablePointer<lxw_worksheet>
    ) throws(SpreadsheetError) {
        switch cell.value {
        case .blank:
            // Without a format the library leaves the cell out.
            try Self.require(worksheet_write_blank(target, row, column, try format(cell.style)))
        case .text(let text):
            guard text.utf16.count <= 32_767 else {
                throw SpreadsheetError(
                    .invalidModel, zh: "文本超过 32767 个字符", en: "the text has more than 32767 characters")
            }
            let escaped = EscapedText.encode(text)
            try Self.require(worksheet_write_string(target, row, column, escaped, try format(cell.style)))
        case .decimal(let text):
            guard let exact = DecimalText.exact(text), let value = Double(exact), value.isFinite else {
                throw SpreadsheetError(
                    .invalidModel, zh: "“\(text)”不是 15 位有效数字以内的数", en: "“\(text)” is no number of at most 15 digits")
            }
            try Self.require(worksheet_write_number(target, row, column, value, try format(cell.style)))
        case .number(let value):
            guard value.isFinite else {
                throw SpreadsheetError(.invalidModel, zh: "数值不是有限的", en: "the number is not finite")
            }
            try Self.require(worksheet_write_number(target, row, column, value, try format(cell.style)))
        case .integer(let value):
            guard value.magnitude < 1_000_000_000_000_000 else {
                throw SpreadsheetError(.invalidModel, zh: "整数超过 15 位", en: "the integer has more than 15 digits")
            }
            try Self.require(worksheet_write_number(target, row, column, Double(value), try format(cell.style)))
        case .date(let date):
            guard let serial = DateSystem.since1900.serial(of: date), serial > 60 else {
                throw SpreadsheetError(
                    .invalidModel, zh: "日期 \(date) 早于 1900-03-01", en: "the date \(date) is before 1900-03-01")
            }
            var style = cell.style
            if style.numberFormat == .general { style.numberFormat = .date }
            try Self.require(worksheet_write_number(target, row, column, Double(serial), try format(style)))
        }
    }
}

extension CellRange {
    /// Both corners as libxlsxwriter counts: from 0.
    var corners: (first: (row: UInt32, column: UInt16), last: (row: UInt32, column: UInt16)) {
        (
            (UInt32(first.row - 1), UInt16(first.column - 1)),
            (UInt32(last.row - 1), UInt16(last.column - 1))
        )
    }
}
