import Database
import Foundation
public import Rulebook
import RulebookFiles

/// Why a server does not start, for whoever starts it.
public struct StartProblem: Error, Sendable {
    public var reason: Phrase
    /// What was named on the command line is not there.
    public var isMissing = false

    /// Opening the data folder or the database.
    static func opening<T>(_ settings: ServerSettings, _ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let error as DatabaseError {
            throw StartProblem(
                reason: Phrase(zh: "数据库无法使用：\(error.message)", en: "the database cannot be used: \(error.message)"))
        } catch let error as MigrationError {
            throw StartProblem(
                reason: Phrase(zh: "数据库与本程序版本不符：\(error)", en: "the database does not fit this version: \(error)"))
        }
    }

    /// With those around it, unless it is there.
    static func makeFolder(_ path: String) throws(StartProblem) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw folder(path, error)
        }
    }

    private static func folder(_ path: String, _ error: any Error) -> StartProblem {
        let cause = (error as? CocoaError)?.underlying as? POSIXError
        let why = cause.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
        return StartProblem(
            reason: Phrase(zh: "无法建立文件夹 \(path)：\(why)", en: "the folder \(path) cannot be made: \(why)"))
    }

    /// Fields are encrypted with keys that the file does not have: how many, by the key's id.
    static func keys(_ path: String, _ lacking: [String: Int]) -> StartProblem {
        let ids = lacking.keys.sorted().joined(separator: ", ")
        let count = lacking.values.reduce(0, +)
        return StartProblem(
            reason: Phrase(
                zh: "密钥文件 \(path) 缺少密钥 \(ids)，\(count) 项个人信息读不出来；请从密钥备份放回完整的密钥文件，或用 --keys 指明",
                en:
                    "the key file \(path) lacks the keys \(ids), with which \(count) personal fields are encrypted; "
                    + "bring the whole file back from its backup, or name it with --keys"))
    }

    /// The database was begun with another key file.
    static func foreignKeys(_ path: String) -> StartProblem {
        StartProblem(
            reason: Phrase(
                zh: "数据库由另一份密钥建立，不是 \(path)；同一数据库的所有节点须用同一份密钥文件（--keys），请把它放回",
                en:
                    "the database was begun with another key file than \(path); all nodes of a database need the same "
                    + "one (--keys): bring it back"))
    }

    /// A file that cannot be written, for the reason in `errno`.
    static func file(_ path: String) -> StartProblem {
        let why = String(cString: strerror(errno))
        return StartProblem(reason: Phrase(zh: "无法写入 \(path)：\(why)", en: "\(path) cannot be written: \(why)"))
    }

    static func rulebook(_ path: String, _ problem: SourceFile.Problem) -> StartProblem {
        switch problem {
        case .missing:
            StartProblem(
                reason: Phrase(zh: "没有规则库文件夹 \(path)", en: "there is no rulebook folder \(path)"), isMissing: true)
        case .unreadable(let file):
            StartProblem(reason: Phrase(zh: "规则库无法读取：\(file)", en: "the rulebook cannot be read: \(file)"))
        }
    }

    static func bindings(_ path: String, _ id: String) -> StartProblem {
        StartProblem(
            reason: Phrase(
                zh: "取证规则文件夹 \(path) 应以规则库的标识命名，没有规则库“\(id)”",
                en: "the folder of bindings \(path) must be named like a rulebook, and there is no rulebook '\(id)'"),
            isMissing: true)
    }

    static func listening(_ settings: ServerSettings, at port: Int? = nil, _ error: any Error) -> StartProblem {
        let place = "\(settings.host):\(port ?? settings.port)"
        return StartProblem(
            reason: Phrase(zh: "无法在 \(place) 监听：\(error)", en: "cannot listen at \(place): \(error)"))
    }
}
