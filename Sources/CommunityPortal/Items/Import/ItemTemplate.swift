import Commons
import Community
import HTTPTypes
import Markup
import PortalKit
import Rulebook
import Spreadsheet

extension KindPages {
    /// A workbook to fill in, with lists to choose from and a sheet that says what goes where.
    @Sendable func template(_ call: Call) async throws -> Reply {
        let form = try await desk.form(of: kind)
        let workbook = ItemTemplate(language: call.spoken, kind: kind, form: form).workbook
        return .file(
            FileContent(try XLSXWriter().bytes(of: workbook)), name: "\(kind.id)-template.xlsx",
            type: FileType.xlsx.contentType)
    }
}

/// What a column of an import takes, in words.
struct ColumnHelp {
    struct Row {
        var column: ItemColumns.Column
        var title: String
        var isRequired: Bool
        var words: String
    }

    var language: PageLanguage
    var kind: Kind
    var form: Form

    /// In the order that the template has them.
    var rows: [Row] {
        var rows: [Row] = []
        if kind.placing != .nowhere {
            let words = language("所在空间的编码", "Code of the space that it is in")
            let rowsAbove = language("；可以是表中排在前面的", "; it may be one that stands further up in the table")
            rows.append(
                Row(
                    column: .place, title: language(ItemColumns.title(ItemColumns.place, form)),
                    isRequired: kind.placing == .required,
                    words: kind.placing == .tree ? words + rowsAbove : words))
        }
        return rows
            + form.asked.filter { !$0.isFile }.map {
                Row(
                    column: .field($0), title: language($0.title), isRequired: $0.isRequired,
                    words: [words($0), $0.note.map { language($0) } ?? ""].filter { !$0.isEmpty }
                        .joined(separator: language("；", "; ")))
            }
    }

    private func words(_ field: Field) -> String {
        func digits(_ number: Int) -> String { field.texts(.number(number)).joined() }
        let unit = field.unit.isEmpty ? "" : "（\(field.unit)）"
        switch field.content {
        case .line(let most), .words(let most): return language("最多 \(most) 个字符", "at most \(most) characters")
        case .integer(let range):
            return language(
                "\(digits(range.lowerBound)) 到 \(digits(range.upperBound)) 的整数",
                "a whole number, \(digits(range.lowerBound)) to \(digits(range.upperBound))") + unit
        case .decimal(let decimals, _): return language("至多 \(decimals) 位小数的数", "up to \(decimals) decimals") + unit
        case .money: return language("元，至多两位小数", "yuan, up to two decimals")
        case .day: return language("日期，如 2026-03-01", "a day such as 2026-03-01")
        case .moment: return language("时间，如 2026-03-01 09:30", "a moment such as 2026-03-01 09:30")
        case .choice(let options): return language.list(options.map { language($0.title) })
        case .choices(let options):
            return language.list(options.map { language($0.title) })
                + language("；多个用分号隔开", "; several with semicolons between")
        case .flag: return language("是、否", "yes, no")
        case .personal(let kind): return language(kind.hint)
        case .reference: return language("它的编号", "its number")
        case .references(_, let most):
            return language("编号，最多 \(most) 个，用分号隔开", "numbers, at most \(most), with semicolons between")
        case .person: return language("登录名", "the log-in")
        case .position: return language("经度,纬度", "longitude,latitude")
        case .outline: return language("3 至 500 个 经度,纬度，用空格分开", "3 to 500 of longitude,latitude")
        case .files: return ""
        }
    }
}

struct ItemTemplate {
    var language: PageLanguage
    var kind: Kind
    var form: Form

    /// Rows that lists to choose from reach.
    private static let reach = 10_000

    var workbook: Workbook {
        let rows = ColumnHelp(language: language, kind: kind, form: form).rows
        let head = CellStyle(isBold: true, background: 0xE8_F1F1, hasBorder: true, wraps: true)
        let wanted = CellStyle(isBold: true, background: 0xFC_E8D8, hasBorder: true, wraps: true)
        var sheet = Sheet(
            name: ItemColumns.sheetName(language(kind.title)),
            rows: [rows.map { Cell(.text($0.title), style: $0.isRequired ? wanted : head) }],
            columnWidths: Array(repeating: 20, count: rows.count), frozenRows: 1)
        sheet.validations = rows.enumerated().compactMap { index, row in validation(row, index + 1) }
        let titles = [
            language("列", "Column"), language("必填", "Required"), language("怎么填", "What to write"),
        ]
        let help = Sheet(
            name: language("填写说明", "How to fill it in"),
            rows: [titles.map { Cell(.text($0), style: head) }]
                + rows.map { row in
                    [
                        .text(row.title), .text(row.isRequired ? language("必填", "required") : ""),
                        .text(row.words, style: CellStyle(wraps: true)),
                    ]
                }, columnWidths: [22, 10, 60], frozenRows: 1)
        return Workbook(
            sheets: [sheet, help],
            properties: DocumentProperties(title: language("导入\(kind.title.zh)", "Import: \(kind.title.en)")))
    }

    private func validation(_ row: ColumnHelp.Row, _ column: Int) -> DataValidation? {
        guard case .field(let field) = row.column,
            let range = CellRange(rows: 2...ItemTemplate.reach, columns: column...column)
        else { return nil }
        switch field.content {
        case .choice(let options) where !options.isEmpty:
            return DataValidation(range: range, rule: .list(options.map { language($0.title) }))
        case .flag: return DataValidation(range: range, rule: .list([language("是", "yes"), language("否", "no")]))
        default: return nil
        }
    }
}
