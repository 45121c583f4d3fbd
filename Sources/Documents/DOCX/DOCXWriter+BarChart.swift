extension DOCXWriter {
    /// A table with shaded cells and not a chart part: it looks the same in every program, needs no workbook, and its
    /// labels and figures are text. Each bar's ends are columns of a common grid.
    mutating func write(_ chart: Document.BarChart) {
        guard !chart.bars.isEmpty else { return }
        let scale = BarScale(chart)
        let grid = BarGrid(chart.bars.map { scale.lengths($0, full: BarGrid.steps(bars: chart.bars.count)) })
        if !chart.caption.isEmpty { add(WordML.paragraph("Caption", WordML.run(chart.caption))) }
        // Kept on one page together, unless they could not be.
        let keep = chart.bars.count > 20 ? "<w:keepNext w:val=\"0\"/>" : ""
        var rows = gap(grid, keep: keep)
        for (bar, cells) in zip(chart.bars, grid.rows) {
            rows += row(bar, cells: cells, keep: keep) + gap(grid, keep: keep)
        }
        let borders = WordML.border("top", 4, DOCXPage.line) + WordML.border("bottom", 4, DOCXPage.line)
        let look = WordML.TableLook(borders: borders, padding: 0, title: chart.caption)
        addTable(WordML.table(columns: grid.columns, look: look, rows: rows))
    }

    private func row(_ bar: Document.BarChart.Bar, cells: [BarGrid.Cell], keep: String) -> String {
        let right = "<w:ind w:right=\"200\"/><w:jc w:val=\"right\"/>"
        let label = WordML.paragraph("BarText", properties: keep + right, WordML.run(bar.label))
        let figure = WordML.paragraph("BarText", properties: keep + "<w:ind w:left=\"200\"/>", WordML.run(bar.text))
        var all = [WordML.Cell(width: BarGrid.labelWidth, vertical: "center", content: label)]
        for cell in cells {
            all.append(
                WordML.Cell(
                    width: cell.width, span: cell.span, shade: color(cell.part),
                    content: WordML.paragraph("BarGap", properties: keep)))
        }
        all.append(WordML.Cell(width: BarGrid.figureWidth, vertical: "center", content: figure))
        return WordML.row(all, height: 300)
    }

    private func color(_ part: BarGrid.Part) -> String? {
        switch part {
        case .value: DOCXPage.teal
        case .range: DOCXPage.tint
        case .outside: nil
        }
    }

    private func gap(_ grid: BarGrid, keep: String) -> String {
        let cell = WordML.Cell(
            width: DOCXPage.textWidth, span: grid.columns.count, content: WordML.paragraph("BarGap", properties: keep))
        return WordML.row([cell], height: 110, exact: true)
    }
}

/// The columns that let every bar end where it should: a table's rows can only differ in how many columns a cell spans.
struct BarGrid {
    static let labelWidth = 2_300
    static let figureWidth = 2_000
    private static let trackWidth = DOCXPage.textWidth - labelWidth - figureWidth

    enum Part { case value, range, outside }

    struct Cell {
        var part: Part
        var width: Int
        var span: Int
    }

    /// Label, the pieces of the track, figure.
    let columns: [Int]
    /// The cells of each bar between its label and its figure.
    let rows: [[Cell]]

    /// Word takes at most 63 columns, and each bar may bring two: many bars share fewer places to end at.
    static func steps(bars: Int) -> Int { bars <= 25 ? 1_000 : 50 }

    init(_ bars: [(range: Int, value: Int)]) {
        let steps = BarGrid.steps(bars: bars.count)
        let ends = Set(bars.flatMap { [$0.range, $0.value] } + [steps]).subtracting([0]).sorted()
        let places = ends.map { BarGrid.trackWidth * $0 / steps }
        let pieces = zip(places, [0] + places).map { $0 - $1 }
        columns = [BarGrid.labelWidth] + pieces + [BarGrid.figureWidth]
        rows = bars.map { bar in
            let parts = ends.map { $0 <= bar.value ? Part.value : $0 <= bar.range ? .range : .outside }
            var cells: [Cell] = []
            for (part, width) in zip(parts, pieces) {
                if cells.last?.part == part {
                    cells[cells.count - 1].width += width
                    cells[cells.count - 1].span += 1
                } else {
                    cells.append(Cell(part: part, width: width, span: 1))
                }
            }
            return cells
        }
    }
}
