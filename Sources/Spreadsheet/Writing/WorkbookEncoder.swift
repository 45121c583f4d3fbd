internal import CXLSXWriter
import Glibc

/// Hands a checked workbook over to libxlsxwriter.
struct WorkbookEncoder {
    let book: UnsafeMutablePointer<lxw_workbook>
    let fontName: String
    let fontSize: Double
    /// Formula of each drop-down list.
    let lists: [[String]: String]
    private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = [:]
    private var lastFormat: (style: CellStyle, format: UnsafeMutablePointer<lxw_format>)?

    init(
        book: UnsafeMutablePointer<lxw_workbook>, fontName: String, fontSize: Double, lists: [[String]: String]
    ) {
        self.book = book
        self.fontName = fontName
        self.fontSize = fontSize
        self.lists = lists
    }

    mutating func encode(_ workbook: Workbook) throws(SpreadsheetError) {
        guard fontName.utf8.count <= 120, !fontName.isEmpty, (1...409).contains(fontSize) else {
            throw SpreadsheetError(.invalidModel, zh: "默认字体无效", en: "the default font is not valid")
        }
        // The first format is the one of all cells without a style.
        if let plain = book.pointee.formats.pointee.stqh_first { setFont(of: plain, CellStyle()) }
        try encode(workbook.properties)
        // Charts and lists refer to sheets by name, so all must exist first.
        var sheets: [UnsafeMutablePointer<lxw_worksheet>] = []
        for sheet in workbook.sheets {
            guard let created = workbook_add_worksheet(book, sheet.name) else {
                throw SpreadsheetError(
                    .invalidModel, sheet: sheet.name, zh: "无法建立这张工作表", en: "the sheet cannot be created")
            }
            // The library leaves names such as 2024 or A1 unquoted in print titles and filters; Excel then complains.
            free(created.pointee.quoted_name)
            created.pointee.quoted_name = strdup(Self.quoted(sheet.name))
            sheets.append(created)
        }
        for (sheet, target) in zip(workbook.sheets, sheets) where sheet.isHidden { worksheet_hide(target) }
        if let first = workbook.sheets.firstIndex(where: { !$0.isHidden }) { worksheet_activate(sheets[first]) }
        for (sheet, target) in zip(workbook.sheets, sheets) {
            do throws(SpreadsheetError) {
                try encode(sheet, to: target)
            } catch {
                throw error.placed(sheet: sheet.name)
            }
        }
    }

    private func encode(_ properties: DocumentProperties) throws(SpreadsheetError) {
        let strings = CStrings()
        var target = lxw_doc_properties()
        target.title = strings.optional(properties.title)
        target.subject = strings.optional(properties.subject)
        target.author = strings.optional(properties.author)
        target.company = strings.optional(properties.company)
        target.comments = strings.optional(properties.comments)
        target.created = time_t(properties.created)
        try Self.require(withExtendedLifetime(strings) { workbook_set_properties(book, &target) })
    }

    /// Nil for the style that needs no format.
    mutating func format(_ style: CellStyle) throws(SpreadsheetError) -> UnsafeMutablePointer<lxw_format>? {
        if let lastFormat, lastFormat.style == style { return lastFormat.format }
        guard style != CellStyle() else { return nil }
        if let known = formats[style] {
            lastFormat = (style, known)
            return known
        }
        guard let created = workbook_add_format(book) else {
            throw SpreadsheetError(.cannotWrite, zh: "内存不足", en: "out of memory")
        }
        try configure(created, style)
        formats[style] = created
        lastFormat = (style, created)
        return created
    }

    private func configure(
        _ format: UnsafeMutablePointer<lxw_format>, _ style: CellStyle
    ) throws(SpreadsheetError) {
        setFont(of: format, style)
        if style.isBold { format_set_bold(format) }
        if style.isItalic { format_set_italic(format) }
        if let color = style.foreground { format_set_font_color(format, color.rgb) }
        if let color = style.background {
            format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
            format_set_fg_color(format, color.rgb)
        }
        if style.hasBorder {
            format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_border_color(format, 0xBF_BFBF)
        }
        if style.wraps {
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        switch style.alignment {
        case .left: format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .center: format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
        case .right: format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
        case nil: break
        }
        if let code = style.numberFormat.code {
            guard (1...120).contains(code.utf8.count), !code.utf8.contains(where: { $0 < 0x20 }) else {
                throw SpreadsheetError(
                    .invalidModel, zh: "数字格式“\(code)”无效", en: "the number format “\(code)” is not valid")
            }
            format_set_num_format(format, code)
        }
        if style.isUnlocked { format_set_unlocked(format) }
    }

    private func setFont(of format: UnsafeMutablePointer<lxw_format>, _ style: CellStyle) {
        format_set_font_name(format, fontName)
        format_set_font_size(format, style.size ?? fontSize)
    }

    static func require(_ code: lxw_error) throws(SpreadsheetError) {
        guard code == LXW_NO_ERROR else {
            let why = String(cString: lxw_strerror(code))
            throw SpreadsheetError(.invalidModel, zh: "Excel 无法容纳(\(why))", en: "Excel cannot hold it (\(why))")
        }
    }

    /// `'设备 1'`, always in quotes: Excel takes an unquoted `2024` or `A1` for something else.
    static func quoted(_ name: String) -> String {
        "'" + String(name.flatMap { $0 == "'" ? "''" : String($0) }) + "'"
    }

    static func formula(sheet: String, range: CellRange) -> String { quoted(sheet) + "!" + range.absolute }
}

/// C strings that live as long as this object.
final class CStrings {
    private var strings: [UnsafeMutablePointer<CChar>] = []

    deinit { for string in strings { free(string) } }

    func make(_ text: String) -> UnsafeMutablePointer<CChar>? {
        guard let copy = strdup(text) else { return nil }
        strings.append(copy)
        return copy
    }

    /// Nil for an empty text.
    func optional(_ text: String) -> UnsafeMutablePointer<CChar>? { text.isEmpty ? nil : make(text) }
}
