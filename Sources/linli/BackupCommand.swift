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
        settings.database = Secret.database.text(database)
        settings.keys = keys
        return settings
    }
}

/// What a backup is encrypted with.
struct BackupKeyOptions: ParsableArguments {
    @Option(
        help: .say(zh: "口令文件：第一行是口令，至少 12 个字符", en: "file whose first line is the passphrase, at least 12 characters"),
        completion: .file())
    var passphraseFile: String?

    @Option(help: .say(zh: "密钥文件，由 --make-key 生成", en: "key file, made by --make-key"), completion: .file())
    var keyFile: String?

    func validate() throws {
        if passphraseFile != nil, keyFile != nil {
            throw ValidationError(
                say(zh: "--passphrase-file 与 --key-file 只能选一个", en: "take either --passphrase-file or --key-file"))
        }
    }

    func protection() throws -> BackupProtection {
        if let passphraseFile { return try .passphrase(file: passphraseFile) }
        if let keyFile { return try .key(file: keyFile) }
        return .none
    }
}

/// Makes a backup, also while the server runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: say(zh: "加密备份评价门户（运行中也可以）", en: "back the portal up, encrypted, also while it runs"),
        discussion: say(
            zh: """
                每次在备份文件夹中新建一份完整的备份；未变的证明材料与上一份共用存储。
                  linli backup --make-key 密钥文件        先生成密钥，另存一份：没有它就打不开备份
                """,
            en: """
                Each run makes a complete backup of its own; evidence that did not change shares its bytes.
                  linli backup --make-key FILE          makes a key first; keep a copy: nothing else opens a backup
                """))

    @Argument(help: .say(zh: "存放备份的文件夹", en: "folder of the backups"))
    var folder: String?

    @Option(help: .say(zh: "存放数据库和证明材料的文件夹", en: "folder of the database and the evidence files"))
    var data: String?

    @Option(help: .say(zh: "postgresql://…（默认 SQLite）", en: "postgresql://… (SQLite if left out)"))
    var database: String?

    @Option(help: .say(zh: "密钥文件（默认为数据文件夹中的 keys.json）", en: "key ring (keys.json in the data folder if left out)"))
    var keys: String?

    @OptionGroup var key: BackupKeyOptions

    @Flag(help: .say(zh: "不加密，也不含密钥文件", en: "do not encrypt; the key ring is then left out"))
    var unencrypted = false

    @Option(help: .say(zh: "只生成备份密钥文件", en: "only make a key file for backups"), completion: .file())
    var makeKey: String?

    @Option(help: .say(zh: "最多保留最新的几份（默认全部保留）", en: "how many of the newest to keep (all if left out)"))
    var keep: Int?

    @Option(name: .long, help: .say(zh: "语言：zh 或 en", en: "language: zh or en"))
    var lang: Language = .zh

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError(say(zh: "--keep 至少为 1", en: "--keep must be at least 1")) }
        if makeKey != nil { return }
        guard folder != nil, data != nil else {
            throw ValidationError(
                say(
                    zh: "请指明存放备份的文件夹，并用 --data 指明数据文件夹",
                    en: "name the folder of the backups, and the data folder with --data"))
        }
        let isEncrypted = key.passphraseFile != nil || key.keyFile != nil
        if isEncrypted == unencrypted {
            throw ValidationError(
                say(
                    zh: "备份含个人信息，应加密：用 --key-file（linli backup --make-key 生成）或 --passphrase-file；"
                        + "确实不加密时只写 --unencrypted",
                    en:
                        "a backup holds personal data, so encrypt it: --key-file (linli backup --make-key makes it) or "
                        + "--passphrase-file; to leave it readable say --unencrypted alone"))
        }
    }

    func run() async throws {
        if let makeKey {
            try await Refused.told { try BackupProtection.makeKey(makeKey) }
            Terminal.print(
                say(
                    zh: "备份密钥已写入 \(makeKey)；请另存一份，丢失后备份无法打开",
                    en: "the key for backups is in \(makeKey); keep a copy elsewhere: without it no backup opens"))
            return
        }
        guard let folder, let data else { return }
        var settings = ServerSettings(data: data)
        settings.database = Secret.database.text(database)
        settings.keys = keys
        let bar = CopyProgress()
        let (path, note) = try await Refused.told {
            try await Backup.make(settings, in: folder, try key.protection(), keep: keep) { bar.show($0) }
        }
        bar.finish()
        Terminal.print(
            say(
                zh: "已备份到 \(path)：\(note.total) 条记录，\(note.files) 个文件",
                en: "backed up to \(path): \(note.total) records, \(note.files) files"))
        if unencrypted {
            Terminal.tell(
                say(
                    zh: "备份未加密，且不含密钥文件：请另行妥善保存密钥文件，否则已加密的个人信息无法读取",
                    en:
                        "the backup is not encrypted and leaves the key ring out: keep a copy of it elsewhere, or "
                        + "encrypted personal data is lost"))
        }
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

    @Option(help: .say(zh: "密钥文件恢复到哪里（默认为 --data 中的 keys.json）", en: "where the key ring goes (keys.json in --data)"))
    var keys: String?

    @OptionGroup var key: BackupKeyOptions

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
            let (path, note) = try await Refused.told {
                try await Backup.check(backup, try key.protection()) { bar.show($0) }
            }
            bar.finish()
            Terminal.print(
                say(
                    zh: "备份 \(path) 完好：\(note.total) 条记录，\(note.files) 个文件",
                    en: "the backup \(path) is whole: \(note.total) records, \(note.files) files"))
            return try Refused.tell(damaged: note.damaged)
        }
        var settings = ServerSettings(data: data)
        settings.database = database
        settings.keys = keys
        let done = try await Refused.told {
            try await Backup.restore(backup, try key.protection(), to: settings) { bar.show($0) }
        }
        bar.finish()
        let (note, files) = (done.note, done.note.files - done.damaged.count)
        Terminal.print(
            say(
                zh: "已从 \(done.path) 恢复 \(note.madeAt) 的状态：\(note.total) 条记录，\(files) 个文件",
                en: "restored from \(done.path) as of \(note.madeAt): \(note.total) records, \(files) files"))
        if !done.hasKeys {
            Terminal.tell(
                say(
                    zh: "这份备份不含密钥：启动前请把原来的密钥文件放到 \(settings.keysPath)，或用 --keys 指明，否则读不出个人信息",
                    en:
                        "this backup has no key ring: before you start, bring the old one to \(settings.keysPath), or "
                        + "name it with --keys; without it encrypted personal data cannot be read"))
        }
        try Refused.tell(damaged: done.damaged)
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
