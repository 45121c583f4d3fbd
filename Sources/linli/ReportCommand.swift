import ArgumentParser
import Foundation
import Reports
import Rulebook
import Secrets

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: say(zh: "写出可打印、可签署的评价报告", en: "A report fit to be printed and signed"))

    @Argument(help: .say(zh: "评价文件", en: "assessment file"), completion: .file())
    var file: String

    @Option(
        name: .shortAndLong,
        help: .say(zh: "报告文件：.pdf .docx .xlsx .html .json", en: "the report: .pdf .docx .xlsx .html .json"),
        completion: .file())
    var output: String

    @Option(help: .say(zh: "报告日期，如 2026-03-01（默认今天）", en: "date of the report, e.g. 2026-03-01 (today)"))
    var date: String?

    @OptionGroup var options: CommonOptions

    func validate() throws {
        _ = try OutputFormat.of(output, among: [.pdf, .docx, .xlsx, .html, .json])
        if let date, Day(date) == nil {
            throw ValidationError(say(zh: "--date 应是日期，如 2026-03-01", en: "--date must be a date such as 2026-03-01"))
        }
    }

    func run() throws {
        let score = try Workplace(options).score(file)
        let format = try OutputFormat.of(output, among: [.pdf, .docx, .xlsx, .html, .json])
        let date = date.flatMap { Day($0) } ?? Today.day
        let data = ReportData(score, date: date).bytes
        switch format {
        case .json: try Workplace.write(data, to: output)
        case .xlsx:
            try OutputFormat.write(ReportWorkbook(score, date: date, language: Speech.language).workbook, to: output)
        default:
            if format == .pdf, Terminal.errorIsTerminal {
                Terminal.tell(say(zh: "正在打印 PDF …", en: "printing the PDF …"))
            }
            let document = ReportDocument(score, date: date, language: Speech.language).document
            try OutputFormat.write(document, as: format, to: output)
        }
        let digest = SHA256Digest.hex(of: data)
        if options.json {
            Terminal.print(JSONOutput.string(["file": output, "date": date.description, "sha256": digest]))
        } else {
            Terminal.print("\(output)  \(say(score.grade.title))  Q = \(score.q.rounded())")
            Terminal.print(Terminal.styled("SHA-256 \(digest)", .faint))
        }
    }
}

/// The only place that asks what day it is.
enum Today {
    static var day: Day {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        guard let year = parts.year, let month = parts.month, let day = parts.day,
            let today = Day(year: year, month: month, day: day)
        else { preconditionFailure("the system's clock gives no day") }
        return today
    }
}
