/// Refuses models that Excel would "repair" or that libxlsxwriter would write wrongly without a word.
struct WorkbookCheck {
    private let workbook: Workbook

    static func check(_ workbook: Workbook) throws(SpreadsheetError) {
        try WorkbookCheck(workbook: workbook).run()
    }

    private func run() throws(SpreadsheetError) {
        try require(
            workbook.sheets.contains { !$0.isHidden }, zh: "至少要有一张可见的工作表", en: "at least one sheet must be visible")
        let properties = workbook.properties
        try require(properties.created > 0, zh: "创建时间必须晚于 1970 年", en: "the time of creation must be after 1970")
        for text in [
            properties.title, properties.subject, properties.author, properties.company, properties.comments,
        ] {
            try require(
                text.utf16.count <= 255 && Self.isPrintable(text), zh: "文档属性过长或含有控制字符",
                en: "a document property is too long or has control characters")
        }
        var names: Set<String> = []
        for sheet in workbook.sheets {
            do throws(SpreadsheetError) {
                try check(name: sheet.name)
                try require(
                    names.insert(sheet.name.lowercased()).inserted, zh: "工作表重名", en: "two sheets have this name")
                try check(layout: sheet)
                try check(print: sheet.print)
                try check(merges: sheet)
                for validation in sheet.validations { try check(validation) }
                for chart in sheet.charts { try check(chart) }
            } catch {
                throw error.placed(sheet: sheet.name)
            }
        }
    }

    private func check(name: String) throws(SpreadsheetError) {
        let isAllowed =
            (1...31).contains(name.utf16.count) && !name.hasPrefix("'") && !name.hasSuffix("'")
            && !name.utf8.contains { "[]:*?/\\".utf8.contains($0) } && Self.isPrintable(name)
        try require(isAllowed, zh: "这个名称 Excel 不允许", en: "Excel does not allow this name")
        try require(name.lowercased() != "history", zh: "Excel 保留了这个名称", en: "Excel reserves this name")
    }

    private func check(layout sheet: Sheet) throws(SpreadsheetError) {
        let rows = CellReference.maximumRow
        let columns = CellReference.maximumColumn
        let fits =
            sheet.rows.count <= rows && sheet.rows.allSatisfy { $0.count <= columns }
            && sheet.columnWidths.count <= columns && (0..<rows).contains(sheet.frozenRows)
            && (0..<columns).contains(sheet.frozenColumns)
        try require(fits, zh: "行数或列数超过 Excel 的上限", en: "more rows or columns than Excel allows")
        try require(
            sheet.columnWidths.allSatisfy { $0.map { (0...255).contains($0) } ?? true }, zh: "列宽应在 0 到 255 之间",
            en: "a column width must be between 0 and 255")
        try require(
            sheet.rowHeights.allSatisfy { (1...rows).contains($0.key) && (0...409).contains($0.value) },
            zh: "行高应在 0 到 409 磅之间", en: "a row height must be between 0 and 409 points")
    }

    private func check(print: PrintSetup) throws(SpreadsheetError) {
        if let repeated = print.repeatRows {
            try require(
                repeated.lowerBound >= 1 && repeated.upperBound <= CellReference.maximumRow, zh: "打印标题行超出范围",
                en: "the rows to repeat are outside of the sheet")
        }
        for code in [print.header.code, print.footer.code] {
            try require(
                code.utf16.count <= 255 && Self.isPrintable(code, newlines: true), zh: "页眉或页脚过长或含有控制字符",
                en: "a header or footer is too long or has control characters")
        }
    }

    private func check(merges sheet: Sheet) throws(SpreadsheetError) {
        for range in sheet.merges {
            // Excel has no merged single cells, and every merged cell is written as a blank.
            guard (2...1_000_000).contains(range.count) else {
                throw SpreadsheetError(
                    .invalidModel, cell: range.description, zh: "合并区域应有 2 到 1,000,000 个单元格",
                    en: "a merged range must have 2 to 1,000,000 cells")
            }
        }
        if let overlap = MergedRanges.overlap(in: sheet.merges) {
            throw SpreadsheetError(
                .invalidModel, cell: overlap.description, zh: "合并区域重叠", en: "merged ranges overlap here")
        }
    }

    private func check(_ validation: DataValidation) throws(SpreadsheetError) {
        for message in [validation.error, validation.prompt].compactMap({ $0 }) {
            let fits =
                message.title.utf16.count <= 32 && message.text.utf16.count <= 255
                && Self.isPrintable(message.title + message.text, newlines: true)
            try require(fits, zh: "数据有效性的提示过长或含有控制字符", en: "a validation message is too long or has control characters")
        }
        switch validation.rule {
        case .list(let items):
            let fits =
                !items.isEmpty && items.count <= CellReference.maximumRow
                && items.allSatisfy { !$0.isEmpty && $0.utf16.count <= 32_767 && Self.isPrintable($0) }
            try require(fits, zh: "下拉列表为空,或有空项、换行", en: "a drop-down list is empty or has empty or broken items")
        case .listRange(let name, let range):
            try require(
                workbook.sheets.contains { $0.name == name }, zh: "下拉列表引用的工作表“\(name)”不存在",
                en: "a drop-down list refers to the missing sheet “\(name)”")
            try require(Self.isLine(range), zh: "下拉列表须取自一行或一列", en: "a drop-down list must be one row or one column")
        case .wholeNumber: break
        case .decimal(let low, let high):
            guard let low = DecimalText.exact(low), let high = DecimalText.exact(high) else {
                throw SpreadsheetError(.invalidModel, zh: "小数界限不是数", en: "a decimal bound is no number")
            }
            try require((Double(low) ?? 0) <= (Double(high) ?? 0), zh: "小数界限颠倒", en: "decimal bounds are reversed")
        case .date(let range):
            try require(
                DateSystem.since1900.serial(of: range.lowerBound) != nil, zh: "日期早于 1900 年",
                en: "a date is before 1900")
        }
    }

    private func check(_ chart: BarChart) throws(SpreadsheetError) {
        if let name = chart.dataSheet {
            try require(
                workbook.sheets.contains { $0.name == name }, zh: "图表引用的工作表“\(name)”不存在",
                en: "a chart refers to the missing sheet “\(name)”")
        }
        let isLine =
            Self.isLine(chart.categories) && Self.isLine(chart.values)
            && chart.categories.count == chart.values.count && chart.values.count <= 1000
        try require(
            isLine, zh: "图表的标签和数值须是等长的一行或一列(不超过 1000)",
            en: "the labels and values of a chart must be one row or column each, equally long, at most 1000")
        try require(
            !chart.title.hasPrefix("=") && chart.title.utf16.count <= 255 && Self.isPrintable(chart.title),
            zh: "图表标题不合规", en: "the title of a chart is too long, has control characters or begins with =")
        try require(
            (50...4000).contains(chart.width) && (50...4000).contains(chart.height), zh: "图表大小应在 50 到 4000 像素之间",
            en: "a chart must measure 50 to 4000 pixels")
        if let axis = chart.axis {
            try require(
                axis.lowerBound.isFinite && axis.upperBound.isFinite && axis.lowerBound < axis.upperBound,
                zh: "图表坐标轴的界限无效", en: "the bounds of a chart's axis are not valid")
        }
    }

    private func require(
        _ condition: Bool, zh: @autoclosure () -> String, en: @autoclosure () -> String
    ) throws(SpreadsheetError) {
        guard condition else { throw SpreadsheetError(.invalidModel, zh: zh(), en: en()) }
    }

    private static func isLine(_ range: CellRange) -> Bool { range.rows.count == 1 || range.columns.count == 1 }

    /// No characters that XML cannot carry.
    private static func isPrintable(_ text: String, newlines: Bool = false) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || newlines && scalar == "\n"
        }
    }
}
