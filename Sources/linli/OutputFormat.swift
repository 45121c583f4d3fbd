import ArgumentParser
import Documents
import Foundation
import Reports
import Rulebook
import Spreadsheet

/// Writes printable documents in the format that the file's name asks for.
enum OutputFormat: String, CaseIterable {
    case html, pdf, docx, xlsx, json, csv, yaml

    init?(path: String) {
        self.init(rawValue: path.split(separator: ".").last.map { String($0).lowercased() } ?? "")
    }

    /// One of `allowed` by the ending of the path; else a usage error that names them.
    static func of(_ path: String, among allowed: [OutputFormat]) throws -> OutputFormat {
        if let format = OutputFormat(path: path), allowed.contains(format) { return format }
        let names = allowed.map { "." + $0.rawValue }.joined(separator: ", ")
        throw ValidationError(say(zh: "输出文件应以 \(names) 之一结尾", en: "the output file must end with one of \(names)"))
    }

    static func write(_ document: Document, as format: OutputFormat, to path: String) throws {
        switch format {
        case .html: try Workplace.write(Array(HTMLRenderer.render(document).utf8), to: path)
        case .pdf:
            do {
                try PDFPrinter.print(html: HTMLRenderer.render(document), to: path)
            } catch {
                Terminal.tell("\(path): error: " + error.message(language: Speech.language == .zh ? "zh" : "en"))
                throw Failure.output
            }
        case .docx:
            do {
                try Workplace.write(try Zip.archive(DOCXRenderer.render(document)), to: path)
            } catch let error as SpreadsheetError {
                Terminal.tell("\(path): error: " + say(zh: error.zh, en: error.en))
                throw Failure.output
            }
        case .xlsx, .json, .csv, .yaml: preconditionFailure("not a printable format: \(format)")
        }
    }

    static func write(_ workbook: Workbook, to path: String) throws {
        do {
            try XLSXWriter().write(workbook, to: path)
        } catch {
            Terminal.tell("\(path): error: " + say(zh: error.reason.zh, en: error.reason.en))
            throw Failure.output
        }
    }
}
