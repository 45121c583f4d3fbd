import Bootstrap
import Commons
import Database
import Rulebook

/// What went wrong beside the server, in words and as an exit code.
enum Refused {
    static func told<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let refusal as Refusal {
            Terminal.tell(refusal.reason[Speech.language])
            throw refusal.kind == .missing ? Failure.missing : Failure.data
        } catch let error as DatabaseError {
            Terminal.tell(say(zh: "数据库：", en: "database: ") + error.message)
            throw error.kind == .full ? Failure.output : Failure.data
        } catch let problem as StartProblem {
            Terminal.tell(problem.reason[Speech.language])
            throw problem.isMissing ? Failure.missing : Failure.output
        }
    }

    static func tell(damaged: [String]) throws {
        guard !damaged.isEmpty else { return }
        for digest in damaged {
            Terminal.tell(say(zh: "文件缺失或损坏：\(digest)", en: "missing or damaged file: \(digest)"))
        }
        throw Failure.data
    }
}
