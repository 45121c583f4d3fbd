public import Commons
import Database
import DatabaseSQLite
import Foundation
import Persistence

/// Backups of an installation and the way back, from any engine to any engine, also while the server runs.
///
/// A backup is a folder like the one of `linli serve --data`: an SQLite database and the evidence files, with a note of
/// what it is beside them. Backups in one folder share the bytes of files that did not change.
public enum Backup {
    /// What a backup says of itself: `backup.json`.
    public struct Note: Codable, Hashable, Sendable {
        static let name = "backup.json"
        static let newestFormat = 1

        var format = Note.newestFormat
        /// The moment that it shows: `2026-11-23T09:30:00.000+08:00`.
        public var madeAt: String
        /// How many by table.
        public var records: [String: Int]
        public var files: Int
        public var bytes: Int64
        /// SHA-256 of the database file.
        var sha256: String
        /// Digests of files that were already missing or damaged when it was made.
        public var damaged: [String]
    }

    public enum Step: Sendable {
        case records(Int)
        case files(Int, of: Int)
    }

    public typealias Progress = @Sendable (Step) -> Void

    private static let database = "linli.sqlite"
    private static let unfinished = ".unfinished-"

    // MARK: Make

    /// Makes a backup under its moment in a folder of backups, all of it or nothing.
    ///
    /// `settings` say where the installation is; `folder` is made if it is not there; of backups in it the newest
    /// `keep` stay, with nil all.
    /// - Returns: The path of the backup, and its note.
    /// - Throws: A `Refusal`; a `DatabaseError`.
    public static func make(
        _ settings: ServerSettings, in folder: String, keep: Int? = nil, surroundings: Surroundings = .system,
        progress: @escaping Progress = { _ in }
    ) async throws -> (path: String, note: Note) {
        let (source, vault) = try await Installation.existing(settings, surroundings)
        let at = surroundings.now().iso
        // 2026-11-23T09-30-00.000
        let path = folder + "/" + at.prefix(23).replacing(":", with: "-")
        let part = folder + "/" + unfinished + surroundings.newID()
        let older = try backups(in: folder).last.map { try FolderVault($0 + "/files") }
        try StartProblem.makeFolder(part)
        defer { try? FileManager.default.removeItem(atPath: part) }
        let copy = try SQLiteDatabase(path: part + "/" + database)
        _ = try await Migrator(Schema.migrations).migrate(copy)
        let counts = try await RecordCopy.run(from: source, to: copy) { progress(.records($0)) }
        let files = try await FileCopy.run(
            copy, from: vault, to: try FolderVault(part + "/files"), older: older, newPart: surroundings.newID
        ) { progress(.files($0, of: $1)) }
        try await copy.close()
        try await source.close()
        // Empty now that it is closed.
        for rest in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: part + "/" + database + rest) }
        let note = Note(
            madeAt: at, records: counts, files: files.files, bytes: files.bytes,
            sha256: try digest(part + "/" + database), damaged: files.damaged)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(note).write(to: URL(fileURLWithPath: part + "/" + Note.name))
        try Durable.sync(part + "/" + Note.name)
        try Durable.move(part, to: path, in: folder)
        if let keep { try forget(allBut: keep, in: folder) }
        return (path, note)
    }

    /// Those in a folder of backups, oldest first; none where there is no such folder.
    static func backups(in folder: String) throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { folder + "/" + $0 }
            .filter { !$0.contains("/" + unfinished) && exists($0 + "/" + Note.name) }
    }

    private static func forget(allBut keep: Int, in folder: String) throws {
        for path in try backups(in: folder).dropLast(max(keep, 1)) {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    // MARK: Restore

    /// Reads all of a backup and compares it with its note.
    ///
    /// The path leads to a backup, or to a folder of backups: then it is the newest.
    /// - Throws: A `Refusal` that says what is wrong.
    public static func check(_ path: String, progress: @escaping Progress = { _ in }) async throws -> (
        path: String, note: Note
    ) {
        let (path, note) = try found(path)
        let records = try SQLiteDatabase(path: path + "/" + database, isReadOnly: true)
        let vault = try FolderVault(path + "/files")
        let digests = try await records.read {
            try $0.query("SELECT digest FROM file ORDER BY digest").compactMap { $0[0].text }
        }
        for (index, digest) in digests.enumerated() where !note.damaged.contains(digest) {
            guard (try? await vault.verify(digest)) == true else {
                throw Refusal(
                    .invalid, zh: "备份中的文件 \(digest) 缺失或损坏", en: "the file \(digest) of the backup is missing or damaged"
                )
            }
            progress(.files(index + 1, of: digests.count))
        }
        try await records.close()
        return (path, note)
    }

    /// Brings a backup into an empty installation. Interrupted, it is run again.
    ///
    /// The path leads to a backup, or to a folder of backups: then it is the newest. `settings` say where the
    /// installation is to be, on either engine.
    /// - Returns: The path of the backup, its note, and the digests of files that could not be brought back.
    /// - Throws: A `Refusal`: the backup is damaged, or the installation not empty.
    public static func restore(
        _ path: String, to settings: ServerSettings, surroundings: Surroundings = .system,
        progress: @escaping Progress = { _ in }
    ) async throws -> (path: String, note: Note, damaged: [String]) {
        let (path, note) = try found(path)
        try StartProblem.makeFolder(settings.data)
        let (target, vault) = try Installation.engines(settings, surroundings)
        _ = try await Migrator(Schema.migrations).migrate(target)
        try await RecordCopy.refuseUnlessEmpty(target)
        let source = try SQLiteDatabase(path: path + "/" + database, isReadOnly: true)
        guard try await Migrator(Schema.migrations).pending(in: source).isEmpty else {
            throw Refusal(
                .conflict, zh: "备份由旧版本制作：复制一份，用当前版本以它为 --data 启动一次后再恢复",
                en: "the backup is of an older version: start this version once with a copy of it as --data")
        }
        // Records come last: as long as they are not there, the installation is empty and this can be run again.
        let files = try await FileCopy.run(
            source, from: try FolderVault(path + "/files"), to: vault, newPart: surroundings.newID
        ) { progress(.files($0, of: $1)) }
        let counts = try await RecordCopy.run(from: source, to: target) { progress(.records($0)) }
        try await source.close()
        try await target.close()
        guard counts == note.records else { throw damaged(path) }
        return (path, note, files.damaged)
    }

    /// The backup at a path, whose database is as its note says.
    private static func found(_ path: String) throws -> (path: String, note: Note) {
        guard let path = exists(path + "/" + Note.name) ? path : try backups(in: path).last,
            let bytes = FileManager.default.contents(atPath: path + "/" + Note.name)
        else {
            throw Refusal(.missing, zh: "\(path) 中没有备份", en: "there is no backup in \(path)")
        }
        guard let note = try? JSONDecoder().decode(Note.self, from: bytes) else { throw damaged(path) }
        guard note.format <= Note.newestFormat else {
            throw Refusal(
                .invalid, zh: "备份由更新的版本制作，请安装该版本", en: "the backup was made by a newer version: install that one")
        }
        guard try digest(path + "/" + database) == note.sha256 else { throw damaged(path) }
        return (path, note)
    }

    private static func damaged(_ path: String) -> Refusal {
        Refusal(
            .invalid, zh: "备份 \(path) 已损坏，请使用另一份备份", en: "the backup \(path) is damaged; take another one")
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func digest(_ path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { throw damaged(path) }
        defer { try? file.close() }
        let hash = ContentHash()
        while let bytes = try file.read(upToCount: FileBytes.chunkSize), !bytes.isEmpty { hash.update(Array(bytes)) }
        return hash.digest
    }
}
