public import Rulebook
import Spreadsheet

/// Reads the filled-in spreadsheet form.
struct AssessmentWorkbookReader {
    private static let limits = XLSXReader.Limits(
        fileBytes: 20 << 20, unpackedBytes: 100 << 20, entries: 500, sheets: 50, sharedStrings: 200_000, cells: 200_000,
        mergedRanges: 10_000)

    /// The document the form makes up; nil with at least one error told.
    static func document(
        _ file: SourceFile, rulebooks: AssessmentReader.Rulebooks, known: [String], _ sink: (Diagnostic) -> Void
    ) -> (Node, Diagnostics)? {
        let sheets: [ReadSheet]
        do throws(SpreadsheetError) {
            sheets = try XLSXReader.read(bytes: file.bytes, limits: limits)
        } catch {
            let place: Diagnostic.Place = error.sheet.map { .cell(sheet: $0, cell: error.cell ?? "") } ?? .file
            sink(Diagnostic(file: file.name, place: place, message: Phrase(zh: error.reason.zh, en: error.reason.en)))
            return nil
        }
        let names = sheets.map(\.name)
        let diagnostics = Diagnostics(file: file.name) { mark in
            // A mark's line is the sheet's number and the row; see `mark(_:_:)`.
            let (sheet, row) = (mark.line / rowsPerSheet, mark.line % rowsPerSheet)
            guard sheet > 0, sheet <= names.count else { return .file }
            let reference = CellReference(row: max(1, row), column: mark.column)
            return .cell(sheet: names[sheet - 1], cell: row == 0 ? "" : reference?.description ?? "")
        }
        let reader = AssessmentWorkbookReader(sheets: sheets, diagnostics: diagnostics)
        let values = reader.community() ?? [:]
        // Without a rulebook nothing else can be told; its own error comes from reading the document.
        let findings =
            values[.rulebook].flatMap { rulebooks($0.text) }.map(reader.findings)
            ?? Node(mark: Mark(line: 1, column: 1), content: .map([]))
        return (CommunityField.document(values, findings: findings), diagnostics)
    }

    private static let rowsPerSheet = 2_000_000
    let sheets: [ReadSheet]
    let diagnostics: Diagnostics

    private func mark(_ sheet: Int, _ cell: CellReference) -> Mark {
        Mark(line: (sheet + 1) * AssessmentWorkbookReader.rowsPerSheet + cell.row, column: cell.column)
    }

    private func sheet(_ title: Phrase) -> Int? {
        let names = Language.allCases.map { AssessmentWorkbook.sheetName(title[$0]) }
        if let index = sheets.firstIndex(where: { names.contains($0.name) }) { return index }
        diagnostics.error(
            .cell(sheet: names[0], cell: ""), zh: "缺少工作表“\(names[0])”",
            en: "the sheet '\(names[0])' or '\(names[1])' is missing")
        return nil
    }

    /// What a person entered in a cell; tells formulas, merged cells and error values.
    private func text(_ index: Int, _ cell: ReadCell) -> String? {
        let sheet = sheets[index]
        let mark = mark(index, cell.reference)
        if cell.isMerged {
            let range = sheet.mergedRange(containing: cell.reference)?.description ?? ""
            diagnostics.error(
                mark, zh: "不能合并单元格（\(range)），请取消合并", en: "cells cannot be merged here (\(range)); unmerge them")
            return nil
        }
        if cell.formula != nil {
            diagnostics.error(mark, zh: "不能用公式，请填数值", en: "a formula cannot be used here; enter the value")
            return nil
        }
        if case .error(let code) = cell.value {
            diagnostics.error(mark, zh: "单元格是错误值 \(code)", en: "the cell holds the error \(code)")
            return nil
        }
        if cell.isDate, let moment = sheet.moment(of: cell) { return moment.date.description }
        let text = cell.plainText.trimmed
        return text.isEmpty ? nil : text
    }

    private func community() -> [CommunityField: (text: String, mark: Mark)]? {
        guard let index = sheet(AssessmentWorkbook.communitySheet) else { return nil }
        var values: [CommunityField: (text: String, mark: Mark)] = [:]
        for row in sheets[index].rows {
            guard let key = row.first(where: { $0.column == 3 }), let field = CommunityField(rawValue: key.plainText),
                let cell = row.first(where: { $0.column == 2 }), let text = text(index, cell)
            else { continue }
            values[field] = (text, mark(index, cell.reference))
        }
        checkMerges(index, columns: 2...2)
        return values
    }

    /// A merged range that hides cells to fill in is told even where its cells are empty.
    private func checkMerges(_ index: Int, columns: ClosedRange<Int>) {
        let sheet = sheets[index]
        for range in sheet.mergedRanges
        where range.columns.overlaps(columns) && range.last.row >= AssessmentWorkbook.firstRow {
            if sheet.cell(row: range.first.row, column: range.first.column) != nil, columns.contains(range.first.column)
            {
                continue
            }
            diagnostics.error(
                mark(index, range.first), zh: "不能合并单元格（\(range)），请取消合并",
                en: "cells cannot be merged here (\(range)); unmerge them")
        }
    }

    private func findings(_ rulebook: Rulebook) -> Node {
        var nodes = FindingNodes()
        let titles = [AssessmentWorkbook.controlSheet] + rulebook.categories.map(\.title)
        var fields: [String: FormField] = [:]
        for item in rulebook.controls + rulebook.items {
            for field in FormField.fields(of: item) { fields[field.name] = field }
        }
        var seen: Set<String> = []
        for title in titles {
            guard let index = sheet(title) else { continue }
            for row in sheets[index].rows { read(row, index, fields, &seen, &nodes) }
            checkMerges(
                index, columns: AssessmentWorkbook.Column.value.rawValue...AssessmentWorkbook.Column.remark.rawValue)
        }
        return nodes.node()
    }

    private func read(
        _ row: ArraySlice<ReadCell>, _ index: Int, _ fields: [String: FormField], _ seen: inout Set<String>,
        _ nodes: inout FindingNodes
    ) {
        typealias Column = AssessmentWorkbook.Column
        func cell(_ column: Column) -> ReadCell? { row.first { $0.column == column.rawValue } }
        guard let first = row.first, first.row >= AssessmentWorkbook.firstRow else { return }
        let filled = [Column.value, .evidence, .remark].compactMap { cell($0) }
        guard let key = cell(.name)?.plainText.trimmed, !key.isEmpty else {
            if let stray = filled.first {
                diagnostics.error(
                    mark(index, stray.reference), zh: "这一行没有键（最后一列），不知道是哪一项",
                    en: "this row has no key (last column), so nobody knows what it is")
            }
            return
        }
        guard let field = fields[key] else {
            if let stray = filled.first {
                let hint = Nearest.to(key, among: fields.keys.sorted())
                diagnostics.error(
                    mark(index, stray.reference), zh: "没有“\(Node.cut(key))”这一项\(hint.map { "，是否指“\($0)”？" } ?? "")",
                    en: "there is no '\(Node.cut(key))'\(hint.map { "; did you mean '\($0)'?" } ?? "")")
            }
            return
        }
        if let cell = cell(.value), let text = text(index, cell) {
            if seen.insert(field.name).inserted {
                nodes.set(field, text, at: mark(index, cell.reference))
            } else {
                diagnostics.error(
                    mark(index, cell.reference), zh: "“\(field.name)”填了两次", en: "'\(field.name)' stands twice")
            }
        }
        if let cell = cell(.evidence), let text = text(index, cell) {
            let names = text.split(separator: "\n").map { String($0).trimmed }.filter { !$0.isEmpty }
            nodes.set(field.clause, "evidence", names, at: mark(index, cell.reference))
        }
        if let cell = cell(.remark), let text = text(index, cell) {
            nodes.set(field.clause, "remark", [text], at: mark(index, cell.reference))
        }
    }
}
