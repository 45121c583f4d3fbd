internal import CXLSXWriter

extension WorkbookEncoder {
    /// Every rule goes as a formula: numbers stay exact decimals, and the library's own way of joining a list writes
    /// past its buffer when 255 characters are more than 255 bytes.
    func encode(
        _ validation: DataValidation, to target: UnsafeMutablePointer<lxw_worksheet>
    ) throws(SpreadsheetError) {
        let strings = CStrings()
        var rule = lxw_data_validation()
        switch validation.rule {
        case .list(let items):
            rule.validate = Self.listInDisguise
            rule.value_formula = strings.make(lists[items] ?? "\"\"")
        case .listRange(let sheet, let range):
            rule.validate = Self.listInDisguise
            rule.value_formula = strings.make(Self.formula(sheet: sheet, range: range))
        case .wholeNumber(let range):
            rule.validate = UInt8(LXW_VALIDATION_TYPE_INTEGER_FORMULA.rawValue)
            rule.minimum_formula = strings.make(String(range.lowerBound))
            rule.maximum_formula = strings.make(String(range.upperBound))
        case .decimal(let low, let high):
            rule.validate = UInt8(LXW_VALIDATION_TYPE_DECIMAL_FORMULA.rawValue)
            rule.minimum_formula = strings.make(DecimalText.exact(low) ?? low)
            rule.maximum_formula = strings.make(DecimalText.exact(high) ?? high)
        case .date(let range):
            rule.validate = UInt8(LXW_VALIDATION_TYPE_DATE_FORMULA.rawValue)
            rule.minimum_formula = strings.make(String(DateSystem.since1900.serial(of: range.lowerBound) ?? 1))
            rule.maximum_formula = strings.make(String(DateSystem.since1900.serial(of: range.upperBound) ?? 1))
        }
        rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
        rule.ignore_blank = UInt8((validation.allowsBlank ? LXW_VALIDATION_ON : LXW_VALIDATION_OFF).rawValue)
        if let error = validation.error {
            rule.error_title = strings.optional(Self.literal(error.title))
            rule.error_message = strings.optional(Self.literal(error.text))
        }
        if let prompt = validation.prompt {
            rule.input_title = strings.optional(Self.literal(prompt.title))
            rule.input_message = strings.optional(Self.literal(prompt.text))
        }
        let (first, last) = validation.range.corners
        let code = withExtendedLifetime(strings) {
            worksheet_data_validation_range(target, first.row, first.column, last.row, last.column, &rule)
        }
        do throws(SpreadsheetError) {
            try Self.require(code)
        } catch {
            throw error.placed(cell: validation.range.description)
        }
        if rule.validate == Self.listInDisguise { Self.undisguiseLast(of: target) }
    }

    /// The library copies the formula of a list twice and loses one copy. It copies the one of a custom rule once, so a
    /// list is handed over as such and turned into a list afterwards.
    private static let listInDisguise = UInt8(LXW_VALIDATION_TYPE_CUSTOM_FORMULA.rawValue)

    private static func undisguiseLast(of target: UnsafeMutablePointer<lxw_worksheet>) {
        var last = target.pointee.data_validations.pointee.stqh_first
        while let next = last?.pointee.list_pointers.stqe_next { last = next }
        last?.pointee.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
    }

    /// The library drops one leading `=`.
    private static func literal(_ text: String) -> String { text.hasPrefix("=") ? "=" + text : text }
}
