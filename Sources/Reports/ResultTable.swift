public import Rulebook
public import RulebookFiles
public import Spreadsheet

/// Many results with their ranks: as CSV, JSON or a spreadsheet.
public struct ResultTable {
    let ranked: [(rank: Int, result: CaseResult)]
    let rulebook: Rulebook
    let unitsPerPoint: Int64
    let language: Language

    public init(
        _ ranked: [(rank: Int, result: CaseResult)], rulebook: Rulebook, unitsPerPoint: Int64, language: Language
    ) {
        self.ranked = ranked
        self.rulebook = rulebook
        self.unitsPerPoint = unitsPerPoint
        self.language = language
    }

    /// Two decimals, half up, without big numbers: there may be a hundred thousand of them.
    private func shown(_ units: Int64) -> String {
        let (whole, rest) = (units / unitsPerPoint, units % unitsPerPoint)
        let hundredths = (rest * 200 + unitsPerPoint) / (2 * unitsPerPoint)
        let (carried, decimals) = hundredths == 100 ? (whole + 1, 0) : (whole, hundredths)
        return "\(carried).\(decimals < 10 ? "0" : "")\(decimals)"
    }

    private func grade(_ result: CaseResult) -> String { result.grade.map { rulebook.grades[$0].id } ?? "none" }

    private func gradeTitle(_ result: CaseResult) -> String {
        result.grade.map { rulebook.grades[$0] }.shownTitle[language]
    }

    private var header: [String] {
        ["rank", "name", "file", "line", "grade", "q", "eligible", "controlsMet", "unjudged"]
            + rulebook.categories.map { "q.\($0.id)" }
    }

    /// RFC 4180 with a byte order mark, handed on in pieces.
    public func csv(_ write: ([UInt8]) throws -> Void) throws {
        var writer = CSVWriter()
        writer.append(header.map { .text($0) })
        for (rank, result) in ranked {
            var fields: [CSVWriter.Field] = [
                .integer(rank), .text(result.name), .text(result.file), .integer(result.line), .text(grade(result)),
                .number(shown(result.q)), .text(result.isEligible ? "true" : "false"),
                .text(result.controlsAreMet ? "true" : "false"), .integer(result.unjudged),
            ]
            fields += result.terms.map { .number(shown($0)) }
            writer.append(fields)
            if writer.bytes.count > 1 << 20 { try write(writer.take()) }
        }
        try write(writer.take())
    }

    struct Row: Encodable {
        var rank: Int
        var name: String
        var file: String
        var line: Int
        var grade: String
        var q: String
        var eligible: Bool
        var controlsMet: Bool
        var unjudged: Int
        var categories: [String: String]
    }

    /// An array of objects, one a line, in the order of rank.
    public func json(_ write: ([UInt8]) throws -> Void) throws {
        var bytes: [UInt8] = Array("[\n".utf8)
        for (index, entry) in ranked.enumerated() {
            let result = entry.result
            let terms = zip(rulebook.categories.map(\.id), result.terms.map(shown))
            let row = Row(
                rank: entry.rank, name: result.name, file: result.file, line: result.line, grade: grade(result),
                q: shown(result.q), eligible: result.isEligible, controlsMet: result.controlsAreMet,
                unjudged: result.unjudged, categories: Dictionary(uniqueKeysWithValues: terms))
            bytes += Array((JSONOutput.line(row) + (index + 1 < ranked.count ? ",\n" : "\n")).utf8)
            if bytes.count > 1 << 20 {
                try write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try write(bytes + Array("]\n".utf8))
    }

    public var workbook: Workbook {
        func text(_ zh: String, _ en: String) -> String { Phrase(zh: zh, en: en)[language] }
        let head = CellStyle(
            isBold: true, foreground: 0xFF_FFFF, background: 0x0F_4C5C, hasBorder: true, wraps: true, alignment: .center
        )
        let plain = CellStyle(hasBorder: true)
        let points = CellStyle(hasBorder: true, numberFormat: .decimals(2))
        let titles =
            [
                text("名次", "Rank"), text("社区", "Community"), text("等级", "Grade"), "Q", text("符合申请条件", "Eligible"),
                text("控制项满足", "Controls met"), text("未评定", "Not judged"),
            ] + rulebook.categories.map { $0.title[language] } + [text("文件", "File"), text("行", "Line")]
        var rows: [[Cell]] = [titles.map { .text($0, style: head) }]
        for (rank, result) in ranked {
            var row: [Cell] = [
                Cell(.integer(rank), style: plain), .text(result.name, style: plain),
                .text(gradeTitle(result), style: plain),
                Cell(.decimal(shown(result.q)), style: points), .text(result.isEligible ? "✓" : "✗", style: plain),
                .text(result.controlsAreMet ? "✓" : "✗", style: plain), Cell(.integer(result.unjudged), style: plain),
            ]
            row += result.terms.map { Cell(.decimal(shown($0)), style: points) }
            row += [.text(result.file, style: plain), Cell(.integer(result.line), style: plain)]
            rows.append(row)
        }
        let sheet = Sheet(
            name: text("得分与名次", "Scores and ranks"), rows: rows,
            columnWidths: [6, 30, 12, 10, 10, 10, 10] + rulebook.categories.map { _ in 12 } + [30, 8], frozenRows: 1,
            frozenColumns: 2, autofilter: CellRange(rows: 1...rows.count, columns: 1...titles.count),
            print: PrintSetup(isLandscape: true, repeatRows: 1...1, fitsWidth: true))
        return Workbook(
            sheets: [sheet],
            properties: DocumentProperties(title: text("智慧社区评价结果", "Smart community scores"), author: "Linli"))
    }
}
