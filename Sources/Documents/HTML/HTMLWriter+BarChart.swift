extension HTMLWriter {
    /// Labels and figures are text beside each bar, so that they wrap and stay readable on a narrow screen; the bar
    /// itself is a drawing that says the same to a screen reader.
    mutating func write(_ chart: Document.BarChart) {
        guard !chart.bars.isEmpty else { return }
        let scale = BarScale(chart)
        line("<figure>")
        if !chart.caption.isEmpty { line("<figcaption>\(inline(chart.caption))</figcaption>") }
        line("<ul class=\"bars\">")
        for bar in chart.bars { write(bar, scale: scale) }
        line("</ul>")
        line("</figure>")
    }

    private mutating func write(_ bar: Document.BarChart.Bar, scale: BarScale) {
        let id = nextID()
        let length = scale.lengths(bar, full: 1000)
        line("<li>")
        line("<span class=\"label\" aria-hidden=\"true\">\(inline(bar.label))</span>")
        line(
            "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\""
                + " aria-labelledby=\"\(id)t \(id)d\">")
        line("<title id=\"\(id)t\">\(Markup.escaped(bar.label))</title>")
        line("<desc id=\"\(id)d\">\(Markup.escaped(bar.text))</desc>")
        line("<rect class=\"range\" width=\"\(length.range)\" height=\"10\"/>")
        line("<rect class=\"value\" width=\"\(length.value)\" height=\"10\"/>")
        line("</svg>")
        line("<span class=\"figure\" aria-hidden=\"true\">\(inline(bar.text))</span>")
        line("</li>")
    }
}
