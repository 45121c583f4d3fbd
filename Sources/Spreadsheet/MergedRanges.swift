/// Walks down a sheet and knows which merged ranges cover the current row.
///
/// Ranges that overlap exist in no sound file; as soon as one shows up the walk stops, which keeps the set of ranges
/// of a row sorted and every step cheap.
struct MergedRanges {
    private let ranges: [CellRange]
    private var next = 0
    /// Ranges over the current row, sorted by column.
    private var active: [CellRange] = []
    private var firstExpiry = Int.max

    init(_ ranges: [CellRange]) {
        self.ranges = ranges.sorted { $0.first < $1.first }
    }

    /// A range that overlaps with another one, if any.
    static func overlap(in ranges: [CellRange]) -> CellRange? {
        var merged = MergedRanges(ranges)
        while merged.next < merged.ranges.count {
            if let overlap = merged.advance(to: merged.ranges[merged.next].first.row) { return overlap }
        }
        return nil
    }

    /// Moves down to `row`, which must not be above the last one; gives the first range found to overlap.
    @discardableResult
    mutating func advance(to row: Int) -> CellRange? {
        while next < ranges.count, ranges[next].first.row <= row {
            let range = ranges[next]
            next += 1
            expire(before: range.first.row)
            let place = index(of: range.first.column)
            if place < active.count, active[place].first.column <= range.last.column { return range }
            if place > 0, active[place - 1].last.column >= range.first.column { return range }
            active.insert(range, at: place)
            firstExpiry = min(firstExpiry, range.last.row)
        }
        expire(before: row)
        return nil
    }

    /// The range over a column of the current row.
    func range(at column: Int) -> CellRange? {
        let place = index(of: column + 1)
        guard place > 0, active[place - 1].last.column >= column else { return nil }
        return active[place - 1]
    }

    private mutating func expire(before row: Int) {
        guard firstExpiry < row else { return }
        active.removeAll { $0.last.row < row }
        firstExpiry = active.map { $0.last.row }.min() ?? Int.max
    }

    /// Where a range that begins at `column` belongs.
    private func index(of column: Int) -> Int {
        var low = 0
        var high = active.count
        while low < high {
            let middle = (low + high) / 2
            if active[middle].first.column < column { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
