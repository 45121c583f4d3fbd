import Commons
import Foundation
import Persistence

/// An encrypted backup with the key to it.
struct BackupSeal: Sendable {
    enum Part: String, CaseIterable {
        case database = "database.sealed"
        case inventory = "inventory.sealed"
        case keys = "keys.sealed"
    }

    let head: BackupHead
    private let key: BackupKey

    /// For a new backup beside others: with the salt of one that the same words open, so that they share evidence.
    /// - Parameter others: oldest first.
    /// - Returns: The seal, and the newest of the others that has the same key.
    static func fresh(
        _ protection: BackupProtection, beside others: [String], at moment: String
    ) -> (seal: BackupSeal, older: String?)? {
        for path in others.reversed() {
            guard let head = head(of: path), let key = BackupKey(protection, head.scrypt), head.keyCheck == key.check
            else { continue }
            return (BackupSeal(head: BackupHead(madeAt: moment, key), key: key), path)
        }
        var scrypt: BackupKey.Scrypt?
        if case .passphrase = protection { scrypt = BackupKey.Scrypt() }
        guard let key = BackupKey(protection, scrypt) else { return nil }
        return (BackupSeal(head: BackupHead(madeAt: moment, key), key: key), nil)
    }

    /// Opens a backup by its head. Refuses a key that is not the one, and a head that was changed.
    init(_ head: BackupHead, of path: String, _ protection: BackupProtection) throws {
        if case .none = protection { throw BackupSeal.needsKey(head, path) }
        let isPassphrase = if case .passphrase = protection { true } else { false }
        guard isPassphrase == (head.scrypt != nil) else { throw BackupSeal.needsKey(head, path) }
        guard let key = BackupKey(protection, head.scrypt) else { throw Backup.damaged(path) }
        guard head.keyCheck == key.check else {
            throw isPassphrase
                ? Refusal(
                    .forbidden, zh: "口令不对，打不开备份 \(path)（或其 backup.json 被改动过）",
                    en: "the passphrase is wrong for the backup \(path) (or its backup.json was changed)")
                : Refusal(
                    .forbidden, zh: "密钥文件不对，打不开备份 \(path)（或其 backup.json 被改动过）",
                    en: "the key file is not the one of the backup \(path) (or its backup.json was changed)")
        }
        guard head.isGenuine(key) else { throw Backup.damaged(path) }
        self.init(head: head, key: key)
    }

    private init(head: BackupHead, key: BackupKey) {
        self.head = head
        self.key = key
    }

    static func head(of path: String) -> BackupHead? {
        FileManager.default.contents(atPath: path + "/" + Backup.Note.name).flatMap { BackupHead(Array($0)) }
    }

    private static func needsKey(_ head: BackupHead, _ path: String) -> Refusal {
        head.scrypt == nil
            ? Refusal(
                .forbidden, zh: "备份 \(path) 用密钥文件加密，请用 --key-file 指明",
                en: "the backup \(path) is encrypted with a key file: name it with --key-file")
            : Refusal(
                .forbidden, zh: "备份 \(path) 用口令加密，请用 --passphrase-file 指明口令文件",
                en: "the backup \(path) is encrypted with a passphrase: name its file with --passphrase-file")
    }

    // MARK: Its files

    func write(_ bytes: FileBytes, _ part: Part, in folder: String) async throws {
        let name = part.rawValue
        try await SealedFile.write(bytes, to: folder + "/" + name, key: key.file(name, of: head.id), name: name)
    }

    /// Refuses what is missing or was changed, here or while it is read.
    func open(_ part: Part, in folder: String) async throws -> FileBytes {
        let name = part.rawValue
        return try await SealedFile.open(folder + "/" + name, key: key.file(name, of: head.id), name: name)
    }

    /// - Parameter older: a backup of the same key on the same file system.
    func contents(in folder: String, older: String? = nil) throws -> SealedContents {
        SealedContents(
            try FolderVault(folder + "/files"), secret: key.contents,
            older: try older.map { try FolderVault($0 + "/files") })
    }
}
