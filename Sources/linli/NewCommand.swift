import ArgumentParser
import Foundation
import Reports
import Rulebook
import RulebookFiles

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: say(zh: "写出带注释的空白评价文件或费用文件", en: "A commented empty assessment or costs file"))

    @Argument(help: .say(zh: "要写的文件：.yaml 或 .xlsx", en: "the file to write: .yaml or .xlsx"), completion: .file())
    var file: String

    @Flag(help: .say(zh: "写费用文件", en: "write a costs file"))
    var costs = false

    @Flag(help: .say(zh: "覆盖已有文件", en: "overwrite an existing file"))
    var force = false

    @Option(help: .say(zh: "规则库", en: "rulebook"))
    var standard = "smart-community-draft"

    @OptionGroup var options: CommonOptions

    func validate() throws { _ = try OutputFormat.of(file, among: costs ? [.yaml] : [.yaml, .xlsx]) }

    func run() throws {
        let rulebook = try Workplace(options).chosen(standard, options)
        guard force || !FileManager.default.fileExists(atPath: file) else {
            Terminal.tell(
                "\(file): error: " + say(zh: "文件已存在（--force 覆盖）", en: "the file exists (--force overwrites it)"))
            throw Failure.output
        }
        if costs {
            try Workplace.write(Array(CostsTemplate(rulebook, Speech.language).text.utf8), to: file)
        } else if try OutputFormat.of(file, among: [.yaml, .xlsx]) == .xlsx {
            try OutputFormat.write(AssessmentWorkbook(rulebook, Speech.language).workbook(), to: file)
        } else {
            try Workplace.write(Array(AssessmentTemplate(rulebook, Speech.language).text.utf8), to: file)
        }
        Terminal.print(options.json ? JSONOutput.string(["file": file]) : say(zh: "已写出 \(file)", en: "wrote \(file)"))
    }
}

extension Workplace {
    /// The rulebook in `--rulebook` if there is one, else the one named.
    func chosen(_ name: String, _ options: CommonOptions) throws -> Rulebook {
        if let folder = options.rulebookFolder { return try Workplace.rulebook(folder: folder) }
        return try rulebook(named: name)
    }
}
