/// One sheet of a workbook to be written. Rows and columns count from 1.
public struct Sheet: Equatable, Sendable {
    /// 1 to 31 UTF-16 units, none of `[ ] : * ? / \`, no apostrophe at either end, unique without regard to case.
    public var name: String
    /// The first row is row 1, the first cell of a row is in column A. Rows may differ in length.
    public var rows: [[Cell]]
    /// Width of column 1, 2, ... in characters of the default font, 0...255; nil keeps the default of 8.43.
    public var columnWidths: [Double?]
    /// Heights in points, 0...409, by row number; other rows fit their content.
    public var rowHeights: [Int: Double]
    /// Rows at the top that stay in view.
    public var frozenRows: Int
    /// Columns at the left that stay in view.
    public var frozenColumns: Int
    /// The range that gets filter buttons in its first row.
    public var autofilter: CellRange?
    /// Merged ranges, which must not overlap; all but the top left cell of each must be blank.
    public var merges: [CellRange]
    public var validations: [DataValidation]
    public var charts: [BarChart]
    /// Only cells of an unlocked style can be edited. There is no password: it prevents accidents, not intent.
    public var isProtected: Bool
    public var isHidden: Bool
    public var showsGridlines: Bool
    public var print: PrintSetup

    public init(
        name: String, rows: [[Cell]] = [], columnWidths: [Double?] = [], rowHeights: [Int: Double] = [:],
        frozenRows: Int = 0, frozenColumns: Int = 0, autofilter: CellRange? = nil, merges: [CellRange] = [],
        validations: [DataValidation] = [], charts: [BarChart] = [], isProtected: Bool = false,
        isHidden: Bool = false, showsGridlines: Bool = true, print: PrintSetup = PrintSetup()
    ) {
        self.name = name
        self.rows = rows
        self.columnWidths = columnWidths
        self.rowHeights = rowHeights
        self.frozenRows = frozenRows
        self.frozenColumns = frozenColumns
        self.autofilter = autofilter
        self.merges = merges
        self.validations = validations
        self.charts = charts
        self.isProtected = isProtected
        self.isHidden = isHidden
        self.showsGridlines = showsGridlines
        self.print = print
    }
}

/// How a sheet looks on paper, which is always A4.
public struct PrintSetup: Equatable, Sendable {
    public var isLandscape: Bool
    /// Rows printed at the top of every page, e.g. `1...2`.
    public var repeatRows: ClosedRange<Int>?
    /// Shrinks the sheet to the width of one page.
    public var fitsWidth: Bool
    public var header: HeaderFooter
    public var footer: HeaderFooter

    public init(
        isLandscape: Bool = false, repeatRows: ClosedRange<Int>? = nil, fitsWidth: Bool = false,
        header: HeaderFooter = HeaderFooter(), footer: HeaderFooter = HeaderFooter()
    ) {
        self.isLandscape = isLandscape
        self.repeatRows = repeatRows
        self.fitsWidth = fitsWidth
        self.header = header
        self.footer = footer
    }
}
