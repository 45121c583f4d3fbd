/// Averages and medians of whole numbers, rounded half up to whole numbers; of nothing they are nil.
enum Middle {
    static func average(_ values: some Collection<Int>) -> Int? {
        values.isEmpty ? nil : share(values.reduce(0, +), of: values.count)
    }

    static func median(_ values: some Sequence<Int>) -> Int? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : share(sorted[half - 1] + sorted[half], of: 2)
    }

    /// `total / count`, rounded half up. `count` must be positive.
    static func share(_ total: Int, of count: Int) -> Int {
        let (quotient, remainder) = (2 * total + count).quotientAndRemainder(dividingBy: 2 * count)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// A part in tenths of a per cent; nil of nothing.
    static func permille(_ part: Int, of whole: Int) -> Int? { whole > 0 ? share(part * 1000, of: whole) : nil }
}
