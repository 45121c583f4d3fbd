/// A cell as a file holds it.
public struct ReadCell: Equatable, Sendable {
    public enum Value: Equatable, Sendable {
        /// Only together with a formula that has no stored result; other empty cells are left out of a sheet.
        case blank
        case text(String)
        /// The characters of the file, e.g. `8.6999999999999993`: always a number in the notation of
        /// `DecimalText.isNumber`.
        case number(String)
        case boolean(Bool)
        /// Such as `#DIV/0!`.
        case error(String)
    }

    public let reference: CellReference
    public let value: Value
    /// The formula that gave the value, without `=`; empty where the file only says that there is one (a shared
    /// formula). Nil for a typed-in value.
    public let formula: String?
    /// What the number format makes of a number.
    public let numberKind: NumberKind
    /// Part of a merged range; see `ReadSheet.mergedRange(containing:)`.
    public let isMerged: Bool

    public init(
        reference: CellReference, value: Value, formula: String? = nil, numberKind: NumberKind = .plain,
        isMerged: Bool = false
    ) {
        self.reference = reference
        self.value = value
        self.formula = formula
        self.numberKind = numberKind
        self.isMerged = isMerged
    }

    /// 1-based.
    public var row: Int { reference.row }
    /// 1-based.
    public var column: Int { reference.column }

    /// A number shown as a day, with or without a time; or an ISO 8601 date of the strict dialect.
    public var isDate: Bool { numberKind == .date || numberKind == .dateTime }

    /// What a person would type to get this value: numbers as `DecimalText.normalized`, `TRUE`, `#DIV/0!`, text as is.
    public var plainText: String {
        switch value {
        case .blank: ""
        case .text(let text): text
        case .number(let raw): DecimalText.normalized(raw) ?? raw
        case .boolean(let flag): flag ? "TRUE" : "FALSE"
        case .error(let code): code
        }
    }
}

/// What a number format shows a number as.
public enum NumberKind: Sendable, Equatable {
    case plain
    /// A day, a month or a year.
    case date
    /// A day and a time.
    case dateTime
    /// A time of day or a duration, without a day.
    case time
}
