/// A rectangle of cells, both corners included.
public struct CellRange: Hashable, Sendable, CustomStringConvertible {
    /// Top left.
    public let first: CellReference
    /// Bottom right.
    public let last: CellReference

    /// The smallest range that holds both corners, in whatever order they come.
    public init(_ corner: CellReference, _ opposite: CellReference) {
        let rows = (min(corner.row, opposite.row), max(corner.row, opposite.row))
        let columns = (min(corner.column, opposite.column), max(corner.column, opposite.column))
        first = CellReference(row: rows.0, column: columns.0) ?? corner
        last = CellReference(row: rows.1, column: columns.1) ?? opposite
    }

    /// Nil where a bound lies outside of the sheet.
    public init?(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        guard
            let first = CellReference(row: rows.lowerBound, column: columns.lowerBound),
            let last = CellReference(row: rows.upperBound, column: columns.upperBound)
        else { return nil }
        self.first = first
        self.last = last
    }

    /// Parses `A1:C3` or a single `A1`, with or without `$`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = CellReference(String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(first, first)
            return
        }
        guard let last = CellReference(String(parts[1])) else { return nil }
        self.init(first, last)
    }

    public var rows: ClosedRange<Int> { first.row...last.row }
    public var columns: ClosedRange<Int> { first.column...last.column }
    /// Number of cells.
    public var count: Int { rows.count * columns.count }

    public func contains(_ cell: CellReference) -> Bool {
        rows.contains(cell.row) && columns.contains(cell.column)
    }

    /// `A1:C3`, or `A1` for one cell.
    public var description: String { first == last ? first.description : "\(first):\(last)" }

    /// `$A$1:$C$3`, as formulas need it.
    var absolute: String { first == last ? first.absolute : first.absolute + ":" + last.absolute }
}
