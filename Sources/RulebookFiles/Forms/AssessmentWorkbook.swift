public import Rulebook
public import Spreadsheet

/// The spreadsheet form of an assessment: one sheet for the community, one for the control items, one a category.
///
/// Only the cells to fill in are unlocked. Every row says in its last column which value it is (`6.2.2.c.2.count`),
/// so that rows may be sorted or hidden without harm.
public struct AssessmentWorkbook {
    public let rulebook: Rulebook
    public let language: Language

    enum Column: Int, CaseIterable {
        case clause = 1, title, requirement, label, value, evidence, remark, name
    }

    static let firstRow = 4

    public init(_ rulebook: Rulebook, _ language: Language) {
        self.rulebook = rulebook
        self.language = language
    }

    /// Names of the sheets in every language, so that a form is known whatever language it was written in.
    static let communitySheet = Phrase(zh: "社区", en: "Community")
    static let controlSheet = Phrase(zh: "控制项", en: "Control items")

    /// A form, empty or filled with what an assessment says.
    public func workbook(_ assessment: Assessment? = nil) -> Workbook {
        var sheets = [community(assessment)]
        let groups: [(Phrase, [Item])] =
            [(AssessmentWorkbook.controlSheet, rulebook.controls)]
            + rulebook.categories.map { category in
                (category.title, rulebook.items.filter { $0.category == category.id })
            }
        for (title, items) in groups {
            sheets.append(sheet(AssessmentWorkbook.sheetName(title[language]), items, assessment))
        }
        return Workbook(
            sheets: sheets,
            properties: DocumentProperties(
                title: rulebook.title[language], subject: rulebook.id, author: "Linli",
                comments: "linli score FILE.xlsx"))
    }

    /// A sheet's name has at most 31 characters and none of these.
    static func sheetName(_ title: String) -> String {
        String(title.filter { !"[]:*?/\\'".contains($0) }.prefix(31))
    }

    private let heading = CellStyle(isBold: true, size: 16, foreground: 0x0F_4C5C)
    private let hint = CellStyle(foreground: 0x66_6666, wraps: true)
    private let head = CellStyle(
        isBold: true, foreground: 0xFF_FFFF, background: 0x0F_4C5C, hasBorder: true, wraps: true, alignment: .center)
    private let plain = CellStyle(hasBorder: true, wraps: true)
    private let faint = CellStyle(size: 8, foreground: 0x99_9999, hasBorder: true)
    private func entry(_ format: NumberFormat = .general) -> CellStyle {
        CellStyle(background: 0xFF_F8E1, hasBorder: true, wraps: true, numberFormat: format, isUnlocked: true)
    }

    private func community(_ assessment: Assessment?) -> Sheet {
        let title = rulebook.title[language]
        var rows: [[Cell]] = [
            [.text(title, style: heading)],
            [
                .text(
                    Phrase(
                        zh: "只填浅黄色单元格，其余已锁定。填好后：linli score 本文件.xlsx",
                        en: "Fill in the light yellow cells only; the rest is locked. Then: linli score THIS.xlsx")[
                            language],
                    style: hint)
            ],
            [],
        ]
        var validations: [DataValidation] = []
        for (index, field) in CommunityField.allCases.enumerated() {
            let row = AssessmentWorkbook.firstRow + index
            let value: Cell
            switch field {
            case .rulebook: value = .text(rulebook.id, style: plain)
            case .name: value = text(assessment?.community.name)
            case .address: value = text(assessment?.community.address)
            case .kind:
                value = text(assessment?.community.kind)
                validations.append(list(rulebook.communityKinds, row, Column.title.rawValue))
            case .acceptedOn: value = day(assessment?.community.acceptedOn)
            case .operatingSince: value = day(assessment?.community.operatingSince)
            case .appliedOn: value = day(assessment?.appliedOn)
            case .applicant: value = text(assessment?.applicant)
            case .evaluationBody: value = text(assessment?.evaluationBody)
            }
            rows.append([.text(field.label[language], style: plain), value, .text(field.rawValue, style: faint)])
        }
        return Sheet(
            name: AssessmentWorkbook.communitySheet[language], rows: rows, columnWidths: [34, 48, 16],
            validations: validations, isProtected: true, showsGridlines: false, print: PrintSetup(fitsWidth: true))
    }

    private func text(_ text: String?) -> Cell {
        guard let text, !text.isEmpty else { return Cell(.blank, style: entry()) }
        return .text(text, style: entry())
    }

    private func day(_ day: Day?) -> Cell {
        guard let day, let date = CalendarDate(year: day.year, month: day.month, day: day.day) else {
            return Cell(.blank, style: entry(.date))
        }
        return Cell(.date(date), style: entry(.date))
    }

    private func list(_ values: [String], _ row: Int, _ column: Int) -> DataValidation {
        DataValidation(
            range: CellRange(rows: row...row, columns: column...column)!, rule: .list(values),
            error: DataValidation.Message(
                title: Phrase(zh: "请从列表中选择", en: "Choose from the list")[language],
                text: String(values.joined(separator: " / ").prefix(200))))
    }

    private func sheet(_ name: String, _ items: [Item], _ assessment: Assessment?) -> Sheet {
        let titles: [Phrase] = [
            Phrase(zh: "条款", en: "Clause"), Phrase(zh: "名称", en: "Title"), Phrase(zh: "要求", en: "Requirement"),
            Phrase(zh: "填写项", en: "What to fill in"), Phrase(zh: "认定", en: "Finding"),
            Phrase(zh: "证据（每行一份）", en: "Evidence (one a line)"),
            Phrase(zh: "备注", en: "Remark"), Phrase(zh: "键", en: "Key"),
        ]
        var rows: [[Cell]] = [
            [.text(name, style: heading)],
            [
                .text(
                    Phrase(zh: "空着表示未评定，计 0 分。", en: "Left empty means not judged, 0 points.")[language], style: hint)
            ],
            titles.map { .text($0[language], style: head) },
        ]
        var validations: [DataValidation] = []
        for item in items {
            let finding = assessment?.findings[item.clause]
            for (index, field) in FormField.fields(of: item).enumerated() {
                rows.append(row(item, field, finding, isFirst: index == 0))
                if let validation = validation(field, row: rows.count) { validations.append(validation) }
            }
        }
        return Sheet(
            name: name, rows: rows, columnWidths: [10, 22, 52, 22, 16, 36, 30, 18], frozenRows: 3, frozenColumns: 2,
            validations: validations, isProtected: true, showsGridlines: false,
            print: PrintSetup(isLandscape: true, repeatRows: 3...3, fitsWidth: true)
        ).fittingRowHeights()
    }

    private func row(_ item: Item, _ field: FormField, _ finding: Finding?, isFirst: Bool) -> [Cell] {
        let points =
            item.rule.isControl
            ? "" : Phrase(zh: "（\(item.maximum.shown) 分）", en: " (\(item.maximum.shown) points)")[language]
        let evidence = (finding?.evidence ?? []).map(\.name).joined(separator: "\n")
        return [
            .text(item.clause, style: plain), .text(isFirst ? item.title[language] + points : "", style: plain),
            .text(isFirst ? item.requirement?[language] ?? "" : "", style: plain),
            .text(label(field), style: plain), value(field, finding),
            isFirst ? text(evidence) : Cell(.blank, style: plain),
            isFirst ? text(finding?.remark) : Cell(.blank, style: plain), .text(field.name, style: faint),
        ]
    }

    private func label(_ field: FormField) -> String {
        guard case .kinds(let kinds) = field.kind, !kinds.isEmpty else { return field.label[language] }
        let known = kinds.map(\.title).joined()
        return field.label[language]
            + Phrase(
                zh: "（可不填；用顿号分隔：\(known.zh)；其他写 other:名称）",
                en: " (optional; separated by commas: \(known.en); others as other:NAME)")[
                language]
    }

    private var words: (yes: Phrase, no: Phrase) { (Phrase(zh: "满足", en: "met"), Phrase(zh: "不满足", en: "not met")) }
    private let plainWords = (yes: Phrase(zh: "是", en: "yes"), no: Phrase(zh: "否", en: "no"))

    private func truthWords(_ field: FormField) -> [String] {
        let words = field.path == ["met"] ? words : plainWords
        return [words.yes[language], words.no[language]]
    }

    private func validation(_ field: FormField, row: Int) -> DataValidation? {
        switch field.kind {
        case .truth: return list(truthWords(field), row, Column.value.rawValue)
        case .choice(let options):
            return options.isEmpty ? nil : list(options.map { $0.title[language] }, row, Column.value.rawValue)
        case .count:
            let most = CountRule.mostCounted
            return DataValidation(
                range: CellRange(rows: row...row, columns: Column.value.rawValue...Column.value.rawValue)!,
                rule: .wholeNumber(0...most),
                error: DataValidation.Message(
                    title: Phrase(zh: "应是整数", en: "A whole number")[language], text: "0 … \(most)"))
        case .number, .text, .kinds: return nil
        }
    }

    /// The value a finding already has.
    private func value(_ field: FormField, _ finding: Finding?) -> Cell {
        guard let text = FindingValues.text(of: field, in: finding) else { return Cell(.blank, style: entry()) }
        switch field.kind {
        case .truth: return .text(truthWords(field)[text == "true" ? 0 : 1], style: entry())
        case .count: return Int(text).map { Cell(.integer($0), style: entry()) } ?? self.text(text)
        case .number: return Cell(.decimal(text), style: entry())
        case .choice(let options): return self.text(options.first { $0.id == text }?.title[language] ?? text)
        case .text, .kinds: return self.text(text)
        }
    }
}
