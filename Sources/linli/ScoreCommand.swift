import ArgumentParser
import Foundation
import Reports
import Rulebook
import RulebookFiles

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: say(zh: "计算得分与等级", en: "Score and grade"),
        discussion: say(
            zh: "一个或多个文件（.yaml .json .xlsx），成批的 .csv 或 .jsonl，或一个文件夹。坏文件会列出，其余照常计分。",
            en:
                "One or more files (.yaml .json .xlsx), masses as .csv or .jsonl, or a folder. Bad files are "
                + "listed, the others scored."
        ))

    @Argument(help: .say(zh: "评价文件或文件夹", en: "assessment files or folders"), completion: .file())
    var files: [String]

    @Option(
        name: .shortAndLong, help: .say(zh: "写出带名次的结果：.csv .json .xlsx", en: "write ranked results: .csv .json .xlsx"),
        completion: .file())
    var output: String?

    @Option(help: .say(zh: "CSV 所用的规则库", en: "rulebook for CSV"))
    var standard = "smart-community-draft"

    @OptionGroup var options: CommonOptions

    func validate() throws {
        if files.isEmpty { throw ValidationError(say(zh: "请给出评价文件", en: "give an assessment file")) }
        if let output { _ = try OutputFormat.of(output, among: [.csv, .json, .xlsx]) }
    }

    func run() throws {
        let workplace = try Workplace(options)
        let (paths, isFolder) = try InputFiles.expand(files)
        if isFolder || paths.contains(where: InputFiles.isMass) {
            try Batch(workplace, options, standard: standard).run(paths, output: output)
            return
        }
        let scores = few(paths, workplace)
        if let output {
            try Batch(workplace, options, standard: standard).write(scores.all, paths: scores.paths, output)
        }
        if let failure = scores.failure { throw failure }
    }

    /// Files named one by one: every score whole, in the order given.
    private func few(_ paths: [String], _ workplace: Workplace) -> (all: [Score], paths: [String], failure: ExitCode?) {
        var result: (all: [Score], paths: [String], failure: ExitCode?) = ([], [], nil)
        for path in paths {
            do {
                result.all.append(try workplace.score(path))
                result.paths.append(path)
            } catch {
                // A missing file is the graver word for one file; a batch goes on and ends with 65.
                result.failure = paths.count > 1 ? Failure.data : error as? ExitCode ?? Failure.data
            }
        }
        if options.json {
            let json = result.all.map { ScoreJSON($0, Speech.language) }
            if paths.count > 1 {
                Terminal.print(JSONOutput.string(json))
            } else if let only = json.first {
                Terminal.print(JSONOutput.string(only))
            }
        } else {
            for score in result.all { ScoreText(score).summary() }
        }
        return result
    }
}

/// The files that a command's arguments mean.
enum InputFiles {
    static func isMass(_ path: String) -> Bool {
        let name = path.lowercased()
        return name.hasSuffix(".csv") || name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson")
    }

    private static func isAssessment(_ name: String) -> Bool {
        let endings = [".yaml", ".yml", ".json", ".xlsx", ".csv", ".jsonl", ".ndjson"]
        return !name.hasPrefix(".") && !name.hasPrefix("~$") && endings.contains { name.lowercased().hasSuffix($0) }
    }

    /// Files as they are; a folder stands for the assessment files directly in it, by name.
    static func expand(_ arguments: [String]) throws -> (paths: [String], isFolder: Bool) {
        var paths: [String] = []
        var hasFolder = false
        for argument in arguments {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder), isFolder.boolValue else {
                paths.append(argument)
                continue
            }
            hasFolder = true
            let names = (try? FileManager.default.contentsOfDirectory(atPath: argument)) ?? []
            let base = argument.hasSuffix("/") ? argument : argument + "/"
            paths += names.filter(isAssessment).sorted().map { base + $0 }
        }
        if paths.isEmpty {
            Terminal.tell(say(zh: "文件夹里没有评价文件", en: "no assessment files in the folder"))
            throw Failure.missing
        }
        return (paths, hasFolder)
    }
}
