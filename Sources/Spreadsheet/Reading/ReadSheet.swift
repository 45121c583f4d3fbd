/// A sheet as a file holds it: the cells that have a value, nothing else.
public struct ReadSheet: Equatable, Sendable {
    public let name: String
    /// Hidden, or "very hidden" (which only a macro can show).
    public let isHidden: Bool
    /// In reading order: by row, then by column.
    public let cells: [ReadCell]
    /// None overlaps with another.
    public let mergedRanges: [CellRange]
    public let dateSystem: DateSystem

    public init(
        name: String, isHidden: Bool = false, cells: [ReadCell], mergedRanges: [CellRange] = [],
        dateSystem: DateSystem = .since1900
    ) {
        self.name = name
        self.isHidden = isHidden
        self.cells = cells.sorted { $0.reference < $1.reference }
        self.mergedRanges = mergedRanges
        self.dateSystem = dateSystem
    }

    /// The cell at a place, nil where there is no value. Takes logarithmic time.
    public func cell(row: Int, column: Int) -> ReadCell? {
        let place = index(ofRow: row, column: column)
        guard place < cells.count, cells[place].row == row, cells[place].column == column else { return nil }
        return cells[place]
    }

    /// The cell at `B7`.
    public subscript(_ reference: String) -> ReadCell? {
        CellReference(reference).flatMap { cell(row: $0.row, column: $0.column) }
    }

    /// The cells of one row that have a value.
    public func row(_ row: Int) -> ArraySlice<ReadCell> {
        cells[index(ofRow: row, column: 1)..<index(ofRow: row + 1, column: 1)]
    }

    /// The rows that have values, each as its cells.
    public var rows: [ArraySlice<ReadCell>] {
        var rows: [ArraySlice<ReadCell>] = []
        var start = 0
        for index in cells.indices where index + 1 == cells.count || cells[index + 1].row != cells[index].row {
            rows.append(cells[start...index])
            start = index + 1
        }
        return rows
    }

    public func mergedRange(containing reference: CellReference) -> CellRange? {
        mergedRanges.first { $0.contains(reference) }
    }

    /// The day and the time that a cell shows; nil where it is not a date. Rounded to whole seconds.
    public func moment(of cell: ReadCell) -> CalendarMoment? {
        guard cell.isDate else { return nil }
        switch cell.value {
        case .number(let raw): return dateSystem.moment(serial: raw)
        case .text(let text): return Self.isoMoment(text)
        default: return nil
        }
    }

    /// `2024-01-31` or `2024-01-31T08:00:00`, with or without a fraction and `Z`.
    private static func isoMoment(_ text: String) -> CalendarMoment? {
        guard let date = CalendarDate(text.prefix(10)) else { return nil }
        let time = text.dropFirst(10)
        if time.isEmpty { return CalendarMoment(date: date, secondOfDay: 0) }
        let parts = time.dropFirst().prefix(8).split(separator: ":", omittingEmptySubsequences: false)
        let limits = [24, 60, 60]
        guard time.first == "T", parts.count == 3 else { return nil }
        var seconds = 0
        for (part, limit) in zip(parts, limits) {
            guard part.utf8.count == 2, let number = Int(part), (0..<limit).contains(number) else { return nil }
            seconds = seconds * 60 + number
        }
        return CalendarMoment(date: date, secondOfDay: seconds)
    }

    private func index(ofRow row: Int, column: Int) -> Int {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = (low + high) / 2
            let reference = cells[middle].reference
            if (reference.row, reference.column) < (row, column) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
