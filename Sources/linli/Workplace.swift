import ArgumentParser
import Foundation
import Rulebook
import RulebookFiles

/// Finds rulebooks and reads files for one run; every problem is told on standard error before the run ends.
final class Workplace {
    private var rulebooks: [String: Rulebook] = [:]
    private let own: Rulebook?
    let known: [String]

    init(_ options: CommonOptions) throws {
        own = try options.rulebookFolder.map { try Workplace.rulebook(folder: $0) }
        known = (own.map { [$0.id] } ?? []) + RulebookFolder.builtIn.keys.sorted()
    }

    /// The rulebook in a folder; tells what is wrong with it.
    static func rulebook(folder path: String) throws -> Rulebook {
        let (rulebook, diagnostics) = RulebookReader.read(try Workplace.folder(path))
        Terminal.tell(diagnostics)
        guard let rulebook else { throw Failure.data }
        return rulebook
    }

    static func folder(_ path: String) throws -> RulebookFolder {
        do throws(SourceFile.Problem) {
            return try RulebookFolder(path: path)
        } catch {
            throw told(error, path)
        }
    }

    /// A rulebook by id, or a folder if the text is a path.
    func rulebook(named name: String) throws -> Rulebook {
        if let rulebook = rulebook(name) { return rulebook }
        if FileManager.default.fileExists(atPath: name) { return try Workplace.rulebook(folder: name) }
        let hint = Nearest.to(name, among: known).map { say(zh: "，是否指“\($0)”？", en: "; did you mean '\($0)'?") }
        Terminal.tell(say(zh: "没有规则库“\(name)”", en: "no rulebook '\(name)'") + (hint ?? ""))
        throw Failure.missing
    }

    func rulebook(_ id: String) -> Rulebook? {
        if let own, own.id == id { return own }
        if let rulebook = rulebooks[id] { return rulebook }
        let rulebook = Rulebook.builtIn(id)
        rulebooks[id] = rulebook
        return rulebook
    }

    static func file(_ path: String) throws -> SourceFile {
        do throws(SourceFile.Problem) {
            return try SourceFile(path: path)
        } catch {
            throw told(error, path)
        }
    }

    private static func told(_ problem: SourceFile.Problem, _ path: String) -> ExitCode {
        switch problem {
        case .missing:
            Terminal.tell("\(path):1:1: error: " + say(zh: "没有这个文件", en: "no such file"))
            return Failure.missing
        case .unreadable:
            Terminal.tell("\(path):1:1: error: " + say(zh: "无法读取", en: "cannot be read"))
            return Failure.missing
        }
    }

    /// The score of one assessment file of any format; tells what is wrong with it.
    func score(_ path: String) throws -> Score {
        let (result, diagnostics) = AssessmentFile.read(try Workplace.file(path), rulebooks: rulebook, known: known)
        Terminal.tell(diagnostics)
        guard let result else { throw Failure.data }
        return Scorer(result.rulebook).score(result.assessment)
    }

    func costs(_ path: String, for rulebook: Rulebook) throws -> Costs {
        let (costs, diagnostics) = CostsReader.read(try Workplace.file(path), for: rulebook)
        Terminal.tell(diagnostics)
        guard let costs else { throw Failure.data }
        return costs
    }

    /// Writes a whole file or nothing.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            Terminal.tell(say(zh: "无法写入 \(path)", en: "cannot write \(path)"))
            throw Failure.output
        }
    }
}
