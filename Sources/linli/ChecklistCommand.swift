import ArgumentParser
import Reports
import Rulebook

struct ChecklistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checklist", abstract: say(zh: "写出现场核查表", en: "A checklist for the visit, to print"))

    @Option(
        name: .shortAndLong, help: .say(zh: "核查表文件：.pdf .docx .html", en: "the checklist: .pdf .docx .html"),
        completion: .file())
    var output: String

    @Option(help: .say(zh: "规则库", en: "rulebook"))
    var standard = "smart-community-draft"

    @OptionGroup var options: CommonOptions

    func validate() throws { _ = try OutputFormat.of(output, among: [.pdf, .docx, .html]) }

    func run() throws {
        let rulebook = try Workplace(options).chosen(standard, options)
        let format = try OutputFormat.of(output, among: [.pdf, .docx, .html])
        try OutputFormat.write(ChecklistDocument(rulebook, language: Speech.language).document, as: format, to: output)
        Terminal.print(options.json ? JSONOutput.string(["file": output]) : output)
    }
}
