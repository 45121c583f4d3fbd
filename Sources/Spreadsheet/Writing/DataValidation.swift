/// What may be typed into a range of cells.
public struct DataValidation: Equatable, Sendable {
    public enum Rule: Equatable, Sendable {
        /// A drop-down list. A list of more than 255 characters, or with commas or quotes in its items, moves to a
        /// hidden sheet named `XLSXWriter.listSheetName`. At least one item, none empty or with line breaks.
        case list([String])
        /// A drop-down list of the cells of another sheet (one row or one column).
        case listRange(sheet: String, range: CellRange)
        case wholeNumber(ClosedRange<Int>)
        /// Both bounds are decimals as text, e.g. `0.5` and `8.7`, included.
        case decimal(from: String, through: String)
        case date(ClosedRange<CalendarDate>)
    }

    /// A title of at most 32 and a text of at most 255 UTF-16 units.
    public struct Message: Equatable, Sendable {
        public var title: String
        public var text: String

        public init(title: String, text: String) {
            self.title = title
            self.text = text
        }
    }

    public var range: CellRange
    public var rule: Rule
    /// Shown when the rule is broken; the value is then not accepted. Nil shows the program's own words.
    public var error: Message?
    /// Shown beside the cell while it is selected.
    public var prompt: Message?
    public var allowsBlank: Bool

    public init(
        range: CellRange, rule: Rule, error: Message? = nil, prompt: Message? = nil, allowsBlank: Bool = true
    ) {
        self.range = range
        self.rule = rule
        self.error = error
        self.prompt = prompt
        self.allowsBlank = allowsBlank
    }
}
