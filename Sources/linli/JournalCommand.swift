import ArgumentParser
import Bootstrap
import Commons
import Foundation
import Persistence
import Rulebook
import Secrets

/// The journal of an installation, from outside.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: say(zh: "核对操作日志", en: "check the journal"),
        subcommands: [Verify.self, Checkpoint.self])

    /// Checks everything without the server.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(
                zh: "不经服务器核对日志、每条记录和每个文件", en: "check the journal, every row and every file without the server"),
            discussion: say(
                zh: "指出第一条有问题的记录。--witness 给出他人保存的检查点，可发现整个历史被改写或回到旧备份。",
                en:
                    "Names the first bad entry. --witness gives checkpoints that others kept: they show when history "
                    + "was rewritten, or an older backup came back."))

        @OptionGroup var installation: InstallationOptions

        @Option(help: .say(zh: "见证文件（检查点），可重复", en: "file of witnessed checkpoints; may be repeated"))
        var witness: [String] = []

        // Keys may begin with a dash.
        @Option(
            parsing: .unconditionalSingleValue,
            help: .say(zh: "已知的公钥，可重复", en: "public key known from elsewhere; may be repeated"))
        var key: [String] = []

        @Flag(help: .say(zh: "不读取文件内容", en: "do not read the contents of files"))
        var skipFiles = false

        @Flag(help: .say(zh: "输出 JSON", en: "print JSON"))
        var json = false

        @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
        var lang: Language = .zh

        func run() async throws {
            let witnessed = try witness.flatMap(notes)
            let pinned = try key.map { text in
                guard let key = VerifyingKey(text) else {
                    throw ValidationError(say(zh: "不是公钥：\(text)", en: "no public key: \(text)"))
                }
                return key
            }
            let report = try await Refused.told {
                try await JournalAudit.verify(
                    installation.settings, witnessed: witnessed, pinned: pinned, readsFiles: !skipFiles
                ) { count in
                    if Terminal.errorIsTerminal { Terminal.overwrite(say(zh: "已读 \(count)", en: "read \(count)")) }
                }
            }
            if Terminal.errorIsTerminal { Terminal.overwrite("") }
            if json { try Terminal.print(report.json) } else { tell(report) }
            if !report.isSound { throw Failure.data }
        }

        private func notes(_ path: String) throws -> [SignedNote] {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                Terminal.tell(say(zh: "没有文件 \(path)", en: "there is no file \(path)"))
                throw Failure.missing
            }
            let notes = WitnessFile.notes(String(decoding: bytes, as: UTF8.self))
            guard let notes else {
                Terminal.tell(say(zh: "\(path) 不是检查点文件", en: "\(path) is no file of checkpoints"))
                throw Failure.data
            }
            return notes
        }

        private func tell(_ report: JournalReport) {
            Terminal.print(
                say(
                    zh: "日志 \(report.origin)：\(report.entries) 条，\(report.pending) 条待编号，\(report.checkpoints) 个检查点；"
                        + "核对了 \(report.rows) 条记录，\(report.days) 天的监测数据与事件，\(report.files) 个文件",
                    en: "journal \(report.origin): \(report.entries) entries, \(report.pending) without a place yet, "
                        + "\(report.checkpoints) checkpoints; \(report.rows) rows, \(report.days) days of readings and "
                        + "events, and \(report.files) files compared"))
            Terminal.print(say(zh: "树根 ", en: "root ") + report.root)
            if !report.clockBacks.isEmpty {
                let places = report.clockBacks.prefix(10).map(String.init).joined(separator: ", ")
                Terminal.print(
                    say(
                        zh: "服务器时钟曾被调回 \(report.clockBacks.count) 次（第 \(places) 条），其后的时间可能不准",
                        en: "a server's clock was set back \(report.clockBacks.count) times (entries \(places)): times "
                            + "after that may be wrong"))
            }
            if report.lateDays > 0 {
                Terminal.print(
                    say(
                        zh: "\(report.lateDays) 天有补报的数据，日志尚未重新登记（每小时登记一次）",
                        en: "readings came late for \(report.lateDays) days that the journal is told of again within "
                            + "the hour"))
            }
            if report.unopened > 0 {
                Terminal.print(
                    say(
                        zh: "没有密钥文件：\(report.unopened) 条加密记录的内容未核对（用 --keys 指明密钥文件）",
                        en: "without the key file the contents of \(report.unopened) encrypted rows were not compared "
                            + "(name it with --keys)"))
            }
            for fault in report.faults { Terminal.print("\(fault.place): \(fault.reason[Speech.language])") }
            if let first = report.firstBadEntry {
                Terminal.print(say(zh: "第一条有问题的记录：\(first)", en: "first bad entry: \(first)"))
            }
            Terminal.print(
                report.isSound
                    ? say(zh: "全部相符", en: "everything fits")
                    : say(zh: "有 \(report.faults.count) 处不符", en: "\(report.faults.count) faults"))
        }
    }

    /// What the journal is now, to keep elsewhere.
    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: say(zh: "输出签名的检查点，供他处保存", en: "print a signed checkpoint, to be kept elsewhere"))

        @OptionGroup var installation: InstallationOptions

        @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
        var lang: Language = .zh

        func run() async throws {
            let note = try await Refused.told { try await JournalAudit.checkpoint(installation.settings) }
            guard let note else {
                Terminal.tell(say(zh: "日志还是空的", en: "the journal is empty"))
                throw Failure.missing
            }
            Terminal.print(String(note.dropLast()))
        }
    }
}

extension JournalReport {
    fileprivate var json: String {
        get throws {
            struct Fault: Encodable {
                var entry: Int?
                var place: String
                var zh: String
                var en: String
            }
            struct Shape: Encodable {
                var origin: String
                var entries: Int
                var pending: Int
                var checkpoints: Int
                var rows: Int
                /// Whose readings and events were compared.
                var days: Int
                /// That readings came late for, and that are not told again so far.
                var lateDays: Int
                var files: Int
                /// Encrypted rows that could not be compared without the key file.
                var unopened: Int
                var clockBacks: [Int]
                var root: String
                var sound: Bool
                var firstBadEntry: Int?
                var faults: [Fault]
            }
            let shape = Shape(
                origin: origin, entries: entries, pending: pending, checkpoints: checkpoints, rows: rows, days: days,
                lateDays: lateDays, files: files, unopened: unopened, clockBacks: clockBacks, root: root,
                sound: isSound, firstBadEntry: firstBadEntry,
                faults: faults.map {
                    Fault(entry: $0.sequence, place: $0.place, zh: $0.reason.zh, en: $0.reason.en)
                })
            return String(decoding: try CanonicalJSON.encode(shape), as: UTF8.self)
        }
    }
}
