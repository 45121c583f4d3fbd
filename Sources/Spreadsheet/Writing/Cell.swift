/// A cell to be written: a value and how it looks.
public struct Cell: Equatable, Sendable {
    /// Formulas are left out on purpose: what Linli writes has been computed by Linli.
    public enum Value: Equatable, Sendable {
        case blank
        /// At most 32,767 UTF-16 units. Never becomes a formula, whatever it starts with.
        case text(String)
        /// An exact decimal such as `8.70` of at most 15 significant digits, which is all that a spreadsheet can hold.
        case decimal(String)
        /// A physical measurement; must be finite.
        case number(Double)
        /// At most 15 digits.
        case integer(Int)
        /// Shown as `yyyy-mm-dd` unless the style has another number format; 1900-03-01 or later.
        case date(CalendarDate)
    }

    public var value: Value
    public var style: CellStyle

    public init(_ value: Value, style: CellStyle = CellStyle()) {
        self.value = value
        self.style = style
    }

    public static let blank = Cell(.blank)

    public static func text(_ text: String, style: CellStyle = CellStyle()) -> Cell { Cell(.text(text), style: style) }
}
