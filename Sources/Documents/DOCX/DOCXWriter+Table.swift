extension DOCXWriter {
    mutating func write(_ table: TableLayout) {
        guard !table.columns.isEmpty, table.hasHead || !table.rows.isEmpty else { return }
        let widths = table.widths(total: DOCXPage.textWidth)
        let isShort = table.isShort
        var rows = table.hasHead ? head(table.columns, widths: widths) : ""
        for (index, row) in table.rows.enumerated() {
            // Kept with the next row: the name of a group, all rows of a short table, what stands before a total.
            let next = table.rows.indices.contains(index + 1) ? table.rows[index + 1] : nil
            let keeps = next != nil && (row.style == .group || isShort || next?.style == .total)
            rows += self.row(row, columns: table.columns, widths: widths, keepsNext: keeps)
        }
        if !table.caption.isEmpty { add(WordML.paragraph("Caption", WordML.run(table.caption))) }
        let borders =
            WordML.border("top", 12, DOCXPage.teal) + WordML.border("bottom", 12, DOCXPage.teal)
            + WordML.border("insideH", 4, DOCXPage.line)
        addTable(WordML.table(columns: widths, look: .init(borders: borders, title: table.caption), rows: rows))
    }

    private func head(_ columns: [Document.Table.Column], widths: [Int]) -> String {
        let cells = zip(columns, widths).map { column, width in
            WordML.Cell(
                width: width, borders: WordML.border("bottom", 8, DOCXPage.teal), shade: DOCXPage.wash,
                vertical: "bottom",
                content: WordML.paragraph(
                    "TableHead", properties: justification(column.alignment), WordML.run(column.title)))
        }
        return WordML.row(cells, isHead: true)
    }

    private func row(
        _ row: TableLayout.Row, columns: [Document.Table.Column], widths: [Int], keepsNext: Bool
    ) -> String {
        let cells = row.cells.enumerated().map { index, cell in
            WordML.Cell(
                width: row.spans ? widths.reduce(0, +) : widths[index], span: row.spans ? columns.count : 1,
                borders: row.style == .total ? WordML.border("top", 8, DOCXPage.teal) : "", shade: shade(row.style),
                content: content(cell, in: columns[index], style: row.style, keepsNext: keepsNext))
        }
        return WordML.row(cells)
    }

    private func shade(_ style: Document.Table.Row.Style) -> String? {
        switch style {
        case .plain: nil
        case .group: DOCXPage.tint
        case .total: DOCXPage.wash
        }
    }

    private func content(
        _ cell: Document.Table.Cell, in column: Document.Table.Column, style: Document.Table.Row.Style, keepsNext: Bool
    ) -> String {
        var look = WordML.Look(bold: style != .plain)
        if style == .group { look.color = DOCXPage.teal }
        if cell.tone != .neutral { look.color = DOCXPage.color(of: cell.tone) }
        let keep = keepsNext ? "<w:keepNext/>" : ""
        let runs = cell.text.isEmpty ? "" : WordML.run(cell.text, look)
        return WordML.paragraph("TableText", properties: keep + justification(column.alignment), mark(cell.tone) + runs)
    }

    private func justification(_ alignment: Document.Table.Column.Alignment) -> String {
        switch alignment {
        case .leading: ""
        case .center: "<w:jc w:val=\"center\"/>"
        case .trailing: "<w:ind w:right=\"80\"/><w:jc w:val=\"right\"/>"
        }
    }
}
