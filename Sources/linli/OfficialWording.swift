import Foundation
import Reports

/// Official clause wording that an evaluation body owns: kept in the user's own data folder, never part of a rulebook.
enum OfficialWording {
    /// `$XDG_DATA_HOME/linli`, or `~/.local/share/linli`.
    private static var folder: URL {
        let environment = ProcessInfo.processInfo.environment
        let base = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0) }
        return (base ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".local/share"))
            .appendingPathComponent("linli/official-wording")
    }

    static func path(_ rulebook: String) -> String { folder.appendingPathComponent(rulebook + ".json").path }

    static func load(_ rulebook: String) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path(rulebook)) else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
    }

    static func save(_ texts: [String: String], _ rulebook: String) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            Terminal.tell(say(zh: "无法写入 \(folder.path)", en: "cannot write \(folder.path)"))
            throw Failure.output
        }
        try Workplace.write(Array(JSONOutput.string(texts).utf8), to: path(rulebook))
    }

    static func remove(_ rulebook: String) throws {
        let path = path(rulebook)
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Terminal.tell(say(zh: "无法删除 \(path)", en: "cannot remove \(path)"))
            throw Failure.output
        }
    }
}
