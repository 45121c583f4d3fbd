extension Sheet {
    /// Gives every row with wrapped text the height its longest cell needs, estimated from the column widths:
    /// programs do not agree on doing so by themselves. A Chinese character counts as two. Heights are in points;
    /// rows with a height keep it.
    public func fittingRowHeights(lineHeight: Double = 16) -> Sheet {
        var sheet = self
        for (index, row) in rows.enumerated() where rowHeights[index + 1] == nil {
            var lines = 1
            for (column, cell) in row.enumerated() where cell.style.wraps {
                guard case .text(let text) = cell.value else { continue }
                let width = column < columnWidths.count ? columnWidths[column] ?? 8.43 : 8.43
                lines = max(lines, Sheet.lines(text, width: max(width - 1, 1)))
            }
            if lines > 1 { sheet.rowHeights[index + 1] = min(409, Double(lines) * lineHeight) }
        }
        return sheet
    }

    private static func lines(_ text: String, width: Double) -> Int {
        text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { sum, line in
            let columns = line.unicodeScalars.reduce(0.0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
            return sum + max(1, Int((columns / width).rounded(.up)))
        }
    }
}
