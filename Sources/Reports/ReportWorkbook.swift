public import Rulebook
import Secrets
public import Spreadsheet

/// An evaluation report as a spreadsheet: the same facts, to sort and to count on.
public struct ReportWorkbook {
    let score: Score
    let language: Language
    let date: Day

    public init(_ score: Score, date: Day, language: Language) {
        self.score = score
        self.date = date
        self.language = language
    }

    private func text(_ zh: String, _ en: String) -> String { Phrase(zh: zh, en: en)[language] }

    private let title = CellStyle(isBold: true, size: 16, foreground: 0x0F_4C5C)
    private let head = CellStyle(
        isBold: true, foreground: 0xFF_FFFF, background: 0x0F_4C5C, hasBorder: true, wraps: true, alignment: .center)
    private let plain = CellStyle(hasBorder: true, wraps: true)
    private let strong = CellStyle(isBold: true, background: 0xE8_F1F2, hasBorder: true)
    private let group = CellStyle(isBold: true, background: 0xE8_F1F2, hasBorder: true)

    private func number(_ value: Exact, style: CellStyle? = nil) -> Cell {
        Cell(.decimal(value.shown), style: style ?? plain)
    }

    public var workbook: Workbook {
        Workbook(
            sheets: [summary, controls, items, readings].map { $0.fittingRowHeights() },
            properties: DocumentProperties(
                title: text("智慧社区评价报告", "Smart community evaluation report"), subject: score.assessment.community.name,
                author: "Linli"))
    }

    private var footer: HeaderFooter {
        HeaderFooter(center: [
            .text(text("第 ", "Page ")), .pageNumber, .text(text(" 页 / 共 ", " of ")), .pageCount, .text(text(" 页", "")),
        ])
    }

    private var printing: PrintSetup {
        PrintSetup(isLandscape: true, repeatRows: 1...1, fitsWidth: true, footer: footer)
    }

    private var summary: Sheet {
        var rows: [[Cell]] = [
            [.text(text("智慧社区评价报告", "Smart community evaluation report"), style: title)],
            [],
        ]
        let assessment = score.assessment
        let facts: [(String, String)] = [
            (text("社区名称", "Community"), assessment.community.name),
            (text("地址", "Address"), assessment.community.address),
            (text("申请单位", "Applicant"), assessment.applicant),
            (text("评价机构", "Evaluation body"), assessment.evaluationBody),
            (text("申请日期", "Applied on"), assessment.appliedOn?.description ?? ""),
            (text("报告日期", "Report of"), date.description),
            (text("规则库", "Rulebook"), "\(score.rulebook.id) (\(score.rulebook.edition))"),
            (text("等级", "Grade"), score.grade.title[language]), (text("依据", "Reason"), score.grade.reason[language]),
            ("SHA-256", SHA256Digest.hex(of: ReportData(score, date: date).bytes)),
        ]
        for (label, value) in facts { rows.append([.text(label, style: strong), .text(value, style: plain)]) }
        rows.append([])
        rows.append(
            [
                text("类别", "Category"), text("得分", "Score"), text("满分", "Total"), text("权重", "Weight"),
                text("加权得分", "Weighted"),
            ]
            .map { .text($0, style: head) })
        let first = rows.count + 1
        for category in score.categories {
            rows.append([
                .text(category.category.title[language], style: plain), number(category.score),
                number(category.maximum),
                Cell(.decimal(category.category.weight.asWeight), style: plain),
                Cell(
                    .decimal(category.weighted.rounded()), style: CellStyle(hasBorder: true, numberFormat: .decimals(2))
                ),
            ])
        }
        let last = rows.count
        rows.append([
            .text("Q", style: strong), Cell(.blank, style: strong), Cell(.blank, style: strong),
            Cell(.blank, style: strong),
            Cell(
                .decimal(score.q.rounded()),
                style: CellStyle(isBold: true, background: 0xE8_F1F2, hasBorder: true, numberFormat: .decimals(2))),
        ])
        rows.append([.text(score.formula[language])])
        let chart = BarChart(
            title: text("各类得分", "Scores by category"), categories: CellRange(rows: first...last, columns: 1...1)!,
            values: CellRange(rows: first...last, columns: 2...2)!, position: CellReference(row: last + 4, column: 1)!)
        return Sheet(
            name: text("总览", "Summary"), rows: rows, columnWidths: [30, 44, 12, 12, 14], charts: [chart],
            showsGridlines: false, print: PrintSetup(fitsWidth: true, footer: footer))
    }

    private var controls: Sheet {
        var rows: [[Cell]] = [
            [
                text("条款", "Clause"), text("名称", "Title"), text("结果", "Result"), text("依据", "Reason"),
                text("证据", "Evidence"), text("备注", "Remark"),
            ]
            .map { .text($0, style: head) }
        ]
        for result in score.conditions {
            rows.append(
                [
                    result.condition.clause, result.condition.title[language],
                    result.isMet ? text("符合", "met") : text("不符合", "not met"), result.reason[language], "", "",
                ].map { .text($0, style: plain) })
        }
        for item in score.controls {
            rows.append(
                [
                    item.item.clause, item.item.title[language],
                    item.status == .unjudged
                        ? text("未评定", "not judged") : item.holds ? text("满足", "met") : text("不满足", "not met"),
                    item.reason[language], evidence(item), item.finding?.remark ?? "",
                ].map { .text($0, style: plain) })
        }
        return Sheet(
            name: text("申请条件与控制项", "Conditions, control items"), rows: rows, columnWidths: [10, 28, 12, 50, 40, 30],
            frozenRows: 1,
            print: printing)
    }

    private func evidence(_ item: ItemScore) -> String {
        (item.finding?.evidence ?? []).map(\.name).joined(separator: "\n")
    }

    private var items: Sheet {
        var rows: [[Cell]] = [
            [
                text("条款", "Clause"), text("类别", "Category"), text("名称", "Title"), text("得分", "Points"),
                text("满分", "Total"),
                text("计入 Q", "In Q"), text("状态", "Status"), text("理由", "Reason"), text("证据", "Evidence"),
                text("备注", "Remark"),
            ].map { .text($0, style: head) }
        ]
        let titles = Dictionary(
            uniqueKeysWithValues: score.categories.map { ($0.category.id, $0.category.title[language]) })
        for item in score.items {
            let status: String
            switch item.status {
            case .judged: status = text("已评定", "judged")
            case .unjudged: status = text("未评定", "not judged")
            case .notApplicable: status = text("不适用", "not applicable")
            }
            rows.append([
                .text(item.item.clause, style: plain), .text(titles[item.item.category] ?? "", style: plain),
                .text(item.item.title[language], style: plain), number(item.points), number(item.item.maximum),
                Cell(
                    .decimal((item.points * item.leverage).rounded()),
                    style: CellStyle(hasBorder: true, numberFormat: .decimals(2))),
                .text(status, style: plain), .text(item.reason[language], style: plain),
                .text(evidence(item), style: plain),
                .text(item.finding?.remark ?? "", style: plain),
            ])
        }
        return Sheet(
            name: text("评分项", "Scored items"), rows: rows, columnWidths: [10, 18, 24, 8, 8, 10, 10, 50, 40, 30],
            frozenRows: 1,
            frozenColumns: 3, autofilter: CellRange(rows: 1...rows.count, columns: 1...10), print: printing)
    }

    private var readings: Sheet {
        var rows: [[Cell]] = [
            [text("编号", "Id"), text("读法", "Reading"), text("涉及条款", "Clauses")].map { .text($0, style: head) }
        ]
        for reading in score.readings {
            rows.append([reading.id, reading.text[language], reading.place].map { .text($0, style: plain) })
        }
        return Sheet(
            name: text("读法", "Readings"), rows: rows, columnWidths: [8, 90, 40], frozenRows: 1, print: printing)
    }
}
