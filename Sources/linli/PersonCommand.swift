import ArgumentParser
import Bootstrap
import Commons
import Foundation
import Rulebook

/// What is kept of people.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: say(zh: "个人信息", en: "personal data"),
        subcommands: [PersonExportCommand.self])
}

/// Everything that is kept of one person.
struct PersonExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: say(zh: "导出一个人的全部个人信息（明文，会记入日志）", en: "all that is kept of a person, in clear; it is journaled"))

    @Argument(help: .say(zh: "登录名", en: "the person's login"))
    var login: String

    @OptionGroup var installation: InstallationOptions

    @Option(
        name: .shortAndLong,
        help: .say(
            zh: "写入的文件：.json 或 .html（默认输出 JSON）", en: "file to write, .json or .html (JSON is printed if left out)"),
        completion: .file())
    var output: String?

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func validate() throws {
        if let output, !output.hasSuffix(".json"), !output.hasSuffix(".html") {
            throw ValidationError(say(zh: "-o 应以 .json 或 .html 结尾", en: "-o must end with .json or .html"))
        }
    }

    func run() async throws {
        let export = try await Refused.told {
            try await Custody(installation.settings).export(login: login, language: lang)
        }
        let isPage = output?.hasSuffix(".html") == true
        let bytes = isPage ? Custody.page(export, lang) : try export.json
        guard let output else {
            Terminal.write(bytes + [10])
            return
        }
        // In clear: for its owner's eyes.
        guard
            FileManager.default.createFile(
                atPath: output, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else {
            Terminal.tell(say(zh: "无法写入 \(output)", en: "cannot write \(output)"))
            throw Failure.output
        }
        Terminal.print(say(zh: "已写入 \(output)", en: "written to \(output)"))
    }
}
