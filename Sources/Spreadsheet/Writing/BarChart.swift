/// A horizontal bar chart with one bar a category, the first category at the top, and the values written at the bars.
public struct BarChart: Equatable, Sendable {
    public var title: String
    /// Sheet that holds both ranges; nil is the sheet of the chart.
    public var dataSheet: String?
    /// Labels of the bars: one row or one column.
    public var categories: CellRange
    /// Lengths of the bars: of the same shape as `categories`.
    public var values: CellRange
    /// Cell at the chart's top left corner.
    public var position: CellReference
    /// In pixels at 96 dpi.
    public var width: Int
    /// In pixels at 96 dpi.
    public var height: Int
    /// Bounds of the value axis; nil lets the program choose.
    public var axis: ClosedRange<Double>?
    public var color: Color

    public init(
        title: String, dataSheet: String? = nil, categories: CellRange, values: CellRange, position: CellReference,
        width: Int = 640, height: Int = 320, axis: ClosedRange<Double>? = nil, color: Color = 0x2F_6F_AB
    ) {
        self.title = title
        self.dataSheet = dataSheet
        self.categories = categories
        self.values = values
        self.position = position
        self.width = width
        self.height = height
        self.axis = axis
        self.color = color
    }
}
