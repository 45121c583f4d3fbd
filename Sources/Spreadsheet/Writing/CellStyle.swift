/// How a cell looks and whether it may be edited on a protected sheet.
public struct CellStyle: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable, CaseIterable { case left, center, right }

    public var isBold: Bool
    public var isItalic: Bool
    /// Font size in points; nil takes the writer's.
    public var size: Double?
    /// Colour of the text; nil is black.
    public var foreground: Color?
    /// Fill; nil is none.
    public var background: Color?
    /// A thin grey line on all four sides.
    public var hasBorder: Bool
    /// Breaks long text into lines; the text then starts at the top of the cell.
    public var wraps: Bool
    /// Nil leaves text left and numbers right.
    public var alignment: Alignment?
    public var numberFormat: NumberFormat
    /// Editable although the sheet is protected.
    public var isUnlocked: Bool

    public init(
        isBold: Bool = false, isItalic: Bool = false, size: Double? = nil, foreground: Color? = nil,
        background: Color? = nil, hasBorder: Bool = false, wraps: Bool = false, alignment: Alignment? = nil,
        numberFormat: NumberFormat = .general, isUnlocked: Bool = false
    ) {
        self.isBold = isBold
        self.isItalic = isItalic
        self.size = size
        self.foreground = foreground
        self.background = background
        self.hasBorder = hasBorder
        self.wraps = wraps
        self.alignment = alignment
        self.numberFormat = numberFormat
        self.isUnlocked = isUnlocked
    }
}

/// A colour as `0xRRGGBB`.
public struct Color: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// 0...0xFFFFFF
    public let rgb: UInt32

    /// Bits above the lower 24 are dropped.
    public init(rgb: UInt32) { self.rgb = rgb & 0xFF_FFFF }

    public init(integerLiteral value: UInt32) { self.init(rgb: value) }
}

/// How numbers are shown.
public enum NumberFormat: Hashable, Sendable {
    case general
    /// Whole numbers without separators.
    case integer
    /// A fixed number of decimals, 0...15.
    case decimals(Int)
    /// A fraction shown as a percentage with this many decimals, 0...15: 0.125 is `12.5%`.
    case percent(Int)
    /// `yyyy-mm-dd`
    case date
    /// What people type stays text, so that `001` keeps its zeros.
    case text
    /// A format code of Excel, at most 120 bytes in UTF-8.
    case custom(String)

    /// The format code, nil for `general`.
    var code: String? {
        switch self {
        case .general: nil
        case .integer: "0"
        case .decimals(let count): Self.zeros(count)
        case .percent(let count): Self.zeros(count) + "%"
        case .date: "yyyy-mm-dd"
        case .text: "@"
        case .custom(let code): code
        }
    }

    private static func zeros(_ count: Int) -> String {
        count > 0 ? "0." + String(repeating: "0", count: count) : "0"
    }
}
