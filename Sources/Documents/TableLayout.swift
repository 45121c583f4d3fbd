/// A table as the renderers need it: every row has one cell for every column, and the widths add up.
struct TableLayout {
    let caption: String
    let columns: [Document.Table.Column]
    let rows: [Row]

    struct Row {
        let style: Document.Table.Row.Style
        /// One cell a column, or a single cell that spans them all.
        let cells: [Document.Table.Cell]
        let spans: Bool
    }

    init(_ table: Document.Table) {
        caption = table.caption
        var columns = table.columns
        // A table that was given no columns still shows what its rows say.
        if columns.isEmpty {
            let count = table.rows.map(\.cells.count).max() ?? 0
            columns = Array(repeating: Document.Table.Column("", width: 1), count: count)
        }
        self.columns = columns
        rows = columns.isEmpty ? [] : table.rows.map { TableLayout.row($0, columns: columns.count) }
    }

    var hasHead: Bool { columns.contains { !$0.title.isEmpty } }

    /// Few enough lines to stay on one page together; a longer table breaks between its rows.
    var isShort: Bool {
        // 9-point text on the 170 mm that A4 leaves, less the padding of each cell.
        let room = widths(total: 5_300).map { max($0 - 110, 100) }
        var lines = 0
        for row in rows {
            lines += zip(row.cells, room).map { TextWidth.lines($0.text, width: row.spans ? 5_200 : $1) }.max() ?? 1
            if lines > 16 { return false }
        }
        return true
    }

    /// Splits `total` among the columns by their widths; every column gets a share and nothing is lost in rounding.
    func widths(total: Int) -> [Int] {
        let weights = columns.map { min(max($0.width, 1), 10_000) }
        let sum = weights.reduce(0, +)
        var before = 0
        return weights.map { weight in
            let start = total * before / sum
            before += weight
            return total * before / sum - start
        }
    }

    /// Missing cells are empty; surplus ones go into the last column, so that nothing is left unsaid.
    private static func row(_ row: Document.Table.Row, columns: Int) -> Row {
        var cells = Array(row.cells.prefix(columns))
        for surplus in row.cells.dropFirst(columns) where !surplus.text.isEmpty {
            cells[columns - 1].text += "\n" + surplus.text
        }
        while cells.count < columns { cells.append(Document.Table.Cell("")) }
        let spans = row.style == .group && columns > 1 && cells.dropFirst().allSatisfy { $0.text.isEmpty }
        return Row(style: row.style, cells: spans ? [cells[0]] : cells, spans: spans)
    }
}
