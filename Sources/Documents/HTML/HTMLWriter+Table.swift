extension HTMLWriter {
    mutating func write(_ table: TableLayout) {
        guard !table.columns.isEmpty else { return }
        // A table of many columns becomes a list of cards on a narrow screen; a small one stays a table.
        let wide = table.columns.count > 3 ? " wide" : ""
        let short = table.isShort ? " short" : ""
        line("<table class=\"\(HTMLStyle.columnClass(table))\(wide)\(short)\">")
        if !table.caption.isEmpty { line("<caption>\(inline(table.caption))</caption>") }
        line("<colgroup>\(String(repeating: "<col/>", count: table.columns.count))</colgroup>")
        if table.hasHead { writeHead(table.columns) }
        var open = false
        for row in table.rows {
            // A group is a row group of its own, so that its name is the head of the rows below it.
            if !open || row.style == .group {
                if open { line("</tbody>") }
                line("<tbody>")
                open = true
            }
            write(row, columns: table.columns)
        }
        if open { line("</tbody>") }
        line("</table>")
    }

    private mutating func writeHead(_ columns: [Document.Table.Column]) {
        line("<thead>")
        line("<tr>")
        for column in columns {
            let tag = column.title.isEmpty ? "td" : "th"
            let scope = column.title.isEmpty ? "" : " scope=\"col\""
            line("<\(tag)\(scope)\(look(column.alignment))>\(inline(column.title))</\(tag)>")
        }
        line("</tr>")
        line("</thead>")
    }

    private mutating func write(_ row: TableLayout.Row, columns: [Document.Table.Column]) {
        switch row.style {
        case .plain: line("<tr>")
        case .group: line("<tr class=\"group\">")
        case .total: line("<tr class=\"total\">")
        }
        if row.spans {
            line("<th scope=\"rowgroup\" colspan=\"\(columns.count)\">\(content(row.cells[0]))</th>")
        } else {
            for (index, (cell, column)) in zip(row.cells, columns).enumerated() {
                write(cell, in: column, heads: index == 0, style: row.style)
            }
        }
        line("</tr>")
    }

    private mutating func write(
        _ cell: Document.Table.Cell, in column: Document.Table.Column, heads: Bool, style: Document.Table.Row.Style
    ) {
        let look = look(column.alignment, cell.tone)
        if heads && !cell.text.isEmpty {
            let scope = style == .group ? "rowgroup" : "row"
            line("<th scope=\"\(scope)\"\(look)>\(content(cell))</th>")
            return
        }
        let label = column.title.isEmpty || cell.text.isEmpty ? "" : " data-label=\"\(Markup.escaped(column.title))\""
        line("<td\(look)\(label)>\(content(cell))</td>")
    }

    private func look(_ alignment: Document.Table.Column.Alignment, _ tone: Document.Tone = .neutral) -> String {
        var names: [String] = []
        switch alignment {
        case .leading: break
        case .center: names.append("center")
        case .trailing: names.append("trailing")
        }
        if tone != .neutral { names.append(tone.rawValue) }
        return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    }

    private func content(_ cell: Document.Table.Cell) -> String {
        mark(cell.tone) + inline(cell.text)
    }
}
