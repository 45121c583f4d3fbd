/// The cell that is being read; its buffers are reused from cell to cell.
struct PendingCell {
    /// The `t` attribute.
    enum Kind {
        case number, shared, inline, formulaText, boolean, error, isoDate, unknown

        init(_ bytes: UnsafeBufferPointer<UInt8>?) {
            guard let bytes else {
                self = .number
                return
            }
            switch String(decoding: bytes.prefix(12), as: UTF8.self) {
            case "n": self = .number
            case "s": self = .shared
            case "inlineStr": self = .inline
            case "str": self = .formulaText
            case "b": self = .boolean
            case "e": self = .error
            case "d": self = .isoDate
            default: self = .unknown
            }
        }
    }

    /// What Excel allows in a cell, in UTF-16 units.
    private static let longestText = 32_767

    var reference: CellReference?
    var style = 0
    var type = Kind.number
    var value: [UInt8] = []
    var formula: [UInt8] = []
    var hasFormula = false
    var inline = TextCollector()
    var hasInline = false

    /// Nothing but a style.
    var isBlank: Bool { value.isEmpty && !hasInline && !hasFormula }

    mutating func reset() {
        reference = nil
        if !value.isEmpty { value.removeAll(keepingCapacity: true) }
        if !formula.isEmpty { formula.removeAll(keepingCapacity: true) }
        hasFormula = false
        hasInline = false
    }

    func finished(strings: [String]) throws(SpreadsheetError) -> ReadCell.Value {
        if hasInline, type == .inline || value.isEmpty { return try text(inline.text) }
        guard !value.isEmpty else { return .blank }
        switch type {
        case .number: return try number()
        case .shared:
            guard let index = Int(trimmed), strings.indices.contains(index) else {
                throw damaged(zh: "引用了不存在的文本", en: "it refers to a text that does not exist")
            }
            return try text(strings[index])
        case .formulaText, .inline, .isoDate: return try text(value.withUnsafeBufferPointer { EscapedText.decode($0) })
        case .boolean:
            switch trimmed {
            case "1", "true": return .boolean(true)
            case "0", "false": return .boolean(false)
            default: throw damaged(zh: "逻辑值无效", en: "its truth value is not valid")
            }
        case .error: return .error(String(trimmed.prefix(40)))
        case .unknown: throw damaged(zh: "单元格类型未知", en: "its type is unknown")
        }
    }

    /// The formula, nil where there is none. LibreOffice stores a typed-in TRUE or #N/A as `TRUE()` or `#N/A` with the
    /// same result; those are constants.
    func formula(of result: ReadCell.Value) -> String? {
        guard hasFormula else { return nil }
        let text = String(decoding: formula, as: UTF8.self)
        switch result {
        case .boolean(let flag) where text == (flag ? "TRUE()" : "FALSE()"): return nil
        case .error(let code) where text == code: return nil
        default: return text
        }
    }

    private func number() throws(SpreadsheetError) -> ReadCell.Value {
        let raw = trimmed
        if raw.isEmpty { return .blank }
        guard raw.utf8.count <= 400, DecimalText.isNumber(raw) else {
            throw damaged(zh: "“\(raw.prefix(40))”不是数", en: "“\(raw.prefix(40))” is no number")
        }
        return .number(raw)
    }

    private func text(_ text: String) throws(SpreadsheetError) -> ReadCell.Value {
        guard text.utf8.count <= Self.longestText || text.utf16.count <= Self.longestText else {
            throw SpreadsheetError(
                .tooLarge, zh: "文本超过 \(Self.longestText) 个字符",
                en: "the text has more than \(Self.longestText) characters")
        }
        return text.isEmpty ? .blank : .text(text)
    }

    private var trimmed: String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        let rest = value.drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(decoding: rest[...last], as: UTF8.self)
    }

    private func damaged(zh: String, en: String) -> SpreadsheetError {
        SpreadsheetError(.damaged, zh: zh, en: en)
    }
}
