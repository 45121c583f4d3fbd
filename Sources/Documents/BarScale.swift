/// Bars on a common scale: the largest `max` is the full length.
struct BarScale {
    private let longest: Double

    init(_ chart: Document.BarChart) {
        longest = chart.bars.map { BarScale.length($0.max) }.max() ?? 0
    }

    /// How long the bar's own range and its value are, of `full`; `value` never exceeds `range`.
    func lengths(_ bar: Document.BarChart.Bar, full: Int) -> (range: Int, value: Int) {
        guard longest > 0 else { return (0, 0) }
        let limit = BarScale.length(bar.max)
        let value = min(BarScale.length(bar.value), limit)
        let scale = Double(full) / longest
        return (Int((limit * scale).rounded()), Int((value * scale).rounded()))
    }

    /// Nothing below zero, and nothing that is not a finite number, can be drawn.
    private static func length(_ number: Double) -> Double {
        number.isFinite ? min(max(number, 0), 1e12) : 0
    }
}
