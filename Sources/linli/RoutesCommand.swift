import ArgumentParser
import Bootstrap
import Reports
import Rulebook

/// Lists who may use what, for those who review the portal's security.
struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: say(zh: "列出门户的每个地址、每项操作及标准权限", en: "every address and act of the portal, and who may use it"))

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    @Flag(name: .long, help: .say(zh: "输出 JSON", en: "print JSON"))
    var json = false

    func run() async throws {
        let table = try await RightsTable.standard()
        if json {
            Terminal.print(JSONOutput.string(RoutesJSON(table)))
            return
        }
        let routes = table.lines.map { line in
            [line.method, line.path, line.interface, line.access, names(line.readers, table)]
        }
        let acts = table.acts.map { act in
            [act.name, act.function, names(act.readers, table), act.states.joined(separator: " ")]
        }
        let who = say(zh: "谁可以用", en: "Who may")
        show(
            [
                say(zh: "方法", en: "Method"), say(zh: "地址", en: "Address"), say(zh: "界面", en: "Interface"),
                say(zh: "要求", en: "Takes"), who,
            ], routes)
        Terminal.print()
        show([say(zh: "操作", en: "Act"), say(zh: "要求", en: "Takes"), who, say(zh: "阶段", en: "In states")], acts)
    }

    private func names(_ readers: [RightsTable.Reader], _ table: RightsTable) -> String {
        if readers == table.readers { return say(zh: "任何人", en: "anybody") }
        if readers == Array(table.readers.dropFirst()) { return say(zh: "登录者", en: "whoever is logged in") }
        return readers.isEmpty
            ? say(zh: "无人", en: "no one") : readers.map { say($0.title) }.joined(separator: say(zh: "、", en: ", "))
    }

    private func show(_ head: [String], _ rows: [[String]]) {
        let widths = head.indices.map { column in ([head] + rows).map { Terminal.width($0[column]) }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            let last = row.count - 1
            return zip(row, widths).enumerated().map { index, cell in
                index == last ? cell.0 : Terminal.padded(cell.0, to: cell.1)
            }.joined(separator: "  ")
        }
        Terminal.print(Terminal.styled(line(head), .bold))
        for row in rows { Terminal.print(line(row)) }
    }
}

/// The table as JSON: `allows` names every reader with whether they may.
struct RoutesJSON: Encodable {
    struct Line: Encodable {
        var method: String
        var path: String
        var interface: String
        var access: String
        var summary: String
        var bodyTypes: [String]
        var allows: [String: Bool]
        var proof: String
    }

    struct ActLine: Encodable {
        var act: String
        var access: String
        var states: [String]
        var allows: [String: Bool]
        var isGrave: Bool
    }

    var routes: [Line]
    var acts: [ActLine]

    init(_ table: RightsTable) {
        func allows(_ readers: [RightsTable.Reader]) -> [String: Bool] {
            Dictionary(uniqueKeysWithValues: table.readers.map { ($0.id, readers.contains($0)) })
        }
        routes = table.lines.map { line in
            Line(
                method: line.method, path: line.path, interface: line.interface, access: line.access,
                summary: say(line.summary), bodyTypes: line.bodyTypes, allows: allows(line.readers),
                proof: line.proof)
        }
        acts = table.acts.map { act in
            ActLine(
                act: act.name, access: act.function, states: act.states, allows: allows(act.readers),
                isGrave: act.isGrave)
        }
    }
}
