internal import CXLSXWriter
import Glibc

extension WorkbookEncoder {
    func encode(
        _ chart: BarChart, of sheet: Sheet, to target: UnsafeMutablePointer<lxw_worksheet>
    ) throws(SpreadsheetError) {
        guard
            let made = workbook_add_chart(book, UInt8(LXW_CHART_BAR.rawValue)),
            let series = chart_add_series(made, nil, nil)
        else { throw SpreadsheetError(.cannotWrite, zh: "内存不足", en: "out of memory") }
        let data = chart.dataSheet ?? sheet.name
        let (categoryFirst, categoryLast) = chart.categories.corners
        chart_series_set_categories(
            series, data, categoryFirst.row, categoryFirst.column, categoryLast.row, categoryLast.column)
        let (valueFirst, valueLast) = chart.values.corners
        chart_series_set_values(series, data, valueFirst.row, valueFirst.column, valueLast.row, valueLast.column)
        Self.quoteFormula(of: series.pointee.categories, sheet: data, range: chart.categories)
        Self.quoteFormula(of: series.pointee.values, sheet: data, range: chart.values)
        style(made, series, chart)
        var options = lxw_chart_options()
        options.x_scale = Double(chart.width) / 480  // the size of an unscaled chart
        options.y_scale = Double(chart.height) / 288
        let (position, _) = CellRange(chart.position, chart.position).corners
        try Self.require(worksheet_insert_chart_opt(target, position.row, position.column, made, &options))
    }

    private func style(
        _ made: UnsafeMutablePointer<lxw_chart>, _ series: UnsafeMutablePointer<lxw_chart_series>, _ chart: BarChart
    ) {
        let strings = CStrings()
        var font = lxw_chart_font()
        font.name = strings.make(fontName)
        font.size = 10
        var titleFont = font
        titleFont.size = 12
        titleFont.bold = 1
        if chart.title.isEmpty {
            chart_title_off(made)
        } else {
            chart_title_set_name(made, chart.title)
            chart_title_set_name_font(made, &titleFont)
        }
        chart_legend_set_position(made, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        chart_series_set_labels(series)
        chart_series_set_labels_font(series, &font)
        var fill = lxw_chart_fill()
        fill.color = chart.color.rgb
        chart_series_set_fill(series, &fill)
        chart_set_series_gap(made, 60)
        // In a bar chart the library's y axis is the one of categories. Reversed, it begins at the top, and the axis of
        // values would go there too unless it crosses at the far end.
        let categories = made.pointee.y_axis
        let values = made.pointee.x_axis
        chart_axis_set_reverse(categories)
        chart_axis_set_crossing_max(categories)
        for axis in [categories, values] { chart_axis_set_num_font(axis, &font) }
        var grid = lxw_chart_line()
        grid.color = 0xD9_D9D9
        grid.width = 0.75
        chart_axis_major_gridlines_set_line(values, &grid)
        if let bounds = chart.axis {
            chart_axis_set_min(values, bounds.lowerBound)
            chart_axis_set_max(values, bounds.upperBound)
        }
        withExtendedLifetime(strings) {}
    }

    /// The library leaves names such as `2024` unquoted.
    private static func quoteFormula(
        of range: UnsafeMutablePointer<lxw_series_range>?, sheet: String, range cells: CellRange
    ) {
        guard let range else { return }
        free(range.pointee.formula)
        range.pointee.formula = strdup(formula(sheet: sheet, range: cells))
    }
}
