import ArgumentParser
import Bootstrap
import Commons
import Reports
import Rulebook

/// Says which version this is, and what it is made of.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: say(zh: "版本，以及所用的组件和许可", en: "the version, and what it is made of under which licences"))

    @Flag(help: .say(zh: "列出所有组件的版本和许可", en: "list all parts with their versions and licences"))
    var dependencies = false

    @Flag(help: .say(zh: "输出 SPDX 2.3 软件物料清单（JSON）", en: "print a bill of materials, SPDX 2.3 in JSON"))
    var spdx = false

    @Flag(name: .long, help: .say(zh: "输出 JSON", en: "print JSON"))
    var json = false

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func validate() throws {
        if spdx, json {
            throw ValidationError(say(zh: "--spdx 与 --json 只能选一个", en: "take either --spdx or --json"))
        }
    }

    func run() throws {
        if spdx {
            Terminal.print(JSONOutput.string(SPDXDocument(Dependency.all, at: Surroundings.system.now())))
        } else if json {
            Terminal.print(JSONOutput.string(VersionJSON(dependencies ? Dependency.all : nil)))
        } else if dependencies {
            table()
        } else {
            Terminal.print(Program.version)
        }
    }

    private func table() {
        let head = [
            say(zh: "组件", en: "Part"), say(zh: "版本", en: "Version"), say(zh: "许可", en: "Licence"),
            say(zh: "来源", en: "From"),
        ]
        let rows = Dependency.all.map { dependency in
            let note = dependency.isLinked ? "" : say(zh: "（程序中没有它的代码）", en: " (none of its code is in the program)")
            let kind =
                dependency.kind == .swiftPackage
                ? say(zh: "编译在内", en: "built in") : say(zh: "操作系统的库", en: "library of the system")
            return [dependency.name, dependency.version ?? "—", dependency.licence, kind + note]
        }
        let widths = (0..<3).map { column in ([head] + rows).map { Terminal.width($0[column]) }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            zip(row, widths).map { Terminal.padded($0, to: $1) }.joined(separator: "  ") + "  " + row[3]
        }
        Terminal.print("linli \(Program.version)")
        Terminal.print()
        Terminal.print(Terminal.styled(line(head), .bold))
        for row in rows { Terminal.print(line(row)) }
    }
}

/// The version as JSON.
private struct VersionJSON: Encodable {
    struct Part: Encodable {
        var kind: String
        var name: String
        var version: String?
        var licence: String
        var address: String
        var isLinked: Bool
    }

    var version = Program.version
    var dependencies: [Part]?

    init(_ dependencies: [Dependency]?) {
        self.dependencies = dependencies?.map {
            Part(
                kind: $0.kind.rawValue, name: $0.name, version: $0.version, licence: $0.licence, address: $0.address,
                isLinked: $0.isLinked)
        }
    }
}
