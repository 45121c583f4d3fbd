public import Commons
import Database
import DatabaseSQLite
import Foundation
import Persistence

extension Backup {
    /// What came of bringing a backup back.
    public struct Restored: Sendable {
        /// Of the backup.
        public var path: String
        public var note: Note
        /// Digests of files that could not be brought back.
        public var damaged: [String]
        /// The key ring came with it.
        public var hasKeys: Bool
    }

    private static let work = ".restoring-"

    /// Reads all of a backup and compares it with its note.
    ///
    /// The path leads to a backup, or to a folder of backups: then it is the newest.
    /// - Throws: A `Refusal` that says what is wrong.
    public static func check(
        _ path: String, _ protection: BackupProtection, progress: @escaping Progress = { _ in }
    ) async throws -> (path: String, note: Note) {
        let found = try await FoundBackup(path, protection)
        let contents = try await found.named().filter { !found.note.damaged.contains($0.digest) }
        let place = try found.contents()
        for (index, content) in contents.enumerated() {
            guard try await place.verify(content.digest, size: content.size) else {
                throw Refusal(
                    .invalid, zh: "备份中的文件 \(content.digest) 缺失或损坏",
                    en: "the file \(content.digest) of the backup is missing or damaged")
            }
            progress(.files(index + 1, of: contents.count))
        }
        return (found.path, found.note)
    }

    /// Brings a backup into an empty installation. Interrupted, it is run again.
    ///
    /// The path leads to a backup, or to a folder of backups: then it is the newest. `settings` say where the
    /// installation is to be, on either engine, and where its key ring.
    /// - Throws: A `Refusal`: the backup is damaged, its key is another, or the installation is not empty.
    public static func restore(
        _ path: String, _ protection: BackupProtection, to settings: ServerSettings,
        surroundings: Surroundings = .system, progress: @escaping Progress = { _ in }
    ) async throws -> Restored {
        let found = try await FoundBackup(path, protection)
        let ring = try await found.ring()
        if let ring { try KeyCabinet.refuseUnlessFree(settings.keysPath, for: ring) }
        try StartProblem.makeFolder(settings.data)
        let (target, vault) = try Installation.engines(settings, surroundings)
        _ = try await Migrator(Schema.migrations).migrate(target)
        try await RecordCopy.refuseUnlessEmpty(target)
        HeldFolder.sweep(settings.data, work)
        let desk = try HeldFolder(settings.data + "/" + work + surroundings.newID())
        defer { desk.end() }
        let source = try await found.database(desk.path)
        guard try await Migrator(Schema.migrations).pending(in: source).isEmpty else {
            throw Refusal(
                .conflict, zh: "备份由旧版本制作：用当时的版本恢复，再用当前版本启动一次",
                en: "the backup is of an older version: restore it with that one, then start this version once")
        }
        // Records come last: as long as they are not there, the installation is empty and this can be run again.
        if let ring { try KeyCabinet.place(ring, at: settings.keysPath) }
        let files = try await FileCopy.run(
            source, from: try found.contents(), to: PlainContents(vault), newPart: surroundings.newID
        ) { progress(.files($0, of: $1)) }
        let counts = try await RecordCopy.run(from: source, to: target) { progress(.records($0)) }
        try await source.close()
        try await target.close()
        guard counts == found.note.records else { throw damaged(found.path) }
        return Restored(path: found.path, note: found.note, damaged: files.damaged, hasKeys: ring != nil)
    }
}

/// A backup whose note and database are whole.
private struct FoundBackup {
    let path: String
    let note: Backup.Note
    private let sealed: (seal: BackupSeal, inventory: Backup.Inventory)?

    private struct Format: Codable { var format: Int }

    init(_ path: String, _ protection: BackupProtection) async throws {
        guard let path = Backup.exists(path + "/" + Backup.Note.name) ? path : try Backup.backups(in: path).last,
            let bytes = FileManager.default.contents(atPath: path + "/" + Backup.Note.name)
        else {
            throw Refusal(.missing, zh: "\(path) 中没有备份", en: "there is no backup in \(path)")
        }
        self.path = path
        guard let format = try? JSONDecoder().decode(Format.self, from: bytes) else { throw Backup.damaged(path) }
        switch format.format {
        case Backup.Note.format:
            guard protection == .none else {
                throw Refusal(
                    .conflict, zh: "备份 \(path) 未加密：确认来源可信后，去掉口令或密钥选项再恢复",
                    en:
                        "the backup \(path) is not encrypted: where you trust its source, leave the key option out"
                )
            }
            guard let note = try? JSONDecoder().decode(Backup.Note.self, from: bytes) else {
                throw Backup.damaged(path)
            }
            (self.note, sealed) = (note, nil)
        case BackupHead.format:
            guard let head = BackupHead(Array(bytes)) else { throw Backup.damaged(path) }
            let seal = try BackupSeal(head, of: path, protection)
            let plain = try await Self.whole(path) { try await seal.open(.inventory, in: path).all() }
            guard let inventory = Backup.Inventory(plain) else { throw Backup.damaged(path) }
            (note, sealed) = (inventory.note, (seal, inventory))
        default:
            throw Refusal(
                .invalid, zh: "备份由更新的版本制作，请安装该版本", en: "the backup was made by a newer version: install that one")
        }
        guard try await Self.whole(path, { try await Backup.digest(try await databaseBytes()) }) == note.sha256 else {
            throw Backup.damaged(path)
        }
    }

    /// In the backup's own words where a file is missing or was changed.
    private static func whole<T>(_ path: String, _ read: () async throws -> T) async throws -> T {
        do {
            return try await read()
        } catch let refusal as Refusal where refusal == FileFault.missing || refusal == FileFault.damaged {
            throw Backup.damaged(path)
        }
    }

    private func databaseBytes() async throws -> FileBytes {
        if let sealed { return try await sealed.seal.open(.database, in: path) }
        return try await PlainFile.open(path + "/" + Backup.database)
    }

    /// Its records, to be read; an encrypted backup's are decrypted into the folder.
    func database(_ folder: String) async throws -> any Database {
        guard sealed != nil else { return try SQLiteDatabase(path: path + "/" + Backup.database, isReadOnly: true) }
        let file = folder + "/" + Backup.database
        try await Self.whole(path) { try await PlainFile.write(try await databaseBytes(), to: file) }
        return try SQLiteDatabase(path: file, isReadOnly: true)
    }

    /// What evidence there should be, by digest.
    func named() async throws -> [StoredContent] {
        if let sealed {
            // Read for its own sake: all of a backup is to be whole.
            _ = try await ring()
            return sealed.inventory.contents.map { StoredContent(digest: $0.key, size: $0.value) }
                .sorted { $0.digest < $1.digest }
        }
        let records = try SQLiteDatabase(path: path + "/" + Backup.database, isReadOnly: true)
        var contents: [StoredContent] = []
        while true {
            let more = try await FileCopy.named(in: records, after: contents.last?.digest ?? "")
            if more.isEmpty { break }
            contents += more
        }
        try await records.close()
        return contents
    }

    func contents() throws -> any Contents {
        if let sealed { return try sealed.seal.contents(in: path) }
        return PlainContents(try FolderVault(path + "/files"))
    }

    /// The key ring's file; nil where the backup is not encrypted.
    func ring() async throws -> [UInt8]? {
        guard let sealed else { return nil }
        return try await Self.whole(path) { try await sealed.seal.open(.keys, in: path).all() }
    }
}
