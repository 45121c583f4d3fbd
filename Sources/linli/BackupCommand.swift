import ArgumentParser
import Bootstrap
import Rulebook

/// Where an installation is.
struct InstallationOptions: ParsableArguments {
    @Option(help: .say(zh: "存放数据库和证明材料的文件夹", en: "folder of the database and the evidence files"))
    var data: String

    @Option(
        help: .say(zh: "postgresql://…，多个节点时使用（默认 SQLite）", en: "postgresql://… for several nodes (SQLite if left out)")
    )
    var database: String?

    @Option(
        help: .say(
            zh: "密钥文件（默认为数据文件夹中的 keys.json）；多个节点用同一份",
            en: "key file (keys.json in the data folder if left out); the same for all nodes"))
    var keys: String?

    var settings: ServerSettings {
        var settings = ServerSettings(data: data)
        settings.database = database
        settings.keys = keys
        return settings
    }
}

/// Makes a backup, also while the server runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: say(zh: "备份评价门户（运行中也可以）", en: "back the portal up, also while it runs"),
        discussion: say(
            zh: "每次在备份文件夹中新建一份完整的备份；未变的证明材料与上一份共用存储。",
            en: "Each run makes a complete backup of its own; evidence that did not change shares its bytes."))

    @Argument(help: .say(zh: "存放备份的文件夹", en: "folder of the backups"))
    var folder: String

    @OptionGroup var installation: InstallationOptions

    @Option(help: .say(zh: "最多保留最新的几份（默认全部保留）", en: "how many of the newest to keep (all if left out)"))
    var keep: Int?

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError(say(zh: "--keep 至少为 1", en: "--keep must be at least 1")) }
    }

    func run() async throws {
        let bar = CopyProgress()
        let (path, note) = try await Refused.told {
            try await Backup.make(installation.settings, in: folder, keep: keep) { bar.show($0) }
        }
        bar.finish()
        Terminal.print(
            say(
                zh: "已备份到 \(path)：\(note.total) 条记录，\(note.files) 个文件",
                en: "backed up to \(path): \(note.total) records, \(note.files) files"))
        try Refused.tell(damaged: note.damaged)
    }
}

/// Brings a backup back.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: say(zh: "从备份恢复到空的安装", en: "bring a backup into an empty installation"),
        discussion: say(
            zh: "备份可以恢复到 SQLite，也可以恢复到 PostgreSQL。恢复后所有人需要重新登录。",
            en: "Either engine takes any backup. Afterwards everybody logs in anew."))

    @Argument(help: .say(zh: "一份备份，或存放备份的文件夹（取最新）", en: "a backup, or the folder of backups (the newest)"))
    var backup: String

    @Option(help: .say(zh: "恢复到的文件夹", en: "folder to restore to"))
    var data: String?

    @Option(help: .say(zh: "恢复到的 postgresql://…", en: "postgresql://… to restore to"))
    var database: String?

    @Flag(help: .say(zh: "只检查备份是否完好", en: "only check whether the backup is whole"))
    var check = false

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func validate() throws {
        if data == nil, !check {
            throw ValidationError(say(zh: "请用 --data 指明恢复到哪里，或用 --check", en: "say where to with --data, or --check"))
        }
    }

    func run() async throws {
        let bar = CopyProgress()
        guard let data, !check else {
            let (path, note) = try await Refused.told { try await Backup.check(backup) { bar.show($0) } }
            bar.finish()
            Terminal.print(
                say(
                    zh: "备份 \(path) 完好：\(note.total) 条记录，\(note.files) 个文件",
                    en: "the backup \(path) is whole: \(note.total) records, \(note.files) files"))
            return try Refused.tell(damaged: note.damaged)
        }
        var settings = ServerSettings(data: data)
        settings.database = database
        let (path, note, damaged) = try await Refused.told {
            try await Backup.restore(backup, to: settings) { bar.show($0) }
        }
        bar.finish()
        Terminal.print(
            say(
                zh: "已从 \(path) 恢复：\(note.total) 条记录，\(note.files - damaged.count) 个文件",
                en: "restored from \(path): \(note.total) records, \(note.files - damaged.count) files"))
        Terminal.tell(
            say(
                zh: "密钥不在备份中：启动前请把密钥文件放到 \(data)/keys.json，或用 --keys 指明",
                en:
                    "keys are not part of a backup: before it starts, bring the key file to \(data)/keys.json, or name "
                    + "it with --keys"))
        try Refused.tell(damaged: damaged)
    }
}

extension Backup.Note {
    fileprivate var total: Int { records.values.reduce(0, +) }
}

/// Says on the terminal how far a copy is.
private final class CopyProgress: Sendable {
    func show(_ step: Backup.Step) {
        guard Terminal.errorIsTerminal else { return }
        switch step {
        case .records(let count):
            Terminal.overwrite(say(zh: "记录 \(count)", en: "records \(count)"))
        case .files(let done, let total):
            let share = Double(done) / Double(max(total, 1))
            Terminal.overwrite(say(zh: "文件", en: "files") + " \(Terminal.bar(share)) \(done)/\(total)")
        }
    }

    func finish() { if Terminal.errorIsTerminal { Terminal.overwrite("") } }
}
