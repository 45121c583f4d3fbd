import Commons
import Evaluation
import Markup
import PortalKit
import Rulebook
import Spreadsheet

/// The table of communities as a file: the same rows, all pages of them.
struct CommunitiesExport {
    var language: PageLanguage
    var regions: Regions
    var rows: [CommunityRow]
    var outcomes: [String: PlanShelf.Outcome]
    /// Whether a costs file is set.
    var hasCosts: Bool

    /// More plans than this would keep the reader waiting; then the column stays empty and says so.
    static let mostPlans = 500

    private var titles: [String] {
        [
            language("编号", "Number"), language("社区", "Community"), language("地址", "Address"),
            language("区域代码", "Region code"), language("区域", "District"), language("阶段", "State"), "Q",
            language("等级", "Grade"), language("下一星级", "Next star"), language("距下一星级", "To the next star"),
            language("最低费用（元）", "Least cost in yuan"), language("费用说明", "About the cost"),
            language("证书编号", "Certificate"), language("证书状态", "Status"), language("有效期至", "Valid until"),
        ]
    }

    private enum Value {
        case text(String)
        case number(String)
        case day(Day)
        case none
    }

    private func values(_ row: CommunityRow) -> [Value] {
        let state = EvaluationLifeCycle.declaration.state(row.state).map { language($0.title) } ?? row.state
        let (cost, about) = cost(row)
        return [
            .text(row.number), .text(row.community), .text(row.address), .text(row.region),
            .text(regions.name(of: row.region).map { language($0) } ?? ""), .text(state),
            row.q.map { .number(shownHundredths($0)) } ?? .none,
            row.q == nil ? .none : .text(row.mark.text(language)),
            row.next.map { .text("\(language($0.title)) \($0.line)") } ?? .none,
            row.next.map { .number(shownHundredths($0.distance)) } ?? .none, cost, about,
            row.certificate.map { .text($0) } ?? .none, row.status.map { .text(language($0.title)) } ?? .none,
            row.validUntil.map { .day($0) } ?? .none,
        ]
    }

    private func cost(_ row: CommunityRow) -> (Value, Value) {
        guard row.next != nil else { return (.none, .none) }
        guard hasCosts else { return (.none, .text(language("没有设置费用", "no costs are set"))) }
        switch outcomes[row.caseID] {
        case .cost(let money): return (.number(money.shown), .none)
        case .impossible(let reason): return (.none, .text(language(reason)))
        case .unfit: return (.none, .text(language("费用不适用于该版本", "the costs do not fit the edition")))
        case nil:
            return (
                .none,
                .text(
                    language(
                        "超过 \(CommunitiesExport.mostPlans) 行时不计算",
                        "not worked out for more than "
                            + "\(CommunitiesExport.mostPlans) rows"))
            )
        }
    }

    /// For Excel: UTF-8 with a byte order mark; what could be a formula is made text.
    var csv: [UInt8] {
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.append(titles.map { .text($0) })
        for row in rows {
            writer.append(
                values(row).map { value in
                    switch value {
                    case .text(let text): .text(text)
                    case .number(let text): .number(text)
                    case .day(let day): .text(day.description)
                    case .none: .empty
                    }
                })
        }
        return writer.bytes
    }

    /// - Parameter day: the day of the numbers, which the file says it was made on.
    func xlsx(_ day: Day) throws -> [UInt8] {
        let head = CellStyle(isBold: true, background: 0xE8_F1F1, hasBorder: true, wraps: true)
        let cells = rows.map { row in
            values(row).map { value -> Cell in
                switch value {
                case .text(let text): .text(text)
                case .number(let text): Cell(.decimal(text), style: CellStyle(numberFormat: .decimals(2)))
                case .day(let day):
                    CalendarDate(year: day.year, month: day.month, day: day.day).map { Cell(.date($0)) }
                        ?? .text(day.description)
                case .none: .blank
                }
            }
        }
        let width = titles.count
        let sheet = Sheet(
            name: language("社区", "Communities"), rows: [titles.map { Cell(.text($0), style: head) }] + cells,
            columnWidths: [13, 22, 30, 11, 14, 11, 9, 11, 22, 12, 16, 26, 19, 9, 12], frozenRows: 1, frozenColumns: 2,
            autofilter: CellRange(rows: 1...(rows.count + 1), columns: 1...width),
            print: PrintSetup(isLandscape: true, repeatRows: 1...1, fitsWidth: true))
        let properties = DocumentProperties(
            title: language("辖区社区", "Communities"), created: Int(Instant(day).milliseconds / 1000))
        return try XLSXWriter().bytes(of: Workbook(sheets: [sheet], properties: properties))
    }
}
